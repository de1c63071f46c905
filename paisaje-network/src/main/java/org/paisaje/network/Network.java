package org.paisaje.network;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/** A parametric family {@code x -> f_theta(x)} from R^d to R^k with theta in R^p. Rows of x are samples. Immutable. */
public interface Network {
    /** Names of the slices of theta; its size is p. */
    Layout layout();

    /** The input dimension d. */
    int inputs();

    /** The output dimension k. */
    int outputs();

    /**
     * The outputs f_theta(x).
     *
     * @param theta p parameters
     * @param x n x d samples
     * @return n x k outputs
     */
    Matrix forward(double[] theta, Matrix x);

    /** The outputs at (theta, x) together with what their derivatives need. */
    Linearization linearize(double[] theta, Matrix x);

    /** Reusable buffers for repeated loss gradients on at most {@code capacity} samples at a time. */
    GradientWorkspace workspace(Loss loss, int capacity);
}
