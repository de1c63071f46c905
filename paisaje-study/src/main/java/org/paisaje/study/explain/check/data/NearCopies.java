package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.Brief;
import org.paisaje.math.DisjointSets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Proportions;
import org.paisaje.study.explain.attempt.Reference;

/**
 * Test rows that lie among near-copies of themselves in the training data: a gap in the distances to their nearest neighbours.
 *
 * <p>Near a point, rows of a smooth density of intrinsic dimension D are a Poisson process, in which the volumes of the balls up to the
 * k-th and the next neighbour have a ratio that is distributed as the largest of k uniform numbers: the distances have one above
 * r with probability {@code r^(-kD)}, and there is such a gap after any of them with probability at most {@code 1/(r^D - 1)}. D is that of
 * rows of which each stands for its group, by the maximum of the likelihood of their distances (Levina and Bickel 2005), and
 * at least 1.
 *
 * @param groups the group of each row, of the training rows and then of the test rows, by single linkage in the gap
 * @param within the largest distance to a near-copy, the median over the test rows that have some
 * @param beyond the least distance to any other row, likewise
 * @param share the share of the test rows that have near-copies among the training rows and a gap after them
 * @param bound with what probability there is such a gap by chance, at most
 * @param several how many groups have more than one row
 */
public record NearCopies(int[] groups, double within, double beyond, double share, double bound, int several) {
    /** Gaps that are looked for: the second shows in many dimensions only, where the first would ask for too much. */
    private static final double[] RATIOS = {4, 2};
    /** With fewer of the test rows in groups the others tell what new things would. */
    private static final double FEWEST = 0.2;
    /** The level at which the share is above the bound, over the four searches: two ratios and two scales. */
    private static final double LEVEL = 1e-4;
    /** A class that is a tight cluster is no group: there have to be so many groups for each class. */
    private static final int FOR_EACH_CLASS = 5;
    private static final int FEWEST_GROUPS = 10;
    /** A column with a value that more of the rows share makes gaps by its ties. */
    private static final double TIED = 0.05;
    private static final int MOST_TESTED = 300;
    private static final int FEWEST_TESTED = 20;
    private static final int MOST_COPIES = 256;
    private static final int REPRESENTATIVES = 1000;
    private static final int NEIGHBOURS = 10;
    /** Products of a search for neighbours, and pairs of rows of a linkage, that are made at most. */
    private static final double MOST_PRODUCTS = 3e9;
    private static final long MOST_PAIRS = 50_000_000;

    /**
     * Those of inputs as they were read, the columns standardized or else as they are; absent if there are none, or too much would
     * have to be computed.
     *
     * @param classes how many classes there are; 0 for real targets
     */
    public static Optional<NearCopies> of(Matrix train, Matrix test, int classes) {
        Matrix all = Matrix.stackRows(train, test);
        int[] columns = IntStream.range(0, all.columns()).filter(j -> untied(all.column(j))).toArray();
        int tested = (int) Math.min(Math.min(MOST_TESTED, test.rows()),
                MOST_PRODUCTS / Math.max(1, (double) train.rows() * columns.length));
        if (columns.length == 0 || tested < FEWEST_TESTED) {
            return Optional.empty();
        }
        Matrix raw = chosen(all, columns, false);
        Matrix scaled = chosen(all, columns, true);
        for (Matrix x : new Matrix[] {scaled, raw}) {
            for (double ratio : RATIOS) {
                Optional<NearCopies> found = new Search(x, train.rows(), tested, Math.max(1, classes), ratio).copies();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether no value has more than a few of the rows. */
    private static boolean untied(double[] column) {
        Map<Double, Integer> counts = new HashMap<>();
        for (double value : column) {
            counts.merge(value, 1, Integer::sum);
        }
        return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0) <= Math.max(1,
                TIED * column.length);
    }

    private static Matrix chosen(Matrix all, int[] columns, boolean scaled) {
        Matrix x = Matrix.zeros(all.rows(), columns.length);
        for (int j = 0; j < columns.length; j++) {
            double[] column = all.column(columns[j]);
            double mean = Arrays.stream(column).average().orElse(0);
            double spread = Math.sqrt(Arrays.stream(column).map(v -> (v - mean) * (v - mean)).average().orElse(0));
            double scale = scaled && spread > 0 ? 1 / spread : 1;
            for (int i = 0; i < column.length; i++) {
                x.set(i, j, (column[i] - mean) * scale);
            }
        }
        return x;
    }

    /** A gap in the distances of one test row. */
    private record Gap(double within, double beyond) {
        double middle() {
            return Math.sqrt(within * beyond);
        }

        boolean holds(double distance) {
            return within <= distance && distance < beyond;
        }
    }

    /** The search for gaps of one ratio on one scale; the first rows are the training rows. */
    private record Search(Matrix x, int train, int tested, int classes, double ratio) {
        Optional<NearCopies> copies() {
            Gap[] gaps = gaps();
            // The distance that lies in the gaps of most rows.
            double cut = 0;
            long held = 0;
            for (Gap gap : gaps) {
                double middle = gap.middle();
                long count = Arrays.stream(gaps).filter(other -> other.holds(middle)).count();
                cut = count > held ? middle : cut;
                held = Math.max(held, count);
            }
            if (held < FEWEST * tested) {
                return Optional.empty();
            }
            double distance = cut;
            Optional<int[]> linked = linked(distance);
            if (linked.isEmpty()) {
                return Optional.empty();
            }
            int[] groups = linked.get();
            int[] sizes = new int[x.rows()];
            Arrays.stream(groups).forEach(group -> sizes[group]++);
            int several = (int) Arrays.stream(sizes).filter(size -> size > 1).count();
            double bound = Math.min(1, 1 / (Math.pow(ratio, Math.max(1, dimension(groups))) - 1));
            if (several < Math.max(FEWEST_GROUPS, FOR_EACH_CLASS * classes)
                    || Proportions.atLeast(held, tested, bound) > LEVEL) {
                return Optional.empty();
            }
            Gap[] own = Arrays.stream(gaps).filter(gap -> gap.holds(distance)).toArray(Gap[]::new);
            return Optional.of(new NearCopies(groups,
                    Arrays.stream(own).mapToDouble(Gap::within).sorted().toArray()[own.length / 2],
                    Arrays.stream(own).mapToDouble(Gap::beyond).sorted().toArray()[own.length / 2],
                    (double) held / tested, bound, several));
        }

        /** The gaps after near-copies of test rows; where one has several, each. */
        private Gap[] gaps() {
            int[] test = Arrays.stream(Reference.spread(x.rows() - train, tested)).map(i -> train + i).toArray();
            Matrix fit = x.rows(IntStream.range(0, train).toArray());
            Matrix products = x.rows(test).timesTransposed(fit);
            double[] squares = IntStream.range(0, train).mapToDouble(i -> square(fit.row(i))).toArray();
            int most = Math.clamp(train / 20, 1, MOST_COPIES);
            return IntStream.range(0, test.length).boxed().flatMap(t -> {
                double[] rough = IntStream.range(0, train)
                        .mapToDouble(i -> squares[i] - 2 * products.get(t, i))
                        .toArray();
                double[] sorted = rough.clone();
                Arrays.sort(sorted);
                double last = sorted[Math.min(train - 1, most + 1)];
                double[] near = IntStream.range(0, train)
                        .filter(i -> rough[i] <= last)
                        .mapToDouble(i -> distance(test[t], i, Double.POSITIVE_INFINITY))
                        .sorted()
                        .toArray();
                return IntStream.range(1, Math.min(most + 1, near.length))
                        .filter(k -> near[k - 1] > 0 && near[k] >= ratio * near[k - 1])
                        .mapToObj(k -> new Gap(near[k - 1], near[k]));
            }).toArray(Gap[]::new);
        }

        private static double square(double[] row) {
            return Arrays.stream(row).map(v -> v * v).sum();
        }

        /** The distance of two rows; infinite where it is above a bound. */
        private double distance(int i, int j, double bound) {
            double sum = 0;
            for (int k = 0; k < x.columns() && sum <= bound * bound; k++) {
                double r = x.get(i, k) - x.get(j, k);
                sum += r * r;
            }
            return sum <= bound * bound ? Math.sqrt(sum) : Double.POSITIVE_INFINITY;
        }

        /** Groups of rows that are joined by steps up to a distance; along a direction only rows within it have to be compared. */
        private Optional<int[]> linked(double distance) {
            int n = x.rows();
            double[] along = new double[n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < x.columns(); k++) {
                    // Directions of which no two columns cancel.
                    along[i] += x.get(i, k) * Math.cos(k + 1.0) * Math.sqrt(2.0 / x.columns());
                }
            }
            double length = Math.sqrt(IntStream.range(0, x.columns())
                    .mapToDouble(k -> Math.pow(Math.cos(k + 1.0), 2) * 2.0 / x.columns())
                    .sum());
            Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
            Arrays.sort(order, (a, b) -> Double.compare(along[a], along[b]));
            DisjointSets sets = new DisjointSets(n);
            long pairs = 0;
            for (int a = 0; a < n; a++) {
                for (int b = a + 1; b < n && along[order[b]] - along[order[a]] <= distance * length; b++) {
                    if (++pairs > MOST_PAIRS) {
                        return Optional.empty();
                    }
                    if (distance(order[a], order[b], distance) <= distance) {
                        sets.join(order[a], order[b]);
                    }
                }
            }
            return Optional.of(sets.numbers());
        }

        /** The intrinsic dimension of rows of different groups, one of each. */
        private double dimension(int[] groups) {
            int[] first = new int[x.rows()];
            Arrays.fill(first, -1);
            for (int i = 0; i < groups.length; i++) {
                first[groups[i]] = first[groups[i]] < 0 ? i : first[groups[i]];
            }
            int[] every = Arrays.stream(first).filter(i -> i >= 0).toArray();
            int[] rows = Arrays.stream(Reference.spread(every.length, Math.min(every.length, REPRESENTATIVES)))
                    .map(i -> every[i])
                    .toArray();
            int k = Math.min(NEIGHBOURS, rows.length - 1);
            if (k < 3) {
                return 1;
            }
            double sum = Arrays.stream(rows).mapToDouble(i -> {
                double[] near = Arrays.stream(rows)
                        .filter(j -> j != i)
                        .mapToDouble(j -> distance(i, j, Double.POSITIVE_INFINITY))
                        .sorted()
                        .limit(k)
                        .toArray();
                return Arrays.stream(near, 0, k - 1).map(one -> Math.log(near[k - 1] / one)).sum() / (k - 2);
            }).average().orElse(1);
            return 1 / sum;
        }
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
