package org.paisaje.claims.catalogue.document004.depth;

import org.paisaje.claims.Key;
import org.paisaje.claims.Source;

/** The parameters of the settings on depth. */
final class DepthKeys {
    static final Key<double[]> DEPTHS = Key.ascendingWholes("depths", 1, 100_000, "numbers of blocks, L in the text");
    static final Key<Double> TIME = Key.positive("time", "the end T of the time interval");
    static final Key<Double> STRETCH = Key.positive("stretch", "what the step is multiplied by");
    static final Key<Double> FIRST = Key.real("first", 0, 1,
            "the share of the time that the first step takes at all depths; 0 for a step like the others");
    static final Key<Double> FACTOR = Key.positive("factor", "the factor r of the map");
    static final Key<Integer> LAYERS = Key.whole("layers", 2, 10_000_000, "how many layers, or random networks");

    static final Key<double[]> WIDTHS = Key.ascendingWholes("widths", 2, 4,
            "units of each hidden layer, N in the text");
    static final Key<Boolean> ALL_AWAKE = Key.flag("all-awake",
            "whether only layers count whose units are all awake, in the place of one at least");
    static final Key<Double> MEAN = Key.real("mean", -1, 1, "the mean of the weights, in units of half their range");

    static final Key<String> ACTIVATION = Key.word("activation", "the activation function", "relu", "tanh", "sigmoid");
    static final Key<Double> RAISED = Key.real("raised", 0, 10, "what is added to tanh");
    static final Key<Boolean> SKIPS = Key.flag("skips", "whether layers add to what they read");

    static final Key<Boolean> CORNERS = Key.flag("corners", "whether the samples are the corners of the square");
    static final Key<Double> TARGET = Key.real("target", "the target y of the one sample");
    static final Key<Double> OTHER = Key.real("other", -100, 0.9,
            "the sample at which the unit is silent from the start");
    static final Key<Boolean> SIGNS = Key.flag("signs", "whether weights are -1, 0 and 1 in the place of normal ones");
    static final Key<Double> SHIFT = Key.real("shift", -10, 10, "the mean of the bias of the unit");
    static final Key<String> HEAD = Key.word("head", "what the outputs go through", "softmax", "sigmoid");

    private DepthKeys() {}

    static Source source(String place) {
        return new Source("004", place);
    }
}
