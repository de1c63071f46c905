package org.paisaje.math.krylov.system;

import org.paisaje.math.krylov.ProductFailure;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.AdjointOperator;

/**
 * LSMR (Fong and Saunders 2011): {@code min ||A x - b||^2 + damping^2 ||x||^2} for a rectangular operator with transposed
 * products, by Golub-Kahan bidiagonalisation; {@code ||A^T r||} falls monotonically. Each step is one product with A and
 * one with its transpose and moves six vectors.
 */
public final class Lsmr {
    private Lsmr() {}

    /** Solves {@code min ||A x - b||} with the standard settings. */
    public static LinearSolution solve(AdjointOperator a, double[] b) {
        return solve(a, b, 0, SolveSettings.standard());
    }

    /**
     * Solves {@code min ||A x - b||^2 + damping^2 ||x||^2}, starting at zero. {@link LinearSolution.Converged} says that
     * {@code ||A x - b|| <= tolerance ||b||}; {@link LinearSolution.LeastSquares} that the gradient
     * {@code ||A^T r - damping^2 x||} is at most ten times {@code tolerance ||A|| ||b||}.
     */
    public static LinearSolution solve(AdjointOperator a, double[] b, double damping, SolveSettings settings) {
        int m = a.rows();
        int n = a.columns();
        if (b.length != m || !(damping >= 0)) {
            throw new IllegalArgumentException("Lsmr: b has length " + b.length + " and damping is " + damping
                    + "; the operator is " + m + " x " + n + " and needs length " + m + " and damping >= 0");
        }
        var run = new Bidiagonal(a);
        double[] x = new double[n];
        double norm = Vectors.norm(b);
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("Lsmr: b is not finite");
        }
        if (norm == 0) {
            return new LinearSolution.Converged(x, 0, 0);
        }
        try {
            return iterate(run, b, norm, damping, settings, x);
        } catch (NonFiniteProduct e) {
            return new LinearSolution.Failed(x, norm, run.products, e.failure());
        }
    }

    private static LinearSolution iterate(Bidiagonal a, double[] b, double norm, double damping, SolveSettings settings,
            double[] x) {
        int n = x.length;
        double[] u = b.clone();
        Vectors.scale(1 / norm, u, 0, u.length);
        double[] v = a.adjoint(u);
        double alpha = Vectors.norm(v);
        double size = alpha;
        if (alpha > 0) {
            Vectors.scale(1 / alpha, v, 0, n);
        }
        double[] h = v.clone();
        double[] hBar = new double[n];
        double zetaBar = alpha * norm;
        double alphaBar = alpha;
        double rho = 1;
        double rhoBar = 1;
        double cBar = 1;
        double sBar = 0;
        double squares = alpha * alpha;
        while (alpha > 0 && a.products + 4 <= settings.maxProducts()) {
            double[] next = a.apply(v);
            Vectors.add(-alpha, u, next);
            u = next;
            double beta = Vectors.norm(u);
            if (beta > 0) {
                Vectors.scale(1 / beta, u, 0, u.length);
                double[] w = a.adjoint(u);
                Vectors.add(-beta, v, w);
                v = w;
                alpha = Vectors.norm(v);
                if (alpha > 0) {
                    Vectors.scale(1 / alpha, v, 0, n);
                }
            } else {
                alpha = 0;
            }
            squares += alpha * alpha + beta * beta;
            size = Math.max(size, Math.hypot(alpha, beta));

            double alphaHat = Math.hypot(alphaBar, damping);
            double rhoOld = rho;
            rho = Math.hypot(alphaHat, beta);
            double c = alphaHat / rho;
            double s = beta / rho;
            double thetaNew = s * alpha;
            alphaBar = c * alpha;
            double rhoBarOld = rhoBar;
            double thetaBar = sBar * rho;
            double rhoTemp = cBar * rho;
            rhoBar = Math.hypot(rhoTemp, thetaNew);
            cBar = rhoTemp / rhoBar;
            sBar = thetaNew / rhoBar;
            double zeta = cBar * zetaBar;
            zetaBar = -sBar * zetaBar;
            double back = thetaBar * rho / (rhoOld * rhoBarOld);
            double forward = zeta / (rho * rhoBar);
            for (int i = 0; i < n; i++) {
                hBar[i] = h[i] - back * hBar[i];
                x[i] += forward * hBar[i];
                h[i] = v[i] - thetaNew / rho * h[i];
            }
            if (Math.abs(zetaBar) <= settings.tolerance() * Math.sqrt(squares) * norm * 0.1
                    || alpha <= Math.ulp(1.0) * size) {
                break;
            }
        }
        return certify(a, b, norm, damping, settings, x, size);
    }

    private static LinearSolution certify(Bidiagonal a, double[] b, double norm, double damping, SolveSettings settings,
            double[] x, double size) {
        double[] r = a.apply(x);
        for (int i = 0; i < r.length; i++) {
            r[i] = b[i] - r[i];
        }
        double residual = Vectors.norm(r);
        double target = settings.tolerance() * norm;
        if (residual <= target) {
            return new LinearSolution.Converged(x, residual, a.products);
        }
        double[] gradient = a.adjoint(r);
        Vectors.add(-damping * damping, x, gradient);
        double normal = Vectors.norm(gradient);
        double allowed = 10 * settings.tolerance() * Math.max(size, damping) * norm;
        return normal <= allowed
                ? new LinearSolution.LeastSquares(x, residual, a.products, normal)
                : new LinearSolution.NotConverged(x, residual, a.products, target);
    }

    private static final class Bidiagonal {
        private final AdjointOperator a;
        private long products;

        Bidiagonal(AdjointOperator a) {
            this.a = a;
        }

        double[] apply(double[] v) {
            double[] out = new double[a.rows()];
            a.apply(v, out);
            return check(out);
        }

        double[] adjoint(double[] u) {
            double[] out = new double[a.columns()];
            a.applyAdjoint(u, out);
            return check(out);
        }

        private double[] check(double[] out) {
            products++;
            for (int i = 0; i < out.length; i++) {
                if (!Double.isFinite(out[i])) {
                    throw new NonFiniteProduct(new ProductFailure(products, i, out[i]));
                }
            }
            return out;
        }
    }
}
