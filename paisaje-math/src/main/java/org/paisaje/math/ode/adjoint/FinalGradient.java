package org.paisaje.math.ode.adjoint;

/** Gradient of a function of the final state. */
@FunctionalInterface
public interface FinalGradient {
    /** A fresh array with the gradient at {@code y}. */
    double[] at(double[] y);
}
