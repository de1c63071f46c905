package org.paisaje.math.ode;

/** How an integration ended: at its end, at an event, or by a failure with the last accepted state. */
public sealed interface Outcome {
    /** Time reached. */
    double t();

    /** State at that time; the caller owns the array. */
    double[] y();

    /** What it cost. */
    Work work();

    /** The end was reached. */
    record Completed(double t, double[] y, Work work) implements Outcome {}

    /** The scalar function of the event has a root here. */
    record EventReached(double t, double[] y, Work work) implements Outcome {}

    /** The error control asked for a step h too small for t + h to differ from t by more than rounding. */
    record StepTooSmall(double t, double[] y, double h, Work work) implements Outcome {}

    /** The field or the state is no longer finite beyond t, whatever the step. */
    record NotFinite(double t, double[] y, Work work) implements Outcome {}

    /** The allowed number of steps was used up. */
    record TooManySteps(double t, double[] y, Work work) implements Outcome {}

    /** Whether the integration came to its end or its event. */
    default boolean succeeded() {
        return this instanceof Completed || this instanceof EventReached;
    }
}
