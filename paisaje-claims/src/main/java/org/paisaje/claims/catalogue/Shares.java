package org.paisaje.claims.catalogue;

import org.hipparchus.distribution.discrete.HypergeometricDistribution;
import org.paisaje.claims.Level;
import org.paisaje.math.stats.Proportions;
import org.paisaje.study.Estimate;

/** Shares of trials, with intervals and tests at the level of one among the comparisons of a claim. */
public final class Shares {
    /** What the logarithms of two equal probabilities may differ by: logarithms of factorials below 1e6, some eight of them. */
    private static final double ROUNDING = Rounding.of(8).on(1e6).bound();

    private Shares() {}

    /** Wilson's interval at the level of one among so many comparisons; it holds the share itself. */
    public static Estimate wilson(long successes, long trials, int comparisons) {
        return Estimate.of(Proportions.wilson(successes, trials, Level.each(comparisons)));
    }

    /** The two-sided p-value of Fisher's exact test that two shares are one: all tables as likely as this one or less. */
    public static double fisher(int first, int firstTrials, int second, int secondTrials) {
        var law = new HypergeometricDistribution(firstTrials + secondTrials, first + second, firstTrials);
        double observed = law.logProbability(first);
        double p = 0;
        for (int k = law.getSupportLowerBound(); k <= law.getSupportUpperBound(); k++) {
            double at = law.logProbability(k);
            p += at <= observed + ROUNDING ? Math.exp(at) : 0;
        }
        return Math.min(1, p);
    }
}
