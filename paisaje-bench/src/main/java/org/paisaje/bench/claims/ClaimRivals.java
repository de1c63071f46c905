package org.paisaje.bench.claims;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.Margin;
import org.paisaje.claims.run.Margins;
import org.paisaje.claims.run.RunListener;
import org.paisaje.claims.run.Runner;
import org.paisaje.claims.run.RunnerOptions;

/**
 * How far the rivals of claims lie outside of their intervals, as a table in Markdown. Arguments: the file of the table,
 * the number of seeds, and the claims to run, all if none is named. Lines of claims that are not run stay as they are.
 * {@code paisaje-bench/rivals} calls it.
 */
public final class ClaimRivals {
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
                                       by `paisaje-bench/rivals`.

                                       | claim | setting | quantity | predicted | to exclude | measured | seeds | margin | standard errors | chance |
                                       |---|---|---|---|---|---|---|---|---|---|
                                       """;

    private ClaimRivals() {}

    /** Measures and writes. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("ClaimRivals: got " + arguments.length
                    + " arguments; needed are the file of the table, the number of seeds, and perhaps claims");
        }
        Path file = Path.of(arguments[0]);
        List<Long> seeds = LongStream.rangeClosed(1, Long.parseLong(arguments[1])).boxed().toList();
        Catalogue catalogue = Catalogue.load();
        Map<String, String> lines = read(file);
        for (Claim claim : ClaimRates.chosen(catalogue, List.of(arguments).subList(2, arguments.length))) {
            List<ClaimResult> results = results(claim, seeds);
            System.err.printf(
                    Locale.ROOT, "%s %.2f s%s%n", claim.id(),
                    results.stream().mapToDouble(ClaimResult::seconds).average().orElseThrow(),
                    results.stream().allMatch(ClaimResult::asExpected) ? "" : "  NOT AS EXPECTED");
            lines.put(claim.id(), lines(claim, results));
            Files.writeString(file, table(catalogue, lines));
        }
    }

    /** Of all seeds, or of the first alone if no interval decides. */
    private static List<ClaimResult> results(Claim claim, List<Long> seeds) {
        List<ClaimResult> first = List.of(run(claim, seeds.getFirst()));
        return lines(claim, first).isEmpty()
                ? first
                : Stream.concat(first.stream(), seeds.stream().skip(1).map(seed -> run(claim, seed))).toList();
    }

    private static ClaimResult run(Claim claim, long seed) {
        var options = new RunnerOptions(
                Size.STANDARD, seed, Runtime.getRuntime().availableProcessors(), Optional.empty(), false, Map.of());
        return new Runner(options).run(List.of(claim), RunListener.SILENT).getFirst();
    }

    private static String lines(Claim claim, List<ClaimResult> results) {
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
                    Locale.ROOT, "| [%s](%s.md) | %s | %s | %s | %s | %s, %s to %s | %d | %s | %s | %s |%n",
                    claim.id(), claim.id(), setting, margin.quantity().replace("|", "\\|").replace("*", "\\*"),
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

    private static Map<String, String> read(Path file) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("| [")) {
                    lines.merge(line.substring(3, line.indexOf(']')), line + "\n", String::concat);
                }
            }
        }
        return lines;
    }

    private static String table(Catalogue catalogue, Map<String, String> lines) {
        var text = new StringBuilder(HEAD);
        catalogue.all().forEach(claim -> text.append(lines.getOrDefault(claim.id(), "")));
        return text.toString();
    }
}
