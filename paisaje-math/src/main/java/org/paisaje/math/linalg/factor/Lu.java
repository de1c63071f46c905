package org.paisaje.math.linalg.factor;

import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.special.Reductions;

/**
 * P A = L U of a general matrix with row pivots, by panels of columns; 2/3 n^3 flops, most of them in one product a panel.
 * An object keeps its arrays and can factor one matrix after another.
 */
public final class Lu {
    private static final int PANEL = 32;

    private final int n;
    private final double[] a;
    private final int[] pivots;
    private final double[] upper;

    /** Room for a matrix of order n. */
    public Lu(int n) {
        this.n = n;
        this.a = new double[n * n];
        this.pivots = new int[n];
        this.upper = new double[PANEL * n];
    }

    /** Solves A x = b; empty if A is singular to rounding, a pivot being at most n ulps of the largest entry. */
    public static Optional<double[]> solve(Matrix a, double[] b) {
        if (b.length != a.rows()) {
            throw new IllegalArgumentException("Lu.solve: b has " + b.length + " entries, the matrix has " + a.rows()
                    + " rows; each row is one equation");
        }
        return of(a).map(factors -> {
            double[] x = b.clone();
            factors.solve(x);
            return x;
        });
    }

    /** The inverse of A; empty as for {@link #solve(Matrix, double[])}. */
    public static Optional<Matrix> inverse(Matrix a) {
        return of(a).map(factors -> {
            Matrix columns = Matrix.identity(a.rows());
            double[] x = new double[a.rows()];
            for (int j = 0; j < a.rows(); j++) {
                System.arraycopy(columns.data(), j * a.rows(), x, 0, x.length);
                factors.solve(x);
                columns.setRow(j, x);
            }
            return columns.transpose();
        });
    }

    private static Optional<Lu> of(Matrix a) {
        if (a.rows() != a.columns()) {
            throw new IllegalArgumentException(
                    "Lu: the matrix is " + a.rows() + " x " + a.columns() + ", it must be square");
        }
        double largest = 0;
        for (double entry : a.data()) {
            largest = Math.max(largest, Math.abs(entry));
        }
        Lu factors = new Lu(a.rows());
        System.arraycopy(a.data(), 0, factors.a, 0, factors.a.length);
        return factors.factor(a.rows() * Math.ulp(largest)) ? Optional.of(factors) : Optional.empty();
    }

    /** The matrix by rows, to be filled before {@link #factor}. */
    public double[] matrix() {
        return a;
    }

    /** Factors what the matrix holds; false if a pivot is 0 or not finite. */
    public boolean factor() {
        return factor(0);
    }

    private boolean factor(double least) {
        for (int start = 0; start < n; start += PANEL) {
            int end = Math.min(n, start + PANEL);
            if (!panel(start, end, least)) {
                return false;
            }
            int rest = n - end;
            if (rest == 0) {
                continue;
            }
            for (int i = start + 1; i < end; i++) {
                for (int k = start; k < i; k++) {
                    Reductions.axpy(-a[i * n + k], a, k * n + end, a, i * n + end, rest);
                }
            }
            int width = end - start;
            double[] lower = new double[rest * width];
            for (int i = end; i < n; i++) {
                System.arraycopy(a, i * n + start, lower, (i - end) * width, width);
            }
            for (int i = start; i < end; i++) {
                System.arraycopy(a, i * n + end, upper, (i - start) * rest, rest);
            }
            Blas.gemm(false, false, rest, rest, width, -1, lower, 0, width, upper, 0, rest, 1, a, end * n + end, n);
        }
        return true;
    }

    private boolean panel(int start, int end, double least) {
        for (int k = start; k < end; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) {
                    pivot = i;
                }
            }
            pivots[k] = pivot;
            if (pivot != k) {
                for (int j = 0; j < n; j++) {
                    double swap = a[k * n + j];
                    a[k * n + j] = a[pivot * n + j];
                    a[pivot * n + j] = swap;
                }
            }
            double head = a[k * n + k];
            if (!(Math.abs(head) > least) || !Double.isFinite(head)) {
                return false;
            }
            for (int i = k + 1; i < n; i++) {
                double multiple = a[i * n + k] / head;
                a[i * n + k] = multiple;
                if (multiple != 0) {
                    Reductions.axpy(-multiple, a, k * n + k + 1, a, i * n + k + 1, end - k - 1);
                }
            }
        }
        return true;
    }

    /** Overwrites b with the solution of A x = b. */
    public void solve(double[] b) {
        for (int k = 0; k < n; k++) {
            int pivot = pivots[k];
            double swap = b[k];
            b[k] = b[pivot];
            b[pivot] = swap;
        }
        for (int i = 1; i < n; i++) {
            b[i] -= Reductions.dot(a, i * n, b, 0, i);
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = b[i] - Reductions.dot(a, i * n + i + 1, b, i + 1, n - i - 1);
            b[i] = sum / a[i * n + i];
        }
    }
}
