package org.paisaje.claims;

import java.util.List;

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
                new Verdict.Refuted(first.quantity() + " is " + first.measured().value() + ", predicted "
                        + first.relation().sign() + " " + first.predicted().value() + more),
                comparisons);
    }

    /** Supported if every comparison agrees, refuted by the first that does not. */
    public static Judgement all(Comparison... comparisons) {
        return all(List.of(comparisons));
    }
}
