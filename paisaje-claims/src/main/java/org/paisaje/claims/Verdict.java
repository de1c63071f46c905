package org.paisaje.claims;

/** How a check came out. Never "proved": a measurement supports or refutes. */
public sealed interface Verdict {
    /** The kind of the verdict. */
    Expectation kind();

    /** Why, in a sentence; empty if the comparisons say it all. */
    String reason();

    /** Prediction and measurement agree within the stated uncertainty. */
    record Supported(String reason) implements Verdict {
        @Override
        public Expectation kind() {
            return Expectation.SUPPORTED;
        }
    }

    /** Prediction and measurement contradict each other; the reason names the counterexample. */
    record Refuted(String reason) implements Verdict {
        @Override
        public Expectation kind() {
            return Expectation.REFUTED;
        }
    }

    /** The measurement is compatible with the statement and with its contrary, or it failed. */
    record Inconclusive(String reason) implements Verdict {
        @Override
        public Expectation kind() {
            return Expectation.INCONCLUSIVE;
        }
    }

    /** A hypothesis does not hold in the setting, or the statement has no executable content. */
    record NotApplicable(String reason) implements Verdict {
        @Override
        public Expectation kind() {
            return Expectation.NOT_APPLICABLE;
        }
    }
}
