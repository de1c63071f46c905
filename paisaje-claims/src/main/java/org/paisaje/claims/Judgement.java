package org.paisaje.claims;

import java.util.List;
import java.util.Locale;
import org.paisaje.study.Comparison;

/**
 * A verdict and the comparisons it rests on.
 *
 * @param verdict how the check came out
 * @param comparisons predicted against measured, line by line
 */
public record Judgement(Verdict verdict, List<Comparison> comparisons) {
    /** Copies the list. */
    public Judgement {
        comparisons = List.copyOf(comparisons);
    }

    /** Supported if every comparison agrees, refuted by the first that does not. */
    public static Judgement all(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("Judgement: there is nothing to judge by");
        }
        var against = comparisons.stream().filter(c -> !c.agrees()).toList();
        if (against.isEmpty()) {
            return new Judgement(new Verdict.Supported(""), comparisons);
        }
        Comparison first = against.getFirst();
        String more = against.size() == 1 ? "" : " (and " + (against.size() - 1) + " more)";
        return new Judgement(
                new Verdict.Refuted(String.format(
                        Locale.ROOT,
                        "%s is %.4g, predicted %s %.4g%s",
                        first.quantity(),
                        first.measured().value(),
                        first.relation().sign(),
                        first.predicted().value(),
                        more)),
                comparisons);
    }

    /** Supported if every comparison agrees, refuted by the first that does not. */
    public static Judgement all(Comparison... comparisons) {
        return all(List.of(comparisons));
    }
}
