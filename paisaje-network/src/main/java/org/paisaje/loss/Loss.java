package org.paisaje.loss;

import org.paisaje.math.linalg.Matrix;

/**
 * A loss L(f, y) of outputs f (n x k) against targets y (n x k), the sum over samples of a per-sample loss times an
 * explicit normalisation. Convex or not, twice differentiable in f.
 */
public interface Loss {
    /** The name under which the loss is written in settings. */
    String name();

    /** L(f, y). Finite for every finite f. */
    double value(Matrix outputs, Matrix targets);

    /** Writes dL/df (n x k) to {@code gradient} and returns L(f, y). */
    double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient);

    /** Writes {@code (d^2 L / df^2) direction} (n x k) to {@code out}; the second derivative is block diagonal over samples. */
    void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out);
}
