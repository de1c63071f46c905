package org.paisaje.data.format.tensor;

import java.util.Optional;

/**
 * What an optimizer remembered when a checkpoint was written.
 *
 * @param rule the rule with its numbers, as {@code --optimizer} takes it
 * @param steps the steps it had made; NaN if it does not count them
 * @param rates the learning rate of each parameter, under the names of the parameters
 * @param squares means or sums of squared gradients, likewise; absent for a rule that keeps none
 */
public record OptimizerEntries(String rule, double steps, TensorFile rates, Optional<TensorFile> squares) {}
