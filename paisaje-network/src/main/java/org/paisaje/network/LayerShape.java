package org.paisaje.network;

import org.paisaje.network.activation.Activation;

/**
 * One affine map of an architecture: its sizes, where its parameters lie and how they are scaled.
 *
 * @param index l, counted from 0 at the input
 * @param inputs the fan-in m
 * @param outputs the width
 * @param weight the offset of W (outputs x inputs, row-major) in theta
 * @param bias the offset of b in theta, or -1 without biases
 * @param weightScale the factor before W in the forward pass
 * @param biasScale the factor before b in the forward pass
 * @param activation the nonlinearity applied to the result
 */
public record LayerShape(int index, int inputs, int outputs, int weight, int bias, double weightScale, double biasScale,
        Activation activation) {
    /** Whether the layer has biases. */
    public boolean hasBias() {
        return bias >= 0;
    }
}
