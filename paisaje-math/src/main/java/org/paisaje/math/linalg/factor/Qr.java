package org.paisaje.math.linalg.factor;

import java.util.Arrays;
import org.paisaje.math.backend.Provider;
import org.paisaje.math.backend.Team;
import org.paisaje.math.linalg.Checks;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * The thin QR factorisation with column pivoting, A P = Q R, of an m x n matrix with r = min(m, n) (LAPACK dgeqp3). The
 * diagonal of R does not grow in modulus, so that a sudden drop shows the numerical rank (Golub and Van Loan 2013,
 * section 5.4.2); about 4 m n r flops with Q.
 *
 * @param q m x r with orthonormal columns
 * @param r r x n, upper trapezoidal
 * @param pivots column j of Q R is column {@code pivots[j]} of A
 */
public record Qr(Matrix q, Matrix r, int[] pivots) {

    /**
     * Factors a.
     *
     * @throws IllegalArgumentException if an entry is not finite or the factors do not fit the heap
     */
    public static Qr of(Matrix a) {
        Checks.finite("Qr", "the matrix", a);
        int m = a.rows();
        int n = a.columns();
        int rank = Math.min(m, n);
        MemoryEstimate.require("Qr", MemoryEstimate.ofDoubles(m + (long) n, rank) + MemoryEstimate.ofDoubles(m, n),
                "fewer rows or columns help");
        Matrix q = Matrix.zeros(m, rank);
        Matrix r = Matrix.zeros(rank, n);
        int[] pivots = new int[n];
        Arrays.setAll(pivots, j -> j);
        if (rank > 0) {
            Provider.current().lapack().pivotedQr(Team.shared(), m, n, a.data(), q.data(), r.data(), pivots);
        }
        return new Qr(q, r, pivots);
    }

    /** The number of diagonal entries of R above max(m, n) eps times the first, in modulus. */
    public int rank() {
        return rank(Checks.rankTolerance(q.rows(), r.columns()));
    }

    /** The number of diagonal entries of R above {@code tolerance} times the first, in modulus. */
    public int rank(double tolerance) {
        Checks.tolerance("Qr.rank", tolerance);
        int rank = 0;
        while (rank < r.rows() && Math.abs(r.get(rank, rank)) > tolerance * Math.abs(r.get(0, 0))) {
            rank++;
        }
        return rank;
    }

    @Override
    public String toString() {
        return "Qr[" + q.rows() + " x " + r.columns() + "]";
    }
}
