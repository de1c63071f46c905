package org.paisaje.math.stats;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.discrete.BinomialDistribution;

/** Inference about the probability of an event from counts. */
public final class Proportions {
    private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);

    private Proportions() {}

    /**
     * Wilson score interval: the p with (phat - p)^2 <= z^2 p (1 - p) / n. Keeps its coverage at 0 and n successes,
     * and holds the share itself whatever the rounding.
     * Source: Wilson 1927, Probable inference, the law of succession, and statistical inference.
     */
    public static Interval wilson(long successes, long trials, double level) {
        Interval.requireLevel("wilson", level);
        requireCounts("wilson", successes, trials);
        double z = NORMAL.inverseCumulativeProbability(0.5 + level / 2);
        double n = trials;
        double p = successes / n;
        double shrink = 1 + z * z / n;
        double centre = (p + z * z / (2 * n)) / shrink;
        double half = z / shrink * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double low = successes == 0 ? 0 : Math.clamp(centre - half, 0, p);
        double high = successes == trials ? 1 : Math.clamp(centre + half, p, 1);
        return new Interval(p, low, high, level);
    }

    /**
     * Outcome of a test.
     *
     * @param statistic the test statistic
     * @param pValue probability of one at least as extreme under the null hypothesis
     */
    public record Test(double statistic, double pValue) {}

    /** Two-sided test of equal probabilities by the pooled z statistic; 0 and p = 1 when both samples are all or nothing. */
    public static Test twoSample(long successes1, long trials1, long successes2, long trials2) {
        requireCounts("twoSample", successes1, trials1);
        requireCounts("twoSample", successes2, trials2);
        double n1 = trials1;
        double n2 = trials2;
        double pooled = (successes1 + successes2) / (n1 + n2);
        double deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
        if (deviation == 0) {
            return new Test(0, 1);
        }
        double z = (successes1 / n1 - successes2 / n2) / deviation;
        return new Test(z, 2 * NORMAL.cumulativeProbability(-Math.abs(z)));
    }

    /** The probability of at least so many successes, each trial being one with probability {@code p}. */
    public static double atLeast(long successes, long trials, double p) {
        requireCounts("atLeast", successes, trials);
        return successes == 0
                ? 1
                : 1 - new BinomialDistribution((int) trials, p).cumulativeProbability((int) successes - 1);
    }

    private static void requireCounts(String operation, long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(operation + ": got " + successes + " successes in " + trials
                    + " trials; needs at least one trial and no more successes than trials");
        }
    }
}
