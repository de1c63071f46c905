package org.paisaje.training.flow;

import org.paisaje.math.linalg.Norms;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.OdeStep;

/**
 * The error e of a step by what it does to theta, {@code |e| <= tol max(|theta|, 1e-3 sqrt(p))}, and to the loss,
 * {@code |<grad L, e>| <= tol L}: the larger of the two shares.
 */
final class LossNorm implements ErrorNorm {
    private static final double ROUNDING = 64 * Math.ulp(1.0);

    private final GradientField field;
    private final double tolerance;
    private double value;

    LossNorm(GradientField field, double tolerance) {
        this.field = field;
        this.tolerance = tolerance;
    }

    /** Says what the loss is where the next step starts. */
    void at(double loss) {
        value = loss;
    }

    /** The size of theta that errors are compared to. */
    static double size(double[] theta) {
        return Math.max(Norms.euclidean(theta), 1e-3 * Math.sqrt(theta.length));
    }

    @Override
    public double of(double[] v, double[] theta, double[] other) {
        return Norms.euclidean(v) / (tolerance * size(theta));
    }

    /** Infinite where the loss is not finite at the end. */
    @Override
    public double of(OdeStep step) {
        double[] slope = step.slopeTo();
        double loss = field.value();
        double[] error = step.error();
        if (!Double.isFinite(loss)) {
            return Double.POSITIVE_INFINITY;
        }
        double size = size(step.from());
        double inTheta = Norms.euclidean(error) / (tolerance * size);
        double allowed = tolerance * Math.abs(loss) + ROUNDING * Norms.euclidean(slope) * size;
        double inLoss = Math.abs(Norms.dot(slope, error)) / (allowed + Double.MIN_NORMAL);
        double worst = Math.max(inTheta, inLoss);
        return worst < Double.POSITIVE_INFINITY ? worst : Double.POSITIVE_INFINITY;
    }

    @Override
    public double allowance(double[] theta, double[] slope) {
        double steepness = Norms.euclidean(slope);
        double size = size(theta);
        double byTheta = tolerance * size;
        return steepness > 0 ? Math.min(byTheta, tolerance * Math.abs(value) / steepness + ROUNDING * size) : byTheta;
    }

    /** A first step on which neither theta nor the loss changes by more than a hundredth. */
    static double firstStep(double[] theta, double loss, double steepness) {
        double byTheta = 0.01 * size(theta) / steepness;
        double value = Math.abs(loss);
        return value > 0 ? Math.min(byTheta, 0.01 * value / steepness / steepness) : byTheta;
    }
}
