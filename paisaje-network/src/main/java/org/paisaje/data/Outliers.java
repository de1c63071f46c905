package org.paisaje.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * Values that lie apart from all others of their column, such as -999 for a missing one or a slip of the decimal point. A value
 * lies apart if its distance from the median exceeds 20 times half the distance of the quartiles and 5 times the distance of
 * every value that does not. The second condition spares long tails, in which each value is followed by one not much smaller. At
 * most a fifth of a column may lie apart; columns with equal quartiles, such as those that are mostly 0, have none. Of an input
 * a value lies apart as well if at least five rows and at most half of them share it, and it is farther from the others, of which
 * many differ, than these are from each other: a 0 for what was not measured.
 *
 * @param inputs the range of the other values, column by column of the inputs; infinite where nothing lies apart
 * @param targets the same for real targets
 */
public record Outliers(Range[] inputs, Range[] targets) {
    private static final int FEWEST = 20;
    private static final double FAR = 20;
    private static final double APART = 5;
    private static final double MOST = 0.2;
    /** So many rows share a code for missing values. */
    private static final int FEWEST_ALIKE = 5;
    private static final double MOST_ALIKE = 0.5;
    /** The others are measured: so large a share of them differs. */
    private static final double MANY = 0.2;

    /**
     * What a column holds apart from its outliers.
     *
     * @param low the smallest of the other values
     * @param high the largest of them
     */
    public record Range(double low, double high) {
        private static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /** Whether a value is one of the others. */
        public boolean holds(double value) {
            return value >= low && value <= high;
        }

        /** Whether something lies apart. */
        public boolean bounded() {
            return high < Double.POSITIVE_INFINITY;
        }
    }

    /** Those of a set, of which all that follows is judged. */
    public static Outliers of(Dataset data) {
        Range[] none = new Range[data.y().columns()];
        Arrays.fill(none, Range.ALL);
        return new Outliers(ranges(data.x(), true),
                data.task() instanceof Task.Regression ? ranges(data.y(), false) : none);
    }

    /** Of inputs also without codes: where many targets are one number, that may be what they are. */
    private static Range[] ranges(Matrix x, boolean inputs) {
        return IntStream.range(0, x.columns()).mapToObj(j -> {
            Range found = range(x.column(j));
            return found.bounded() || !inputs ? found : withoutCode(x.column(j));
        }).toArray(Range[]::new);
    }

    static Range range(double[] column) {
        int n = column.length;
        if (n < FEWEST) {
            return Range.ALL;
        }
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        double median = sorted[n / 2];
        double half = 0.5 * (sorted[3 * n / 4] - sorted[n / 4]);
        if (!(half > 0)) {
            return Range.ALL;
        }
        double[] distances = Arrays.stream(sorted).map(value -> Math.abs(value - median)).sorted().toArray();
        for (int i = (int) Math.ceil((1 - MOST) * n); i < n; i++) {
            if (distances[i] > FAR * half && distances[i] > APART * distances[i - 1]) {
                double most = distances[i - 1];
                double[] others = Arrays.stream(sorted).filter(value -> Math.abs(value - median) <= most).toArray();
                return new Range(others[0], others[others.length - 1]);
            }
        }
        return Range.ALL;
    }

    /** Without a value that many rows share at one end of a column of many different ones, with a wide gap before it. */
    static Range withoutCode(double[] column) {
        int n = column.length;
        double[] sorted = Arrays.stream(column).sorted().toArray();
        for (boolean high : new boolean[] {false, true}) {
            double code = sorted[high ? n - 1 : 0];
            double[] others = Arrays.stream(sorted).filter(value -> value != code).toArray();
            int count = n - others.length;
            if (count < FEWEST_ALIKE || count > MOST_ALIKE * n
                    || Arrays.stream(others).distinct().count() < MANY * others.length) {
                continue;
            }
            double gap = high ? code - others[others.length - 1] : others[0] - code;
            if (gap > others[others.length - 1] - others[0]) {
                return new Range(others[0], others[others.length - 1]);
            }
        }
        return Range.ALL;
    }

    /** Whether there are any. */
    public boolean any() {
        return Arrays.stream(inputs).anyMatch(Range::bounded) || Arrays.stream(targets).anyMatch(Range::bounded);
    }

    /** The rows of a set, of this one or of another with the same columns, in which nothing lies apart. */
    public int[] kept(Dataset data) {
        return IntStream.range(0, data.size())
                .filter(i -> held(inputs, data.x().row(i)) && held(targets, data.y().row(i)))
                .toArray();
    }

    private static boolean held(Range[] ranges, double[] row) {
        return IntStream.range(0, row.length).allMatch(j -> ranges[j].holds(row[j]));
    }

    /** A set without the rows in which something lies apart; the set itself if that leaves nothing or all. */
    public Dataset without(Dataset data) {
        int[] rows = kept(data);
        return rows.length == 0 || rows.length == data.size() ? data : data.subset(rows);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
