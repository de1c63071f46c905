package org.paisaje.claims;

import java.util.function.Function;

/**
 * A condition under which a statement speaks.
 *
 * @param words the condition
 * @param check evaluates it in a setting
 */
public record Hypothesis(String words, Function<Setting, Observation> check) {
    /**
     * Whether a condition holds, and the figure that says so.
     *
     * @param holds whether it holds
     * @param evidence the figure, such as {@code N = 10 >= d = 2}
     */
    public record Observation(boolean holds, String evidence) {}
}
