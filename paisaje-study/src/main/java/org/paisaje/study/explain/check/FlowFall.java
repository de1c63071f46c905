package org.paisaje.study.explain.check;

import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.function.FunctionAction;
import org.paisaje.math.linalg.Norms;
import org.paisaje.risk.Risk;

/** What gradient flow takes off the loss where it is taken for the quadratic of its value, gradient and Hessian. */
public final class FlowFall {
    /** A part of the gradient that is small may be all that is left after a long time. */
    private static final SolveSettings FINE = new SolveSettings(1e-9, 30);

    private FlowFall() {}

    /**
     * {@code 1/2 g^T (1 - exp(-2 t H)) H^-1 g = t g^T phi_1(-2 t H) g} with g the gradient and H the Hessian at theta; infinite where
     * the curvature is so negative that the quadratic falls beyond all bounds within the time.
     *
     * @param time t, rate times steps
     */
    public static double of(Risk risk, double[] theta, double time) {
        double[] g = risk.gradient(theta);
        double[] action = switch (FunctionAction.phi(risk.hessian(theta), 1, 2 * time, g, FINE)) {
            case FunctionAction.Outcome.Converged done -> done.value();
            case FunctionAction.Outcome.NotConverged open -> open.value();
            case FunctionAction.Outcome.Failed failed -> new double[0];
        };
        if (action.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double fall = time * Norms.dot(g, action);
        return Double.isFinite(fall) ? fall : Double.POSITIVE_INFINITY;
    }
}
