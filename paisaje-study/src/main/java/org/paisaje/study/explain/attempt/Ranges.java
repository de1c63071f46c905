package org.paisaje.study.explain.attempt;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * The two smallest and the two largest values of each column.
 *
 * @param low the smallest
 * @param nextLow the second smallest
 * @param high the largest
 * @param nextHigh the second largest
 * @param margin how far beyond is far: half a standard deviation; infinite for a constant column
 */
public record Ranges(double[] low, double[] nextLow, double[] high, double[] nextHigh, double[] margin) {
    private static final double FAR = 0.5;

    /** Those of the columns of x, which spread by so much. */
    public static Ranges of(Matrix x, double[] spreads) {
        int d = x.columns();
        double[] low = filled(d, Double.POSITIVE_INFINITY);
        double[] nextLow = filled(d, Double.POSITIVE_INFINITY);
        double[] high = filled(d, Double.NEGATIVE_INFINITY);
        double[] nextHigh = filled(d, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < d; j++) {
                double value = x.get(i, j);
                nextLow[j] = Math.min(nextLow[j], Math.max(low[j], value));
                low[j] = Math.min(low[j], value);
                nextHigh[j] = Math.max(nextHigh[j], Math.min(high[j], value));
                high[j] = Math.max(high[j], value);
            }
        }
        double[] margin = Arrays.stream(spreads).map(s -> s > 0 ? FAR * s : Double.POSITIVE_INFINITY).toArray();
        return new Ranges(low, nextLow, high, nextHigh, margin);
    }

    private static double[] filled(int d, double value) {
        double[] result = new double[d];
        Arrays.fill(result, value);
        return result;
    }

    /** Whether an entry of a row lies far outside its column. */
    public boolean outside(double[] row) {
        for (int j = 0; j < row.length; j++) {
            if (row[j] < low[j] - margin[j] || row[j] > high[j] + margin[j]) {
                return true;
            }
        }
        return false;
    }

    /** The same for a row of the columns themselves, against the other rows. */
    public boolean outsideOthers(double[] row) {
        for (int j = 0; j < row.length; j++) {
            if (row[j] == low[j] && row[j] < nextLow[j] - margin[j]
                    || row[j] == high[j] && row[j] > nextHigh[j] + margin[j]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
