package org.paisaje.theory.kernel.store;

import java.util.Arrays;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.CholeskyResult;
import org.paisaje.math.linalg.factor.NotPositiveDefinite;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.random.Seed;

/**
 * An approximate inverse of {@code K + rho I} from r of the columns of K, drawn at random (Williams and Seeger 2001): with
 * S the points drawn and {@code K_SS = L L^T}, {@code F = L^-1 K_SX} has {@code F^T F ~ K}, and
 *
 * <pre>
 * P^-1 = (I - F^T (s I + F F^T)^-1 F) / s,     s = rho + tr(K - F^T F) / N
 * </pre>
 *
 * by the Woodbury identity. Set up with the evaluation of r N entries and 3 r^2 N flops; 4 r N flops for each vector, with
 * F read twice for all vectors together; 8 r N bytes.
 */
final class NystroemPreconditioner implements LinearOperator {
    private final Matrix factor;
    private final Cholesky inner;
    private final Matrix gram;
    private final double shift;
    private final double rest;

    private NystroemPreconditioner(Matrix factor, Cholesky inner, Matrix gram, double shift, double rest) {
        this.factor = factor;
        this.inner = inner;
        this.gram = gram;
        this.shift = shift;
        this.rest = rest;
    }

    /** The bytes of one of rank r for N points. */
    static long bytes(int n, int r) {
        return MemoryEstimate.ofDoubles(r, n) + 4 * MemoryEstimate.ofDoubles(r, r);
    }

    /**
     * One of rank r.
     *
     * @param diagonal of K
     */
    static NystroemPreconditioner of(PointKernel kernel, double[] diagonal, int rank, double rho, Seed seed) {
        int n = kernel.order();
        TileGrid grid = kernel.grid();
        int[] landmarks = seed.generator().choice(rank, n);
        Arrays.sort(landmarks);
        Matrix points = kernel.points(landmarks);
        Matrix factor = Matrix.zeros(rank, n);
        Parallel.run(grid.bands(), band -> Blas.withThreads(1, () -> {
            Matrix block = kernel.function().of(points, kernel.band(band));
            for (int i = 0; i < rank; i++) {
                System.arraycopy(block.data(), i * block.columns(), factor.data(), i * n + grid.start(band),
                        block.columns());
            }
        }));
        Matrix own = kernel.function().of(points);
        Cholesky chosen = positive(Cholesky.withJitter(own));
        Blas.trsm(true, true, false, false, rank, n, 1, chosen.factor().data(), 0, rank, factor.data(), 0, n);
        Matrix gram = factor.gram();
        double total = Arrays.stream(diagonal).sum();
        double held = 0;
        for (int i = 0; i < rank; i++) {
            held += gram.get(i, i);
        }
        double rest = Math.max(total - held, n * Math.ulp(total)) / n;
        Matrix shifted = gram.copy();
        shifted.addToDiagonal(rho + rest);
        return new NystroemPreconditioner(factor, positive(Cholesky.of(shifted)), gram, rho + rest, rest);
    }

    private static Cholesky positive(CholeskyResult result) {
        return switch (result) {
            case Cholesky factor -> factor;
            case NotPositiveDefinite failure -> throw new IllegalArgumentException(
                    "preconditioner: the kernel is indefinite, " + failure
                            + "; a kernel is positive semidefinite, so the function is none");
        };
    }

    /** The mean eigenvalue of what the columns do not hold, {@code tr(K - F^T F) / N}. */
    double rest() {
        return rest;
    }

    /** The eigenvalues of F^T F that are not 0, descending: each at most the eigenvalue of K of its rank. */
    double[] eigenvalues() {
        double[] ascending = SymmetricEigen.values(gram);
        double[] result = new double[ascending.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = ascending[ascending.length - 1 - i];
        }
        return result;
    }

    @Override
    public int rows() {
        return factor.columns();
    }

    @Override
    public int columns() {
        return factor.columns();
    }

    @Override
    public void apply(double[] v, double[] out) {
        applyAll(Matrix.wrap(1, v.length, v), Matrix.wrap(1, out.length, out));
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        int n = factor.columns();
        int r = factor.rows();
        int k = vectors.rows();
        Matrix inside = inner.solve(factor.timesTransposed(vectors));
        System.arraycopy(vectors.data(), 0, out.data(), 0, k * n);
        Blas.gemm(true, false, k, n, r, -1 / shift, inside.data(), 0, k, factor.data(), 0, n, 1 / shift, out.data(), 0,
                n);
    }
}
