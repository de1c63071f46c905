package org.paisaje.claims.catalogue.document004;

import org.paisaje.claims.Key;

/** The parameters of claims about regions and dead networks. */
final class RegionKeys {
    static final Key<Integer> DEPTH = Key.whole("depth", 1, 14, "the most compositions");
    static final Key<Double> SHIFT = Key.real("shift", 0.01, 0.99, "where the tent map turns");
    static final Key<Integer> DRAW = Key.whole("draw", 0, Integer.MAX_VALUE,
            "seed of java.util.Random for the weights");
    static final Key<Integer> NETWORKS = Key.whole("networks", 1, 7, "how many of the seven networks are counted");
    static final Key<Integer> INPUTS = Key.whole("inputs", 1, 3, "inputs of the networks");
    static final Key<Integer> BOUND_INPUTS = Key.whole("bound-inputs", 1, 3, "inputs that the prediction is made for");
    static final Key<Integer> SEEDS = Key.whole("seeds", 2, 100_000, "number of independent networks");
    static final Key<double[]> WIDTHS = Key.wholes("widths", 2, 256, "widths of the hidden layer, each twice the last");
    static final Key<double[]> SIZES = Key.wholes("sizes", 1, 32, "widths of the hidden layers");
    static final Key<Integer> HIDDEN = Key.whole("hidden", 1, 200, "number of hidden layers");
    static final Key<Integer> NETS = Key.whole("nets", 1000, 100_000_000, "random networks for each width");
    static final Key<Double> MEAN = Key.real("mean", -1, 1, "mean of the weights, in units of their limit");
    static final Key<Double> BIAS_MEAN = Key.real("bias-mean", -1, 1, "mean of the biases, in units of their limit");

    static final Key<Double> MOMENTUM = Key.real("momentum", 0, 0.999, "beta of heavy-ball momentum");
    static final Key<Double> FIRST_BIAS = Key.real("bias", -1e6, 1e6,
            "bias of the hidden units; below -1 they are dead");

    static final Key<Double> CHANGED = Key.real("changed", 0, 1,
            "by what part a weight of the second layer is larger in the network whose outputs are compared");
    static final Key<Boolean> OWN = Key.flag("own",
            "whether a unit is looked at in the inputs of its layer, in the place of those of the network");
    static final Key<Boolean> LATER = Key.flag("later", "whether units of later layers are looked at too");

    private RegionKeys() {}
}
