package org.paisaje.math.krylov.function;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.krylov.core.Orthonormal;
import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.NotPositiveDefinite;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * Functions of a symmetric positive semidefinite matrix on several vectors, {@code f(A) B ~ V f(T) V^T B} with V an
 * orthonormal basis of what blocks of solves {@code (A + sigma I)^-1} make of B, and {@code T = V^T A V} (Ruhe 1984;
 * Guettel 2013). Unlike with products alone, the number of steps depends little on the condition of A: for exp(-t A) and
 * sigma about 10 / t one step gains a factor of about 2.4 at best (Andersson 1981; van den Eshof and Hochbruck 2006), whatever A
 * is. A shift costs a factorisation, n^3 / 3 flops; a step with k vectors 6 n^2 k, and 8 n m k against m vectors.
 *
 * <p>What the space misses shows in the residual {@code R f(T) V^T B} with {@code R = (I - V V^T) A V}, which is computed
 * from products with A. Memory: three n x m arrays. One thread at a time.
 */
public final class RationalKrylov {
    private static final double[] NONE = {};

    private final Matrix a;
    private final int n;
    private final int columns;
    private final Panel basis;
    private final double[] images;
    private final double[] coefficients;
    private Orthonormal space;
    private final double size;
    private int imaged;
    private int last;
    private boolean invariant;
    private SymmetricEigen ritz = new SymmetricEigen(NONE, Matrix.zeros(0, 0));
    private Matrix rest = Matrix.zeros(0, 0);

    /**
     * Starts with the span of the columns of b.
     *
     * @param a symmetric positive semidefinite, n x n, read in place
     * @param b n x k
     * @param mostVectors the largest dimension of the space, at least k
     */
    public RationalKrylov(Matrix a, Matrix b, int mostVectors) {
        this.a = a;
        this.n = a.rows();
        this.columns = b.columns();
        if (a.columns() != n || b.rows() != n || columns == 0 || mostVectors < columns) {
            throw new IllegalArgumentException("RationalKrylov: the matrix is " + n + " x " + a.columns() + ", b is "
                    + b.rows() + " x " + columns + " and at most " + mostVectors + " vectors are asked for; needed are "
                    + "n x n, n x k with k at least 1, and at least k vectors");
        }
        int capacity = Math.min(n, mostVectors);
        MemoryEstimate.requireVectors("RationalKrylov", 3L * n * capacity, "a smaller space");
        size = a.frobeniusNorm();
        basis = new Panel(capacity, n);
        images = new double[capacity * n];
        double[] rows = b.transpose().data();
        double[] start = rows.clone();
        space = Orthonormal.extend(basis, 0, NONE, 0, rows, columns);
        coefficients = new double[capacity * columns];
        // V^T B, computed from the vectors themselves.
        if (space.rank() > 0) {
            Blas.gemm(false, true, space.rank(), columns, n, 1, basis.data, 0, n, start, 0, n, 0, coefficients, 0,
                    columns);
        }
        complete();
    }

    /** The dimension m of the space. */
    public int dimension() {
        return space.rank();
    }

    /** Whether a step brought nothing new or the space is full: with all n dimensions or an invariant space f is exact. */
    public boolean exhausted() {
        return invariant || dimension() == basis.capacity();
    }

    /**
     * Whether the space is invariant under A to rounding, so that every f is exact: it has all n dimensions, or the last
     * solves agree, to a backward error of n machine epsilons of the norm of the shifted matrix, with solutions that lie
     * in it.
     */
    public boolean invariant() {
        return invariant || dimension() == n;
    }

    /**
     * Adds {@code steps} blocks, each from the one before by a solve with A + shift I; ends early where the space is
     * {@link #exhausted}.
     *
     * @return whether the shifted matrix is positive definite; if not, nothing is added
     */
    public boolean extend(double shift, int steps) {
        if (exhausted()) {
            return true;
        }
        if (Cholesky.shifted(a, shift) instanceof Cholesky factor) {
            for (int step = 0; step < steps && !exhausted(); step++) {
                int before = space.rank();
                int count = before - last;
                Matrix block = Matrix.wrap(count, n, Arrays.copyOfRange(basis.data, last * n, before * n));
                double[] rows = factor.solve(block.transpose()).transpose().data();
                // Lengths differ by orders; directions count.
                for (int i = 0; i < count; i++) {
                    Vectors.scale(1 / Math.max(Double.MIN_NORMAL, Vectors.norm(rows, i * n, n)), rows, i * n, n);
                }
                Orthonormal wider = Orthonormal.extend(basis, before, NONE, 0, rows, count);
                last = before;
                invariant = isRounding(wider, before, count, shift);
                if (!invariant) {
                    space = wider;
                }
            }
            complete();
            return true;
        }
        return false;
    }

    /**
     * Whether the rows from {@code before} on are what rounding makes of solutions within the space before: the solutions
     * x, of norm 1, are {@code x' + s w} with w a new row and s its factor, and x' has the residual {@code s (A + shift) w}
     * more than x. No more than a stable solve leaves, it says nothing of w.
     */
    private boolean isRounding(Orthonormal wider, int before, int count, double shift) {
        double rounding = n * Math.ulp(1.0) * (size + shift);
        double[] largest = new double[wider.rank()];
        for (int i = before; i < wider.rank(); i++) {
            for (int j = 0; j < count; j++) {
                largest[i] = Math.max(largest[i], Math.abs(wider.r()[i * count + j]));
            }
            // |(A + shift) w| is at least the shift.
            if (largest[i] * shift > rounding) {
                return false;
            }
        }
        image(wider.rank());
        double[] shifted = new double[n];
        for (int i = before; i < wider.rank(); i++) {
            System.arraycopy(images, i * n, shifted, 0, n);
            Vectors.add(shift, basis.data, i * n, shifted, 0, n);
            if (largest[i] * Vectors.norm(shifted, 0, n) > rounding) {
                return false;
            }
        }
        imaged = before;
        return true;
    }

    private void image(int m) {
        if (m == imaged) {
            return;
        }
        Blas.gemm(false, false, m - imaged, n, n, 1, basis.data, imaged * n, n, a.data(), 0, n, 0, images, imaged * n,
                n);
        imaged = m;
    }

    /** Images and projections of new vectors, Ritz pairs, and R. */
    private void complete() {
        int m = space.rank();
        if (m == ritz.values().length) {
            return;
        }
        image(m);
        Matrix t = Matrix.zeros(m, m);
        Blas.gemm(false, true, m, m, n, 1, images, 0, n, basis.data, 0, n, 0, t.data(), 0, m);
        t.symmetrise();
        ritz = Blas.withThreads(1, () -> SymmetricEigen.of(t));
        rest = Matrix.wrap(m, n, Arrays.copyOf(images, m * n));
        Blas.gemm(false, false, m, n, m, -1, t.data(), 0, m, basis.data, 0, n, 1, rest.data(), 0, n);
    }

    /** The Ritz values, ascending; between the extreme eigenvalues of A. */
    public double[] ritzValues() {
        return ritz.values().clone();
    }

    /** The coordinates of f(A) B in the basis, m x k. */
    private Matrix coordinates(DoubleUnaryOperator f) {
        int m = dimension();
        Matrix inRitz = ritz.vectors().times(Matrix.wrap(m, columns, Arrays.copyOf(coefficients, m * columns)));
        for (int i = 0; i < m; i++) {
            // Below 0 a Ritz value of a semidefinite matrix is rounding.
            double factor = f.applyAsDouble(Math.max(0, ritz.values()[i]));
            Blas.scale(columns, factor, inRitz.data(), i * columns);
        }
        return ritz.vectors().transposedTimes(inRitz);
    }

    /** f(A) B, n x k; 2 n m k flops. */
    public Matrix apply(DoubleUnaryOperator f) {
        Matrix result = Matrix.zeros(n, columns);
        Blas.gemm(true, false, n, columns, dimension(), 1, basis.data, 0, n, coordinates(f).data(), 0, columns, 0,
                result.data(), 0, columns);
        return result;
    }

    /** The rows of C in the basis, C V, for {@link #applyTo}; 2 p n m flops for p rows. */
    public Matrix project(Matrix c) {
        if (c.columns() != n) {
            throw new IllegalArgumentException("project: c has " + c.columns() + " columns, the matrix has order " + n);
        }
        Matrix result = Matrix.zeros(c.rows(), dimension());
        Blas.gemm(false, true, c.rows(), dimension(), n, 1, c.data(), 0, n, basis.data, 0, n, 0, result.data(), 0,
                dimension());
        return result;
    }

    /** C f(A) B for C as {@link #project} gives it in the present space; 2 p m k flops. */
    public Matrix applyTo(Matrix projected, DoubleUnaryOperator f) {
        return projected.times(coordinates(f));
    }

    /** The Frobenius norm of the residual {@code R f(T) V^T B}; 2 n m k flops. */
    public double residual(DoubleUnaryOperator f) {
        return rest.transposedTimes(coordinates(f)).frobeniusNorm();
    }
}
