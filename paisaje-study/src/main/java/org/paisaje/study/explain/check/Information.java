package org.paisaje.study.explain.check;

import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Whether targets depend on inputs: a permutation test of {@code y^T K y} for kernels K. */
public final class Information {
    /** How many shuffles are multiplied at once. */
    private static final int TOGETHER = 50;

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
        double[] result = new double[kernels.size()];
        for (int q = 0; q < result.length; q++) {
            Matrix kernel = kernels.get(q).copy();
            int n = kernel.rows();
            for (int i = 0; i < n; i++) {
                kernel.set(i, i, 0);
            }
            double own = form(kernel, y, 1)[0];
            // Forms that differ by rounding alone are equal.
            double level = own - 1e-9 * Math.abs(own);
            int above = 1;
            for (int from = 0; from < shuffles; from += TOGETHER) {
                int count = Math.min(TOGETHER, shuffles - from);
                for (double form : form(kernel, shuffled(y, from, count, seed), count)) {
                    above += form >= level ? 1 : 0;
                }
            }
            result[q] = above / (shuffles + 1.0);
        }
        return result;
    }

    /** Shuffles beside each other, n x (count k). */
    private static Matrix shuffled(Matrix y, int from, int count, Seed seed) {
        int n = y.rows();
        int k = y.columns();
        Matrix all = Matrix.zeros(n, count * k);
        for (int s = 0; s < count; s++) {
            int[] order = seed.at(from + s).permutation(n);
            for (int i = 0; i < n; i++) {
                System.arraycopy(y.data(), order[i] * k, all.data(), i * count * k + s * k, k);
            }
        }
        return all;
    }

    private static double[] form(Matrix kernel, Matrix all, int count) {
        Matrix product = kernel.times(all);
        int k = all.columns() / count;
        double[] result = new double[count];
        for (int i = 0; i < all.rows(); i++) {
            for (int c = 0; c < all.columns(); c++) {
                result[c / k] += product.get(i, c) * all.get(i, c);
            }
        }
        return result;
    }
}
