package org.paisaje.math.ode;

import java.util.Optional;

/**
 * Gradient of a function of the final state by the adjoint equation lambda' = -J' lambda, run backwards along the dense
 * forward solution, with the gradient by the parameters as the integral of (df/dtheta)' lambda (Pontryagin; Chen et al.
 * 2018). Accurate to the tolerance of the integrator, not exact for the discrete forward map; see
 * {@link RungeKutta#adjoint} for that.
 */
public final class ContinuousAdjoint {
    private ContinuousAdjoint() {}

    /** Empty if either integration fails; the tolerance must speak of one row. */
    public static Optional<Sensitivity> gradient(DormandPrince integrator, DifferentiableField field, double t0,
            double[] y0, double t1, FinalGradient finalGradient) {
        int n = y0.length;
        int parameters = field.parameters();
        Solution solution = new Solution(n);
        Outcome forward = integrator.integrate(field, t0, y0, t1, solution, null);
        if (!(forward instanceof Outcome.Completed) || t0 == t1) {
            return Optional.empty();
        }
        double[] start = new double[n + parameters];
        System.arraycopy(finalGradient.at(forward.y()), 0, start, 0, n);
        double[] state = new double[n];
        double[] lambda = new double[n];
        double[] pulled = new double[n];
        double[] gradient = new double[parameters];
        Outcome backward = integrator.integrate((t, z, out) -> {
            solution.at(t, state);
            System.arraycopy(z, 0, lambda, 0, n);
            java.util.Arrays.fill(gradient, 0);
            field.vjp(t, state, lambda, pulled, gradient);
            for (int i = 0; i < n; i++) {
                out[i] = -pulled[i];
            }
            for (int i = 0; i < parameters; i++) {
                out[n + i] = -gradient[i];
            }
        }, t1, start, t0);
        if (!(backward instanceof Outcome.Completed)) {
            return Optional.empty();
        }
        return Optional.of(new Sensitivity(forward.y(), java.util.Arrays.copyOf(backward.y(), n),
                java.util.Arrays.copyOfRange(backward.y(), n, n + parameters)));
    }
}
