package org.paisaje.recipe;

import java.util.List;
import java.util.OptionalDouble;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/** theta <- theta - eta sign(g), which has no threshold of curvature but a reach of eta per step. */
record SignDescent(double rate) implements Optimizer {
    @Override
    public String name() {
        return "sign";
    }

    @Override
    public String text() {
        return "sign:" + rate;
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of(), List.of());
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        for (int i = 0; i < at.theta().length; i++) {
            at.theta()[i] -= at.rate() * Math.signum(at.gradient()[i]);
        }
        return Advance.MOVED;
    }

    @Override
    public OptionalDouble reach(double eta, long steps) {
        return OptionalDouble.of(eta * steps);
    }
}
