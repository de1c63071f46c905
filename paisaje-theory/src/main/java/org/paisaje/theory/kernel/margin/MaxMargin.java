package org.paisaje.theory.kernel.margin;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;

/**
 * The hard-margin support vector machine without bias in the space H of a kernel: the function of least norm with
 * {@code y_i f(x_i) >= 1}. It is {@code f* = sum_i alpha_i y_i k(., x_i)} with alpha the maximum of
 *
 * <pre>
 * sum_i alpha_i - (1/2) alpha^T Q alpha   over alpha >= 0,   Q_ij = y_i y_j k(x_i, x_j),
 * </pre>
 *
 * and {@code ||f*||^2 = sum_i alpha_i}. The largest normalised margin {@code min_i y_i f(x_i) / ||f||} of all f in H is
 * {@code gamma* = 1 / ||f*||}; gradient flow of the logistic loss turns towards f* (Soudry et al. 2018, Theorem 3; Ji and
 * Telgarsky 2018).
 *
 * <p>Coordinate ascent guesses the support; an active-set method in the manner of Lawson and Hanson (1974, chapter 23)
 * then solves on it exactly and exchanges indices until all conditions hold to rounding. Cost: about 200 n^2 flops and
 * s^3 / 3 for each factorisation on s support vectors, of which a few are needed.
 */
public sealed interface MaxMargin {
    /**
     * The separating function.
     *
     * @param labels y, n entries of -1 and 1
     * @param multipliers alpha, n entries, at least 0
     * @param outputs the margins {@code y_i f*(x_i)}, at least 1 up to rounding
     * @param support the indices with alpha_i > 0, ascending
     * @param squaredNorm {@code ||f*||^2 = sum_i alpha_i}
     * @param residual the largest of {@code 1 - y_i f*(x_i)} over all i and {@code |1 - y_i f*(x_i)|} over the support:
     *     what is left of the conditions of Karush, Kuhn and Tucker
     * @param pivots how many indices entered or left the support
     */
    record Separator(double[] labels, double[] multipliers, double[] outputs, int[] support, double squaredNorm,
            double residual, int pivots) implements MaxMargin {
        /** gamma*, the largest normalised margin. */
        public double margin() {
            return 1 / Math.sqrt(squaredNorm);
        }

        /** The coefficients {@code alpha_i y_i} of f* as a column, n x 1. */
        public Matrix weights() {
            Matrix result = Matrix.zeros(labels.length, 1);
            for (int i = 0; i < labels.length; i++) {
                result.set(i, 0, labels[i] * multipliers[i]);
            }
            return result;
        }

        /** f* at m other points from k(x, X), m x n. */
        public double[] predict(Matrix cross) {
            if (cross.columns() != labels.length) {
                throw new IllegalArgumentException("predict: the cross kernel is " + cross.rows() + " x "
                        + cross.columns() + ", it needs " + labels.length + " columns, one per training point");
            }
            return cross.times(weights().data());
        }

        /** The cosine in H between f* and the function {@code sum_i w_i k(., x_i)} with these values f(x_i) and norm. */
        public double cosine(double[] values, double norm) {
            if (values.length != labels.length || !(norm > 0)) {
                throw new IllegalArgumentException("cosine: " + values.length + " values and norm " + norm
                        + ", needed are " + labels.length + " values and a positive norm");
            }
            double product = 0;
            for (int i = 0; i < labels.length; i++) {
                product += multipliers[i] * labels[i] * values[i];
            }
            return product / (norm * Math.sqrt(squaredNorm));
        }

        @Override
        public String toString() {
            return "Separator[margin " + margin() + ", " + support.length + " support vectors of " + labels.length
                    + ", residual " + residual + "]";
        }
    }

    /**
     * No function separates, by Farkas' lemma: for every f in H,
     * {@code min_i y_i f(x_i) <= sum_i z_i y_i f(x_i) <= bound ||f||}, and the bound is 0 up to rounding, which is about
     * {@code sqrt(64 n ulp max_i k(x_i, x_i))}.
     *
     * @param weights z, n entries, at least 0, of sum 1
     * @param bound {@code sqrt(z^T Q z)}
     */
    record Inseparable(double[] weights, double bound) implements MaxMargin {
        @Override
        public String toString() {
            return "Inseparable[no normalised margin exceeds " + bound + "]";
        }
    }

    /**
     * The active set did not settle; rounding keeps exchanging indices.
     *
     * @param residual what is left of the conditions of Karush, Kuhn and Tucker
     * @param pivots how many indices entered or left the support
     */
    record Unsettled(double residual, int pivots) implements MaxMargin {}

    /**
     * Solves the problem.
     *
     * @param kernel k(X, X), n x n, positive semidefinite
     * @param labels y, n entries of -1 and 1
     */
    static MaxMargin of(Matrix kernel, double[] labels) {
        int n = labels.length;
        if (n == 0 || kernel.rows() != n || kernel.columns() != n) {
            throw new IllegalArgumentException("MaxMargin: the kernel is " + kernel.rows() + " x " + kernel.columns()
                    + " and there are " + n + " labels; needed are n x n and n, with n at least 1");
        }
        for (int i = 0; i < n; i++) {
            if (Math.abs(labels[i]) != 1) {
                throw new IllegalArgumentException("MaxMargin: label " + i + " is " + labels[i]
                        + ", the labels are -1 and 1; map classes 0 and 1 to them by 2 y - 1");
            }
        }
        double[] q = kernel.data().clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double value = q[i * n + j];
                if (!Double.isFinite(value) || Math.abs(value - kernel.get(j, i)) > 1e-10
                        * Math.sqrt(Math.abs(kernel.get(i, i) * kernel.get(j, j)))) {
                    throw new IllegalArgumentException("MaxMargin: the kernel holds " + value + " at (" + i + ", " + j
                            + ") and " + kernel.get(j, i) + " at (" + j + ", " + i + "); it must be finite, symmetric "
                            + "and positive semidefinite");
                }
                q[i * n + j] = labels[i] * labels[j] * value;
            }
        }
        MarginActiveSet solver = new MarginActiveSet(n, q);
        return switch (solver.solve()) {
            case SETTLED -> {
                double[] alpha = solver.multipliers();
                yield new Separator(labels.clone(), alpha, solver.outputs(),
                        IntStream.range(0, n).filter(i -> alpha[i] > 0).toArray(), Arrays.stream(alpha).sum(),
                        solver.residual(), solver.pivots());
            }
            case UNBOUNDED -> {
                double[] z = solver.ray();
                Blas.scale(n, 1 / Arrays.stream(z).sum(), z, 0);
                double[] image = new double[n];
                Blas.gemv(false, n, n, 1, q, 0, n, z, 0, 0, image, 0);
                yield new Inseparable(z, Math.sqrt(Math.max(0, Blas.dot(n, z, 0, image, 0))));
            }
            case UNSETTLED -> new Unsettled(solver.residual(), solver.pivots());
        };
    }
}
