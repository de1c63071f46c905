package org.paisaje.study.explain.answer;

import java.util.List;
import org.paisaje.study.Ending;

/**
 * The rules that a caller does not want to see: a cause among them ends the program with status 1, and one of them that
 * cannot be judged with status 2.
 *
 * @param names identifiers of rules, what stands before their dots, or {@code any}
 */
public record FailOn(List<String> names) {
    private static final String ANY = "any";

    /** The names, each of which must be that of a rule or of a kind of rules. */
    public static FailOn of(List<String> names, List<String> rules) {
        for (String name : names) {
            if (!name.equals(ANY) && rules.stream().noneMatch(id -> belongs(id, name))) {
                throw new IllegalArgumentException("--fail-on " + name + ": there is no such rule; there are any, "
                        + String.join(", ", rules) + ", and what stands before their dots");
            }
        }
        return new FailOn(List.copyOf(names));
    }

    /**
     * How a study ends.
     *
     * @param rule the rule of the cause that was found; empty if none was
     * @param unchecked what could not be judged
     */
    public Ending ending(String rule, String outcome, List<Answer.Unchecked> unchecked) {
        if (!rule.isEmpty() && names.stream().anyMatch(name -> name.equals(ANY) || belongs(rule, name))) {
            return new Ending(Ending.Kind.UNEXPECTED, rule + ": " + outcome, "");
        }
        return unchecked.stream()
                .filter(one -> one.rules().stream().anyMatch(names::contains))
                .findFirst()
                .map(one -> new Ending(Ending.Kind.UNJUDGED,
                        String.join(", ", one.rules().stream().filter(names::contains).toList())
                                + " cannot be judged: " + one.reason(),
                        ""))
                .orElseGet(() -> Ending.done(outcome));
    }

    private static boolean belongs(String rule, String name) {
        return rule.equals(name) || rule.startsWith(name + ".");
    }
}
