package org.paisaje.theory.kernel.flow;

import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.ode.VectorField;

/**
 * The gradient flow of a {@link FeatureModel} in the time tau of {@code t = c (e^tau - 1)}: dw/dtau = -c e^tau grad L(w).
 *
 * @param model whose loss falls
 * @param atZero the decomposition of its Hessian at w = 0, where it starts
 * @param scale c
 */
record LogTimeFlow(FeatureModel model, SymmetricEigen atZero, double scale) implements VectorField {
    /** With c the time of the fastest mode at the start. */
    static LogTimeFlow of(FeatureModel model) {
        int n = model.dimension();
        SymmetricEigen atZero = SymmetricEigen.of(model.hessian(new double[n]));
        double largest = 0;
        for (double value : atZero.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        double[] slope = new double[n];
        model.gradient(new double[n], 0, slope, 0);
        double speed = Blas.norm(n, slope, 0);
        // Without curvature at the start the gradient gives the scale: 1 in the norm of the space.
        return new LogTimeFlow(model, atZero, largest > 0 ? 1 / largest : speed > 0 ? 1 / speed : 1);
    }

    /** dt/dtau. */
    double rate(double tau) {
        return scale * Math.exp(tau);
    }

    /** tau at the time t. */
    double tau(double t) {
        return Math.log1p(t / scale);
    }

    /** t at the time tau. */
    double time(double tau) {
        return scale * Math.expm1(tau);
    }

    @Override
    public void apply(double tau, double[] w, double[] out) {
        model.gradient(w, 0, out, 0);
        Blas.scale(w.length, -rate(tau), out, 0);
    }
}
