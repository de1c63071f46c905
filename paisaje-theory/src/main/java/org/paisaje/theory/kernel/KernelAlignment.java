package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;

/**
 * Centred alignment of two kernels on n points, {@code <HKH, HLH>_F / (|HKH|_F |HLH|_F)} with {@code H = 1 - 11'/n} (Cortes,
 * Mohri and Rostamizadeh 2012): 1 if they are equal up to a factor and a constant, about 0 if they have nothing in common.
 */
public final class KernelAlignment {
    private KernelAlignment() {}

    /**
     * Of the tangent kernel, averaged over outputs, with {@code y y'}.
     *
     * @return between -1 and 1; NaN if one of the two is constant
     */
    public static double of(Architecture network, double[] theta, Matrix x, Matrix y) {
        return of(EmpiricalNtk.of(network, theta).trace(x), y.timesTransposed(y));
    }

    /** Of two symmetric n x n matrices; NaN if one of them is constant on all pairs. */
    public static double of(Matrix k, Matrix l) {
        if (k.rows() != k.columns() || l.rows() != k.rows() || l.columns() != k.columns()) {
            throw new IllegalArgumentException("alignment: the kernels are " + k.rows() + " x " + k.columns() + " and "
                    + l.rows() + " x " + l.columns() + "; both are n x n on the same points");
        }
        double[] a = centred(k);
        double[] b = centred(l);
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            first += a[i] * a[i];
            second += b[i] * b[i];
        }
        // Below this share of the kernel itself, what centring leaves is rounding.
        double rounding = 1e-24;
        boolean constant = first <= rounding * square(k) || second <= rounding * square(l);
        return constant ? Double.NaN : Math.max(-1, Math.min(1, product / Math.sqrt(first * second)));
    }

    private static double square(Matrix k) {
        double norm = k.frobeniusNorm();
        return norm * norm;
    }

    private static double[] centred(Matrix k) {
        int n = k.rows();
        double[] means = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                means[i] += k.get(i, j) / n;
            }
            all += means[i] / n;
        }
        double[] result = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[i * n + j] = k.get(i, j) - means[i] - means[j] + all;
            }
        }
        return result;
    }
}
