package org.paisaje.bench.claims;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.RunListener;
import org.paisaje.claims.run.Runner;
import org.paisaje.claims.run.RunnerOptions;
import org.paisaje.claims.run.SeedRate;
import org.paisaje.claims.run.SeedSweep;

/**
 * How often claims come out other than expected over seeds, as a table in Markdown. Arguments: the file of the table, the
 * size, the number of seeds, and the claims to run, all if none is named. Lines of claims that are not run stay as they
 * are; one that was never run says so. {@code paisaje-bench/rates} calls it.
 */
public final class ClaimRates {
    private static final String HEAD = """
                                       # Rates of unexpected verdicts

                                       How often a claim or its control came out other than expected, over seeds 1, 2, 3 and so on. By
                                       design fewer than one run in 1,000 does. The intervals of a claim hold all true values together
                                       with probability 0.9995, however many there are, and so do those of its control (`Level`). What is
                                       counted, compared to roundings or digits, or bounded by a theorem has no chance in it. An interval
                                       that holds a rival beside the prediction is inconclusive, which counts as unexpected here: settings
                                       are chosen so large that rivals lie outside. Where fewer than 20 seeds stand, the rate rests on these
                                       levels, and the others are yet to be run; a dash means that the claim was not run since it was last
                                       changed. Written by `paisaje-bench/rates`, which measures again the claims that it is given. Seconds
                                       are processor time, control included; a dash there means that it was not taken yet.

                                       | claim | size | seeds | unexpected | seconds a seed |
                                       |---|---|---|---|---|
                                       """;

    private ClaimRates() {}

    /** Measures and writes. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException("ClaimRates: got " + arguments.length
                    + " arguments; needed are the file of the table, the size, the number of seeds, and perhaps claims");
        }
        Path file = Path.of(arguments[0]);
        Size size = Size.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        List<Long> seeds = LongStream.rangeClosed(1, Long.parseLong(arguments[2])).boxed().toList();
        Catalogue catalogue = Catalogue.load();
        Map<String, String> lines = read(file, size);
        for (Claim claim : chosen(catalogue, List.of(arguments).subList(3, arguments.length))) {
            // One claim after the other, so that what is finished stands in the file if the rest is stopped.
            SeedRate rate = SeedSweep.run(List.of(claim), options(size), seeds, report()).getFirst();
            lines.put(claim.id(), line(rate));
            Files.writeString(file, table(catalogue, lines, size));
        }
    }

    /** The claims that can be run and are named by these words, all if there are none. */
    static List<Claim> chosen(Catalogue catalogue, List<String> words) {
        Stream<Claim> claims = words.isEmpty()
                ? catalogue.all().stream()
                : words.stream().flatMap(word -> catalogue.named(word).stream()).distinct();
        return claims.filter(claim -> claim.expected() != Expectation.NOT_APPLICABLE).toList();
    }

    private static RunnerOptions options(Size size) {
        return new RunnerOptions(
                size, 1, Runtime.getRuntime().availableProcessors(), Optional.empty(), false, Map.of());
    }

    private static RunListener report() {
        return new RunListener() {
            @Override
            public void finished(ClaimResult result) {
                System.err.printf(
                        Locale.ROOT, "%-34s %-13s %.1f s%s%n", result.claim().id(),
                        result.judgement().verdict().kind().word(), result.seconds(),
                        result.asExpected() ? "" : "  NOT AS EXPECTED: " + result.judgement().verdict().reason());
            }
        };
    }

    private static Map<String, String> read(Path file, Size size) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                List<String> cells = new ArrayList<>(List.of(line.split("\\|", -1)));
                if (cells.size() == 7 && cells.get(2).strip().equals(size.word())) {
                    lines.put(cells.get(1).replaceAll("\\[|\\].*", "").strip(), line);
                }
            }
        }
        return lines;
    }

    private static String line(SeedRate rate) {
        String which = rate.unexpected()
                .stream()
                .map(u -> Long.toString(u.seed()))
                .collect(Collectors.joining(", ", " (seed ", ")"));
        return String.format(
                Locale.ROOT, "| %s | %s | %d | %d%s | %.1f |", link(rate.claim()), rate.size().word(), rate.seeds(),
                rate.unexpected().size(), rate.unexpected().isEmpty() ? "" : which, rate.seconds() / rate.seeds());
    }

    private static String link(Claim claim) {
        return "[" + claim.id() + "](" + claim.id() + ".md)";
    }

    private static String table(Catalogue catalogue, Map<String, String> lines, Size size) {
        var text = new StringBuilder(HEAD);
        for (Claim claim : catalogue.all()) {
            if (claim.expected() != Expectation.NOT_APPLICABLE) {
                text.append(lines.getOrDefault(claim.id(), "| " + link(claim) + " | " + size.word() + " | - | - | - |"))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
