package org.paisaje.study.explain.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.paisaje.risk.Risk;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.check.LastSteps;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.train.KeptRun;
import org.paisaje.theory.dynamics.Spikes;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Probe;
import org.paisaje.training.ProbeSeries;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Point;

/**
 * A run as it went: the loss over all samples, and milestones, dense at the start and then evenly spread.
 *
 * @param outcome how it ended
 * @param loss the loss over all samples along the run
 * @param spikes how often the loss jumped up
 * @param milestones points in order; at least the first
 * @param last how far the last steps moved the layers
 * @param seconds how long training took
 */
public record Course(Outcome outcome, ProbeSeries loss, Spikes spikes, List<Milestone> milestones, LastSteps last,
        double seconds) {
    /** A loss that exceeds the larger of 1 and the first by this factor counts as divergence. */
    static final double BLOWN = 1e6;

    private static final String LOSS = "full loss";

    /**
     * Trains.
     *
     * @param count about how many milestones after the first few steps
     * @param ratio by which the number of a step grows from one of the first milestones to the next
     * @param progress told the step and the loss now and then
     */
    public static Course run(Subject subject, int count, double ratio, BiConsumer<Long, Double> progress) {
        return run(subject, count, ratio, progress, new KeptRun(Optional.empty(), false), KeptParts.none());
    }

    /** The same, kept by a checkpoint and its milestones, or on from there. */
    public static Course run(Subject subject, int count, double ratio, BiConsumer<Long, Double> progress,
            KeptRun checkpoint, KeptParts parts) {
        Risk risk = subject.risk();
        double first = risk.value(subject.start());
        if (!Double.isFinite(first)) {
            throw new IllegalArgumentException("explain: the loss at the start is " + first
                    + "; inputs or weights are so large that the outputs overflow");
        }
        List<Milestone> milestones = new ArrayList<>();
        long every = Math.max(1, subject.steps() / count);
        Cadence early = Cadence.geometric(ratio);
        Cadence late = Cadence.every(every);
        Cadence both = (step, perEpoch) -> Math.min(early.after(step, perEpoch), late.after(step, perEpoch));
        var last = new LastSteps.Watch(subject.network().layerShapes());
        var kept = new KeptCourse(subject, parts);
        if (checkpoint.goesOn() && !kept.restore(checkpoint, both, milestones, last)) {
            checkpoint.remove();
        }
        long losses = Math.max(1, subject.fullBatch() ? subject.steps() / 2000 : betweenLosses(subject));
        Training training = subject.pace()
                .of(Training.with(subject.optimizer()))
                .threads(subject.threads())
                .stop(Stop.after(subject.steps()).orLossAbove(BLOWN * Math.max(1, first)))
                .record(Probe.fullLoss(), Cadence.every(losses))
                .watch(at -> {
                    // At the end of a run that was stopped there is a point that is none of the whole run.
                    boolean due = at.step() == 0 || both.after(at.step() - 1, 1) == at.step();
                    add(subject, at, milestones).filter(_ -> due).ifPresent(kept::milestone);
                }, both)
                .watch(at -> last.at(at.step(), at.theta()),
                        (step, perEpoch) -> Math.max(step + 1, subject.steps() - LastSteps.Watch.COUNT))
                .watch(at -> progress.accept(at.step(), at.value()),
                        Cadence.every(Math.max(1, subject.steps() / 500)));
        if (subject.fullBatch()) {
            training = training.record(Probe.loss(), Attempt.everyValue(subject.steps()));
        } else {
            training = training.batches(Batches.of(subject.batch(), subject.seed().named("batches")));
        }
        Trajectory run = checkpoint.run(training, risk, subject.start(), subject.steps());
        kept.last(last);
        ProbeSeries loss = run.series(LOSS);
        Spikes spikes = Attempt.spikes(subject.fullBatch() ? run.series(Probe.loss().name()) : loss);
        return new Course(run.outcome(), loss, spikes, List.copyOf(milestones),
                run.outcome() instanceof Outcome.Diverged ? LastSteps.UNKNOWN : last.seen(), run.timing().total());
    }

    /** A pass over all samples twice an epoch, but not more than 200 and not fewer than 24 in all. */
    private static long betweenLosses(Subject subject) {
        long half = subject.train().size() / subject.batch() / 2;
        return Math.clamp(half, subject.steps() / 200, Math.max(1, subject.steps() / 24));
    }

    private static Optional<Milestone> add(Subject subject, Point at, List<Milestone> milestones) {
        if (!milestones.isEmpty() && milestones.getLast().step() == at.step()) {
            return Optional.empty();
        }
        double loss = at.fullValue();
        double norm = at.fullGradientNorm();
        double sum = 0;
        for (double entry : at.theta()) {
            sum += entry * entry;
        }
        if (Double.isFinite(loss) && Double.isFinite(norm) && Double.isFinite(sum)) {
            milestones.add(new Milestone(at.step(), subject.network(), at.theta().clone(), loss, norm,
                    at.rate(), subject.optimizer().preconditioner(at.state())));
            return Optional.of(milestones.getLast());
        }
        return Optional.empty();
    }

    /** The run as causes are read from it. */
    public Attempt attempt(Setup setup) {
        return new Attempt(setup, loss, spikes, diverged() ? milestones.getLast().theta() : end().theta(), diverged(),
                outcome.step(), seconds);
    }

    /** Whether the run diverged. */
    public boolean diverged() {
        return outcome instanceof Outcome.Diverged;
    }

    /** The start. */
    public Milestone first() {
        return milestones.getFirst();
    }

    /** Where the end is examined: the last milestone, after divergence the one with the lowest loss. */
    public Milestone end() {
        return diverged()
                ? milestones.stream().min(Comparator.comparingDouble(Milestone::loss)).orElseThrow()
                : milestones.getLast();
    }
}
