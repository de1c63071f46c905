package org.paisaje.math.krylov.system;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * A partial Cholesky factor with diagonal pivoting: {@code A ~ F^T F} with F of r rows, from r columns of A. The rest
 * {@code A - F^T F} is positive semidefinite, so its trace bounds its norm (Harbrecht, Peters and Schneider 2012). Costs r
 * columns and r^2 N flops; 8 r N bytes.
 *
 * @param factor F, r x N
 * @param pivots the columns used, in order
 * @param remainingTrace {@code tr(A - F^T F)}
 * @param lowestDiagonal the least entry met on the diagonal of the rest: clearly negative if A is not semidefinite
 */
public record PivotedCholesky(Matrix factor, int[] pivots, double remainingTrace, double lowestDiagonal) {

    /**
     * Factors until {@code rank} columns are used or the trace of the rest is at most {@code tolerance} times that of A.
     */
    public static PivotedCholesky of(SymmetricEntries a, int rank, double tolerance) {
        int n = a.order();
        if (rank < 1 || rank > n || !(tolerance >= 0)) {
            throw new IllegalArgumentException("PivotedCholesky: rank is " + rank + " and tolerance " + tolerance
                    + "; the matrix is of order " + n + ", a rank of 1 to " + n + " and a tolerance >= 0 are needed");
        }
        MemoryEstimate.requireVectors("PivotedCholesky", (long) rank * n, "a smaller rank");
        double[] rest = a.diagonal();
        double trace = Arrays.stream(rest).map(Math::abs).sum();
        if (!Double.isFinite(trace)) {
            throw new IllegalArgumentException("PivotedCholesky: the diagonal is not finite");
        }
        Panel f = new Panel(rank, n);
        int[] pivots = new int[rank];
        double[] column = new double[n];
        double lowest = Double.POSITIVE_INFINITY;
        double remaining = trace;
        int k = 0;
        for (; k <= rank; k++) {
            int pivot = 0;
            remaining = 0;
            for (int i = 0; i < n; i++) {
                remaining += Math.max(rest[i], 0);
                lowest = Math.min(lowest, rest[i]);
                if (rest[i] > rest[pivot]) {
                    pivot = i;
                }
            }
            if (k == rank || remaining <= Math.max(tolerance, Math.ulp(1.0) * n) * trace) {
                break;
            }
            a.column(pivot, column);
            double[] coefficients = new double[k];
            for (int i = 0; i < k; i++) {
                coefficients[i] = f.data[i * n + pivot];
            }
            f.subtract(k, coefficients, column, 0, 1);
            Vectors.scale(1 / Math.sqrt(rest[pivot]), column, 0, n);
            f.set(k, column, 0);
            for (int i = 0; i < n; i++) {
                rest[i] -= column[i] * column[i];
            }
            rest[pivot] = 0;
            pivots[k] = pivot;
        }
        Matrix factor = Matrix.wrap(k, n, k == rank ? f.data : Arrays.copyOf(f.data, k * n));
        return new PivotedCholesky(factor, Arrays.copyOf(pivots, k), remaining, lowest);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
