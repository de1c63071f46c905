package org.paisaje.claims;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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

    /**
     * The verdict of all lines together: inconclusive if a check of the measurement itself failed; else refuted by the
     * first line that contradicts; else inconclusive if a line is undecided; else supported.
     */
    public static Judgement all(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("Judgement: there is nothing to judge by");
        }
        return new Judgement(verdict(comparisons), comparisons);
    }

    /** The verdict of all lines together; see {@link #all(List)}. */
    public static Judgement all(Comparison... comparisons) {
        return all(List.of(comparisons));
    }

    private static Verdict verdict(List<Comparison> comparisons) {
        List<Comparison> unsound = of(comparisons, Comparison.Outcome.UNSOUND);
        if (!unsound.isEmpty()) {
            return new Verdict.Inconclusive("the measurement cannot be relied on: " + words(unsound));
        }
        List<Comparison> against = of(comparisons, Comparison.Outcome.CONTRADICTS);
        if (!against.isEmpty()) {
            return new Verdict.Refuted(words(against));
        }
        List<Comparison> open = of(comparisons, Comparison.Outcome.UNDECIDED);
        return open.isEmpty()
                ? new Verdict.Supported("")
                : new Verdict.Inconclusive("the setting is too small: " + undecided(open.getFirst()) + more(open));
    }

    private static List<Comparison> of(List<Comparison> comparisons, Comparison.Outcome outcome) {
        return comparisons.stream().filter(c -> c.outcome() == outcome).toList();
    }

    private static String words(List<Comparison> lines) {
        Comparison first = lines.getFirst();
        return first.quantity() + " is " + number(first.measured().value()) + ", predicted " + first.relation().sign()
                + " " + number(first.predicted().value()) + more(lines);
    }

    private static String undecided(Comparison line) {
        String rivals = line.rivals()
                .stream()
                .filter(line.measured()::contains)
                .map(Judgement::number)
                .collect(Collectors.joining(" or "));
        return line.quantity() + " is between " + number(line.measured().low()) + " and "
                + number(line.measured().high()) + ", which does not tell " + line.relation().sign() + " "
                + number(line.predicted().value()) + (rivals.isEmpty() ? " from the contrary" : " from " + rivals);
    }

    private static String more(List<Comparison> lines) {
        return lines.size() == 1 ? "" : " (and " + (lines.size() - 1) + " more)";
    }

    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e6
                ? Long.toString((long) x)
                : String.format(Locale.ROOT, "%.4g", x);
    }
}
