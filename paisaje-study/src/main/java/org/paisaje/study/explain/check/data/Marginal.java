package org.paisaje.study.explain.check.data;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;

/**
 * How the targets go along one input alone: the means of groups of rows that are next to each other there, less the polynomial
 * of degree 5 that is nearest to them. What remains is rough: a wave if neighbouring means resemble each other, and without
 * any order if they do not, as where the input is a code for a name.
 *
 * @param column the input
 * @param rough the share of the variance of the targets that is so, less what noise within the groups explains
 * @param periods half the number of times that it crosses 0, by a margin of half its size
 * @param disorder von Neumann's ratio: half the mean squared difference of neighbouring means over their mean square, which is 1
 *        where there is no order and near 0 along a smooth curve (von Neumann 1941)
 * @param values how many values the input has, if each of them is a group; else 0
 */
public record Marginal(int column, double rough, double periods, double disorder, int values) {
    private static final int DEGREE = 5;
    private static final int FEWEST = 60;
    private static final int MOST_VALUES = 100;
    private static final int MOST_GROUPS = 256;
    private static final int EACH = 5;
    private static final double LEVEL = 5;
    /** What is less of the variance is no cause. */
    private static final double ROUGH = 0.1;

    /** Groups of rows in the order of an input. */
    private record Groups(double[] places, int[] of, int count, boolean values) {}

    /**
     * The input along which the targets are roughest; absent if they are smooth along all, beyond what chance explains. Copies of
     * a row count once: they would make noise look as if it came from the inputs.
     */
    public static Optional<Marginal> of(Dataset all) {
        Dataset data = once(all);
        if (data.size() < FEWEST) {
            return Optional.empty();
        }
        return IntStream.range(0, data.inputs())
                .boxed()
                .flatMap(j -> IntStream.range(0, data.outputs())
                        .mapToObj(c -> along(j, data.x().column(j), data.y().column(c)))
                        .flatMap(Optional::stream))
                .max(Comparator.comparingDouble(Marginal::rough));
    }

    /** Whether it is a wave that a run of which so much is left on its training data has not learned. */
    public boolean waves(double left) {
        return rough > ROUGH && left > 0.5 * rough && disorder < (values > 0 ? 0.5 : 0.8);
    }

    private static Dataset once(Dataset data) {
        Set<DoubleBuffer> seen = new HashSet<>();
        int[] rows = IntStream.range(0, data.size())
                .filter(i -> seen.add(DoubleBuffer.wrap(data.x().row(i))))
                .toArray();
        // Where inputs have few values, equal rows are no copies.
        return rows.length < FEWEST || rows.length == data.size() ? data : data.subset(rows);
    }

    static Optional<Marginal> along(int column, double[] x, double[] y) {
        Groups groups = groups(x);
        int k = groups.count();
        if (k < 2 * DEGREE) {
            return Optional.empty();
        }
        double[] sums = new double[k];
        double[] squares = new double[k];
        int[] counts = new int[k];
        double mean = Arrays.stream(y).average().orElse(0);
        double total = 0;
        for (int i = 0; i < y.length; i++) {
            int g = groups.of()[i];
            double value = y[i] - mean;
            sums[g] += value;
            squares[g] += value * value;
            counts[g]++;
            total += value * value;
        }
        double within = 0;
        double[] means = new double[k];
        for (int g = 0; g < k; g++) {
            means[g] = sums[g] / counts[g];
            within += squares[g] - sums[g] * means[g];
        }
        Optional<double[]> left = less(groups.places(), means, counts);
        if (left.isEmpty() || !(total > 0)) {
            return Optional.empty();
        }
        double[] r = left.get();
        double sum = 0;
        double size = 0;
        double steps = 0;
        for (int g = 0; g < k; g++) {
            sum += counts[g] * r[g] * r[g];
            size += r[g] * r[g] / k;
            steps += g == 0 ? 0 : 0.5 * (r[g] - r[g - 1]) * (r[g] - r[g - 1]) / (k - 1);
        }
        int free = k - DEGREE - 1;
        double noise = y.length > k ? Math.max(0, within) / (y.length - k) : 0;
        // Of noise alone the sum is chi squared with so many degrees of freedom times its variance.
        if (sum < noise * (free + LEVEL * Math.sqrt(2.0 * free))) {
            return Optional.empty();
        }
        return Optional.of(new Marginal(column, Math.max(0, sum - free * noise) / total,
                crossings(r, 0.5 * Math.sqrt(size)) / 2.0, steps / size, groups.values() ? k : 0));
    }

    private static Groups groups(double[] x) {
        int n = x.length;
        var values = new TreeSet<Double>();
        for (double value : x) {
            values.add(value);
            if (values.size() > MOST_VALUES) {
                break;
            }
        }
        int[] of = new int[n];
        if (values.size() <= Math.min(MOST_VALUES, n / EACH)) {
            double[] places = values.stream().mapToDouble(Double::doubleValue).toArray();
            for (int i = 0; i < n; i++) {
                of[i] = Arrays.binarySearch(places, x[i]);
            }
            return new Groups(places, of, places.length, true);
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> x[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int k = Math.min(MOST_GROUPS, n / EACH);
        double[] places = new double[k];
        int[] counts = new int[k];
        for (int i = 0; i < n; i++) {
            int g = (int) ((long) i * k / n);
            of[order[i]] = g;
            places[g] += x[order[i]];
            counts[g]++;
        }
        for (int g = 0; g < k; g++) {
            places[g] /= counts[g];
        }
        return new Groups(places, of, k, false);
    }

    /** Means less the weighted least squares polynomial, in Chebyshev polynomials on their range. */
    private static Optional<double[]> less(double[] places, double[] means, int[] counts) {
        int k = places.length;
        double low = places[0];
        double range = places[k - 1] - low;
        if (!(range > 0)) {
            return Optional.empty();
        }
        Matrix basis = Matrix.zeros(k, DEGREE + 1);
        Matrix weighted = Matrix.zeros(k, DEGREE + 1);
        Matrix right = Matrix.zeros(k, 1);
        for (int g = 0; g < k; g++) {
            double u = Math.clamp(2 * (places[g] - low) / range - 1, -1, 1);
            for (int p = 0; p <= DEGREE; p++) {
                double value = Math.cos(p * Math.acos(u));
                basis.set(g, p, value);
                weighted.set(g, p, counts[g] * value);
            }
            right.set(g, 0, means[g]);
        }
        return Cholesky.of(weighted.transposedTimes(basis)) instanceof Cholesky factor
                ? Optional.of(remains(basis, factor.solve(weighted.transposedTimes(right)), means))
                : Optional.empty();
    }

    private static double[] remains(Matrix basis, Matrix weights, double[] means) {
        double[] fitted = basis.times(weights).column(0);
        return IntStream.range(0, means.length).mapToDouble(g -> means[g] - fitted[g]).toArray();
    }

    private static int crossings(double[] values, double margin) {
        int sign = 0;
        int crossings = 0;
        for (double value : values) {
            int now = value > margin ? 1 : value < -margin ? -1 : 0;
            crossings += now != 0 && sign != 0 && now != sign ? 1 : 0;
            sign = now != 0 ? now : sign;
        }
        return crossings;
    }

    /** Whether the values of a column are at whole multiples of a step, with few gaps, as numbers given to names are. */
    public static boolean whole(double[] x) {
        double[] sorted = Arrays.stream(x).sorted().distinct().toArray();
        double step = Double.POSITIVE_INFINITY;
        for (int i = 1; i < sorted.length; i++) {
            step = Math.min(step, sorted[i] - sorted[i - 1]);
        }
        double most = (sorted[sorted.length - 1] - sorted[0]) / step;
        if (!(most <= 3.0 * sorted.length)) {
            return false;
        }
        for (double value : sorted) {
            double places = (value - sorted[0]) / step;
            if (Math.abs(places - Math.rint(places)) > 1e-6) {
                return false;
            }
        }
        return true;
    }
}
