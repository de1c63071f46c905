package org.paisaje.claims;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The level of a claim, which is that of all its comparisons together. By Bonferroni's inequality k intervals at level
 * {@code each(k)} all hold their true values with probability {@link #CLAIM}, however they depend on each other. So chance
 * contradicts a true claim in at most one run of 2,000, and a false control comes out right at most as often.
 */
public final class Level {
    /** The level of a whole claim. */
    public static final double CLAIM = 0.9995;

    private Level() {}

    /** The level at which each of so many intervals is to be computed. */
    public static double each(int comparisons) {
        if (comparisons < 1) {
            throw new IllegalArgumentException(
                    "Level: there are " + comparisons + " comparisons, at least 1 is needed");
        }
        return 1 - (1 - CLAIM) / comparisons;
    }

    /** How many standard deviations to either side hold a normal variable at {@link #each}. */
    public static double deviations(int comparisons) {
        return new NormalDistribution().inverseCumulativeProbability(0.5 + each(comparisons) / 2);
    }

    /** The level in words, for the origin of a tolerance. */
    public static String words(int comparisons) {
        return comparisons == 1
                ? "level " + CLAIM
                : "level " + CLAIM + " for all " + comparisons + " comparisons together";
    }
}
