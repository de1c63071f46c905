package org.paisaje.bench.claims;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.Margin;
import org.paisaje.claims.run.Margins;

/** How far the rivals of claims lie outside of their intervals. */
final class RivalTable extends ClaimTable {
    private static final String HEAD = """
                                       # Rivals and intervals

                                       What is judged by an interval at size `standard`, and how safely. A statement is supported when the
                                       interval holds what is predicted and excludes the rivals, the values that a reader would have to
                                       consider otherwise, and refuted when the interval excludes the prediction. In between it is
                                       inconclusive, and then the setting is too small. Each line shows the comparison of a claim that
                                       decides least clearly, or the one that refutes most clearly, and what must stay outside of its
                                       interval: a rival or bound, or the end of the prediction where it refutes. The margin is the
                                       distance from the measured value to that limit over the reach of the interval; below 1 the verdict
                                       would be inconclusive. An interval reaches at least 3.48 standard errors (`Level`), which gives the
                                       number of standard errors between, and the chance that another seed is inconclusive, added up over
                                       the comparisons of a claim: it is below 1 in 1,000 where the margin is above 1.89, and 0 where all
                                       seeds gave the same interval. Measured values and intervals are means over the seeds. Settings that no
                                       interval decides are left out, and claims that were not run since they were last changed. Written
                                       by `paisaje-bench/rates`.

                                       | claim | setting | quantity | predicted | to exclude | measured | seeds | margin | standard errors | chance |
                                       |---|---|---|---|---|---|---|---|---|---|
                                       """;

    RivalTable(Path file, Catalogue catalogue) {
        super(file, HEAD, catalogue);
    }

    @Override
    String unmeasured(Claim claim) {
        return "";
    }

    /** The lines of a claim that was run with several seeds: of its standard setting, of its control, or none. */
    String lines(List<ClaimResult> results) {
        Claim claim = results.getFirst().claim();
        List<Judgement> controls = results.stream()
                .flatMap(result -> result.control().stream())
                .map(ClaimResult.Control::judgement)
                .toList();
        return line(claim, "standard", results.stream().map(ClaimResult::judgement).toList())
                + (controls.isEmpty() ? "" : line(claim, "control", controls));
    }

    private static String line(Claim claim, String setting, List<Judgement> judgements) {
        return Margins.of(judgements).map(margins -> {
            Margin margin = margins.decisive();
            return String.format(
                    Locale.ROOT, "| %s | %s | %s | %s | %s | %s, %s to %s | %d | %s | %s | %s |%n", link(claim),
                    setting, margin.quantity().replace("|", "\\|").replace("*", "\\*"),
                    number(margin.predicted().value()), number(margin.limit()), number(margin.measured().value()),
                    number(margin.measured().low()), number(margin.measured().high()), margin.seeds(),
                    ratio(margin.ratio(), "%.2f", 100),
                    margin.random() ? ratio(margin.deviations(), "%.1f", 1000) : "-",
                    chance(margins.chance(), margin.random()));
        }).orElse("");
    }

    private static String number(double x) {
        return Math.abs(x) < 1e-12 ? "0" : String.format(Locale.ROOT, "%.4g", x);
    }

    private static String ratio(double x, String format, int most) {
        return x > most ? "> " + most : String.format(Locale.ROOT, format, x);
    }

    private static String chance(double chance, boolean random) {
        return !random && chance == 0 ? "0" : chance < 1e-9 ? "< 1e-9" : String.format(Locale.ROOT, "%.1g", chance);
    }
}
