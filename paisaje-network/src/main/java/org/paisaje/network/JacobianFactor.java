package org.paisaje.network;

import org.paisaje.math.linalg.Matrix;

/**
 * The part of a Jacobian that belongs to one block of parameters, as what its Gram matrix needs: with a_i the row of sample
 * i of {@code inputs} and g_r the r-th row of {@code gradients}, where r is a row of sample i and r' one of sample i',
 *
 * <pre>
 * J_r . J_r' = (inputWeight a_i . a_i' + offset) (g_r . g_r')
 * </pre>
 *
 * For a dense layer a is its input, g the gradient in its arguments, and the factors are the squares of those before weights
 * and biases. Parameters that are used at several positions of a sample (filters) have gradients without such a structure:
 * there the rows of g are the gradients themselves, inputs have no columns, and the offset is 1.
 *
 * @param inputs n x m
 * @param gradients nh x w, h rows to a sample
 * @param inputWeight the factor before the products of inputs
 * @param offset what is added to them
 */
public record JacobianFactor(Matrix inputs, Matrix gradients, double inputWeight, double offset) {
    /** The factor of gradients that have no further structure. */
    public static JacobianFactor of(Matrix gradients, int samples) {
        return new JacobianFactor(Matrix.zeros(samples, 0), gradients, 0, 1);
    }
}
