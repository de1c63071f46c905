package org.paisaje.claims.catalogue.document004.ring;

import org.paisaje.claims.Key;

/** The parameters of claims about a disc inside a ring. */
final class RingKeys {
    static final Key<Integer> SEEDS = Key.whole("seeds", 2, 10_000, "independent samples and starts");
    static final Key<Integer> EPOCHS = Key.whole("epochs", 1, 100_000, "passes over the training samples");
    static final Key<Double> RATE = Key.positive("rate", "the rate of Adam");
    static final Key<Double> PLAIN = Key.positive("plain", "the rate of plain descent");
    static final Key<Integer> FEW = Key.whole("few", 2, 8, "units of each layer of the narrow networks");
    static final Key<Integer> MORE = Key.whole("more", 2, 8, "units of each layer of the wider networks");
    static final Key<Integer> BLOCKS = Key.whole("blocks", 1, 51, "blocks of the way that is measured");
    static final Key<Integer> UNITS = Key.whole("units", 1, 8, "units of the hidden layer");
    static final Key<double[]> STEEPNESSES = Key.ascendingReals("steepnesses", 1, 1e12, "slopes of the two shears");
    static final Key<Integer> SAMPLES = Key.whole("samples", 10, 1_000_000, "samples of the disc and the ring");
    static final Key<Double> POINTED = Key.real("pointed", 0, 1, "exponent that the slope is taken to");
    static final Key<double[]> HALVINGS = Key.ascendingWholes("halvings", 1, 64,
            "blocks of a block, of its step over that number");
    static final Key<Double> STEP = Key.positive("step", "what the step is multiplied by when its blocks are doubled");
    static final Key<Integer> NETS = Key.whole("nets", 1000, 10_000_000, "random networks");
    static final Key<Double> MEAN = Key.real("mean", -1, 1, "mean of the weights, in units of their limit");

    static final Key<Integer> INTERVALS = Key.whole("m", 1, 64, "m; f_m has 2 m intervals");
    static final Key<Integer> BOUND = Key.whole("bound-m", 1, 64, "m that the bound on the pieces is for");
    static final Key<double[]> LAYERS = Key.ascendingWholes("layers", 1, 10, "L, hidden layers");
    static final Key<double[]> COMPONENTS = Key.ascendingWholes("components", 1, 64, "C, units of every hidden layer");
    static final Key<double[]> TIMES = Key.ascendingWholes("times", 0, 1_000_000, "T, steps of training");
    static final Key<Boolean> ABOVE = Key.flag("above",
            "whether a function is reachable where the probability is above Pr and not below");

    private RingKeys() {}
}
