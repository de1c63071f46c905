package org.paisaje.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.paisaje.training.optimizer.Point;

/**
 * When a run ends: the first of its rules that holds. Rules on values and gradients look at the function that is
 * stepped on; with minibatches they look at all samples instead, at the end of each epoch.
 *
 * @param steps ends after that many steps
 * @param epochs ends after that many passes over the data
 * @param gradientBelow ends when the Euclidean norm of the gradient is below; 0 is never
 * @param lossBelow ends when the value is below; negative infinity is never
 * @param lossAbove ends as diverged when the value is above; infinity leaves only values that are not finite
 * @param time ends after that much time in this run, resumed ones counting anew
 * @param stallSteps ends as stalled when the best value has not improved for that many steps (epochs with minibatches)
 * @param stallImprovement the relative improvement that counts as one
 * @param conditions further rules, by name
 */
public record Stop(long steps, long epochs, double gradientBelow, double lossBelow, double lossAbove, Duration time,
        long stallSteps, double stallImprovement, List<Condition> conditions) {
    /** A rule of the user's; called at every step. */
    public record Condition(String name, Predicate<Point> holds) {}

    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /** Checks the ranges. */
    public Stop {
        Check.that(steps >= 0, "Stop", "steps", steps, "at least 0");
        Check.that(epochs >= 0, "Stop", "epochs", epochs, "at least 0");
        Check.that(gradientBelow >= 0, "Stop", "gradientBelow", gradientBelow, "a norm of at least 0");
        Check.that(!Double.isNaN(lossBelow), "Stop", "lossBelow", lossBelow, "a number");
        Check.that(!Double.isNaN(lossAbove), "Stop", "lossAbove", lossAbove, "a number");
        Check.that(!time.isNegative(), "Stop", "time", time, "a duration of at least 0");
        Check.that(stallSteps >= 1, "Stop", "stallSteps", stallSteps, "at least 1");
        Check.that(stallImprovement >= 0 && stallImprovement < 1, "Stop", "stallImprovement", stallImprovement,
                "a fraction in [0, 1)");
        conditions = List.copyOf(conditions);
    }

    /** Never ends by itself; a base to add rules to. */
    public static Stop never() {
        return new Stop(NEVER, NEVER, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, FOREVER, NEVER, 0,
                List.of());
    }

    /** Ends after that many steps. */
    public static Stop after(long steps) {
        return never().orAfter(steps);
    }

    /** Ends after that many passes over the data. */
    public static Stop afterEpochs(long epochs) {
        return never().orAfterEpochs(epochs);
    }

    /** Or after that many steps. */
    public Stop orAfter(long count) {
        return new Stop(count, epochs, gradientBelow, lossBelow, lossAbove, time, stallSteps, stallImprovement,
                conditions);
    }

    /** Or after that many passes over the data. */
    public Stop orAfterEpochs(long count) {
        return new Stop(steps, count, gradientBelow, lossBelow, lossAbove, time, stallSteps, stallImprovement,
                conditions);
    }

    /** Or when the Euclidean norm of the gradient is below the bound. */
    public Stop orGradientBelow(double bound) {
        return new Stop(steps, epochs, bound, lossBelow, lossAbove, time, stallSteps, stallImprovement, conditions);
    }

    /** Or when the value is below the bound. */
    public Stop orLossBelow(double bound) {
        return new Stop(steps, epochs, gradientBelow, bound, lossAbove, time, stallSteps, stallImprovement,
                conditions);
    }

    /** Or, as diverged, when the value is above the bound. */
    public Stop orLossAbove(double bound) {
        return new Stop(steps, epochs, gradientBelow, lossBelow, bound, time, stallSteps, stallImprovement,
                conditions);
    }

    /** Or after that much time. */
    public Stop orTime(Duration limit) {
        return new Stop(steps, epochs, gradientBelow, lossBelow, lossAbove, limit, stallSteps, stallImprovement,
                conditions);
    }

    /** Or, as stalled, when the best value has not fallen by the given fraction of itself for that many steps. */
    public Stop orStalled(long window, double improvement) {
        return new Stop(steps, epochs, gradientBelow, lossBelow, lossAbove, time, window, improvement, conditions);
    }

    /** Or, as converged, when the predicate holds at a step. */
    public Stop orWhen(String name, Predicate<Point> holds) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(new Condition(name, holds));
        return new Stop(steps, epochs, gradientBelow, lossBelow, lossAbove, time, stallSteps, stallImprovement, all);
    }

    boolean looksAtGradient() {
        return gradientBelow > 0;
    }

    boolean looksAtValue() {
        return lossBelow > Double.NEGATIVE_INFINITY || lossAbove < Double.POSITIVE_INFINITY || stallSteps != NEVER;
    }

    long nanoseconds() {
        return time.compareTo(FOREVER) >= 0 ? Long.MAX_VALUE : time.toNanos();
    }
}
