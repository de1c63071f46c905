package org.paisaje.math.ode;

/** The right-hand side f of y' = f(t, y). A batch of states is one vector with its rows one after the other. */
@FunctionalInterface
public interface VectorField {
    /** Writes f(t, y) to {@code out}, which has the length of y and is never the same array. Must not change y. */
    void apply(double t, double[] y, double[] out);
}
