package org.paisaje.claims.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.paisaje.claims.Claim;

/** Runs claims with one seed after the other, to see how much of a verdict is luck. */
public final class SeedSweep {
    private SeedSweep() {}

    /**
     * The rates of all claims over the seeds. If the calling thread is interrupted, those over the seeds that finished by
     * then are returned and the interrupt status is set.
     *
     * @param options how to run; their own seed is not used
     * @param seeds at least one
     * @param listener hears every run
     */
    public static List<SeedRate> run(
            List<Claim> claims, RunnerOptions options, List<Long> seeds, RunListener listener) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds: there are none, at least one is needed");
        }
        var counts = new LinkedHashMap<String, ClaimTally>();
        claims.forEach(claim -> counts.put(claim.id(), new ClaimTally(claim)));
        for (long seed : seeds) {
            for (ClaimResult result : new Runner(options.withSeed(seed)).run(claims, listener)) {
                counts.computeIfPresent(result.claim().id(), (id, count) -> count.add(seed, result));
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return counts.values()
                .stream()
                .filter(count -> count.seeds > 0)
                .map(count -> new SeedRate(
                        count.claim, options.size(), count.seeds, count.unexpected, count.seconds))
                .toList();
    }

    private static final class ClaimTally {
        private final Claim claim;
        private final List<SeedRate.Unexpected> unexpected = new ArrayList<>();
        private int seeds;
        private double seconds;

        private ClaimTally(Claim claim) {
            this.claim = claim;
        }

        private ClaimTally add(long seed, ClaimResult result) {
            seeds++;
            seconds += result.seconds();
            if (!result.asExpected()) {
                unexpected.add(SeedRate.unexpected(seed, result));
            }
            return this;
        }
    }
}
