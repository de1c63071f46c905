package org.paisaje.study;

/**
 * A verdict at a glance.
 *
 * @param sign the sign beside the word
 * @param word one or two words, such as {@code refuted}
 * @param assessment what it means for the person: a statement that is refuted as expected is fine
 * @param note something short beside it, such as the time it took; may be empty
 */
public record Mark(Sign sign, String word, Assessment assessment, String note) {
    /** Signs that do not rest on colour. */
    public enum Sign {
        /** Holds, or is well. */
        YES,
        /** Does not hold, or is a cause of trouble. */
        NO,
        /** Cannot be told. */
        OPEN,
        /** Does not apply, or was not looked at. */
        NONE
    }

    /** A mark whose sign goes with what it means. */
    public static Mark of(Assessment assessment, String word) {
        return new Mark(switch (assessment) {
            case FINE -> Sign.YES;
            case TROUBLE -> Sign.NO;
            case UNMEASURED -> Sign.OPEN;
            case NOTE -> Sign.NONE;
        }, word, assessment, "");
    }
}
