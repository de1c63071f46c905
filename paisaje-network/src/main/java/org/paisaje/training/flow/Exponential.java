package org.paisaje.training.flow;

import org.jspecify.annotations.Nullable;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.function.FunctionAction;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.training.Norms;

/**
 * The exponential Rosenbrock pair exprb32 of order 3(2) for {@code y' = -g(y)} with the Hessian H at the start of the step
 * (Hochbruck, Ostermann and Schweitzer 2009, section 5):
 *
 * <pre>
 * U  = y - h phi_1(-hH) g(y)
 * y+ = U - 2 h phi_3(-hH) (g(U) - g(y) - H (U - y))
 * </pre>
 *
 * Quadratic parts are integrated exactly however stiff they are, so the step is bounded by what is not quadratic. Costs
 * two gradients and of the order of sqrt(h lambda_max) Hessian products a step. The Krylov error is kept a hundredth of
 * what the step is allowed.
 */
public final class Exponential {
    private static final int MOST_PRODUCTS = 120;
    /** An error that brings the controller back with a third of the step. */
    private static final double TOO_LONG = 20;

    private Exponential() {}

    /** Tries a step of size h; leaves the new point and its gradient in work arrays 0 and 1 and returns the error. */
    static double attempt(FlowStep flow, double h) {
        double[] theta = flow.theta();
        double[] g = flow.gradient();
        int p = theta.length;
        LinearOperator hessian = ((CurvedObjective) flow.objective()).hessian(theta);
        double allowed = 0.01 * flow.allowance();
        double[] inner = action(flow, hessian, 1, h, g, allowed);
        if (inner == null) {
            return TOO_LONG;
        }
        double[] y = flow.work(0);
        double[] moved = flow.work(2);
        for (int i = 0; i < p; i++) {
            moved[i] = -h * inner[i];
            y[i] = theta[i] + moved[i];
        }
        double[] defect = flow.work(3);
        if (!Double.isFinite(flow.evaluate(y, defect))) {
            return Double.POSITIVE_INFINITY;
        }
        double[] linear = flow.work(4);
        hessian.apply(moved, linear);
        flow.countProducts(1);
        for (int i = 0; i < p; i++) {
            defect[i] -= g[i] + linear[i];
        }
        double[] correction = action(flow, hessian, 3, h, defect, allowed);
        if (correction == null) {
            return TOO_LONG;
        }
        double[] e = flow.work(5);
        for (int i = 0; i < p; i++) {
            e[i] = -2 * h * correction[i];
            y[i] += e[i];
        }
        flow.arrive(flow.evaluate(y, flow.work(1)));
        return flow.error(e);
    }

    /** phi_k(-hH) v with an error below {@code allowed / h}; null if that takes too many products or overflows. */
    private static double @Nullable [] action(FlowStep flow, LinearOperator hessian, int k, double h, double[] v,
            double allowed) {
        double norm = Norms.euclidean(v);
        if (!(norm < Double.POSITIVE_INFINITY)) {
            return null;
        }
        if (norm == 0) {
            return new double[v.length];
        }
        double tolerance = Math.clamp(allowed / (h * norm), 1e-14, 0.1);
        var outcome = FunctionAction.phi(hessian, k, h, v, new SolveSettings(tolerance, MOST_PRODUCTS));
        flow.countProducts(outcome.products());
        return switch (outcome) {
            case FunctionAction.Outcome.Converged done -> done.value();
            // Rounding may keep the last digit out of reach of the tightest tolerances.
            case FunctionAction.Outcome.NotConverged open ->
                open.error() <= 10 * tolerance * norm ? open.value() : null;
            case FunctionAction.Outcome.Failed failed -> null;
        };
    }
}
