package org.paisaje.math.ode;

/** How an integration ended: at its end, at an event, or before for a reason. Its state is the last one accepted. */
public sealed interface OdeOutcome {
    /** Where it stands; an integration can go on from here. */
    OdeState state();

    /** What was kept on the way. */
    Saved saved();

    /** One sentence for a person. */
    String describe();

    /** Time reached. */
    default double t() {
        return state().t();
    }

    /** State at that time; live. */
    default double[] y() {
        return state().y();
    }

    /** What it cost. */
    default Statistics statistics() {
        return state().statistics();
    }

    /** Whether the integration came to its end or its event. */
    default boolean succeeded() {
        return !(this instanceof Stopped);
    }

    /** The end was reached. */
    record Reached(OdeState state, Saved saved) implements OdeOutcome {
        @Override
        public String describe() {
            return "reached t = " + t();
        }
    }

    /** The scalar function of the event has a root here. */
    record EventReached(OdeState state, Saved saved) implements OdeOutcome {
        @Override
        public String describe() {
            return "the event occurred at t = " + t();
        }
    }

    /** It ended before. */
    sealed interface Stopped extends OdeOutcome {}

    /** The control asked for a step h too small for t + h to differ from t, or refused too many in a row. */
    record StepTooSmall(OdeState state, Saved saved, double h) implements Stopped {
        @Override
        public String describe() {
            return "the step size fell to " + h + " at t = " + t();
        }
    }

    /** The allowed number of steps was used up. */
    record TooManySteps(OdeState state, Saved saved, long allowed) implements Stopped {
        @Override
        public String describe() {
            return "the " + allowed + " steps allowed ended at t = " + t();
        }
    }

    /** The field or the state is no longer finite beyond t, whatever the step. */
    record NotFinite(OdeState state, Saved saved) implements Stopped {
        @Override
        public String describe() {
            return "the solution is not finite beyond t = " + t();
        }
    }

    /** The thread was interrupted; its flag stays set. */
    record Cancelled(OdeState state, Saved saved) implements Stopped {
        @Override
        public String describe() {
            return "interrupted at t = " + t();
        }
    }
}
