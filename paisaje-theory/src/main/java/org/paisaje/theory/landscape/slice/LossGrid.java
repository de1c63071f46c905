package org.paisaje.theory.landscape.slice;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.Brief;

/**
 * The loss on a grid over a slice. A line is a grid of one row.
 *
 * @param xs places along the first direction, ascending
 * @param ys places along the second; empty of a line
 * @param values entry [i][j] belongs to (xs[j], ys[i]); NaN where it is not known yet, infinity where it overflows
 */
public record LossGrid(double[] xs, double[] ys, double[][] values) {
    /** Checks the shape. */
    public LossGrid {
        int rows = Math.max(1, ys.length);
        if (xs.length < 2 || ys.length == 1 || values.length != rows
                || Arrays.stream(values).anyMatch(row -> row.length != xs.length)) {
            throw new IllegalArgumentException("grid: " + values.length + " rows of values for " + xs.length + " by "
                    + ys.length + " places; at least 2 are needed along each direction");
        }
    }

    /** Nothing known yet. */
    public static LossGrid open(double[] xs, double[] ys) {
        double[][] values = new double[Math.max(1, ys.length)][xs.length];
        Arrays.stream(values).forEach(row -> Arrays.fill(row, Double.NaN));
        return new LossGrid(xs, ys, values);
    }

    /** So many equidistant places from low to high, which are hit exactly. */
    public static double[] places(double low, double high, int count) {
        if (count < 2 || !(high > low) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "grid: " + count + " places from " + low + " to " + high + "; 2 or more in a range are needed");
        }
        return IntStream.range(0, count)
                .mapToDouble(i -> (low * (count - 1 - i) + high * i) / (count - 1))
                .toArray();
    }

    /** Whether it is a line. */
    public boolean line() {
        return ys.length == 0;
    }

    /** Writes the coordinates of entry [i][j]. */
    void place(int i, int j, double[] s) {
        s[0] = xs[j];
        if (ys.length > 0) {
            s[1] = ys[i];
        }
    }

    /** The rows that are not known yet. */
    int[] open() {
        return IntStream.range(0, values.length).filter(i -> Double.isNaN(values[i][0])).toArray();
    }

    /** Whether everything is known. */
    public boolean complete() {
        return open().length == 0;
    }

    /** How many values are too large for a number. */
    public long overflows() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isInfinite).count();
    }

    /** The least value. */
    public double least() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).min().orElse(Double.NaN);
    }

    /** The largest finite value. */
    public double largest() {
        return Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /** All values in a row, line by line. */
    public double[] flat() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
