package org.paisaje.claims.run;

import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Size;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Proportions;

/**
 * How often a claim comes out other than expected, over seeds.
 *
 * @param claim the claim
 * @param size how much work it was allowed
 * @param seeds how many seeds it was checked with
 * @param unexpected the seeds with another verdict than expected, of the claim or of its control
 * @param seconds the processor time of all replicates, added up over seeds
 */
public record SeedRate(Claim claim, Size size, int seeds, List<Unexpected> unexpected, double seconds) {
    /** Copies the list. */
    public SeedRate {
        unexpected = List.copyOf(unexpected);
    }

    /**
     * What came out instead.
     *
     * @param seed the seed
     * @param words which of the two, what it came out as, and why
     */
    public record Unexpected(long seed, String words) {}

    /** The share of seeds with another verdict than expected, with Wilson's interval at level 0.95. */
    public Interval rate() {
        return Proportions.wilson(unexpected.size(), seeds, 0.95);
    }

    static Unexpected unexpected(long seed, ClaimResult result) {
        if (!result.claim().expected().matches(result.judgement().verdict())) {
            return new Unexpected(seed, words("", result.judgement()));
        }
        return new Unexpected(
                seed, result.control().map(control -> words("control ", control.judgement())).orElse(""));
    }

    private static String words(String which, org.paisaje.claims.Judgement judgement) {
        String reason = judgement.verdict().reason();
        return which + judgement.verdict().kind().word() + (reason.isBlank() ? "" : ": " + reason);
    }
}
