package org.paisaje.math.ode;

/** What became of one attempt of a {@link Stepper} at a step. */
public sealed interface StepAttempt {
    /** The only value of {@link Made}. */
    StepAttempt MADE = new Made();
    /** The only value of {@link NotFinite}. */
    StepAttempt NOT_FINITE = new NotFinite();

    /** There is a new state, and an error estimate if the method has one. */
    record Made() implements StepAttempt {}

    /** Something was infinite or NaN on the way. */
    record NotFinite() implements StepAttempt {}

    /** An equation within the step was not solved; try {@code factor} of the step, between 0 and 1. */
    record Shorter(double factor) implements StepAttempt {}
}
