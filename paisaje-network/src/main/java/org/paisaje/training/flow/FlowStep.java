package org.paisaje.training.flow;

import org.paisaje.risk.Objective;
import org.paisaje.training.Norms;
import org.paisaje.training.OptimizerState;
import org.paisaje.training.Point;

/** What the integrators of a gradient flow share within one step: the present point, work arrays and the error norm. */
final class FlowStep {
    private final Point at;
    private final OptimizerState state;
    private final double tolerance;
    private double newValue;
    private double stiffness;

    FlowStep(Point at, OptimizerState state, double tolerance) {
        this.at = at;
        this.state = state;
        this.tolerance = tolerance;
    }

    double[] theta() {
        return at.theta();
    }

    /** The gradient at theta. */
    double[] gradient() {
        return at.gradient();
    }

    OptimizerState state() {
        return state;
    }

    /** Work array i; 0 holds the new point and 1 the gradient there once a method is done. */
    double[] work(int i) {
        return state.scratch(i, at.theta().length);
    }

    /** Evaluates the gradient at y into g. */
    double evaluate(double[] y, double[] g) {
        state.number(GradientFlow.EVALUATIONS, state.number(GradientFlow.EVALUATIONS) + 1);
        return at.objective().valueAndGradient(y, g);
    }

    /** Counts Hessian products as gradients. */
    void countProducts(long products) {
        state.number(GradientFlow.EVALUATIONS, state.number(GradientFlow.EVALUATIONS) + products);
    }

    /** How large an error of theta may be at the present point, for theta and for the loss. */
    double allowance() {
        double slope = Norms.euclidean(at.gradient());
        double byTheta = tolerance * size();
        return slope > 0
                ? Math.min(byTheta, tolerance * Math.abs(at.value()) / slope + 64 * Math.ulp(1.0) * size())
                : byTheta;
    }

    Objective objective() {
        return at.objective();
    }

    /** The value at the new point. */
    void arrive(double value) {
        newValue = value;
    }

    /** An estimate of the largest eigenvalue that the step met. */
    void stiffness(double estimate) {
        stiffness = estimate;
    }

    double stiffness() {
        return stiffness;
    }

    /** The size of theta that errors are compared to. */
    double size() {
        return Math.max(Norms.euclidean(at.theta()), 1e-3 * Math.sqrt(at.theta().length));
    }

    /** A first step on which neither theta nor the loss changes by more than a hundredth. */
    double firstStep(double slope) {
        double byTheta = 0.01 * size() / slope;
        double value = Math.abs(at.value());
        return value > 0 ? Math.min(byTheta, 0.01 * value / slope / slope) : byTheta;
    }

    /** The error e over its allowance, for theta and for the loss at the new point; infinite when not finite. */
    double error(double[] e) {
        if (!Double.isFinite(newValue)) {
            return Double.POSITIVE_INFINITY;
        }
        double[] g = work(1);
        double size = size();
        double inTheta = Norms.euclidean(e) / (tolerance * size);
        double allowance = tolerance * Math.abs(newValue) + 64 * Math.ulp(1.0) * Norms.euclidean(g) * size;
        double inLoss = Math.abs(Norms.dot(g, e)) / (allowance + Double.MIN_NORMAL);
        double worst = Math.max(inTheta, inLoss);
        return worst < Double.POSITIVE_INFINITY ? worst : Double.POSITIVE_INFINITY;
    }

    /** Moves the run to the new point. */
    void accept() {
        System.arraycopy(work(0), 0, at.theta(), 0, at.theta().length);
        System.arraycopy(work(1), 0, at.gradient(), 0, at.gradient().length);
        at.arrived(newValue);
    }
}
