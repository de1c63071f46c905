package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.CholeskyResult;
import org.paisaje.math.linalg.factor.NotPositiveDefinite;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/**
 * The function {@code f(x) = f_0(x) + k(x, X) alpha} with {@code (k(X, X) + rho I) alpha = y - f_0(X)}: for rho = 0 the
 * interpolant of least norm of f - f_0, the limit t to infinity of training with a frozen tangent kernel; for rho > 0
 * kernel ridge regression; with the NNGP kernel the posterior mean under noise of variance rho (Rasmussen and Williams
 * 2006, equations 2.25 and 2.26). One Cholesky factorisation, n^3 / 3 flops. A matrix that is singular to rounding, that
 * is with a condition estimate above 1 / (n ulp), gets a jitter of sqrt(ulp) times its mean diagonal, which balances the
 * error of the jitter and that of rounding; see {@link #jitter}. {@link KernelDynamics} treats null modes exactly.
 */
public final class KernelRegression {
    private final Cholesky factor;
    private final Matrix weights;
    private final Matrix residual;
    private final double rho;
    private final double jitter;

    private KernelRegression(Cholesky factor, Matrix residual, double rho, double jitter) {
        this.factor = factor;
        this.residual = residual;
        this.weights = factor.solve(residual);
        this.rho = rho;
        this.jitter = jitter;
    }

    /** Fits targets from f_0 = 0. */
    public static KernelRegression of(Matrix kernel, Matrix targets, double rho) {
        return of(kernel, targets, Matrix.zeros(targets.rows(), targets.columns()), rho);
    }

    /**
     * Fits targets (n x k) from f_0(X) (n x k) with an n x n kernel.
     *
     * @throws IllegalArgumentException if sizes differ, rho is negative, or the kernel is indefinite beyond rounding
     */
    public static KernelRegression of(Matrix kernel, Matrix targets, Matrix start, double rho) {
        int n = kernel.rows();
        if (targets.rows() != n || start.rows() != n || start.columns() != targets.columns()) {
            throw new IllegalArgumentException("KernelRegression: the kernel is " + n + " x " + kernel.columns()
                    + ", the targets " + targets.rows() + " x " + targets.columns() + " and f_0 " + start.rows()
                    + " x " + start.columns() + "; needed are n x n, n x k and n x k");
        }
        if (!(rho >= 0) || !Double.isFinite(rho)) {
            throw new IllegalArgumentException(
                    "KernelRegression: rho is " + rho + ", it must be at least 0 and finite");
        }
        Cholesky factor = factor(kernel, rho);
        double jitter = factor.jitter();
        if (jitter > 0 || factor.conditionEstimate() > 1 / (n * Math.ulp(1.0))) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += kernel.get(i, i) / n;
            }
            jitter = Math.sqrt(Math.ulp(1.0)) * mean;
            factor = factor(kernel, rho + jitter);
        }
        return new KernelRegression(factor, targets.minus(start), rho, jitter);
    }

    private static Cholesky factor(Matrix kernel, double shift) {
        Matrix shifted = kernel;
        if (shift > 0) {
            shifted = kernel.copy();
            shifted.addToDiagonal(shift);
        }
        CholeskyResult result = Cholesky.withJitter(shifted);
        return switch (result) {
            case Cholesky factor -> factor;
            case NotPositiveDefinite failure -> throw new IllegalArgumentException(
                    "KernelRegression: the kernel is indefinite, " + failure
                            + "; a kernel is positive semidefinite, so rows and points do not match");
        };
    }

    /** alpha, n x k. */
    public Matrix weights() {
        return weights;
    }

    /** What was added to the diagonal besides rho; 0 unless the kernel is singular to rounding. */
    public double jitter() {
        return jitter;
    }

    /** An estimate of the condition number of the matrix that was solved with. */
    public double conditionEstimate() {
        return factor.conditionEstimate();
    }

    /** The outputs at m points from k(x, X) (m x n) and f_0(x) (m x k). */
    public Matrix predict(Matrix cross, Matrix startThere) {
        if (cross.columns() != weights.rows() || startThere.rows() != cross.rows()
                || startThere.columns() != weights.columns()) {
            throw new IllegalArgumentException("predict: the cross kernel is " + cross.rows() + " x "
                    + cross.columns() + " and f_0 " + startThere.rows() + " x " + startThere.columns()
                    + "; needed are m x " + weights.rows() + " and m x " + weights.columns());
        }
        Matrix result = cross.times(weights);
        result.addScaled(1, startThere);
        return result;
    }

    /** The outputs at m points from f_0 = 0. */
    public Matrix predict(Matrix cross) {
        return predict(cross, Matrix.zeros(cross.rows(), weights.columns()));
    }

    /** The covariance {@code k(x, x) - k(x, X) (k(X, X) + rho I)^-1 k(X, x)} of the posterior process, m x m. */
    public Matrix covariance(Matrix cross, Matrix there) {
        if (cross.columns() != weights.rows() || there.rows() != cross.rows() || there.columns() != cross.rows()) {
            throw new IllegalArgumentException("covariance: k(x, X) is " + cross.rows() + " x " + cross.columns()
                    + " and k(x, x) " + there.rows() + " x " + there.columns() + "; needed are m x " + weights.rows()
                    + " and m x m");
        }
        Matrix result = there.copy();
        result.addScaled(-1, factor.halfSolve(cross.transpose()).columnGram());
        return result;
    }

    /** The squared norm {@code alpha^T k(X, X) alpha} of f - f_0 in the space of the kernel, per output. */
    public double[] squaredNorms() {
        double[] result = new double[weights.columns()];
        double shift = rho + jitter;
        for (int i = 0; i < weights.rows(); i++) {
            for (int c = 0; c < result.length; c++) {
                double alpha = weights.get(i, c);
                result[c] += alpha * (residual.get(i, c) - shift * alpha);
            }
        }
        return result;
    }
}
