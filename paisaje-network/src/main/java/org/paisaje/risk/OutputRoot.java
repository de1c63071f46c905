package org.paisaje.risk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;

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
        int k = outputs.columns();
        Matrix blocks = curvature(loss, outputs, y, weight);
        for (int i = 0; i < outputs.rows(); i++) {
            blocks.setRow(i, root(blocks.row(i), k));
        }
        return new OutputRoot(blocks, k);
    }

    /** The blocks of {@code weight L''}, n x k^2. */
    private static Matrix curvature(Loss loss, Matrix outputs, Matrix y, double weight) {
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
        return blocks;
    }

    /**
     * Directions u_c (n x k) and signs s_c with {@code weight L'' = sum_c s_c u_c u_c^T} sample by sample: the eigenvectors
     * times the roots of the eigenvalues. Of a curvature of rank r there are r of them, more only where it is indefinite.
     */
    static List<Direction> directions(Loss loss, Matrix outputs, Matrix y, double weight) {
        int n = outputs.rows();
        int k = outputs.columns();
        Matrix blocks = curvature(loss, outputs, y, weight);
        @Nullable
        Matrix[] positive = new Matrix[k];
        @Nullable
        Matrix[] negative = new Matrix[k];
        for (int i = 0; i < n; i++) {
            SymmetricEigen eigen = SymmetricEigen.of(symmetric(blocks.row(i), k));
            double[] values = eigen.values();
            double rounding = k * Math.ulp(Math.max(Math.abs(values[0]), Math.abs(values[k - 1])));
            for (int c = 0; c < k; c++) {
                if (Math.abs(values[c]) > rounding) {
                    @Nullable
                    Matrix[] to = values[c] > 0 ? positive : negative;
                    Matrix known = to[c];
                    Matrix u = known == null ? Matrix.zeros(n, k) : known;
                    double root = Math.sqrt(Math.abs(values[c]));
                    for (int b = 0; b < k; b++) {
                        u.set(i, b, root * eigen.vectors().get(c, b));
                    }
                    to[c] = u;
                }
            }
        }
        List<Direction> result = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            add(1, positive[c], result);
            add(-1, negative[c], result);
        }
        return result;
    }

    private static void add(double sign, @Nullable Matrix u, List<Direction> result) {
        if (u != null) {
            result.add(new Direction(sign, u));
        }
    }

    /** A sign and a vector of the outputs for each sample. */
    record Direction(double sign, Matrix u) {}

    private static double[] root(double[] block, int k) {
        if (k == 1) {
            return new double[] {Math.sqrt(Math.max(0, block[0]))};
        }
        return SymmetricEigen.of(symmetric(block, k)).function(value -> Math.sqrt(Math.max(0, value))).data();
    }

    private static Matrix symmetric(double[] block, int k) {
        Matrix a = Matrix.zeros(k, k);
        for (int b = 0; b < k; b++) {
            for (int c = 0; c < k; c++) {
                a.set(b, c, 0.5 * (block[b * k + c] + block[c * k + b]));
            }
        }
        return a;
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
