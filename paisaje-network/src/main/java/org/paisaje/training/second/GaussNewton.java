package org.paisaje.training.second;

import java.util.List;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.training.Check;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/**
 * The Gauss-Newton method {@code theta <- theta - eta (G + ridge I)^-1 g} with {@code G = J^T L'' J}. Where G is singular
 * (more parameters than outputs) and ridge is 0, the step of least norm is taken, which conjugate gradients find. For a
 * network linear in theta with squared loss one step with eta = 1 is the least-squares solution. No line search: see
 * {@link LevenbergMarquardt}.
 */
public record GaussNewton(double rate, double ridge) implements Optimizer {
    /** Up to this order the matrix is formed. */
    static final int DENSE = 512;

    /** Checks the ranges. */
    public GaussNewton {
        Check.rate("GaussNewton", rate);
        Check.notNegative("GaussNewton", "ridge", ridge);
    }

    /** Full steps without ridge. */
    public static GaussNewton pure() {
        return new GaussNewton(1, 0);
    }

    @Override
    public String name() {
        return "gauss-newton";
    }

    @Override
    public String text() {
        return "gauss-newton:" + rate + ",ridge=" + ridge;
    }

    @Override
    public boolean prefersFullBatch() {
        return true;
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of(), List.of());
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        double[] g = at.gradient();
        if (Norms.euclidean(g) == 0) {
            return new Advance.Stuck("the gradient is zero: a stationary point");
        }
        LinearOperator curvature = Newton.curved("GaussNewton", at).gaussNewton(at.theta());
        double[] d = direction(curvature, ridge, g);
        if (!Norms.finite(d)) {
            return new Advance.Stuck("the Gauss-Newton system could not be solved");
        }
        Norms.add(at.theta(), at.rate(), d);
        return Advance.MOVED;
    }

    /** {@code -(G + ridge I)^-1 g}, by Cholesky where the system is regular to rounding and else by conjugate gradients. */
    static double[] direction(LinearOperator curvature, double ridge, double[] g) {
        int p = g.length;
        if (p <= DENSE) {
            Matrix system = Newton.dense("GaussNewton", curvature);
            Newton.shift(system, ridge);
            if (Cholesky.of(system) instanceof Cholesky factor
                    && factor.conditionEstimate() * p * Math.ulp(1.0) < 1e-2) {
                return factor.solve(Newton.negative(g));
            }
        }
        return TruncatedCg.direction(curvature, ridge, g, 1e-12);
    }
}
