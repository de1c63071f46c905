package org.paisaje.study.explain.attempt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;

/**
 * What simple methods without training by steps get out of the same data: nearest neighbours, linear least squares, the lasso
 * where there are many inputs, and kernel ridge regression. It says what a run could have reached at least.
 *
 * @param method which one was best
 * @param left the share of the error of a constant that it leaves, as in {@link Score}
 * @param error its standard error
 * @param linear whether linear least squares did it
 * @param sparse whether the lasso did it
 * @param linearLeft what the best linear function that was found leaves
 */
public record Reference(String method, double left, double error, boolean linear, boolean sparse, double linearLeft) {
    private static final int MOST_TRAIN = 1500;
    private static final int MOST_TEST = 800;
    private static final int FEWEST = 24;
    /** With fewer samples for each input it is worth a try that most inputs do not matter. */
    public static final int MANY_INPUTS = 5;
    /** Entries of a pass of the lasso in which all inputs change. */
    private static final long MOST_PRODUCTS = 1_000_000;

    /** Predictions of a method. */
    record Tried(String method, Matrix predictions, boolean linear, boolean sparse) {
        Tried(String method, Matrix predictions, boolean linear) {
            this(method, predictions, linear, false);
        }
    }

    /** The best of the methods, on the test data or, without any, on a quarter of the training data; absent for few samples. */
    public static Optional<Reference> of(Dataset train, Optional<Dataset> test) {
        Dataset fit = train;
        Dataset judged;
        if (test.isPresent()) {
            judged = test.get();
        } else {
            int n = train.size();
            judged = train.subset(IntStream.range(0, n).filter(i -> i % 4 == 3).toArray().length == 0
                    ? new int[] {0}
                    : IntStream.range(0, n).filter(i -> i % 4 == 3).toArray());
            fit = train.subset(IntStream.range(0, n).filter(i -> i % 4 != 3).toArray());
        }
        return of(fit, judged, FEWEST);
    }

    /**
     * The best of the methods.
     *
     * @param train what they are fitted to
     * @param test what they are judged by
     * @param fewest with fewer training samples it is absent
     */
    public static Optional<Reference> of(Dataset train, Dataset test, int fewest) {
        if (train.size() < fewest || test.size() < 5) {
            return Optional.empty();
        }
        Dataset fit = train;
        Dataset judged = test;
        fit = fit.subset(spread(fit.size(), MOST_TRAIN));
        judged = judged.subset(spread(judged.size(), MOST_TEST));
        boolean classes = !(fit.task() instanceof Task.Regression);
        Matrix y = classes ? fit.oneHot().y() : fit.y();
        Matrix truth = classes ? judged.oneHot().y() : judged.y();
        List<Tried> tried = tried(fit, judged);
        double linearLeft = tried.stream()
                .filter(Tried::linear)
                .mapToDouble(one -> left(one.predictions(), truth, y, classes)[0])
                .min()
                .orElse(1);
        return tried.stream().map(one -> {
            double[] left = left(one.predictions(), truth, y, classes);
            return new Reference(one.method(), left[0], left[1], one.linear() && !one.sparse(), one.sparse(),
                    linearLeft);
        }).filter(one -> Double.isFinite(one.left())).min(Comparator.comparingDouble(Reference::left));
    }

    /** What the methods say of rows, for classes of their indicators. */
    static List<Tried> tried(Dataset fit, Dataset judged) {
        Standardization map = Standardization.of(fit.x());
        Matrix x = map.apply(fit.x());
        Matrix z = map.apply(judged.x());
        boolean classes = !(fit.task() instanceof Task.Regression);
        Matrix y = classes ? fit.oneHot().y() : fit.y();
        List<Tried> tried = new ArrayList<>();
        Matrix distances = distances(z, x);
        for (int k : new int[] {1, 5, 15}) {
            if (k < fit.size() / 2) {
                tried.add(new Tried(k == 1 ? "the nearest neighbour" : "the " + k + " nearest neighbours",
                        neighbours(distances, y, k), false));
            }
        }
        if (classes) {
            tried.add(new Tried("the 3 nearest neighbours", neighbours(distances(judged.x(), fit.x()), y, 3), false));
        }
        // Against noise, and for directions that hardly vary.
        for (double ridge : new double[] {1e-3, 1e-10}) {
            linear(x, z, y, ridge).ifPresent(p -> tried.add(new Tried("linear least squares", p, true)));
        }
        if (x.rows() < MANY_INPUTS * x.columns() && (long) x.columns() * x.columns() * y.columns() <= MOST_PRODUCTS) {
            Lasso lasso = Lasso.of(x, centred(y));
            tried.add(new Tried("the lasso, which uses " + lasso.used() + " of " + x.columns() + " inputs",
                    shifted(z.times(lasso.weights()), Score.means(y)), true, true));
        }
        kernel(x, z, y, distances).forEach(p -> tried.add(new Tried("kernel ridge regression", p, false)));
        return tried;
    }

    /** At most that many of n rows at even distances. */
    public static int[] spread(int n, int most) {
        int count = Math.min(n, most);
        return IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    }

    private static double[] left(Matrix predictions, Matrix truth, Matrix y, boolean classes) {
        int n = truth.rows();
        int k = truth.columns();
        if (classes) {
            int[] answers = new int[n];
            int[] labels = new int[n];
            for (int i = 0; i < n; i++) {
                answers[i] = largest(predictions.row(i));
                labels[i] = largest(truth.row(i));
            }
            return Score.balanced(answers, labels, k);
        }
        double sum = 0;
        double total = Score.variation(truth, y);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double own = 0;
            for (int c = 0; c < k; c++) {
                double r = predictions.get(i, c) - truth.get(i, c);
                own += r * r;
            }
            sum += own;
            squares += own * own;
        }
        double scale = Math.max(total, 1e-300);
        return new double[] {sum / scale, Math.sqrt(Math.max(0, squares - sum * sum / n)) / scale};
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            best = values[c] > values[best] ? c : best;
        }
        return best;
    }

    /** Squared distances, rows of z against rows of x. */
    public static Matrix distances(Matrix z, Matrix x) {
        Matrix d = z.timesTransposed(x);
        double[] own = squares(x);
        double[] other = squares(z);
        double[] data = d.data();
        int n = x.rows();
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.max(0, other[i / n] + own[i % n] - 2 * data[i]);
        }
        return d;
    }

    private static double[] squares(Matrix x) {
        double[] result = new double[x.rows()];
        for (int i = 0; i < result.length; i++) {
            for (double value : x.row(i)) {
                result[i] += value * value;
            }
        }
        return result;
    }

    private static Matrix neighbours(Matrix distances, Matrix y, int k) {
        Matrix result = Matrix.zeros(distances.rows(), y.columns());
        for (int i = 0; i < distances.rows(); i++) {
            for (int j : nearest(distances.row(i), k)) {
                for (int c = 0; c < y.columns(); c++) {
                    result.set(i, c, result.get(i, c) + y.get(j, c) / k);
                }
            }
        }
        return result;
    }

    /** The places of the k smallest. */
    static int[] nearest(double[] values, int k) {
        int[] found = new int[k];
        double[] kept = new double[k];
        Arrays.fill(kept, Double.POSITIVE_INFINITY);
        for (int j = 0; j < values.length; j++) {
            if (values[j] < kept[k - 1]) {
                int at = k - 1;
                while (at > 0 && kept[at - 1] > values[j]) {
                    kept[at] = kept[at - 1];
                    found[at] = found[at - 1];
                    at--;
                }
                kept[at] = values[j];
                found[at] = j;
            }
        }
        return found;
    }

    private static Optional<Matrix> linear(Matrix x, Matrix z, Matrix y, double ridge) {
        if (x.columns() > 1000) {
            return Optional.empty();
        }
        Matrix gram = x.columnGram();
        gram.addToDiagonal(ridge * x.rows());
        return Cholesky.of(gram) instanceof Cholesky factor
                ? Optional.of(shifted(z.times(factor.solve(x.transposedTimes(centred(y)))), Score.means(y)))
                : Optional.empty();
    }

    private static List<Matrix> kernel(Matrix x, Matrix z, Matrix y, Matrix between) {
        List<Matrix> result = new ArrayList<>();
        int n = Math.min(x.rows(), 800);
        Matrix own = distances(x.rowRange(0, n), x.rowRange(0, n));
        double[] all = own.data().clone();
        Arrays.sort(all);
        double median = Math.max(all[all.length / 2], 1e-12);
        for (double width : new double[] {1, 0.1, 0.003}) {
            Matrix gram = own.copy();
            exponential(gram, width * median);
            gram.addToDiagonal(0.02);
            if (Cholesky.of(gram) instanceof Cholesky factor) {
                Matrix cross = Matrix.zeros(z.rows(), n);
                for (int i = 0; i < z.rows(); i++) {
                    for (int j = 0; j < n; j++) {
                        cross.set(i, j, between.get(i, j));
                    }
                }
                exponential(cross, width * median);
                result.add(shifted(cross.times(factor.solve(centred(y).rowRange(0, n))), Score.means(y)));
            }
        }
        return result;
    }

    private static void exponential(Matrix squares, double scale) {
        double[] data = squares.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.exp(-data[i] / scale);
        }
    }

    private static Matrix centred(Matrix y) {
        double[] means = Score.means(y);
        return shifted(y.copy(), Arrays.stream(means).map(m -> -m).toArray());
    }

    private static Matrix shifted(Matrix a, double[] by) {
        double[] data = a.data();
        for (int i = 0; i < data.length; i++) {
            data[i] += by[i % by.length];
        }
        return a;
    }
}
