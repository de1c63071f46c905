package org.paisaje.bench.claims;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.SeedRate;

/** How often claims come out other than expected. */
final class RateTable extends ClaimTable {
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

    private final Size size;

    RateTable(Path file, Size size, Catalogue catalogue) {
        super(file, HEAD, catalogue);
        this.size = size;
    }

    @Override
    String unmeasured(Claim claim) {
        return "| " + link(claim) + " | " + size.word() + " | - | - | - |\n";
    }

    /** The line of a claim. */
    String line(SeedRate rate) {
        String which = rate.unexpected()
                .stream()
                .map(u -> Long.toString(u.seed()))
                .collect(Collectors.joining(", ", " (seed ", ")"));
        return String.format(
                Locale.ROOT, "| %s | %s | %d | %d%s | %.1f |%n", link(rate.claim()), rate.size().word(), rate.seeds(),
                rate.unexpected().size(), rate.unexpected().isEmpty() ? "" : which, rate.seconds() / rate.seeds());
    }
}
