package org.paisaje.network;

/**
 * How often arguments of kinked activations (ReLU and its kin) fell near a kink, where a derivative is a choice.
 *
 * @param near the arguments z with {@code |z - kink| <= within}
 * @param total all arguments of kinked activations: samples times units
 */
public record KinkCount(long near, long total) {}
