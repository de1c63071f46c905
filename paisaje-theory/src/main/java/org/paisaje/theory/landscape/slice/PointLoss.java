package org.paisaje.theory.landscape.slice;

/** The loss at one point of a slice after another; one thread at a time. */
@FunctionalInterface
interface PointLoss {
    /** The loss at coordinates s. */
    double at(double[] s);
}
