package org.paisaje.math.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;

/** Confidence intervals for a mean or another statistic of independent values. */
public final class Means {
    private Means() {}

    /** Student's interval: mean +- t(n-1) s / sqrt(n); exact for normal values. Needs two values. */
    public static Interval student(Moments x, double level) {
        Interval.requireLevel("student", level);
        double error = x.standardError();
        double t = new TDistribution(x.count() - 1.0).inverseCumulativeProbability(0.5 + level / 2);
        return new Interval(x.mean(), x.mean() - t * error, x.mean() + t * error, level);
    }

    /** Student's interval of an array. */
    public static Interval student(double[] x, double level) {
        return student(Moments.of(x), level);
    }

    /** The probability that a value of Student's t with so many degrees of freedom is at least {@code t}. */
    public static double studentTail(double t, double degrees) {
        return new TDistribution(degrees).cumulativeProbability(-t);
    }

    /** Normal interval: mean +- z s / sqrt(n), for many values. */
    public static Interval normal(Moments x, double level) {
        Interval.requireLevel("normal", level);
        double z = new NormalDistribution(0, 1).inverseCumulativeProbability(0.5 + level / 2);
        double error = x.standardError();
        return new Interval(x.mean(), x.mean() - z * error, x.mean() + z * error, level);
    }

    /**
     * Percentile bootstrap: the statistic of {@code replicates} resamples, cut at (1 - level)/2 on both sides (Efron
     * 1979). The seed alone decides the resamples.
     */
    public static Interval bootstrap(double[] x, ToDoubleFunction<double[]> statistic, int replicates, double level,
            Seed seed) {
        Interval.requireLevel("bootstrap", level);
        if (x.length < 2 || replicates * (1 - level) < 2) {
            throw new IllegalArgumentException("bootstrap: got " + x.length + " values and " + replicates
                    + " replicates; needs two values and at least 2 / (1 - level) replicates to place both ends");
        }
        Generator generator = seed.generator();
        double[] statistics = new double[replicates];
        double[] sample = new double[x.length];
        for (int r = 0; r < replicates; r++) {
            for (int i = 0; i < x.length; i++) {
                sample[i] = x[generator.nextInt(x.length)];
            }
            statistics[r] = statistic.applyAsDouble(sample);
        }
        Arrays.sort(statistics);
        double tail = (1 - level) / 2;
        return new Interval(statistic.applyAsDouble(x), quantile(statistics, tail), quantile(statistics, 1 - tail),
                level);
    }

    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
