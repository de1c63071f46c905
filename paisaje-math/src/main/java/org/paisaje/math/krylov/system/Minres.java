package org.paisaje.math.krylov.system;

import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;

/**
 * MINRES (Paige and Saunders 1975): the least residual over the Krylov space, for symmetric operators that may be
 * indefinite or singular. Per product 18 n flops and seven vectors of length n.
 *
 * <p>For a singular system without a solution {@code ||A r|| / ||r||} falls to about the root of machine precision and then
 * rounding drives x away; the iterate of the least such ratio is the one returned.
 */
public final class Minres {
    private static final double SETTLED = 1e-7;
    private static final double STRAYED = 1e3;

    private Minres() {}

    /** Solves {@code A x = b} with the standard settings. */
    public static LinearSolution solve(LinearOperator a, double[] b) {
        return solve(a, b, SolveSettings.standard());
    }

    /** Solves {@code A x = b}, starting at zero; a singular system without a solution ends in least squares. */
    public static LinearSolution solve(LinearOperator operator, double[] b, SolveSettings settings) {
        Products a = Products.square("Minres", operator);
        int n = a.order();
        if (b.length != n) {
            throw new IllegalArgumentException("Minres: b has length " + b.length + ", the operator is of order " + n);
        }
        double norm = Vectors.norm(b);
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("Minres: b is not finite");
        }
        double[] x = new double[n];
        if (norm == 0) {
            return new LinearSolution.Converged(x, 0, 0);
        }
        double phi = norm;
        double target = settings.tolerance() * norm;
        try {
            double[] previous = new double[n];
            double[] v = b.clone();
            Vectors.scale(1 / norm, v, 0, n);
            double[] w = new double[n];
            double[] d0 = new double[n];
            double[] d1 = new double[n];
            double beta = 0;
            double cosine = -1;
            double sine = 0;
            double delta = 0;
            double epsilon = 0;
            double size = 0;
            double least = Double.POSITIVE_INFINITY;
            double[] settled = new double[n];
            while (a.count() + 2 <= settings.maxProducts()) {
                a.apply(v, w);
                double alpha = Vectors.dot(v, w);
                Vectors.add(-alpha, v, w);
                Vectors.add(-beta, previous, w);
                double next = Vectors.norm(w);
                size = Math.max(size, Math.hypot(Math.hypot(alpha, beta), next));

                double delta2 = cosine * delta + sine * alpha;
                double gammaBar = sine * delta - cosine * alpha;
                double epsilonNext = sine * next;
                double deltaNext = -cosine * next;
                double gamma = Math.hypot(gammaBar, next);
                double root = Math.hypot(gammaBar, deltaNext);
                if (root < least && root <= SETTLED * size) {
                    least = root;
                    System.arraycopy(x, 0, settled, 0, n);
                }
                boolean strayed = least <= SETTLED * size && root > STRAYED * least;
                if (gamma <= Math.ulp(1.0) * size || root <= settings.tolerance() * size || strayed) {
                    if (strayed) {
                        x = settled;
                    }
                    break;
                }
                cosine = gammaBar / gamma;
                sine = next / gamma;
                double step = cosine * phi;
                phi = sine * phi;
                for (int i = 0; i < n; i++) {
                    double d = (v[i] - delta2 * d1[i] - epsilon * d0[i]) / gamma;
                    d0[i] = d1[i];
                    d1[i] = d;
                    x[i] += step * d;
                }
                epsilon = epsilonNext;
                delta = deltaNext;
                if (phi <= target || next <= Math.ulp(1.0) * size) {
                    break;
                }
                double[] old = previous;
                previous = v;
                v = w;
                w = old;
                Vectors.scale(1 / next, v, 0, n);
                beta = next;
            }
            return certify(a, b, x, target, settings, size);
        } catch (NonFiniteProduct e) {
            return new LinearSolution.Failed(x, phi, a.count(), e.failure());
        }
    }

    private static LinearSolution certify(Products a, double[] b, double[] x, double target, SolveSettings settings,
            double size) {
        double[] r = new double[b.length];
        a.apply(x, r);
        for (int i = 0; i < b.length; i++) {
            r[i] = b[i] - r[i];
        }
        double residual = Vectors.norm(r);
        if (residual <= target) {
            return new LinearSolution.Converged(x, residual, a.count());
        }
        if (a.count() < settings.maxProducts()) {
            double[] ar = new double[b.length];
            a.apply(r, ar);
            double normal = Vectors.norm(ar);
            if (normal <= 10 * settings.tolerance() * size * residual) {
                return new LinearSolution.LeastSquares(x, residual, a.count(), normal);
            }
        }
        return new LinearSolution.NotConverged(x, residual, a.count(), target);
    }
}
