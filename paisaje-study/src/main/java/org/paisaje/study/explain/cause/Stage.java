package org.paisaje.study.explain.cause;

/** Where a cause lies, in the order in which things happen. An earlier cause is told before a later one. */
public enum Stage {
    /** Inputs and labels. */
    DATA("inputs"),
    /** Real targets, or the classes. */
    TARGETS("targets"),
    /** Network, loss and penalties as they are put together. */
    WIRING("wiring"),
    /** The weights at the start. */
    START("start"),
    /** The rule of the steps and its rate. */
    STEP("step"),
    /** The number of steps. */
    BUDGET("budget"),
    /** Where the run ended. */
    LANDSCAPE("end"),
    /** Training data against test data. */
    FIT("fit");

    private final String word;

    Stage(String word) {
        this.word = word;
    }

    /** The word for people. */
    public String word() {
        return word;
    }
}
