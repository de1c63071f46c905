package org.paisaje.math.ode;

/** An accepted step with its dense output. Valid only during the call that hands it over. */
public interface Step {
    /** Where the step starts. */
    double start();

    /** Where it ends; smaller than the start in a backward integration. */
    double end();

    /** Writes the interpolated solution at t, between start and end, to {@code out}. */
    void at(double t, double[] out);
}
