package org.paisaje.network;

import org.paisaje.math.linalg.Matrix;

/**
 * Buffers for the loss and its gradient on one batch after another, without allocation. One thread at a time.
 * The gradient is that of the loss alone, with the normalisation of the loss over the loaded samples.
 */
public interface GradientWorkspace {
    /** Takes all rows of x (n x d) and y (n x k) as the batch; the values are copied or read in place until the next load. */
    void load(Matrix x, Matrix y);

    /** Takes rows {@code rows[from..to)} of x and y as the batch. */
    void load(Matrix x, Matrix y, int[] rows, int from, int to);

    /** The loss of the batch at theta. */
    double value(double[] theta);

    /** The loss of the batch at theta; overwrites {@code gradient} (length p) with its gradient. */
    double valueAndGradient(double[] theta, double[] gradient);
}
