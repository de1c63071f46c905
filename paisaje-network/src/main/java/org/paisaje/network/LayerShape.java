package org.paisaje.network;

import org.paisaje.network.activation.Activation;

/**
 * One affine map of an architecture: its sizes, where its parameters lie, how they are scaled, and what becomes of its
 * result: {@code h' = [h_skip +] step s(z)}.
 *
 * @param index l, counted from 0 at the input
 * @param name the name of its slices, {@code name.weight} and {@code name.bias}
 * @param inputs the fan-in m
 * @param outputs the width
 * @param positions how often the map is applied to a sample: 1 for a dense layer, the output pixels for a convolution
 * @param weight the offset of W (outputs x inputs, row-major) in theta
 * @param bias the offset of b in theta, or -1 without biases
 * @param weightScale the factor before W in the forward pass
 * @param biasScale the factor before b in the forward pass
 * @param activation the nonlinearity s applied to the result
 * @param skip the layer whose input is added to the result, or -1
 * @param step the factor before s; 1 without a skip, and where s is the identity, whose scales hold it already
 * @param place where the layer stands among the hidden ones
 */
public record LayerShape(int index, String name, int inputs, int outputs, int positions, int weight, int bias,
        double weightScale, double biasScale, Activation activation, int skip, double step, Place place) {
    /** Where a layer stands: which of its two sizes are widths of hidden layers. */
    public enum Place {
        /** The only layer: neither. */
        ONLY,
        /** From the inputs to hidden units. */
        INPUT,
        /** Between hidden units. */
        HIDDEN,
        /** From hidden units to the outputs. */
        READOUT;

        /** The place of layer {@code index} of so many; what ends a block stands between hidden units wherever it is. */
        public static Place of(int index, int layers, boolean skip) {
            if (skip) {
                return HIDDEN;
            }
            if (layers == 1) {
                return ONLY;
            }
            return index == 0 ? INPUT : index == layers - 1 ? READOUT : HIDDEN;
        }
    }

    /** Whether the layer has biases. */
    public boolean hasBias() {
        return bias >= 0;
    }

    /** Whether a block of a residual network ends with the layer. */
    public boolean hasSkip() {
        return skip >= 0;
    }
}
