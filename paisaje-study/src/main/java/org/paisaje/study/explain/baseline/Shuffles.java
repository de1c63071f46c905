package org.paisaje.study.explain.baseline;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.paisaje.study.Estimate;

/**
 * A quantity over several shuffles, taken for normal.
 *
 * @param count how many
 * @param average their mean
 * @param deviation their standard deviation, with divisor count - 1; 0 for one
 */
record Shuffles(int count, double average, double deviation) {
    static Shuffles of(double... values) {
        int n = values.length;
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return new Shuffles(n, mean, n > 1 ? Math.sqrt(squares / (n - 1)) : 0);
    }

    /** The mean with its interval by Student. */
    Estimate mean(double level) {
        double half = count > 1 ? quantile(0.5 * (1 + level)) * deviation / Math.sqrt(count) : 0;
        return Estimate.within(average, half);
    }

    /** What a further value exceeds with this probability; the mean itself where there is one value. */
    double below(double level) {
        return count > 1 ? average - quantile(level) * deviation * Math.sqrt(1 + 1.0 / count) : average;
    }

    private double quantile(double probability) {
        return new TDistribution(count - 1).inverseCumulativeProbability(probability);
    }
}
