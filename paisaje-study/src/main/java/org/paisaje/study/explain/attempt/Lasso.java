package org.paisaje.study.explain.attempt;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/**
 * Linear regression with a penalty on absolute values, {@code 1/(2n) |y - X b|^2 + lambda |b|_1} (Tibshirani 1996), by cyclic
 * coordinate descent on X^T X (Friedman, Hastie and Tibshirani 2010): what tells whether few of many inputs decide. Lambda is
 * chosen by cross-validation in four parts; d^2 flops for each input that changes, and pass.
 *
 * @param weights the coefficients b, d x k
 * @param used how many inputs have one other than 0
 */
record Lasso(Matrix weights, int used) {
    private static final int PARTS = 4;
    /** From one lambda to the next, from the least that leaves nothing down to about a hundredth of it. */
    private static final double RATIO = 0.7;
    private static final int PATH = 14;
    private static final int MOST_PASSES = 200;
    /** Changes below this share of the spread of the targets are none. */
    private static final double STILL = 1e-4;

    /**
     * Fits it.
     *
     * @param x standardised inputs, n x d
     * @param y centred targets, n x k
     */
    static Lasso of(Matrix x, Matrix y) {
        double[] error = new double[PATH];
        double top = largest(x, y);
        for (int part = 0; part < PARTS; part++) {
            int own = part;
            int[] held = IntStream.range(0, x.rows()).filter(i -> i % PARTS == own).toArray();
            int[] kept = IntStream.range(0, x.rows()).filter(i -> i % PARTS != own).toArray();
            Matrix[] path = path(x.rows(kept), y.rows(kept), top);
            for (int step = 0; step < PATH; step++) {
                Matrix left = x.rows(held).times(path[step]).minus(y.rows(held));
                for (double r : left.data()) {
                    error[step] += r * r;
                }
            }
        }
        int best = IntStream.range(0, PATH).reduce(0, (a, b) -> error[b] < error[a] ? b : a);
        Matrix weights = path(x, y, top)[best];
        int used = (int) IntStream.range(0, weights.rows())
                .filter(j -> IntStream.range(0, weights.columns()).anyMatch(c -> weights.get(j, c) != 0))
                .count();
        return new Lasso(weights, used);
    }

    /** The least lambda at which all coefficients are 0. */
    private static double largest(Matrix x, Matrix y) {
        double top = 0;
        for (double product : x.transposedTimes(y).data()) {
            top = Math.max(top, Math.abs(product) / x.rows());
        }
        return top;
    }

    /** The coefficients at each lambda, each from those before. */
    private static Matrix[] path(Matrix x, Matrix y, double top) {
        int n = x.rows();
        int d = x.columns();
        Matrix gram = x.columnGram();
        gram.scale(1.0 / n);
        Matrix products = x.transposedTimes(y);
        products.scale(1.0 / n);
        Matrix[] result = new Matrix[PATH];
        for (int step = 0; step < PATH; step++) {
            result[step] = Matrix.zeros(d, y.columns());
        }
        for (int c = 0; c < y.columns(); c++) {
            double[] b = new double[d];
            double[] slope = products.column(c);
            double spread = Math.sqrt(Arrays.stream(y.column(c)).map(v -> v * v).sum() / n);
            double lambda = top;
            for (int step = 0; step < PATH; step++, lambda *= RATIO) {
                descend(gram, b, slope, lambda, STILL * spread);
                for (int j = 0; j < d; j++) {
                    result[step].set(j, c, b[j]);
                }
            }
        }
        return result;
    }

    /** Passes over the coordinates until they stand; {@code slope} is X^T (y - X b) / n throughout. */
    private static void descend(Matrix gram, double[] b, double[] slope, double lambda, double still) {
        int d = b.length;
        double moved = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < MOST_PASSES && moved > still; pass++) {
            moved = 0;
            for (int j = 0; j < d; j++) {
                double own = gram.get(j, j);
                double pull = slope[j] + own * b[j];
                double next = own > 0 ? Math.signum(pull) * Math.max(Math.abs(pull) - lambda, 0) / own : 0;
                double change = next - b[j];
                if (change != 0) {
                    b[j] = next;
                    moved = Math.max(moved, Math.abs(change));
                    double[] row = gram.data();
                    for (int k = 0; k < d; k++) {
                        slope[k] -= change * row[j * d + k];
                    }
                }
            }
        }
    }
}
