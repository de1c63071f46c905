package org.paisaje.training.second;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Norms;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.training.Check;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/**
 * The method of Levenberg and Marquardt: {@code d = -(G + mu I)^-1 g}, accepted when the value falls. With the gain
 * {@code rho = (L(theta) - L(theta + d)) / (-<g, d> - 1/2 <d, G d>)} the damping follows Nielsen (1999): accepted,
 * {@code mu <- mu max(1/3, 1 - (2 rho - 1)^3)}; rejected, mu is multiplied by 2, 4, 8, ... The value never rises.
 *
 * @param damping mu of the first step, in units of the curvature {@code <g, G g> / <g, g>} along the gradient there
 */
public record LevenbergMarquardt(double damping) implements Optimizer {
    private static final int MU = 0;
    private static final int GROWTH = 1;

    /** Checks that the damping is positive. */
    public LevenbergMarquardt {
        Check.positive("LevenbergMarquardt", "damping", damping);
    }

    /** With first damping 1e-3. */
    public static LevenbergMarquardt standard() {
        return new LevenbergMarquardt(1e-3);
    }

    @Override
    public String name() {
        return "lm";
    }

    @Override
    public String text() {
        return "lm:" + damping;
    }

    @Override
    public double rate() {
        return 1;
    }

    @Override
    public boolean usesRate() {
        return false;
    }

    @Override
    public boolean needsFullBatch() {
        return true;
    }

    @Override
    public boolean prefersFullBatch() {
        return true;
    }

    @Override
    public OptimizerState start(int dimension) {
        OptimizerState state = OptimizerState.of(dimension, List.of(), List.of("mu", "growth"));
        state.number(GROWTH, 2);
        return state;
    }

    @Override
    public Optional<String> objection(OptimizerState state, long steps) {
        return state.outside("mu", 0, Double.MAX_VALUE).or(() -> state.outside("growth", 2, Double.MAX_VALUE));
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        CurvedObjective objective = Newton.curved("LevenbergMarquardt", at);
        double[] theta = at.theta();
        double[] g = at.gradient();
        int p = theta.length;
        double square = Norms.dot(g, g);
        if (square == 0) {
            return new Advance.Stuck("the gradient is zero: a stationary point");
        }
        LinearOperator curvature = objective.gaussNewton(theta);
        double[] image = new double[p];
        if (state.number(MU) == 0) {
            curvature.apply(g, image);
            double along = Norms.dot(g, image) / square;
            state.number(MU, damping * (along > 0 ? along : 1));
        }
        double[] trial = state.scratch(0, p);
        for (int i = 0; i < 60; i++) {
            double[] d = GaussNewton.direction(curvature, state.number(MU), g);
            for (int j = 0; j < p; j++) {
                trial[j] = theta[j] + d[j];
            }
            curvature.apply(d, image);
            double predicted = -Norms.dot(g, d) - 0.5 * Norms.dot(d, image);
            double value = objective.value(trial);
            double actual = at.value() - value;
            if (actual > 0 && predicted > 0) {
                double rho = actual / predicted;
                state.number(MU, state.number(MU) * Math.max(1.0 / 3, 1 - Math.pow(2 * rho - 1, 3)));
                state.number(GROWTH, 2);
                System.arraycopy(trial, 0, theta, 0, p);
                return Advance.MOVED;
            }
            state.number(MU, state.number(MU) * state.number(GROWTH));
            state.number(GROWTH, 2 * state.number(GROWTH));
            if (Norms.euclidean(d) <= Math.ulp(1.0) * Norms.euclidean(theta)) {
                break;
            }
        }
        return new Advance.Stuck("no damped step lowers the value: a minimum to rounding");
    }
}
