package org.paisaje.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Norms;
import org.paisaje.risk.Objective;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/**
 * One run: the loop over steps. At each point, in this order: evaluate, see whether it ends, write the checkpoint,
 * record, step. A checkpoint thus holds what was known before the records of its step, which a resumed run makes again.
 */
final class Run implements Point {
    private final Training training;
    private final Optimizer optimizer;
    private final Objective objective;
    private final @Nullable SampledObjective sampled;
    private final Stop stop;
    private final Recorder recorder;
    private final double[] initial;
    private final double[] theta;
    private final double[] gradient;
    private final double[] lastFinite;
    private final OptimizerState state;
    private final int[] order;
    private final long perEpoch;
    private final long begin = System.nanoTime();
    private final long deadline;

    private long step;
    private long firstStep;
    private long epoch;
    private long orderedEpoch = -1;
    private double value;
    private double rate;
    private boolean evaluated;
    private boolean arrived;
    private double lastValue;
    private double norm = -1;
    private boolean fullKnown;
    private double fullValue;
    private double fullNorm = -1;
    private double best = Double.POSITIVE_INFINITY;
    private long bestStep;
    private long probeNanos;
    private long checkpointNanos;
    private double @Nullable [] fullGradient;

    Run(Training training, Objective objective, double[] start) {
        this(training, objective, start.clone(), start.clone());
    }

    Run(Training training, Objective objective, Checkpoint from) {
        this(training, objective, from.initial(), from.theta());
        from.requireSame(Checkpoint.identity(training, objective));
        state.restore(from.state());
        optimizer.objection(state, from.step()).ifPresent(why -> {
            throw new IllegalArgumentException("resume: the state of the optimizer is not what a run leaves: " + why);
        });
        step = from.step();
        firstStep = step;
        best = from.best();
        bestStep = from.bestStep();
        recorder.restore(from, perEpoch);
    }

    private Run(Training training, Objective objective, double[] initial, double[] theta) {
        this.training = training;
        this.optimizer = training.optimizer();
        this.objective = objective;
        this.stop = training.stop();
        this.initial = initial;
        this.theta = theta;
        Batches batches = training.batches();
        if (batches == null) {
            perEpoch = 1;
            order = new int[0];
            sampled = null;
            if (objective instanceof SampledObjective all) {
                all.selectAll();
            }
        } else if (objective instanceof SampledObjective some) {
            int n = some.samples();
            Check.that(batches.size() <= n, "run", "the batch size", batches.size(), "at most the " + n + " samples");
            perEpoch = batches.perEpoch(n);
            order = new int[n];
            sampled = some;
        } else {
            throw new IllegalArgumentException("run: minibatches were asked for, but the objective is no "
                    + "SampledObjective: it does not know its samples; a Risk does");
        }
        int p = objective.dimension();
        Check.that(theta.length == p, "run", "the length of theta", theta.length,
                p + ", the number of parameters of the objective; theta belongs to another network");
        gradient = new double[p];
        lastFinite = theta.clone();
        state = optimizer.start(p);
        recorder = new Recorder(training, perEpoch);
        long limit = stop.nanoseconds();
        deadline = limit > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : limit;
    }

    Trajectory finish() {
        Outcome outcome = loop();
        double[] end = theta;
        if (!Norms.finite(theta)) {
            end = lastFinite;
            if (!(outcome instanceof Outcome.Diverged)) {
                outcome = diverged("theta is not finite");
            }
        }
        double total = (System.nanoTime() - begin) * 1e-9;
        return new Trajectory(end.clone(), lastValue, outcome, step, recorder.series(), recorder.snapshots(),
                new Trajectory.Timing(total, probeNanos * 1e-9, checkpointNanos * 1e-9, step - firstStep));
    }

    private Outcome loop() {
        @Nullable
        String ownEnd = null;
        while (true) {
            epoch = step / perEpoch;
            norm = -1;
            fullKnown = false;
            fullNorm = -1;
            rate = optimizer.rate() * training.schedule().factor(step, epoch);
            Outcome end;
            if (sampled == null) {
                evaluate();
                end = ended(ownEnd);
            } else {
                // The end of the budget needs no further batch.
                end = budget(ownEnd);
                if (end == null) {
                    evaluate();
                    end = ended(null);
                }
            }
            if (end != null || step >= recorder.next()) {
                events(end);
            }
            if (end != null) {
                return end;
            }
            if (training.clip() < Double.POSITIVE_INFINITY && gradientNorm() > training.clip()) {
                double scale = training.clip() / gradientNorm();
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] *= scale;
                }
            }
            arrived = false;
            Advance advance = optimizer.step(this, state);
            if (advance instanceof Advance.Stuck stuck) {
                end = new Outcome.Stalled(step, stuck.why());
                events(end);
                return end;
            }
            if (advance instanceof Advance.Finished finished) {
                ownEnd = finished.what();
            }
            evaluated = arrived;
            step++;
        }
    }

    private void evaluate() {
        if (evaluated) {
            return;
        }
        if (sampled != null) {
            selectBatch(sampled);
        }
        value = objective.valueAndGradient(theta, gradient);
        evaluated = true;
        if (Double.isFinite(value)) {
            lastValue = value;
        }
    }

    private void selectBatch(SampledObjective samples) {
        Batches batches = training.batches();
        if (batches == null) {
            return;
        }
        if (orderedEpoch != epoch) {
            batches.order(epoch, order);
            orderedEpoch = epoch;
        }
        int from = (int) (step % perEpoch) * batches.size();
        samples.select(order, from, Math.min(order.length, from + batches.size()));
    }

    private @Nullable Outcome ended(@Nullable String ownEnd) {
        if (!Double.isFinite(value)) {
            return diverged("the value is " + value);
        }
        if (sampled == null || step % perEpoch == 0 && step > 0) {
            Outcome met = criteria();
            if (met != null) {
                return met;
            }
        }
        for (int i = 0; i < stop.conditions().size(); i++) {
            Stop.Condition condition = stop.conditions().get(i);
            if (condition.holds().test(this)) {
                return new Outcome.Converged(step, condition.name(), value);
            }
        }
        return sampled == null ? budget(ownEnd) : null;
    }

    private @Nullable Outcome criteria() {
        if (stop.looksAtGradient()) {
            double size = fullGradientNorm();
            if (!Double.isFinite(size)) {
                return diverged("the norm of the gradient is " + size);
            }
            if (size < stop.gradientBelow()) {
                return new Outcome.Converged(step, "gradient below " + stop.gradientBelow(), size);
            }
        }
        if (!stop.looksAtValue()) {
            return null;
        }
        double present = fullValue();
        if (!Double.isFinite(present) || present > stop.lossAbove()) {
            return diverged("the value is " + present);
        }
        if (present < stop.lossBelow()) {
            return new Outcome.Converged(step, "loss below " + stop.lossBelow(), present);
        }
        if (present < best - stop.stallImprovement() * Math.abs(best) || best == Double.POSITIVE_INFINITY) {
            best = present;
            bestStep = step;
        } else if (step - bestStep >= stop.stallSteps() * (double) perEpoch) {
            return new Outcome.Stalled(step, "no improvement of the value since step " + bestStep);
        }
        return null;
    }

    private @Nullable Outcome budget(@Nullable String ownEnd) {
        if (ownEnd != null) {
            return new Outcome.Finished(step, ownEnd);
        }
        if (step >= stop.steps()) {
            return new Outcome.Finished(step, stop.steps() + " steps");
        }
        if (epoch >= stop.epochs()) {
            return new Outcome.Finished(step, stop.epochs() + " epochs");
        }
        if (Thread.currentThread().isInterrupted()) {
            return new Outcome.Interrupted(step);
        }
        if (deadline != Long.MAX_VALUE && System.nanoTime() - begin >= deadline) {
            return new Outcome.Finished(step, stop.time() + " of time");
        }
        return null;
    }

    private Outcome.Diverged diverged(String why) {
        double size = Norms.euclidean(theta);
        // A norm that is not finite is past every double: the largest one bounds it from below.
        return new Outcome.Diverged(step, Double.isFinite(size) ? size : Double.MAX_VALUE, why);
    }

    private void events(@Nullable Outcome end) {
        long start = System.nanoTime();
        boolean broken = end instanceof Outcome.Diverged || !Norms.finite(theta);
        Training.Checkpointing checkpoint = training.checkpoint();
        if (checkpoint != null && !broken && (end != null || recorder.checkpointDue(step))) {
            new Checkpoint(Checkpoint.identity(training, objective), step, best, bestStep, initial, theta,
                    state.arrays(), recorder.series(), recorder.snapshots()).write(checkpoint.file());
            long now = System.nanoTime();
            checkpointNanos += now - start;
            start = now;
        }
        if (!broken) {
            System.arraycopy(theta, 0, lastFinite, 0, theta.length);
        }
        recorder.record(this, end != null, broken);
        probeNanos += System.nanoTime() - start;
    }

    private void evaluateAll(boolean withGradient) {
        if (sampled == null) {
            evaluate();
            fullValue = value;
        } else {
            SampledObjective samples = sampled;
            samples.selectAll();
            if (withGradient) {
                double[] into = fullGradient == null ? new double[theta.length] : fullGradient;
                fullGradient = into;
                fullValue = samples.valueAndGradient(theta, into);
                fullNorm = Norms.euclidean(into);
            } else {
                fullValue = samples.value(theta);
            }
            selectBatch(samples);
        }
        fullKnown = true;
    }

    @Override
    public double fullValue() {
        if (!fullKnown) {
            evaluateAll(false);
        }
        return fullValue;
    }

    @Override
    public double fullGradientNorm() {
        if (sampled == null) {
            return gradientNorm();
        }
        if (fullNorm < 0) {
            evaluateAll(true);
        }
        return fullNorm;
    }

    @Override
    public double gradientNorm() {
        if (norm < 0) {
            evaluate();
            norm = Norms.euclidean(gradient);
        }
        return norm;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public double[] theta() {
        return theta;
    }

    @Override
    public double[] initial() {
        return initial;
    }

    @Override
    public double value() {
        evaluate();
        return value;
    }

    @Override
    public double[] gradient() {
        return gradient;
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public Objective objective() {
        return objective;
    }

    @Override
    public OptimizerState state() {
        return state;
    }

    @Override
    public int threads() {
        return training.threads();
    }

    @Override
    public void arrived(double at) {
        value = at;
        arrived = true;
        if (Double.isFinite(at)) {
            lastValue = at;
        }
    }

    @Override
    public String toString() {
        return "Point[step " + step + ", value " + value + ", theta " + Arrays.hashCode(theta) + "]";
    }
}
