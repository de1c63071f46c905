package org.paisaje.study.explain.attempt;

import org.paisaje.math.Brief;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Words;
import org.paisaje.theory.dynamics.Spikes;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Probe;
import org.paisaje.training.ProbeSeries;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * A run that was made.
 *
 * @param setup what was run
 * @param losses the loss over all training samples along the run; at least its first value
 * @param spikes how often the loss jumped up; of every step where all samples are seen, else of those looks
 * @param end the last weights; after divergence the last ones that were looked at and finite
 * @param diverged whether it diverged
 * @param made how many steps were made
 * @param seconds how long it took
 */
public record Attempt(Setup setup, ProbeSeries losses, Spikes spikes, double[] end, boolean diverged, long made,
        double seconds) {
    /** A loss that exceeds the larger of 1 and the first by this factor counts as divergence. */
    private static final double BLOWN = 1e6;
    /** The highest jump of the loss that is told as a number. */
    private static final double LARGEST_JUMP = 1e6;
    private static final int FEWEST_LOSSES = 16;
    private static final int MOST_LOSSES = 40;
    private static final long MOST_VALUES = 20_000;
    private static final double FLOPS = 6;
    private static final double SMALL_FLOPS_PER_SECOND = 5e9;
    private static final double LARGE_FLOPS_PER_SECOND = 2e10;
    /** Operations of one step from which products are large. */
    private static final double LARGE = 1e7;
    private static final double STEP_SECONDS = 5e-6;

    /** A run of which the loss is known at a few places only. */
    public Attempt(Setup setup, ProbeSeries losses, double[] end, boolean diverged, long made, double seconds) {
        this(setup, losses, spikes(losses), end, diverged, made, seconds);
    }

    /** Those of a series. */
    public static Spikes spikes(ProbeSeries losses) {
        return Spikes.of(losses.steps(), losses.values());
    }

    /** The highest jump in words; a loss that was 0 but for rounding makes the number meaningless. */
    public String highestJump() {
        return spikes.highest() > LARGEST_JUMP
                ? "to more than " + Words.number(LARGEST_JUMP) + " times"
                : "to as much as " + Words.number(spikes.highest()) + " times";
    }

    /** How often the value that is stepped on is kept where all samples are seen, which costs nothing. */
    public static Cadence everyValue(long steps) {
        return Cadence.every(Math.max(1, steps / MOST_VALUES));
    }

    /** Whether all the steps that were asked for were made. */
    public boolean whole() {
        return !diverged && made >= setup.steps();
    }

    /** The first loss. */
    public double firstLoss() {
        return losses.first();
    }

    /** The last loss. */
    public double lastLoss() {
        return losses.last();
    }

    /**
     * About how many seconds a run takes on one core: a fixed figure from its sizes, not a clock, so that what is tried does not
     * depend on the machine.
     */
    public static double cost(Setup setup) {
        return setup.steps() * stepCost(setup) + looks(setup) * lookCost(setup);
    }

    private static double stepCost(Setup setup) {
        return STEP_SECONDS + seconds(FLOPS * setup.samplesPerStep() * setup.network().applications());
    }

    /** A loss over all samples needs 0.4 of what its gradient does. */
    private static double lookCost(Setup setup) {
        return seconds(0.4 * FLOPS * setup.train().size() * setup.network().applications());
    }

    /** How often the loss over all samples is taken: as often as half of the time allows, within bounds. */
    private static long looks(Setup setup) {
        double afforded = setup.steps() * stepCost(setup) / lookCost(setup);
        return Math.min(setup.steps(), (long) Math.clamp(afforded, FEWEST_LOSSES, MOST_LOSSES));
    }

    /** Products of large matrices run at four times the rate of small ones. */
    private static double seconds(double flops) {
        return flops / (SMALL_FLOPS_PER_SECOND
                + (LARGE_FLOPS_PER_SECOND - SMALL_FLOPS_PER_SECOND) * Math.min(1, flops / LARGE));
    }

    /** Trains. */
    public static Attempt of(Setup setup) {
        var risk = setup.risk();
        double first = risk.value(setup.start());
        if (!Double.isFinite(first)) {
            return new Attempt(setup, new ProbeSeries("loss", new long[] {0}, new double[] {Double.MAX_VALUE}),
                    setup.start(), true, 0, 0);
        }
        long every = Math.max(1, setup.steps() / Math.max(1, looks(setup)));
        double[][] kept = {setup.start()};
        Training training = setup.pace()
                .of(Training.with(setup.rule()))
                .threads(setup.threads())
                .stop(Stop.after(setup.steps()).orLossAbove(BLOWN * Math.max(1, first)))
                .record(Probe.fullLoss(), Cadence.every(every))
                .watch(at -> {
                    if (Double.isFinite(at.fullValue())) {
                        kept[0] = at.theta().clone();
                    }
                }, Cadence.every(every));
        if (setup.batch() == 0) {
            training = training.record(Probe.loss(), everyValue(setup.steps()));
        }
        if (setup.batch() > 0) {
            Seed order = setup.seed().named("batches");
            training = training.batches(Batches.of(setup.batch(), order));
        }
        Trajectory run = training.run(risk, setup.start());
        boolean diverged = run.outcome() instanceof Outcome.Diverged;
        ProbeSeries looks = run.series(Probe.fullLoss().name());
        ProbeSeries values = setup.batch() == 0 ? run.series(Probe.loss().name()) : looks;
        return new Attempt(setup, looks, spikes(values), diverged ? kept[0] : run.theta(), diverged,
                run.outcome().step(), run.timing().total());
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
