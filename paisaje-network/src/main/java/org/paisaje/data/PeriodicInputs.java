package org.paisaje.data;

import org.paisaje.math.linalg.Matrix;

/**
 * The map that puts beside every input u, scaled to [0, 1] over the range it was fixed on, the waves {@code sin 2 pi k u} and
 * {@code cos 2 pi k u} for k = 1 to a largest one: what a network with slow initial waves needs to learn fast ones (Tancik et
 * al. 2020).
 */
public final class PeriodicInputs {
    /** The most periods over the range of an input. */
    public static final int MOST = 4096;

    private final double[] low;
    private final double[] range;
    private final int most;

    private PeriodicInputs(double[] low, double[] range, int most) {
        this.low = low;
        this.range = range;
        this.most = most;
    }

    /**
     * The map fixed on the ranges of the columns of x.
     *
     * @param most the largest number of periods over the range, from 1
     */
    public static PeriodicInputs of(Matrix x, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException(
                    "periods: there are " + most + ", a number from 1 to " + MOST + " is needed");
        }
        int d = x.columns();
        double[] low = new double[d];
        double[] range = new double[d];
        for (int j = 0; j < d; j++) {
            double least = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            for (double value : x.column(j)) {
                least = Math.min(least, value);
                largest = Math.max(largest, value);
            }
            low[j] = least;
            range[j] = largest > least ? largest - least : 1;
        }
        return new PeriodicInputs(low, range, most);
    }

    /** The number of columns of the result: d (1 + 2 most). */
    public int columns() {
        return Math.multiplyExact(low.length, 1 + 2 * most);
    }

    /** The inputs with their waves, n x d (1 + 2 most): first the inputs, then column by column the sine and cosine of each k. */
    public Matrix apply(Matrix x) {
        int d = low.length;
        if (x.columns() != d) {
            throw new IllegalArgumentException(
                    "PeriodicInputs: x has " + x.columns() + " columns, the ranges are those of "
                            + d + "; rows are samples");
        }
        Matrix result = Matrix.zeros(x.rows(), columns());
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < d; j++) {
                double u = (x.get(i, j) - low[j]) / range[j];
                result.set(i, j, x.get(i, j));
                for (int k = 1; k <= most; k++) {
                    int at = d + 2 * (j * most + k - 1);
                    result.set(i, at, Math.sin(2 * Math.PI * k * u));
                    result.set(i, at + 1, Math.cos(2 * Math.PI * k * u));
                }
            }
        }
        return result;
    }
}
