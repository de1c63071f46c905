package org.paisaje.math.krylov.trace;

import org.paisaje.math.Brief;

/**
 * A density or a distribution function on a grid, with a pointwise band.
 *
 * @param grid ascending abscissae
 * @param values the estimate at each
 * @param lower the lower ends of the pointwise intervals
 * @param upper the upper ends
 */
public record SpectralCurve(double[] grid, double[] values, double[] lower, double[] upper) {
    /** The integral of the values by the trapezoidal rule; 1 for a density on a grid that resolves its bandwidth. */
    public double mass() {
        double sum = 0;
        for (int i = 1; i < grid.length; i++) {
            sum += 0.5 * (grid[i] - grid[i - 1]) * (values[i] + values[i - 1]);
        }
        return sum;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
