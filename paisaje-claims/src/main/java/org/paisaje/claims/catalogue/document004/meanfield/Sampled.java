package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A linear-quadratic population of 64 equally likely points and samples of it: x_0 and y are on grids of eight numbers whose
 * binary digits end after the fourth, so that sums of them are exact.
 */
final class Sampled {
    /** b = q = r = T = 1. */
    static final LinearQuadratic PROBLEM = new LinearQuadratic(1, 1, 1, 1);
    /** The mean of x_0 - y. */
    static final double MEAN = -0.5;
    /** The variance of x_0 - y: 21/64 of x_0 and 21/256 of y. */
    static final double VARIANCE = 21.0 / 64 + 21.0 / 256;
    /** How far x_0 - y is from its mean at most. */
    static final double RANGE = 7.0 / 8 + 7.0 / 16;
    private static final int SIDE = 8;
    /** Steps of the controls of samples. */
    private static final int STEPS = 2;

    private Sampled() {}

    private static double start(int i) {
        return (2 * i - 7) / 8.0;
    }

    private static double label(int j) {
        return (2 * j + 1) / 16.0;
    }

    /** All points. */
    static Population population() {
        double[] x = new double[SIDE * SIDE];
        double[] y = new double[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                x[i * SIDE + j] = start(i);
                y[i * SIDE + j] = label(j);
            }
        }
        return Population.even(x, y);
    }

    /** A sample of that size, or one draw repeated. */
    static Population draw(int n, boolean repeated, RandomGenerator random) {
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = repeated && i > 0 ? x[0] : start(random.nextInt(SIDE));
            y[i] = repeated && i > 0 ? y[0] : label(random.nextInt(SIDE));
        }
        return Population.even(x, y);
    }

    /** The controls of two steps that minimise the cost of a sample, from its values. */
    static double[] minimizer(Population sample) {
        return ValueDescent.from(new double[STEPS], theta -> sample.cost(PROBLEM, PROBLEM.time(), theta), 0.5);
    }

    /** The largest difference to a number. */
    static double distance(double[] controls, double from) {
        return Arrays.stream(controls).map(v -> Math.abs(v - from)).max().orElseThrow();
    }

    /**
     * Bernstein's inequality for the mean of N numbers that deviate from theirs by {@link #RANGE} at most, with the factor 4 of the
     * text in the place of 2: K_1 is twice the variance and K_2 two thirds of the range.
     */
    static double bound(double n, double s) {
        return 4 * Math.exp(-n * s * s / (2 * VARIANCE + 2 * RANGE / 3 * s));
    }
}
