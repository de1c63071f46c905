package org.paisaje.math.linalg.factor;

import org.paisaje.math.backend.Provider;
import org.paisaje.math.backend.Team;
import org.paisaje.math.linalg.Checks;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * The minimiser X of ||A X - B||_F, of minimum norm where there are many, with singular values of A up to a tolerance
 * taken as zero (LAPACK dgelsd). With full rank the error is bounded by a multiple of eps times the condition number,
 * plus its square times the relative residual (Higham 2002, Thm 20.1).
 *
 * @param solution n x columns of B
 * @param rank the number of singular values taken as non-zero
 * @param tolerance the ratio to the largest singular value up to which a singular value counted as zero
 * @param singularValues of A, descending
 * @param residualNorms ||A x - b|| for every column of B
 */
public record LeastSquares(Matrix solution, int rank, double tolerance, double[] singularValues,
        double[] residualNorms) {

    /** Solves with the tolerance max(m, n) eps. */
    public static LeastSquares solve(Matrix a, Matrix b) {
        return solve(a, b, Checks.rankTolerance(a.rows(), a.columns()));
    }

    /**
     * Solves for all columns of b at once.
     *
     * @param a m x n
     * @param b m x any
     * @param tolerance relative to the largest singular value, in [0, 1)
     * @throws IllegalArgumentException if the rows disagree, an entry is not finite, or it does not fit the heap
     */
    public static LeastSquares solve(Matrix a, Matrix b, double tolerance) {
        int m = a.rows();
        int n = a.columns();
        int columns = b.columns();
        if (b.rows() != m) {
            throw new IllegalArgumentException(
                    "LeastSquares: b has " + b.rows() + " rows, a has " + m + "; each row is one equation");
        }
        Checks.tolerance("LeastSquares", tolerance);
        Checks.finite("LeastSquares", "a", a);
        Checks.finite("LeastSquares", "b", b);
        MemoryEstimate.require("LeastSquares",
                MemoryEstimate.ofDoubles(m, n + (long) columns) + MemoryEstimate.ofDoubles(n, columns),
                "conjugate gradients on the normal equations need only products");
        Matrix x = Matrix.zeros(n, columns);
        double[] singular = new double[Math.min(m, n)];
        int rank = 0;
        if (singular.length > 0 && columns > 0) {
            rank = Provider.current()
                    .lapack()
                    .leastSquares(Team.shared(), m, n, columns, tolerance, a.data(), b.data(),
                            x.data(), singular);
            if (rank < 0) {
                throw new ArithmeticException(
                        "LeastSquares: the iteration did not converge for this " + m + " x " + n + " matrix");
            }
        }
        double[] norms = new double[columns];
        Matrix residual = a.times(x);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < columns; j++) {
                norms[j] = Math.hypot(norms[j], residual.get(i, j) - b.get(i, j));
            }
        }
        return new LeastSquares(x, rank, tolerance, singular, norms);
    }

    @Override
    public String toString() {
        return "LeastSquares[rank " + rank + " of " + singularValues.length + "]";
    }
}
