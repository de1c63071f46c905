package org.paisaje.study.explain.wiring.change;

/** Which samples a number is computed on. */
public enum Part {
    /** What is trained on. */
    TRAIN("the training part"),
    /** What is held back. */
    TEST("the test part"),
    /** Both. */
    ALL("both parts together");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    /** The word for people. */
    public String words() {
        return words;
    }
}
