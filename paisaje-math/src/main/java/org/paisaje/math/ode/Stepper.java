package org.paisaje.math.ode;

/**
 * An {@link Integrator} at work on one field from one {@link OdeState}: the arrays it works in. What a later step depends on
 * stands in the state, so that a new stepper on a restored state gives the same bits.
 */
public interface Stepper {
    /** Tries a step of the signed length h from the state, which does not move. */
    StepAttempt attempt(double h);

    /** The step tried last. */
    StepDraft draft();

    /** The power q of h in the error estimate, err ~ h^q; 0 where there is none. */
    int power();

    /** A first step, positive and at most {@code span}. */
    default double firstStep(double span, ErrorNorm norm, double direction) {
        return FirstStep.choose(draft(), span, norm, direction, power());
    }

    /** Told of an accepted step before the state moves to its end. */
    default void accepted() {}

    /** Told that the step tried last was refused. */
    default void rejected() {}
}
