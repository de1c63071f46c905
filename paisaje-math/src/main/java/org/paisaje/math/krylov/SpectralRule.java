package org.paisaje.math.krylov;

import java.util.function.DoubleUnaryOperator;

/**
 * A Gauss quadrature rule for the spectral measure of one unit vector: {@code z^T f(A) z ~ sum_i weights_i f(nodes_i)},
 * exact for polynomials of degree 2 m - 1 (Golub and Meurant 2010).
 *
 * @param nodes Ritz values, ascending
 * @param weights non-negative, their sum is 1
 */
public record SpectralRule(double[] nodes, double[] weights) {
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
}
