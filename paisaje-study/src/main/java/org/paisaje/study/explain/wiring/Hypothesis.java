package org.paisaje.study.explain.wiring;

import java.util.Optional;

/**
 * One thing that may have been done otherwise than it was told when a logged number was computed. It changes one aspect of
 * the way of computing; two that change different aspects can be true together.
 */
public interface Hypothesis {
    /** Its stable name, such as {@code wiring.softmax-twice}. */
    String rule();

    /** What it changes. */
    Aspect aspect();

    /** Whether it is a mistake; else it is a choice that people make, or say otherwise. */
    boolean fault();

    /** What is done, in words that follow "the loss was computed with". */
    String words();

    /** What to do about it, a sentence; empty for a choice. */
    String advice();

    /** The way of computing with this one change; empty if it means nothing for this run. */
    Optional<Reading> apply(Reading reading, Context context);
}
