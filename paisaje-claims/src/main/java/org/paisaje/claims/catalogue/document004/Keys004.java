package org.paisaje.claims.catalogue.document004;

import org.paisaje.claims.Key;

/** The parameters of the settings of document 004. */
final class Keys004 {
    static final Key<double[]> DEPTHS = Key.wholes("depths", 1, 100_000, "numbers of blocks, L in the text");
    static final Key<double[]> WIDTHS = Key.wholes("widths", 1, 1000, "neurons per layer, N in the text");
    static final Key<double[]> LAYERS = Key.ascendingWholes("layers", 1, 100, "random layers behind each other");
    static final Key<Double> TIME = Key.positive("time", "the end T of the time interval");
    static final Key<Double> STRETCH = Key.positive("stretch", "what the step or the weights are multiplied by");
    static final Key<Double> GAMMA = Key.positive("gamma", "weights are uniform between -gamma and gamma");
    static final Key<Integer> DRAWS = Key.whole("draws", 2, 10_000_000, "random networks of each repetition");
    static final Key<Integer> REPLICATES = Key.whole("replicates", 2, 1_000_000, "number of independent repetitions");
    static final Key<Integer> POINTS = Key.whole("points", 2, 10_000_000, "number of points");
    static final Key<Double> REACH = Key.positive("reach", "points lie between minus this and this");
    static final Key<Double> FACTOR = Key.real("factor", 0, 100, "the factor inside the sigmoid or the softplus");
    static final Key<String> ACTIVATION = Key.word("activation", "the activation function", "tanh", "sigmoid", "relu");

    private Keys004() {}
}
