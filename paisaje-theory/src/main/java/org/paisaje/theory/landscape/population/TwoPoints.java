package org.paisaje.theory.landscape.population;

import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;

/**
 * How often descent fits two points, exactly. A network sum_j a_j r(w_j x) of m neurons, a and w normal, is trained on
 * (1, y) and (-1, z) with y, z > 0. Gradient flow keeps a^2 - w^2 and, while a point is not fitted, pushes a neuron on its
 * side up; so a side is fitted if and only if one of its neurons has a > -|w|, which a neuron is and has with
 * probability 3/8.
 */
public final class TwoPoints {
    private TwoPoints() {}

    /**
     * Shares of runs, or their probabilities.
     *
     * @param both both points are fitted
     * @param first only the point at 1
     * @param second only the point at -1
     * @param neither none
     */
    public record Shares(double both, double first, double second, double neither) {}

    /** The probabilities for m neurons: 1 - 2 (5/8)^m + 4^-m, (5/8)^m - 4^-m twice, and 4^-m. */
    public static Shares law(int m) {
        double missed = Math.pow(0.625, m);
        double none = Math.pow(0.25, m);
        return new Shares(1 - 2 * missed + none, missed - none, missed - none, none);
    }

    /**
     * Descends on half the sum of squares and counts how runs end; a point is fitted if the output is within 0.01 of it.
     *
     * @param targets y and z
     * @param spread the standard deviation of the outer weights at the start; 1 in the law
     * @return the four counts, in the order of {@link Shares}
     */
    public static int[] descend(int m, double[] targets, double spread, double rate, int steps, int runs, Seed seed) {
        int[] counts = new int[4];
        Generator draw = seed.generator();
        double[] a = new double[m];
        double[] w = new double[m];
        for (int run = 0; run < runs; run++) {
            for (int j = 0; j < m; j++) {
                a[j] = spread * draw.nextGaussian();
                w[j] = draw.nextGaussian();
            }
            double[] left = descend(a, w, targets, rate, steps);
            boolean first = Math.abs(left[0]) < 0.01;
            boolean second = Math.abs(left[1]) < 0.01;
            counts[first ? second ? 0 : 1 : second ? 2 : 3]++;
        }
        return counts;
    }

    /** What is left at each point after the steps; ends early once both are fitted a hundred times better than need be. */
    private static double[] descend(double[] a, double[] w, double[] targets, double rate, int steps) {
        double up = 0;
        double down = 0;
        for (int step = 0; step <= steps; step++) {
            up = targets[0];
            down = targets[1];
            for (int j = 0; j < a.length; j++) {
                up -= a[j] * Math.max(0, w[j]);
                down -= a[j] * Math.max(0, -w[j]);
            }
            if (Math.abs(up) < 1e-4 && Math.abs(down) < 1e-4) {
                break;
            }
            for (int j = 0; j < a.length; j++) {
                double slope = w[j] > 0 ? up * a[j] : w[j] < 0 ? -down * a[j] : 0;
                a[j] += rate * (w[j] > 0 ? up * w[j] : -down * w[j]);
                w[j] += rate * slope;
            }
        }
        return new double[] {up, down};
    }
}
