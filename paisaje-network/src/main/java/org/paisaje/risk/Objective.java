package org.paisaje.risk;

/** A differentiable function of theta in R^p. May keep buffers: one thread at a time. */
public interface Objective {
    /** The dimension p. */
    int dimension();

    /** The value at theta. */
    double value(double[] theta);

    /** The value at theta; overwrites {@code gradient} (length p) with the gradient there. */
    double valueAndGradient(double[] theta, double[] gradient);
}
