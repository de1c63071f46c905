package org.paisaje.study.explain.cause;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.paisaje.study.explain.attempt.Remedy;

/**
 * A candidate for why a run disappoints.
 *
 * @param rule a stable name, such as {@code data.input-scale}
 * @param stage where it lies
 * @param strength how far the signals are beyond what is harmless; 1 is the border
 * @param headline the cause in a sentence
 * @param why the evidence, with its numbers
 * @param otherwise what to do where no remedy can be tried, a sentence
 * @param conclusive whether the signals alone decide, so that nothing needs to be tried
 * @param remedies what can be tried, in that order
 * @param traits what it is beside that
 */
public record Cause(String rule, Stage stage, double strength, String headline, String why, String otherwise,
        boolean conclusive, List<Remedy> remedies, Set<Trait> traits) {
    /** Copies the list and the set. */
    public Cause {
        remedies = List.copyOf(remedies);
        traits = Set.copyOf(traits);
    }

    /** A cause without traits. */
    public Cause(String rule, Stage stage, double strength, String headline, String why, String otherwise,
            boolean conclusive, List<Remedy> remedies) {
        this(rule, stage, strength, headline, why, otherwise, conclusive, remedies, Set.of());
    }

    /** The same with a trait more. */
    public Cause with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new Cause(rule, stage, strength, headline, why, otherwise, conclusive, remedies, more);
    }

    /** The same with a trait more, if that holds. */
    public Cause with(Trait trait, boolean holds) {
        return holds ? with(trait) : this;
    }

    /** Whether it has a trait. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** A cause that remedies can be tried against. */
    public static Cause curable(String rule, Stage stage, double strength, String headline, String why,
            List<Remedy> remedies) {
        return new Cause(rule, stage, strength, headline, why, "", false, remedies);
    }

    /** A cause that the signals decide. */
    public static Cause decided(String rule, Stage stage, double strength, String headline, String why, String todo) {
        return new Cause(rule, stage, strength, headline, why, todo, true, List.of());
    }
}
