package org.paisaje.math.linalg.factor;

import org.paisaje.math.backend.Provider;
import org.paisaje.math.backend.Team;
import org.paisaje.math.linalg.Checks;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * The thin singular value decomposition A = U diag(values) V^T of an m x n matrix, r = min(m, n), by divide and conquer
 * (LAPACK dgesdd). Values are within about max(m, n) eps ||A|| of the exact ones; some 14 m n r + 8 r^3 flops.
 *
 * @param u m x r with orthonormal columns
 * @param values the singular values, descending
 * @param vt r x n with orthonormal rows
 */
public record Svd(Matrix u, double[] values, Matrix vt) {

    /**
     * Decomposes a.
     *
     * @throws IllegalArgumentException if an entry is not finite or the factors do not fit the heap
     */
    public static Svd of(Matrix a) {
        Checks.finite("Svd", "the matrix", a);
        int m = a.rows();
        int n = a.columns();
        int r = Math.min(m, n);
        MemoryEstimate.require("Svd", MemoryEstimate.ofDoubles(m + (long) n, r),
                "the leading part comes from Lanczos on A^T A");
        Matrix u = Matrix.zeros(m, r);
        Matrix vt = Matrix.zeros(r, n);
        double[] values = new double[r];
        if (r > 0 && Provider.current().lapack().svd(Team.shared(), m, n, a.data(), u.data(), values, vt.data()) != 0
                && Provider.plain().lapack().svd(Team.shared(), m, n, a.data(), u.data(), values, vt.data()) != 0) {
            throw new ArithmeticException("Svd: the iteration did not converge for this " + m + " x " + n + " matrix");
        }
        return new Svd(u, values, vt);
    }

    /** The number of singular values above max(m, n) eps times the largest. */
    public int rank() {
        return rank(Checks.rankTolerance(u.rows(), vt.columns()));
    }

    /** The number of singular values above {@code tolerance} times the largest. */
    public int rank(double tolerance) {
        Checks.tolerance("Svd.rank", tolerance);
        int rank = 0;
        while (rank < values.length && values[rank] > tolerance * values[0]) {
            rank++;
        }
        return rank;
    }

    /** The ratio of the largest to the smallest singular value; infinite if the latter is 0, 1 for an empty matrix. */
    public double condition() {
        if (values.length == 0) {
            return 1;
        }
        double least = values[values.length - 1];
        return least == 0 ? Double.POSITIVE_INFINITY : values[0] / least;
    }

    @Override
    public String toString() {
        return "Svd[" + u.rows() + " x " + vt.columns() + "]";
    }
}
