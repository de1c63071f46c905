package org.paisaje.math.ode;

import org.paisaje.math.Brief;

/** What an integration keeps beside its last state. */
public sealed interface SaveAt {
    /** Nothing. */
    record End() implements SaveAt {}

    /** The states at given times, in the order of the integration; a step ends at each of them. */
    record Times(double... times) implements SaveAt {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The start and every state after so many steps: n numbers each. */
    record Steps(int every) implements SaveAt {
        /** Refuses less than one. */
        public Steps {
            if (every < 1) {
                throw new IllegalArgumentException("SaveAt: every " + every + " steps; needs at least 1");
            }
        }
    }

    /** The dense output, to be asked at any time: 5 n numbers a step. */
    record Dense() implements SaveAt {}

    /** Nothing but the end. */
    static SaveAt end() {
        return new End();
    }

    /** At given times. */
    static SaveAt times(double... times) {
        return new Times(times.clone());
    }

    /** At the start and after every step. */
    static SaveAt everyStep() {
        return new Steps(1);
    }

    /** At any time, by dense output. */
    static SaveAt dense() {
        return new Dense();
    }
}
