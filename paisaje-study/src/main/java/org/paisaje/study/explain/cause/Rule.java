package org.paisaje.study.explain.cause;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.paisaje.study.explain.signal.Signals;

/**
 * Reads one kind of cause from the signals.
 *
 * @param looksFor what it looks for, in words that follow "checked and not the cause:"
 * @param reads the cause, if the signals show it
 * @param ids the stable names of the causes that it can give
 * @param needs what it cannot do without
 */
public record Rule(String looksFor, Function<Signals, Optional<Cause>> reads, List<String> ids, List<Need> needs) {
    /** Copies the lists. */
    public Rule {
        ids = List.copyOf(ids);
        needs = List.copyOf(needs);
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("rule: '" + looksFor + "' names no cause; say all that it can give");
        }
    }

    /** A rule that can always be judged. */
    public static Rule of(String looksFor, Function<Signals, Optional<Cause>> reads, String... ids) {
        return new Rule(looksFor, reads, Arrays.asList(ids), List.of());
    }

    /** The same, judged only where all that is met. */
    public Rule needing(Need... what) {
        return new Rule(looksFor, reads, ids, Arrays.asList(what));
    }

    /** Why it cannot be judged; absent if it can. */
    public Optional<String> obstacle(Signals signals) {
        return needs.stream().filter(need -> !need.met(signals)).map(Need::missing).findFirst();
    }

    /** The cause, if it can be judged and the signals show it. */
    public Optional<Cause> examine(Signals signals) {
        if (obstacle(signals).isPresent()) {
            return Optional.empty();
        }
        Optional<Cause> found = reads.apply(signals);
        found.filter(cause -> !ids.contains(cause.rule())).ifPresent(cause -> {
            throw new IllegalStateException("rule: '" + looksFor + "' gave " + cause.rule() + ", and names " + ids);
        });
        return found;
    }
}
