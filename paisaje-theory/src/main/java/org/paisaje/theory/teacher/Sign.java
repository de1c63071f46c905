package org.paisaje.theory.teacher;

/** The sign before the penalty in the update of eq. (5). */
public enum Sign {
    /** Plus, as the document prints it: the step climbs the penalty while it descends the error. */
    AS_PRINTED(1),
    /** Minus: the step descends the whole loss, as the text around eq. (4) says. */
    DESCENT(-1);

    private final int factor;

    Sign(int factor) {
        this.factor = factor;
    }

    /** 1 or -1. */
    public int factor() {
        return factor;
    }
}
