package org.paisaje.training;

import org.paisaje.math.linalg.Matrix;

/** The share of correct classes. */
final class Accuracy {
    private Accuracy() {}

    static double of(Matrix outputs, Matrix targets, double threshold) {
        int k = targets.columns();
        double[] f = outputs.data();
        double[] y = targets.data();
        int right = 0;
        for (int i = 0; i < targets.rows(); i++) {
            if (k == 1) {
                right += f[i] > threshold == y[i] > 0 ? 1 : 0;
            } else {
                right += largest(f, i * k, k) == largest(y, i * k, k) ? 1 : 0;
            }
        }
        return (double) right / targets.rows();
    }

    private static int largest(double[] values, int offset, int k) {
        int best = 0;
        for (int j = 1; j < k; j++) {
            if (values[offset + j] > values[offset + best]) {
                best = j;
            }
        }
        return best;
    }
}
