package org.paisaje.network.dense;

import org.paisaje.network.activation.Activation;

/**
 * One affine map with activation in a {@link LayerStack}: with h_l the value of node l (h_0 = x),
 * {@code z = weightScale h_l W^T + biasScale 1 b^T} and {@code h_(l+1) = [h_skip +] step s(z)}.
 *
 * @param inputs the fan-in
 * @param outputs the width
 * @param weight where W (outputs x inputs, row-major) starts in theta
 * @param bias where b starts in theta, or -1 without biases
 * @param weightScale the factor before the weights
 * @param biasScale the factor before the biases
 * @param activation s
 * @param skip the node added to the result, or -1
 * @param step the factor before s; 1 without a skip and, being part of the other factors, where s is the identity
 */
public record DenseLayer(int inputs, int outputs, int weight, int bias, double weightScale, double biasScale,
        Activation activation, int skip, double step) {
    public boolean hasBias() {
        return bias >= 0;
    }

    public boolean hasSkip() {
        return skip >= 0;
    }

    /** Whether the layer is relu without a skip: the slope is 1 where its value is positive and 0 elsewhere. */
    boolean gated() {
        return !hasSkip() && activation.gate();
    }

    public boolean linear() {
        return activation.identity();
    }
}
