package org.paisaje.theory.kernel.store;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * Weights alpha of {@code (Theta + rho I) alpha = y} with the residuals that were computed for them from the kernel in
 * double precision.
 *
 * @param weights alpha, N x k
 * @param residuals {@code ||y - (Theta + rho I) alpha|| / ||y||} per column of y; 0 where y is 0
 * @param trained the outputs {@code Theta alpha} at the N points, N x k
 * @param squaredNorms {@code alpha^T Theta alpha} per column, the squared norm of the function in the space of the kernel
 * @param iterations products with the stored kernel
 * @param refinements how often the residual was computed in double precision
 * @param eigenvalues of the Nystroem approximation, descending: lower bounds of the largest ones of the kernel
 * @param work where the time went, this call only
 */
public record CertifiedSolution(Matrix weights, double[] residuals, Matrix trained, double[] squaredNorms,
        int iterations, int refinements, double[] eigenvalues, Work work) {
    /**
     * Seconds spent.
     *
     * @param preconditioner setting it up
     * @param iterations conjugate gradients, checkpoints included
     * @param certificates residuals in double precision
     */
    public record Work(double preconditioner, double iterations, double certificates) {}

    /** The largest of the residuals. */
    public double worst() {
        double worst = 0;
        for (double residual : residuals) {
            worst = Math.max(worst, residual);
        }
        return worst;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
