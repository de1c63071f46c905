package org.paisaje.theory.dynamics;

import java.util.OptionalDouble;

/**
 * What one layer does to a set of samples.
 *
 * @param index l, counted from 0 at the input
 * @param width the number of units
 * @param hidden whether the layer has a nonlinearity
 * @param activation the root mean square of the units' outputs, over samples and units
 * @param gradient the root mean square of the gradients of the samples' losses at the outputs
 * @param dead units through which no gradient passes for any sample: s'(z) = 0 for all
 * @param saturated units with a bounded activation whose slope is below a tenth of the steepest for 95 % of the samples
 * @param constant units whose output is the same for all samples
 * @param expectedActivation what {@link LayerSignals} predicts for the activation with random weights of the same size
 * @param expectedGain the predicted ratio of the root mean square gradients at the inputs and the outputs of the layer
 */
public record LayerSignal(int index, int width, boolean hidden, double activation, double gradient, int dead,
        int saturated, int constant, OptionalDouble expectedActivation, OptionalDouble expectedGain) {}
