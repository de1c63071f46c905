package org.paisaje.claims.catalogue.document004.setup;

import org.paisaje.claims.Key;
import org.paisaje.claims.Source;

/** The parameters of the settings on what a network is and how it is set up. */
final class SetupKeys {
    static final Key<Integer> REPLICATES = Key.whole("replicates", 2, 1_000_000, "number of independent repetitions");
    static final Key<double[]> DEGREES = Key.ascendingWholes("degrees", 2, 60, "degrees J of the polynomials");
    static final Key<Boolean> MIXED = Key.flag("mixed", "whether monomials in several variables are among them");
    static final Key<Boolean> MERGED = Key.flag("merged",
            "whether the bias of a readout goes through the matrix behind it");
    static final Key<double[]> SAMPLES = Key.ascendingWholes("samples", 10, 1_000_000, "numbers of samples N");
    static final Key<Boolean> COPIES = Key.flag("copies", "whether the samples are copies of the first few");
    static final Key<Boolean> ROOT = Key.flag("root", "whether the root of the squared loss is taken");
    static final Key<Integer> AHEAD = Key.whole("ahead", 0, 3, "by how many layers the map is started too late");
    static final Key<Boolean> SAME = Key.flag("same", "whether both runs have one seed");
    static final Key<Integer> BATCH = Key.whole("batch", 1, 40, "samples of a batch");
    static final Key<Double> SCALE = Key.positive("scale", "what the weights are multiplied by");
    static final Key<double[]> DEPTHS = Key.ascendingWholes("depths", 1, 10_000, "numbers of layers L");
    static final Key<Boolean> WEIGHTS = Key.flag("weights", "whether weights are counted too");
    static final Key<Integer> SLOTS = Key.whole("slots", 1, 20, "states that may be stored, the input among them");
    static final Key<Boolean> BEST = Key.flag("best", "whether the next state to store is the best one, or the middle");
    static final Key<Boolean> DEALT = Key.flag("dealt", "whether samples are dealt, or drawn with replacement");
    static final Key<Boolean> SKIPS = Key.flag("skips", "whether layers add to what they read");
    static final Key<Integer> WIDTH = Key.whole("width", 1, 64, "units of each layer, C in the text");
    static final Key<String> ACTIVATION = Key.word("activation", "the activation function", "relu", "tanh", "sigmoid");
    static final Key<Double> FACTOR = Key.real("factor", 0, 100, "what the arguments are multiplied by");
    static final Key<Boolean> READOUT = Key.flag("readout", "whether a readout follows the unit");
    static final Key<Double> SHIFT = Key.real("shift", -10, 10, "the bias B of the unit");

    private SetupKeys() {}

    static Source source(String place) {
        return new Source("004", place);
    }
}
