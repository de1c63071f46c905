package org.paisaje.math.ode;

/** A scalar function g(t, y); the integration stops at the first sign change of g between ends of steps. */
@FunctionalInterface
public interface Event {
    /** g at a state. */
    double value(double t, double[] y);
}
