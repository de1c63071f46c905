package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.Matrix;

/**
 * Both kernels of an infinitely wide network between two sets of points.
 *
 * @param nngp K, the covariance of one output at initialisation, n x m
 * @param ntk Theta, the tangent kernel of one output, n x m
 * @param dualError a bound of the error of the dual activations used, absolute, of the worst layer; 0 where all are
 *     closed forms
 * @param work the time spent
 */
public record WideKernels(Matrix nngp, Matrix ntk, double dualError, Work work) {
    /**
     * Where the time of a kernel went, summed over threads.
     *
     * @param gramSeconds the product of the inputs
     * @param passSeconds the pass over all layers
     */
    public record Work(double gramSeconds, double passSeconds) {}
}
