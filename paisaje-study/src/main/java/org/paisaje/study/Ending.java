package org.paisaje.study;

import java.util.Locale;

/**
 * How a study ended.
 *
 * @param kind in one word
 * @param words the same for a person, such as {@code finished at step 1000}
 * @param remedy what to try after a failure; empty if nothing
 */
public record Ending(Kind kind, String words, String remedy) {
    /** How a study can end. */
    public enum Kind {
        /** As asked. */
        DONE,
        /** As asked, and something came out other than it should, such as the verdict of a claim. */
        UNEXPECTED,
        /** What was asked cannot be judged; the result is whole but for that. */
        UNJUDGED,
        /** Short of what was asked; what there is is in the result. */
        FAILED,
        /** Stopped from outside; what there is is in the result. */
        INTERRUPTED;

        /** The word in files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As asked. */
    public static Ending done(String words) {
        return new Ending(Kind.DONE, words, "");
    }

    /** Short of what was asked. */
    public static Ending failed(String words, String remedy) {
        return new Ending(Kind.FAILED, words, remedy);
    }

    /** Stopped from outside. */
    public static Ending interrupted(String words) {
        return new Ending(Kind.INTERRUPTED, words, "");
    }

    /** Whether the study did all that it was asked. */
    public boolean complete() {
        return kind == Kind.DONE || kind == Kind.UNEXPECTED || kind == Kind.UNJUDGED;
    }
}
