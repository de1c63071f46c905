package org.paisaje.study.explain.wiring.change;

import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One thing that may have been done otherwise than it was told when a logged number was computed. It changes one aspect of
 * the way of computing; two that change different aspects can be true together.
 *
 * @param rule its stable name, such as {@code wiring.softmax-twice}
 * @param aspect what it changes
 * @param fault whether it is a mistake; else it is a choice that people make, or say otherwise
 * @param words what is done, in words that follow "the loss was computed with"
 * @param advice what to do about it, a sentence; empty for a choice
 * @param way the way of computing with this one change; empty if it means nothing for this run
 */
public record Change(String rule, Aspect aspect, boolean fault, String words, String advice,
        BiFunction<Reading, Context, Optional<Reading>> way) {
    /** A mistake. */
    static Change mistake(String rule, Aspect aspect, String words, String advice,
            BiFunction<Reading, Context, Optional<Reading>> way) {
        return new Change(rule, aspect, true, words, advice, way);
    }

    /** A choice that people make. */
    static Change choice(String rule, Aspect aspect, String words,
            BiFunction<Reading, Context, Optional<Reading>> way) {
        return new Change(rule, aspect, false, words, "", way);
    }

    /** The way of computing with this one change. */
    public Optional<Reading> apply(Reading reading, Context context) {
        return way.apply(reading, context);
    }
}
