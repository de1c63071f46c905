package org.paisaje.math.ode;

/** A step that was made or tried, with its dense output. Valid only during the call that hands it over; arrays are live. */
public interface OdeStep {
    /** Where the step starts. */
    double start();

    /** Where it ends; smaller than the start in a backward integration. */
    double end();

    /** The state at its start. */
    double[] from();

    /** The state at its end. */
    double[] to();

    /** f at its start. */
    double[] slopeFrom();

    /** f at its end; evaluated now if the method had no need of it, and kept for the next step. */
    double[] slopeTo();

    /** The estimated error of {@link #to}; zeros if the method estimates none. */
    double[] error();

    /** Writes the interpolated solution at t, between start and end, to {@code out}. */
    void at(double t, double[] out);
}
