package org.paisaje.loss;

import org.paisaje.math.linalg.Matrix;

/** What the best constants and the lowest values of several losses share. */
final class Constants {
    /** e^-700 is above the smallest normal number, e^700 below the largest. */
    private static final double FARTHEST = 700;

    private Constants() {}

    /** The mean of each column. */
    static double[] means(Matrix targets) {
        int n = targets.rows();
        double[] mean = new double[targets.columns()];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += targets.get(i, c) / n;
            }
        }
        return mean;
    }

    static double cut(double logit) {
        return Math.clamp(logit, -FARTHEST, FARTHEST);
    }

    /** -p log p, 0 at 0. */
    static double entropy(double p) {
        return p > 0 ? -p * Math.log(p) : 0;
    }
}
