package org.paisaje.study.explain.check.data;

import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Proportions;
import org.paisaje.study.Estimate;

/**
 * How noisy targets are by what nearest neighbours say of each other. For classes, if a share e of the labels were replaced by
 * another one at random, neighbours of one true class would agree with probability
 * {@code (1 - e)^2 + e^2 / (C - 1)}; for real targets half the mean squared difference of neighbours is the variance of the
 * noise. Neighbours across a border, or far apart, differ without noise, so both are bounds from above.
 *
 * @param compared how many rows were compared with their neighbour
 * @param disagreement for classes the share that differs, for real targets half the mean square over the variance
 * @param noise the share of noise that this means
 */
public record Neighbours(int compared, Estimate disagreement, Estimate noise) {
    private static final int MOST = 1500;
    private static final int FEWEST = 20;
    private static final double NORMAL_95 = 1.959963984540054;

    /** For classes; absent for few rows. */
    public static Optional<Neighbours> classes(Matrix x, int[] labels, int classes) {
        int[] rows = rows(x.rows());
        if (rows.length < FEWEST || classes < 2) {
            return Optional.empty();
        }
        int[] nearest = nearest(x.rows(rows));
        long differ = IntStream.range(0, rows.length)
                .filter(i -> labels[rows[i]] != labels[rows[nearest[i]]])
                .count();
        var share = Proportions.wilson(differ, rows.length, 0.95);
        double measured = (double) differ / rows.length;
        return Optional.of(new Neighbours(rows.length, new Estimate(measured, share.low(), share.high()),
                new Estimate(flipped(measured, classes), flipped(share.low(), classes),
                        flipped(share.high(), classes))));
    }

    /** The share of replaced labels that makes neighbours differ so often. */
    static double flipped(double disagreement, int classes) {
        double a = 1 + 1.0 / (classes - 1);
        double root = 1 - a * disagreement;
        return root <= 0 ? 1 / a : (1 - Math.sqrt(root)) / a;
    }

    /** For real targets; absent for few rows and for constant targets. */
    public static Optional<Neighbours> values(Matrix x, Matrix y) {
        int[] rows = rows(x.rows());
        if (rows.length < FEWEST) {
            return Optional.empty();
        }
        int[] nearest = nearest(x.rows(rows));
        Matrix t = y.rows(rows);
        int n = rows.length;
        double variance = 0;
        for (int c = 0; c < t.columns(); c++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += t.get(i, c) / n;
            }
            for (int i = 0; i < n; i++) {
                variance += (t.get(i, c) - mean) * (t.get(i, c) - mean) / n;
            }
        }
        if (!(variance > 0)) {
            return Optional.empty();
        }
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double own = 0;
            for (int c = 0; c < t.columns(); c++) {
                double r = t.get(i, c) - t.get(nearest[i], c);
                own += 0.5 * r * r / variance;
            }
            sum += own;
            squares += own * own;
        }
        double mean = sum / n;
        // A row and its neighbour are mostly neighbours of each other, so half of the differences are counted twice.
        double error = NORMAL_95 * Math.sqrt(2 * Math.max(0, squares / n - mean * mean) / n);
        Estimate noise = new Estimate(mean, Math.max(0, mean - error), mean + error);
        return Optional.of(new Neighbours(n, noise, noise));
    }

    private static int[] rows(int n) {
        int count = Math.min(n, MOST);
        return IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    }

    /** For each row the nearest other one. */
    private static int[] nearest(Matrix x) {
        int n = x.rows();
        Matrix gram = x.gram();
        int[] result = new int[n];
        for (int i = 0; i < n; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                double distance = gram.get(j, j) - 2 * gram.get(i, j);
                if (j != i && distance < least) {
                    least = distance;
                    result[i] = j;
                }
            }
        }
        return result;
    }
}
