package org.paisaje.math.krylov.trace;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.core.SmallEigen;
import org.paisaje.math.krylov.core.Tridiagonal;

/**
 * A Gauss quadrature rule for the spectral measure of one unit vector: {@code z^T f(A) z ~ sum_i weights_i f(nodes_i)},
 * exact for polynomials of degree 2 m - 1 (Golub and Meurant 2010).
 *
 * @param nodes Ritz values, ascending
 * @param weights non-negative, their sum is 1
 */
public record SpectralRule(double[] nodes, double[] weights) {
    /** The rule of the first {@code steps} Lanczos steps, for the spectral measure of their unit start vector. */
    static SpectralRule of(Tridiagonal run, int steps) {
        SmallEigen eigen = SmallEigen.tridiagonal(run.alpha, run.beta, steps);
        double[] weights = new double[steps];
        for (int i = 0; i < steps; i++) {
            weights[i] = eigen.vectors()[i * steps] * eigen.vectors()[i * steps];
        }
        return new SpectralRule(Arrays.copyOf(eigen.values(), steps), weights);
    }

    /** {@code sum_i weights_i f(nodes_i)}; nodes without weight are left out. */
    public double integrate(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * f.applyAsDouble(nodes[i]);
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
