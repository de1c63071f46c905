package org.paisaje.math.krylov.system;

import org.paisaje.math.krylov.core.Orthonormal;
import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.SmallEigen;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.random.Seed;

/** Approximate inverses of positive definite operators, to be handed to {@link ConjugateGradient}. */
public final class Preconditioners {
    private Preconditioners() {}

    /** The inverse of the diagonal (Jacobi); every entry must be positive. */
    public static LinearOperator jacobi(double[] diagonal) {
        double[] inverse = new double[diagonal.length];
        for (int i = 0; i < inverse.length; i++) {
            if (!(diagonal[i] > 0 && Double.isFinite(diagonal[i]))) {
                throw new IllegalArgumentException("Preconditioners.jacobi: entry " + i + " of the diagonal is "
                        + diagonal[i] + ", it must be positive; the operator is not positive definite");
            }
            inverse[i] = 1 / diagonal[i];
        }
        return LinearOperator.diagonal(inverse);
    }

    /**
     * A randomised Nystroem preconditioner for {@code A + shift I}: with {@code U diag(lambda) U^T} the rank-r Nystroem
     * approximation of the positive semidefinite A,
     * {@code P^-1 = (lambda_r + shift) U (Lambda + shift)^-1 U^T + (I - U U^T)} (Frangella, Tropp and Udell 2023). The
     * condition number after it is O(1) if r is about twice the effective dimension {@code tr(A (A + shift I)^-1)}.
     *
     * @param a the operator without the shift, positive semidefinite; {@code rank} products are made with it
     * @param shift a positive number
     */
    public static LinearOperator nystroem(LinearOperator a, int rank, double shift, Seed seed) {
        Products products = Products.square("Preconditioners.nystroem", a);
        int n = products.order();
        if (rank < 1 || rank > n || !(shift > 0)) {
            throw new IllegalArgumentException("Preconditioners.nystroem: rank is " + rank + " and shift " + shift
                    + "; the operator is of order " + n + ", a rank of 1 to " + n + " and a positive shift are needed");
        }
        MemoryEstimate.requireVectors("Preconditioners.nystroem", 4L * rank * n, "a smaller rank");
        Orthonormal test = Orthonormal.gaussian(rank, n, seed.named("nystroem"));
        Matrix omega = Matrix.wrap(rank, n, test.q().data);
        Matrix y = Matrix.zeros(rank, n);
        products.applyAll(omega, y);
        double lift = 0;
        for (int i = 0; i < rank; i++) {
            lift = Math.max(lift, Vectors.norm(y.data(), i * n, n));
        }
        lift *= Math.sqrt(n) * Math.ulp(1.0);
        Vectors.add(lift, omega.data(), 0, y.data(), 0, rank * n);
        double[] core = test.q().products(rank, y.data(), 0, rank);
        SmallEigen inner = SmallEigen.of(core, rank, rank);
        Orthonormal range = Orthonormal.of(y.data(), rank, n);
        int r = range.rank();
        // K = R V diag(mu)^(-1/2), so that Y core^-1 Y^T = Q K K^T Q^T
        double[] k = new double[r * rank];
        for (int l = 0; l < rank; l++) {
            double mu = inner.values()[l];
            if (mu <= 0) {
                continue;
            }
            for (int i = 0; i < r; i++) {
                double sum = 0;
                for (int j = 0; j < rank; j++) {
                    sum += range.r()[i * rank + j] * inner.vectors()[l * rank + j];
                }
                k[i * rank + l] = sum / Math.sqrt(mu);
            }
        }
        double[] gram = new double[r * r];
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                gram[i * r + j] = Vectors.dot(k, i * rank, k, j * rank, rank);
            }
        }
        SmallEigen outer = SmallEigen.of(gram, r, r);
        double least = r == 0 ? 0 : Math.max(0, outer.values()[0] - lift);
        double[] weights = new double[r * r];
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                double sum = 0;
                for (int l = 0; l < r; l++) {
                    double lambda = Math.max(0, outer.values()[l] - lift);
                    sum += outer.vectors()[l * r + i] * outer.vectors()[l * r + j]
                            * ((least + shift) / (lambda + shift) - 1);
                }
                weights[i * r + j] = sum;
            }
        }
        return new LowRankUpdate(range.q(), r, 1, weights);
    }

    /**
     * The inverse of {@code F^T F + shift I} for a partial Cholesky factor F, by the Woodbury identity
     * {@code (I - F^T (shift I + F F^T)^-1 F) / shift}. Setting up costs 2 r^2 N flops, applying 4 r N.
     */
    public static LinearOperator pivotedCholesky(PivotedCholesky partial, double shift) {
        if (!(shift > 0)) {
            throw new IllegalArgumentException("Preconditioners.pivotedCholesky: shift is " + shift
                    + ", it must be positive; without one the rest of the matrix cannot be inverted");
        }
        Matrix f = partial.factor();
        int r = f.rows();
        Panel panel = new Panel(r, f.columns(), f.data());
        double[] gram = panel.products(r, f.data(), 0, r);
        SmallEigen eigen = SmallEigen.of(gram, r, r);
        double[] k = new double[r * r];
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                double sum = 0;
                for (int l = 0; l < r; l++) {
                    sum += eigen.vectors()[l * r + i] * eigen.vectors()[l * r + j]
                            / (Math.max(0, eigen.values()[l]) + shift);
                }
                k[i * r + j] = -sum / shift;
            }
        }
        return new LowRankUpdate(panel, r, 1 / shift, k);
    }
}
