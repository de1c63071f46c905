package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Whether targets depend on inputs: a permutation test of {@code y^T K y} for kernels K. */
public final class Information {
    private Information() {}

    /**
     * The share of shuffles of the targets, the true order counted among them, whose form is at least as large as the true
     * one: under independence of inputs and targets it is at most a with probability a.
     *
     * @param kernels each n x n; the diagonal, which no shuffle changes in the mean, is left out
     * @param y n x k, centred
     * @return a share for each kernel
     */
    public static double[] shares(List<Matrix> kernels, Matrix y, int shuffles, Seed seed) {
        int n = y.rows();
        // y^T K y, summed over the columns of y, is the sum of K_ij (y y^T)_ij; a shuffle moves rows and columns of the latter.
        double[] gram = y.gram().data();
        double[][] pairs = kernels.stream().map(Information::pairs).toArray(double[][]::new);
        double[] own = forms(pairs, gram, IntStream.range(0, n).toArray());
        int[] above = new int[own.length];
        Arrays.fill(above, 1);
        for (int s = 0; s < shuffles; s++) {
            double[] forms = forms(pairs, gram, seed.at(s).permutation(n));
            for (int q = 0; q < own.length; q++) {
                // Forms that differ by rounding alone are equal.
                above[q] += forms[q] >= own[q] - 1e-9 * Math.abs(own[q]) ? 1 : 0;
            }
        }
        return Arrays.stream(above).mapToDouble(count -> count / (shuffles + 1.0)).toArray();
    }

    /** K_ij + K_ji for i before j, row after row. */
    private static double[] pairs(Matrix kernel) {
        int n = kernel.rows();
        double[] result = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                result[at++] = kernel.get(i, j) + kernel.get(j, i);
            }
        }
        return result;
    }

    /** The form of each kernel when row i holds the targets of row {@code order[i]}. */
    private static double[] forms(double[][] pairs, double[] gram, int[] order) {
        int n = order.length;
        double[] result = new double[pairs.length];
        double[] row = new double[n];
        int from = 0;
        for (int i = 0; i < n; i++) {
            int base = order[i] * n;
            for (int j = i + 1; j < n; j++) {
                row[j] = gram[base + order[j]];
            }
            for (int q = 0; q < pairs.length; q++) {
                result[q] += Blas.dot(n - i - 1, pairs[q], from, row, i + 1);
            }
            from += n - i - 1;
        }
        return result;
    }
}
