package org.paisaje.theory.landscape.path;

/** A continuous curve theta(s) in parameter space, s from 0 to 1. Immutable; for any number of threads. */
public interface Curve {
    /** The point theta(s) as a new array; at 0 and 1 the end points to the bit. */
    double[] at(double s);

    /** The number p of parameters. */
    int dimension();

    /** The straight line. */
    static Curve line(double[] start, double[] end) {
        return Polyline.of(start, end);
    }
}
