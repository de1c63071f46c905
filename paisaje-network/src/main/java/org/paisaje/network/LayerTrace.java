package org.paisaje.network;

import java.util.List;
import org.paisaje.math.linalg.Matrix;

/**
 * One pass of a network at (theta, x), open to whoever looks inside: for every layer what enters it, its arguments z,
 * the slopes s'(z) and its values, and on request the gradients in values and arguments. Layers are numbered in the order
 * in which they are computed; each reads the input or values computed before it. A layer that is applied at q positions of
 * a sample (a convolution) has nq rows, those of a sample following each other, so that a column is always one unit.
 * Theta and x are read in place and must not change while the trace is in use; what it returns is not to be changed. One
 * thread at a time.
 */
public interface LayerTrace {
    /** The layers: their sizes, places in theta, activations and skips. */
    List<LayerShape> layers();

    /** The outputs f_theta(x), n x k. */
    Matrix outputs();

    /** What the affine map of layer l is applied to, nq x fan-in. */
    Matrix inputs(int l);

    /** The arguments z of layer l, nq x width, what the activation is applied to. */
    Matrix arguments(int l);

    /** The values behind layer l, nq x width: {@code step s(z)} plus what a skip adds. */
    Matrix values(int l);

    /** The slopes {@code step s'(z)} of layer l, nq x width; no entries where s is the identity. */
    Matrix slopes(int l);

    /** Goes back from gradients u in the outputs (n x k): the gradients of {@code <u_i, f(x_i)>} in what this trace shows. */
    Gradients pullback(Matrix u);

    /**
     * The Jacobian of {@code <u_i, f(x_i)>} in theta, a row per sample, as one factor for each block of parameters.
     *
     * @param u n x k
     */
    List<JacobianFactor> factors(Matrix u);

    /** The Jacobian of every output in theta, factor by factor; row {@code i * k + c} is output c of sample i. */
    List<JacobianFactor> factors();

    /**
     * Gradients layer by layer.
     *
     * @param values the gradients in the values, each nq x width
     * @param deltas the gradients in the arguments z, each nq x width
     */
    record Gradients(List<Matrix> values, List<Matrix> deltas) {
        /** Copies the lists. */
        public Gradients {
            values = List.copyOf(values);
            deltas = List.copyOf(deltas);
        }
    }
}
