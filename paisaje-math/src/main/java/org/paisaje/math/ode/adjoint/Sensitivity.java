package org.paisaje.math.ode.adjoint;

import org.paisaje.math.Brief;

/**
 * Gradients of a function phi of the final state of a solution.
 *
 * @param end the final state
 * @param initial gradient by the initial state
 * @param parameters gradient by the parameters of the field
 */
public record Sensitivity(double[] end, double[] initial, double[] parameters) {
    @Override
    public String toString() {
        return Brief.of(this);
    }
}
