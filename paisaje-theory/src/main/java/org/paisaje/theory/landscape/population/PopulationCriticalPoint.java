package org.paisaje.theory.landscape.population;

import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * A critical point of a {@link PopulationLoss}.
 *
 * @param weights where it is, row-major
 * @param loss F there
 * @param gradientNorm what Newton's method left of the gradient
 * @param lowest the least eigenvalue of the Hessian
 * @param highest the largest
 */
public record PopulationCriticalPoint(double[] weights, double loss, double gradientNorm, double lowest,
        double highest) {
    private static final int MOST_STEPS = 50;

    /** Whether all eigenvalues are positive, so that it is a strict local minimum. */
    public boolean minimum() {
        return lowest > 0;
    }

    /**
     * Newton's method from near a critical point: steps while they make the gradient smaller, until rounding stops them.
     *
     * @return empty if the Hessian is singular on the way or the gradient does not come below 1e-11
     */
    public static Optional<PopulationCriticalPoint> near(PopulationLoss loss, double[] start) {
        double[] w = start.clone();
        double[] gradient = loss.gradient(w);
        double norm = Norms.euclidean(gradient);
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<double[]> move = Lu.solve(loss.hessian(w), gradient);
            if (move.isEmpty()) {
                return Optional.empty();
            }
            double[] next = w.clone();
            for (int i = 0; i < w.length; i++) {
                next[i] -= move.get()[i];
            }
            double[] there = loss.gradient(next);
            double left = Norms.euclidean(there);
            if (!(left < norm)) {
                break;
            }
            w = next;
            gradient = there;
            norm = left;
        }
        return norm < 1e-11 ? Optional.of(at(loss, w, norm)) : Optional.empty();
    }

    private static PopulationCriticalPoint at(PopulationLoss loss, double[] w, double norm) {
        double[] values = SymmetricEigen.values(loss.hessian(w));
        return new PopulationCriticalPoint(w, loss.value(w), norm, values[0], values[values.length - 1]);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
