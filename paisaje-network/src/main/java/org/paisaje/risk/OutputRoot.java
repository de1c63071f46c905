package org.paisaje.risk;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;

/**
 * The symmetric root S of a positive semidefinite matrix over the outputs that is block diagonal over the samples.
 *
 * @param blocks n x k^2, row i the k x k block of sample i
 * @param outputs k
 */
record OutputRoot(Matrix blocks, int outputs) {
    /** A multiple of the identity, for as many samples as y has rows. */
    static OutputRoot multiple(Matrix y, double factor) {
        int k = y.columns();
        Matrix blocks = Matrix.zeros(y.rows(), k * k);
        for (int i = 0; i < y.rows(); i++) {
            for (int c = 0; c < k; c++) {
                blocks.set(i, c * k + c, factor);
            }
        }
        return new OutputRoot(blocks, k);
    }

    /** The root of {@code weight L''}; k products with the curvature and n eigendecompositions of order k. */
    static OutputRoot of(Loss loss, Matrix outputs, Matrix y, double weight) {
        int n = outputs.rows();
        int k = outputs.columns();
        Matrix blocks = Matrix.zeros(n, k * k);
        Matrix direction = Matrix.zeros(n, k);
        Matrix image = Matrix.zeros(n, k);
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < n; i++) {
                direction.set(i, Math.floorMod(c - 1, k), 0);
                direction.set(i, c, 1);
            }
            loss.curvature(outputs, y, direction, image);
            for (int i = 0; i < n; i++) {
                for (int b = 0; b < k; b++) {
                    blocks.set(i, b * k + c, weight * image.get(i, b));
                }
            }
        }
        for (int i = 0; i < n; i++) {
            blocks.setRow(i, root(blocks.row(i), k));
        }
        return new OutputRoot(blocks, k);
    }

    private static double[] root(double[] block, int k) {
        if (k == 1) {
            return new double[] {Math.sqrt(Math.max(0, block[0]))};
        }
        Matrix a = Matrix.zeros(k, k);
        for (int b = 0; b < k; b++) {
            for (int c = 0; c < k; c++) {
                a.set(b, c, 0.5 * (block[b * k + c] + block[c * k + b]));
            }
        }
        return SymmetricEigen.of(a).function(value -> Math.sqrt(Math.max(0, value))).data();
    }

    /** S u for u of n k entries from {@code start} on, as n x k. */
    Matrix times(double[] u, int start) {
        int n = blocks.rows();
        int k = outputs;
        Matrix result = Matrix.zeros(n, k);
        for (int i = 0; i < n; i++) {
            for (int b = 0; b < k; b++) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    sum += blocks.get(i, b * k + c) * u[start + i * k + c];
                }
                result.set(i, b, sum);
            }
        }
        return result;
    }
}
