package org.paisaje.study.explain.check.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;

/**
 * What other inputs for the same targets are worth to a simple method, row by row from the four fifths that the row is not in: to
 * that of linear least squares and kernel ridge regressions which gains most for its standard error.
 *
 * @param method which one
 * @param before what it leaves of the variance of the targets, or of the indicators of classes, with the one inputs
 * @param after the same with the others
 * @param errors the difference of its squared errors over the standard error, row by row
 */
public record CrossValidation(String method, double before, double after, double errors) {
    /** The largest of four differences has so many standard errors by chance once in a thousand. */
    public static final double CLEAR = 3.5;
    /** What is smaller is not worth an advice. */
    private static final double WORTH = 0.02;
    private static final int MOST_ROWS = 1000;
    private static final int FOLDS = 5;
    /** Widths of kernels, as shares of the median squared distance, with their ridges. */
    private static final double[][] KERNELS = {{1, 0.02}, {1, 1}, {0.1, 0.1}};

    /** Compares two sets with the same rows. */
    public static CrossValidation of(Dataset one, Dataset other) {
        int[] rows = Reference.spread(one.size(), MOST_ROWS);
        double[][] a = errors(one.subset(rows));
        double[][] b = errors(other.subset(rows));
        int n = rows.length;
        double total = variance(targets(one.subset(rows)));
        List<CrossValidation> all = new ArrayList<>();
        for (int m = 0; m < a.length; m++) {
            double[] own = a[m];
            double[] others = b[m];
            double[] gains = IntStream.range(0, n).mapToDouble(i -> own[i] - others[i]).toArray();
            all.add(new CrossValidation(m == 0 ? "linear least squares" : "kernel ridge regression",
                    Arrays.stream(own).sum() / total, Arrays.stream(others).sum() / total, overError(gains)));
        }
        // What does no better than a constant says nothing.
        return all.stream()
                .max(Comparator.comparingDouble(it -> it.after() < Quality.NOTHING_LEFT ? it.errors() : -1e300))
                .orElseThrow();
    }

    /** The mean of values over its standard error. */
    public static double overError(double... values) {
        int n = values.length;
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return mean / Math.max(Math.sqrt(squares / Math.max(1, n - 1) / n), 1e-300);
    }

    /** Whether the others are better beyond chance, and by enough to speak of. */
    public boolean better() {
        return errors > CLEAR && before - after > WORTH && after < Quality.NOTHING_LEFT;
    }

    private static Matrix targets(Dataset data) {
        return data.task() instanceof Task.Regression ? data.y() : data.oneHot().y();
    }

    private static double variance(Matrix y) {
        double[] means = Score.means(y);
        double sum = 0;
        for (int i = 0; i < y.rows(); i++) {
            for (int c = 0; c < means.length; c++) {
                sum += (y.get(i, c) - means[c]) * (y.get(i, c) - means[c]);
            }
        }
        return Math.max(sum, 1e-300);
    }

    /** The squared errors of each method, row by row. */
    private static double[][] errors(Dataset data) {
        int n = data.size();
        Matrix all = targets(data);
        double[][] errors = new double[1 + KERNELS.length][n];
        for (int fold = 0; fold < FOLDS; fold++) {
            int own = fold;
            int[] held = IntStream.range(0, n).filter(i -> i % FOLDS == own).toArray();
            int[] rest = IntStream.range(0, n).filter(i -> i % FOLDS != own).toArray();
            Matrix raw = data.x().rows(rest);
            Standardization map = Standardization.of(raw);
            Matrix x = map.apply(raw);
            Matrix z = map.apply(data.x().rows(held));
            Matrix y = all.rows(rest);
            double[] means = Score.means(y);
            Matrix centred = shifted(y, means, -1);
            List<Matrix> predictions = predictions(x, z, centred);
            for (int m = 0; m < predictions.size(); m++) {
                Matrix p = predictions.get(m);
                for (int i = 0; i < held.length; i++) {
                    for (int c = 0; c < means.length; c++) {
                        double r = p.get(i, c) + means[c] - all.get(held[i], c);
                        errors[m][held[i]] += r * r;
                    }
                }
            }
        }
        return errors;
    }

    /** Of all methods; one that cannot be solved predicts the mean. */
    private static List<Matrix> predictions(Matrix x, Matrix z, Matrix y) {
        List<Matrix> result = new ArrayList<>();
        Matrix gram = x.columnGram();
        gram.addToDiagonal(1e-3 * x.rows());
        result.add(Cholesky.of(gram) instanceof Cholesky factor
                ? z.times(factor.solve(x.transposedTimes(y)))
                : Matrix.zeros(z.rows(), y.columns()));
        Matrix own = Reference.distances(x, x);
        Matrix cross = Reference.distances(z, x);
        double[] sorted = own.data().clone();
        Arrays.sort(sorted);
        double median = Math.max(sorted[sorted.length / 2], 1e-12);
        for (double[] kernel : KERNELS) {
            Matrix k = exponential(own, kernel[0] * median);
            k.addToDiagonal(kernel[1]);
            result.add(Cholesky.of(k) instanceof Cholesky factor
                    ? exponential(cross, kernel[0] * median).times(factor.solve(y))
                    : Matrix.zeros(z.rows(), y.columns()));
        }
        return result;
    }

    private static Matrix exponential(Matrix squares, double scale) {
        Matrix result = squares.copy();
        double[] data = result.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.exp(-data[i] / scale);
        }
        return result;
    }

    private static Matrix shifted(Matrix y, double[] by, double sign) {
        Matrix result = y.copy();
        double[] data = result.data();
        for (int i = 0; i < data.length; i++) {
            data[i] += sign * by[i % by.length];
        }
        return result;
    }
}
