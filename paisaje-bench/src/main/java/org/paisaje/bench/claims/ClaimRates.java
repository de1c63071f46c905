package org.paisaje.bench.claims;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.RunListener;
import org.paisaje.claims.run.RunnerOptions;
import org.paisaje.claims.run.SeedRate;
import org.paisaje.claims.run.SeedSweep;

/**
 * How often claims come out other than expected over seeds, and how far their rivals lie outside of the intervals, as two
 * tables in Markdown. Arguments: the folder of the tables, the size, the number of seeds, and the claims to run, all if none
 * is named. Lines of claims that are not run stay as they are. {@code paisaje-bench/rates} calls it.
 */
public final class ClaimRates {
    private ClaimRates() {}

    /** Measures and writes; the rivals at size standard alone. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException("ClaimRates: got " + arguments.length
                    + " arguments; needed are the folder of the tables, the size, the number of seeds, and perhaps claims");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Size size = Size.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        List<Long> seeds = LongStream.rangeClosed(1, Long.parseLong(arguments[2])).boxed().toList();
        Catalogue catalogue = Catalogue.load();
        var rates = new RateTable(folder.resolve("rates.md"), size, catalogue);
        var rivals = new RivalTable(folder.resolve("rivals.md"), catalogue);
        for (Claim claim : chosen(catalogue, List.of(arguments).subList(3, arguments.length))) {
            // One claim after the other, so that what is finished stands in the files if the rest is stopped.
            var results = new ArrayList<ClaimResult>();
            SeedRate rate = SeedSweep.run(List.of(claim), options(size), seeds, keep(results)).getFirst();
            rates.put(claim, rates.line(rate));
            if (size == Size.STANDARD) {
                rivals.put(claim, rivals.lines(results));
            }
        }
    }

    /** The claims that can be run and are named by these words, all if there are none. */
    private static List<Claim> chosen(Catalogue catalogue, List<String> words) {
        Stream<Claim> claims = words.isEmpty()
                ? catalogue.all().stream()
                : words.stream().flatMap(word -> catalogue.named(word).stream()).distinct();
        return claims.filter(claim -> claim.expected() != Expectation.NOT_APPLICABLE).toList();
    }

    private static RunnerOptions options(Size size) {
        return new RunnerOptions(
                size, 1, Runtime.getRuntime().availableProcessors(), Optional.empty(), false, Map.of());
    }

    private static RunListener keep(List<ClaimResult> results) {
        return new RunListener() {
            @Override
            public void finished(ClaimResult result) {
                results.add(result);
                System.err.printf(
                        Locale.ROOT, "%-34s %-13s %.1f s%s%n", result.claim().id(),
                        result.judgement().verdict().kind().word(), result.seconds(),
                        result.asExpected() ? "" : "  NOT AS EXPECTED: " + result.judgement().verdict().reason());
            }
        };
    }
}
