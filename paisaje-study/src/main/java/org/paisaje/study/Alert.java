package org.paisaje.study;

/**
 * Something that a program should know of a result, by a stable rule: for continuous integration.
 *
 * @param rule the stable name, such as {@code step.too-large}
 * @param level how bad it is
 * @param message what was found, a sentence or two
 */
public record Alert(String rule, Level level, String message) {
    /** How bad it is. */
    public enum Level {
        /** The cause of a run that did not do well. */
        ERROR,
        /** Another cause, or one in a run that did well. */
        WARNING,
        /** Could not be judged; the message says why. */
        NOTE
    }
}
