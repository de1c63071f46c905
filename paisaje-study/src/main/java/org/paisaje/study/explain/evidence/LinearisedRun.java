package org.paisaje.study.explain.evidence;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Linearization;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.width.TaylorNetwork;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * The network linearised at theta_0, trained beside the real one: the same rule, the same batches in the same order, from
 * the same point.
 *
 * @param points the gap to the real network at the milestones of its run
 * @param x the samples on which outputs are compared
 * @param theta where the linearised network ended
 * @param steps how many steps it made
 * @param cut whether it was stopped before the real run because more would take too long
 * @param diverged whether it diverged
 */
public record LinearisedRun(List<Gap> points, Matrix x, double[] theta, long steps, boolean cut, boolean diverged) {
    /** A step of the pair costs about so many flops for each sample of the batch and each parameter. */
    private static final double FLOPS = 10;
    private static final double MOST_FLOPS = 1.5e11;

    /**
     * Both networks at a step.
     *
     * @param step the step
     * @param gap {@code |f - f_lin|_F}
     * @param moved {@code |f - f_0|_F} of the real network
     */
    public record Gap(long step, double gap, double moved) {}

    /** Trains on all of the subject's data for as many steps as the real run, fewer if those would take too long. */
    static LinearisedRun beside(Subject subject, Course course, Matrix x) {
        int samples = subject.fullBatch() ? subject.train().size() : subject.batch();
        double affordable = MOST_FLOPS / (FLOPS * samples * subject.network().applications());
        long wanted = course.end().step();
        long steps = (long) Math.max(1, Math.min(wanted, affordable));
        TaylorNetwork network = TaylorNetwork.first(subject.network(), subject.start());
        Risk risk = Risk.of(network, subject.train().x(), subject.targets(subject.train()), subject.loss());
        List<Milestone> milestones = course.milestones()
                .stream()
                .filter(milestone -> milestone.step() <= wanted)
                .toList();
        Linearization origin = subject.network().linearize(subject.start(), x);
        List<Gap> points = new ArrayList<>();
        int[] next = {0};
        Training training = subject.pace()
                .of(Training.with(subject.optimizer()))
                .threads(subject.threads())
                .stop(Stop.after(steps).orLossAbove(Course.BLOWN * Math.max(1, course.first().loss())))
                .watch(at -> {
                    while (next[0] < milestones.size() && milestones.get(next[0]).step() < at.step()) {
                        next[0]++;
                    }
                    if (next[0] < milestones.size() && milestones.get(next[0]).step() == at.step()) {
                        add(subject, origin, x, milestones.get(next[0]++), at.theta(), points);
                    }
                }, next(milestones));
        if (!subject.fullBatch()) {
            training = training.batches(Batches.of(subject.batch(), subject.seed().named("batches")));
        }
        Trajectory run = training.run(risk, subject.start());
        return new LinearisedRun(List.copyOf(points), x, run.theta(), run.steps(), steps < wanted,
                run.outcome() instanceof Outcome.Diverged);
    }

    /** Due at the steps of the milestones. */
    private static Cadence next(List<Milestone> milestones) {
        return (step, perEpoch) -> milestones.stream()
                .mapToLong(Milestone::step)
                .filter(at -> at > step)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static void add(Subject subject, Linearization origin, Matrix x, Milestone milestone, double[] linear,
            List<Gap> points) {
        double[] d = new double[linear.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = linear[i] - subject.start()[i];
        }
        Matrix moved = subject.network().forward(milestone.theta(), x).minus(origin.outputs());
        double gap = moved.minus(origin.jvp(d)).frobeniusNorm();
        double size = moved.frobeniusNorm();
        if (Double.isFinite(gap) && Double.isFinite(size)) {
            points.add(new Gap(milestone.step(), gap, size));
        }
    }

    /** The largest movement of the real network, the unit of the gap. */
    public double signal() {
        return points.stream().mapToDouble(Gap::moved).max().orElse(0);
    }

    /** The largest gap over the signal; 0 if nothing moved. */
    public double largest() {
        double signal = signal();
        double gap = points.stream().mapToDouble(Gap::gap).max().orElse(0);
        return signal == 0 ? 0 : gap / signal;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
