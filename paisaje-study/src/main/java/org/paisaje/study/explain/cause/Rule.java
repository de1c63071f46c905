package org.paisaje.study.explain.cause;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads one kind of cause from the signals. */
interface Rule {
    /** What it looks for, in words that follow "checked and not the cause:". */
    String looksFor();

    /** The cause, if the signals show it. */
    Optional<Cause> examine(Signals signals);

    /** A rule from a function. */
    static Rule of(String looksFor, Function<Signals, Optional<Cause>> examine) {
        return new Rule() {
            @Override
            public String looksFor() {
                return looksFor;
            }

            @Override
            public Optional<Cause> examine(Signals signals) {
                return examine.apply(signals);
            }
        };
    }

    /** All rules, in the order of their stages. */
    static List<Rule> all() {
        return Stream.of(DataRules.all(), WiringRules.all(), StartRules.all(), StepRules.all(), LandscapeRules.all(),
                FitRules.all())
                .flatMap(List::stream)
                .toList();
    }
}
