package org.paisaje.study.explain.cause;

import java.util.List;
import java.util.stream.Stream;

/** The stable names of all causes: in results, for {@code --fail-on}, and as headings of the guide. */
public final class RuleIds {
    private RuleIds() {}

    /** All of them, in the order in which causes are looked for. */
    public static List<String> all() {
        return Stream.concat(Rule.all().stream().flatMap(rule -> rule.ids().stream()), Fallbacks.IDS.stream())
                .distinct()
                .toList();
    }
}
