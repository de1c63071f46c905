package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/**
 * Columns of numbers above 0 that go over several powers of ten with a long tail, and whose logarithms have none: sums of money,
 * counts, concentrations. Brought to mean 0 and spread 1 nearly all of their rows still lie in one place.
 */
public final class PowersOfTen {
    private static final double LEAST_RATIO = 1000;
    /** The skewness of an exponential distribution is 2. */
    private static final double LONG = 3;
    private static final double SHORT = 1;
    private static final int FEWEST = 30;

    private PowersOfTen() {}

    /** The numbers of such columns, from 0. */
    public static int[] columns(Matrix x) {
        return IntStream.range(0, x.columns()).filter(j -> of(x.column(j))).toArray();
    }

    /** Whether a column is one. */
    public static boolean of(double[] values) {
        return of(values, LEAST_RATIO);
    }

    /** Whether a column is one whose largest value is at least so many times its least. */
    public static boolean of(double[] values, double least) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        return values.length >= FEWEST && low > 0 && high >= least * low
                && skewness(values, v -> v / high) > LONG && Math.abs(skewness(values, Math::log)) < SHORT;
    }

    /** Over how many powers of ten the values go. */
    public static double decades(double[] values) {
        return Math.log10(Arrays.stream(values).max().orElse(1) / Arrays.stream(values).min().orElse(1));
    }

    /** With the logarithms of these columns; numbers that have none get that of the least number above 0. */
    public static Matrix logarithms(Matrix x, int[] columns) {
        Matrix result = x.copy();
        for (int i = 0; i < x.rows(); i++) {
            for (int j : columns) {
                result.set(i, j, Math.log(Math.max(x.get(i, j), Double.MIN_NORMAL)));
            }
        }
        return result;
    }

    private static double skewness(double[] values, DoubleUnaryOperator map) {
        double[] z = Arrays.stream(values).map(map).toArray();
        double mean = Arrays.stream(z).average().orElse(0);
        double square = 0;
        double cube = 0;
        for (double v : z) {
            square += (v - mean) * (v - mean) / z.length;
            cube += Math.pow(v - mean, 3) / z.length;
        }
        return square > 0 ? cube / Math.pow(square, 1.5) : 0;
    }
}
