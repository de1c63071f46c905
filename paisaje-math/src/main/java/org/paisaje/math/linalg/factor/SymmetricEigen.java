package org.paisaje.math.linalg.factor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.backend.Provider;
import org.paisaje.math.backend.Team;
import org.paisaje.math.linalg.Checks;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.special.Phi;

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix A. A value is within about n eps ||A|| of an exact one.
 * All together are found by divide and conquer, some of them by relatively robust representations (LAPACK dsyevd and
 * dsyevr); 4/3 n^3 flops for values alone, 4 to 9 n^3 with vectors. Only the lower triangle is used once the symmetry is
 * checked.
 *
 * @param values the eigenvalues, in the order the method states
 * @param vectors the eigenvectors, one per row in the order of the values; no rows if only values were asked for
 */
public record SymmetricEigen(double[] values, Matrix vectors) {

    /** All eigenvalues, ascending, with vectors. */
    public static SymmetricEigen of(Matrix a) {
        return all("SymmetricEigen", a, true);
    }

    /** All eigenvalues, ascending, without vectors. */
    public static double[] values(Matrix a) {
        return all("SymmetricEigen.values", a, false).values;
    }

    /** The k algebraically largest eigenvalues, descending, with vectors. */
    public static SymmetricEigen largest(Matrix a, int k) {
        int n = a.rows();
        SymmetricEigen ascending = indices(a, n - Math.min(k, n + 1), n);
        double[] values = new double[k];
        Matrix vectors = Matrix.zeros(k, n);
        for (int i = 0; i < k; i++) {
            values[i] = ascending.values[k - 1 - i];
            vectors.setRow(i, ascending.vectors.row(k - 1 - i));
        }
        return new SymmetricEigen(values, vectors);
    }

    /** The eigenvalues of rank {@code from} (inclusive, 0 is the smallest) to {@code to} (exclusive), ascending. */
    public static SymmetricEigen indices(Matrix a, int from, int to) {
        String operation = "SymmetricEigen.indices";
        Checks.symmetric(operation, a);
        int n = a.rows();
        if (from < 0 || to < from || to > n) {
            throw new IllegalArgumentException(operation + ": ranks " + from + " to " + to
                    + " of a matrix of order " + n + "; 0 <= from <= to <= " + n + " is needed");
        }
        if (from == to) {
            return new SymmetricEigen(new double[0], Matrix.zeros(0, n));
        }
        return part(operation, a, from, to, 0, 0, to - from);
    }

    /** The eigenvalues in the half-open interval (low, high], ascending, with vectors. */
    public static SymmetricEigen range(Matrix a, double low, double high) {
        String operation = "SymmetricEigen.range";
        Checks.symmetric(operation, a);
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    operation + ": the interval (" + low + ", " + high + "] is empty; low < high is needed");
        }
        if (a.rows() == 0) {
            return new SymmetricEigen(new double[0], Matrix.zeros(0, 0));
        }
        double limit = Double.MAX_VALUE / 4;
        return part(operation, a, 0, -1, Math.clamp(low, -limit, limit), Math.clamp(high, -limit, limit), a.rows());
    }

    private static SymmetricEigen part(String operation, Matrix a, int from, int to, double low, double high,
            int room) {
        int n = a.rows();
        require(operation, n, room);
        double[] values = new double[n];
        double[] rows = new double[room * n];
        int found = Provider.current()
                .lapack()
                .eigenRange(Team.shared(), n, from, to, low, high, true, a.data(), values,
                        rows);
        if (found < 0) {
            throw new ArithmeticException(operation + ": the iteration did not converge for this matrix of order " + n);
        }
        return new SymmetricEigen(Arrays.copyOf(values, found), Matrix.wrap(found, n, Arrays.copyOf(rows, found * n)));
    }

    private static SymmetricEigen all(String operation, Matrix a, boolean vectors) {
        Checks.symmetric(operation, a);
        int n = a.rows();
        double[] values = new double[n];
        if (n == 0) {
            return new SymmetricEigen(values, Matrix.zeros(0, 0));
        }
        require(operation, n, vectors ? n : 0);
        double[] rows = a.data().clone();
        int info = Provider.current().lapack().eigen(Team.shared(), n, vectors, rows, values);
        if (info != 0) {
            return part(operation, a, 0, n, 0, 0, n);
        }
        return new SymmetricEigen(values, vectors ? Matrix.wrap(n, n, rows) : Matrix.zeros(0, n));
    }

    /** On the heap a copy of A and the vectors; the native workspace lies outside. */
    private static void require(String operation, int n, int vectors) {
        MemoryEstimate.require(operation, MemoryEstimate.ofDoubles(n, n) + MemoryEstimate.ofDoubles(vectors, n),
                "Lanczos finds some of the eigenvalues with products alone");
    }

    /** f(A) v = sum f(lambda_i) (q_i . v) q_i over the pairs held; 4 k n flops. */
    public double[] apply(DoubleUnaryOperator f, double[] v) {
        int n = vectors.columns();
        if (v.length != n || vectors.rows() != values.length) {
            throw new IllegalArgumentException("SymmetricEigen.apply: v has " + v.length + " entries and there are "
                    + vectors.rows() + " vectors of length " + n + "; they must agree with each other and the values");
        }
        double[] coefficients = vectors.times(v);
        for (int i = 0; i < values.length; i++) {
            coefficients[i] *= f.applyAsDouble(values[i]);
        }
        return vectors.transposedTimes(coefficients);
    }

    /** The matrix f(A) = sum f(lambda_i) q_i q_i^T over the pairs held, exactly symmetric; n^2 k flops. */
    public Matrix function(DoubleUnaryOperator f) {
        int n = vectors.columns();
        int k = vectors.rows();
        if (k != values.length) {
            throw new IllegalArgumentException("SymmetricEigen.function: there are " + values.length
                    + " values but " + k + " vectors; ask for vectors too");
        }
        Matrix scaled = vectors.copy();
        for (int i = 0; i < k; i++) {
            double factor = f.applyAsDouble(values[i]);
            for (int j = 0; j < n; j++) {
                scaled.data()[i * n + j] *= factor;
            }
        }
        return vectors.transposedTimes(scaled).symmetrise();
    }

    /**
     * phi_k(-t A) v, see {@link Phi}: exp(-t A) v for k = 0; for k = 1 the factor (1 - exp(-t lambda)) / (t lambda),
     * which is 1 at lambda = 0.
     */
    public double[] phi(int k, double t, double[] v) {
        return apply(lambda -> Phi.of(k, -t * lambda), v);
    }

    @Override
    public String toString() {
        return "SymmetricEigen[" + values.length + " of " + vectors.columns() + "]";
    }
}
