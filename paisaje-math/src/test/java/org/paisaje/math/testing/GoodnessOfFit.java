package org.paisaje.math.testing;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.paisaje.math.stats.Proportions;

/** Tests of a sample against a distribution. */
public final class GoodnessOfFit {
    /** A p-value below which a sample is taken to be from another distribution: one fresh seed in a million is. */
    public static final double LEVEL = 1e-6;

    private GoodnessOfFit() {}

    /** Pearson's chi-square sum (O - E)^2 / E with cells - 1 - {@code fitted} degrees of freedom. */
    public static Proportions.Test chiSquare(long[] observed, double[] expected, int fitted) {
        int freedom = observed.length - 1 - fitted;
        if (observed.length != expected.length || freedom < 1 || fitted < 0) {
            throw new IllegalArgumentException("chiSquare: got " + observed.length + " observed and " + expected.length
                    + " expected counts with " + fitted
                    + " fitted parameters; needs equal lengths and a degree of freedom");
        }
        double statistic = 0;
        for (int i = 0; i < observed.length; i++) {
            if (!(expected[i] > 0)) {
                throw new IllegalArgumentException(
                        "chiSquare: expected[" + i + "] is " + expected[i] + ", it must be positive");
            }
            double difference = observed[i] - expected[i];
            statistic += difference * difference / expected[i];
        }
        return new Proportions.Test(statistic,
                1 - new ChiSquaredDistribution(freedom).cumulativeProbability(statistic));
    }

    /**
     * Kolmogorov and Smirnov's D = sup |F_n - F| for a continuous F, with the asymptotic p-value at
     * (sqrt n + 0.12 + 0.11 / sqrt n) D (Stephens 1970).
     */
    public static Proportions.Test kolmogorovSmirnov(double[] sample, DoubleUnaryOperator distribution) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("kolmogorovSmirnov: the sample is empty; needs at least one value");
        }
        double[] x = sample.clone();
        Arrays.sort(x);
        double n = x.length;
        double d = 0;
        for (int i = 0; i < x.length; i++) {
            double f = distribution.applyAsDouble(x[i]);
            d = Math.max(d, Math.max(f - i / n, (i + 1) / n - f));
        }
        double root = Math.sqrt(n);
        double lambda = (root + 0.12 + 0.11 / root) * d;
        double p = 0;
        for (int k = 1; k <= 100; k++) {
            p += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
        }
        return new Proportions.Test(d, lambda < 0.2 ? 1 : Math.clamp(p, 0, 1));
    }
}
