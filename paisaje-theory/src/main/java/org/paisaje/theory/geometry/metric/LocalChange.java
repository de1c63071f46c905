package org.paisaje.theory.geometry.metric;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;

/**
 * What a map does near a point: its Jacobian J stretches the unit ball to an ellipsoid with the singular values as half axes.
 *
 * @param stretches the singular values, descending
 * @param determinant det J where J is square, with the sign of the orientation; sqrt(det J'J) else, which is the factor of volume
 * @param square whether J is square
 */
public record LocalChange(double[] stretches, double determinant, boolean square) {
    /** At x. */
    public static LocalChange of(SmoothMap map, double[] x) {
        return of(map.jacobian(x));
    }

    static LocalChange of(Matrix j) {
        double[] values = Svd.of(j).values();
        if (j.rows() == j.columns()) {
            return new LocalChange(values, determinant(j), true);
        }
        double product = j.rows() < j.columns() ? 0 : 1;
        for (double value : values) {
            product *= value;
        }
        return new LocalChange(values, product, false);
    }

    /** By elimination with pivots, which keeps the sign right where rounding leaves one. */
    static double determinant(Matrix a) {
        int n = a.rows();
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = a.row(i).clone();
        }
        double product = 1;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            if (rows[pivot][k] == 0) {
                return 0;
            }
            if (pivot != k) {
                double[] swap = rows[k];
                rows[k] = rows[pivot];
                rows[pivot] = swap;
                product = -product;
            }
            product *= rows[k][k];
            for (int i = k + 1; i < n; i++) {
                double factor = rows[i][k] / rows[k][k];
                for (int j = k + 1; j < n; j++) {
                    rows[i][j] -= factor * rows[k][j];
                }
            }
        }
        return product;
    }

    /** The largest stretch over the smallest; infinite where a direction is lost. */
    public double condition() {
        double least = stretches[stretches.length - 1];
        return least == 0 ? Double.POSITIVE_INFINITY : stretches[0] / least;
    }

    /** 1 where the orientation stays, -1 where it turns over, 0 where the determinant is 0 but for rounding or J is not square. */
    public int orientation() {
        double rounding = stretches.length * stretches.length * 0x1p-52 * stretches[0];
        return !square || stretches[stretches.length - 1] <= rounding ? 0 : (int) Math.signum(determinant);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
