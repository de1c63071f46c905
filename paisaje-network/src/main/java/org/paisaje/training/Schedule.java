package org.paisaje.training;

import org.paisaje.registry.Registry;

/**
 * The learning rate over time, as a factor of the optimizer's base rate. Pure: the factor depends on the step and the
 * epoch alone, so that a resumed run sees the same rates. Any function of the two is a schedule.
 */
@FunctionalInterface
public interface Schedule {
    /** The factor for the step that leads away from step number {@code step} (from 0) in epoch {@code epoch} (from 0). */
    double factor(long step, long epoch);

    /** The settings as one string, such as {@code cosine:1000}. */
    default String text() {
        return "custom";
    }

    /** Always 1. */
    static Schedule constant() {
        return Schedules.CONSTANT;
    }

    /** Multiplies by gamma every {@code every} steps: gamma^floor(t / every). */
    static Schedule stepDecay(long every, double gamma) {
        return new Schedules.StepDecay(every, gamma);
    }

    /** gamma^t. */
    static Schedule exponential(double gamma) {
        return new Schedules.Exponential(gamma);
    }

    /** From 1 to {@code floor} along half a cosine over {@code total} steps, then constant (Loshchilov and Hutter 2017, (5)). */
    static Schedule cosine(long total, double floor) {
        return new Schedules.Cosine(total, floor);
    }

    /** {@link #cosine(long, double)} down to 0. */
    static Schedule cosine(long total) {
        return cosine(total, 0);
    }

    /** From {@code from} to {@code to} linearly over {@code total} steps, then constant. */
    static Schedule linear(double from, double to, long total) {
        return new Schedules.Linear(from, to, total);
    }

    /**
     * One cycle (Smith and Topin 2018): up from 1/start to 1 along half a cosine over the first {@code rise} of
     * {@code total} steps, then down to {@code 1/(start * end)}; the base rate is the peak.
     */
    static Schedule oneCycle(long total, double rise, double start, double end) {
        return new Schedules.OneCycle(total, rise, start, end);
    }

    /** {@link #oneCycle(long, double, double, double)} with rise 0.3, start 25 and end 1e4. */
    static Schedule oneCycle(long total) {
        return oneCycle(total, 0.3, 25, 1e4);
    }

    /** This schedule after a linear warm-up: step t of the first {@code steps} has the factor (t + 1) / steps times that of this one at 0. */
    default Schedule warmedUp(long steps) {
        return new Schedules.WarmUp(steps, this);
    }

    /** This schedule with epochs in the place of steps. */
    default Schedule perEpoch() {
        return new Schedules.PerEpoch(this);
    }

    /** Whether the rate has reached its full value, or falls from it, within so many steps and epochs: a warm-up must have ended. */
    default boolean arrives(long steps, long epochs) {
        return true;
    }

    /** Reads the string form, such as {@code cosine:1000,floor=0.01,warmup=50} or {@code step:30,gamma=0.1,unit=epoch}. */
    static Schedule parse(String text) {
        return Schedules.REGISTRY.parse(text);
    }

    /** All schedules that have a name. */
    static Registry<Schedule> registry() {
        return Schedules.REGISTRY;
    }
}
