package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Risk;
import org.paisaje.study.Listener;
import org.paisaje.study.Session;
import org.paisaje.study.train.KeptRun;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Checkpoint;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Point;
import org.paisaje.training.optimizer.StepStability;

/**
 * The largest eigenvalue of the Hessian along a run, each value started from the vector of the last, beside the largest that
 * the rule of the steps allows at its rate. For a rule that divides by a preconditioner it is that of the divided Hessian.
 *
 * @param readings in order
 * @param theta where the run ended; after divergence the last point that was finite
 * @param outcome how it ended
 * @param preconditioned whether the Hessian is divided by a preconditioner
 * @param threshold the rule, if its bound is known
 * @param products products with the Hessian, all together
 */
record SharpnessCourse(List<Reading> readings, double[] theta, Outcome outcome, boolean preconditioned,
        Optional<StepStability> threshold, long products) {
    private static final int READINGS = 40;
    /** A loss that exceeds the larger of 1 and the first by this factor counts as divergence. */
    private static final double BLOWN = 1e6;

    /**
     * A point of the run.
     *
     * @param step the step
     * @param loss over the samples whose curvature is taken
     * @param sharpness the largest eigenvalue
     * @param bound an eigenvalue lies within this of it
     * @param stable the largest that the rule allows at the rate of this step; NaN where that is not known
     */
    record Reading(long step, double loss, double sharpness, double bound, double stable) {}

    static SharpnessCourse of(SpectrumSetting setting, SpectrumSetting.Run run, double[] start, Session session) {
        Risk measured = setting.risk();
        Risk trained = setting.problem().risk();
        double first = trained.value(start);
        Seed seed = setting.problem().seed();
        Cadence early = Cadence.geometric(2);
        Cadence late = Cadence.every(Math.max(1, run.steps() / READINGS));
        Cadence due = (step, perEpoch) -> Math.min(early.after(step, perEpoch), late.after(step, perEpoch));
        var kept = new KeptReadings(setting, session);
        var checkpoint = KeptRun.in(session);
        var watch = new Watch(run, measured, seed.named("sharpness"), start, due, kept, session.listener());
        if (checkpoint.goesOn()) {
            long reached = Checkpoint.read(checkpoint.file().orElseThrow()).step();
            kept.read().ifPresentOrElse(held -> {
                kept.require(held.step() <= reached && due.after(held.step(), 1) >= reached);
                watch.restore(held);
            }, () -> kept.require(reached == 0));
        }
        Training training = Training.with(run.optimizer())
                .schedule(run.schedule())
                .clip(run.clip())
                .threads(session.threads())
                .stop(Stop.after(run.steps()).orLossAbove(BLOWN * Math.max(1, first)))
                .watch(watch::at, due);
        if (run.batch() > 0) {
            training = training.batches(Batches.of(run.batch(), seed.named("batches")));
        }
        Trajectory trajectory = checkpoint.run(training, trained, start, due);
        return new SharpnessCourse(List.copyOf(watch.readings), watch.last, trajectory.outcome(), watch.preconditioned,
                run.optimizer().stability(run.optimizer().rate()), watch.products);
    }

    /** Measures at a point of the run. */
    private static final class Watch {
        private final SpectrumSetting.Run run;
        private final Risk risk;
        private final Seed seed;
        private final Cadence due;
        private final KeptReadings kept;
        private final Listener listener;
        private final List<Reading> readings = new ArrayList<>();
        private double[] last;
        private boolean preconditioned;
        private long products;
        private Sharpness.Warm warm = Sharpness.Warm.cold();
        /** The last step that was due and seen. */
        private long seen = -1;

        Watch(SpectrumSetting.Run run, Risk risk, Seed seed, double[] start, Cadence due, KeptReadings kept,
                Listener listener) {
            this.run = run;
            this.risk = risk;
            this.seed = seed;
            this.last = start;
            this.due = due;
            this.kept = kept;
            this.listener = listener;
        }

        void restore(KeptReadings.Held held) {
            readings.addAll(held.readings());
            last = held.theta();
            preconditioned = held.preconditioned();
            products = held.products();
            warm = held.warm();
            seen = held.step();
        }

        /** At each step that is due, and at the end, which is not kept: a run that goes on from there does not end there. */
        void at(Point point) {
            if (point.step() <= seen) {
                return;
            }
            measure(point);
            if (point.step() == 0 || due.after(point.step() - 1, 1) == point.step()) {
                seen = point.step();
                kept.write(new KeptReadings.Held(seen, readings, last, preconditioned, products, warm.vector()));
            }
        }

        private void measure(Point point) {
            double loss = risk.value(point.theta());
            if (!readings.isEmpty() && readings.getLast().step() == point.step() || !Double.isFinite(loss)) {
                return;
            }
            last = point.theta().clone();
            Optional<StepStability> known = run.optimizer().stability(point.rate());
            preconditioned = known.map(StepStability::preconditioned).orElse(false);
            LinearOperator hessian = risk.hessian(last);
            if (preconditioned) {
                double[] scale = run.optimizer().preconditioner(point.state());
                if (scale == null || !positive(scale)) {
                    return;
                }
                double decay = known.map(StepStability::coupled).orElse(0.0);
                double[] roots = new double[scale.length];
                for (int i = 0; i < roots.length; i++) {
                    roots[i] = 1 / Math.sqrt(scale[i]);
                }
                hessian = (decay == 0 ? hessian : hessian.shifted(decay)).congruence(roots);
            }
            warm = warm.next(hessian, seed);
            products += warm.products();
            if (warm.sharpness() instanceof Sharpness.Measured(double value, double bound, boolean _)) {
                readings.add(new Reading(point.step(), loss, value, bound,
                        known.map(StepStability::stable).orElse(Double.NaN)));
            }
            listener.progress(0.5 * point.step() / Math.max(1, run.steps()), "step " + point.step());
        }

        private static boolean positive(double[] scale) {
            for (double entry : scale) {
                if (!(entry > 0) || Double.isInfinite(entry)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The loss rose or left all bounds. */
    boolean diverged() {
        return outcome instanceof Outcome.Diverged;
    }
}
