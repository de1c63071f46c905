package org.paisaje.math.ode;

/** Sees every accepted step in order. */
@FunctionalInterface
public interface Observer {
    /** Takes notice of a step. */
    void accepted(OdeStep step);
}
