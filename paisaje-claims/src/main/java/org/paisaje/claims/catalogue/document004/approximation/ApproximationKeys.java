package org.paisaje.claims.catalogue.document004.approximation;

import org.paisaje.claims.Key;

/** The parameters of claims about approximation. */
final class ApproximationKeys {
    static final Key<Integer> POINTS = Key.whole("points", 10, 10_000_000, "inputs at which functions are compared");
    static final Key<Integer> COMPONENTS = Key.whole("components", 1, 64, "C, units of every hidden layer");
    static final Key<Integer> LAYERS = Key.whole("layers", 1, 30, "L, hidden layers");
    static final Key<Integer> NETWORKS = Key.whole("networks", 1, 100_000, "random networks");
    static final Key<Double> LEAK = Key.real("leak", -1, 1, "a weight of what is added that the lemma has at 0");
    static final Key<String> ACTIVATION = Key.word("activation", "the activation function", "tanh", "sigmoid", "relu");
    static final Key<double[]> SCALES = Key.descendingReals("scales", 1e-6, 4, "s, the scales of the layer in between");
    static final Key<double[]> CELLS = Key.ascendingWholes("cells", 1, 100_000,
            "N, intervals between two points of interpolation");
    static final Key<Integer> FREQUENCY = Key.whole("frequency", 1, 10_000, "m, full waves on [0, 1]");
    static final Key<Double> EPSILON = Key.real("epsilon", 1e-4, 0.49, "the error allowed");
    static final Key<Double> THINNED = Key.real("thinned", 0.01, 1, "the part of the layers that the net has");
    static final Key<Double> ROUGHNESS = Key.real("roughness", 0.01, 1,
            "exponent of the singularity at 1/3; 1 means that f is smooth");
    static final Key<String> METHOD = Key.word("method",
            "how the flow is computed: exactly, or by one Euler step for each control",
            "flow", "euler");
    static final Key<Double> WEIGHT = Key.real("weight", -100, 100, "the weight w in x + ReLU(w x)");
    static final Key<Double> SPLIT = Key.real("split", 0, 1, "the part of the time that the first of two flows takes");
    static final Key<Double> DRIFT = Key.real("drift", 0, 10, "the relative growth of the weights of a flow in time 1");
    static final Key<Boolean> FALLING = Key.flag("falling", "whether the target falls instead of rising");

    private ApproximationKeys() {}
}
