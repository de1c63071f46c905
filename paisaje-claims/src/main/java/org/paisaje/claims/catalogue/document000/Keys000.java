package org.paisaje.claims.catalogue.document000;

import org.paisaje.claims.Key;

/** The parameters of the settings of document 000. */
final class Keys000 {
    static final Key<Integer> D = Key.whole("d", 1, 100_000, "dimension of the inputs");
    static final Key<Integer> M = Key.whole("m", 2, 10_000, "number of data points");
    static final Key<Integer> N = Key.whole("n", 1, 1_000_000, "width of the network");
    static final Key<double[]> WIDTHS = Key.ascendingWholes("widths", 1, 1 << 24, "widths of the networks");
    static final Key<Integer> DRAWS = Key.whole("draws", 1, 100_000_000, "number of random draws");
    static final Key<Integer> SEEDS = Key.whole("seeds", 2, 1_000_000, "number of independent networks");
    static final Key<Boolean> PRINTED = Key.flag("printed", "inner parameters N(0, 1/n) as printed, else N(0, 1)");
    static final Key<Boolean> REPEAT = Key.flag("repeat", "whether the second point is the first once more");
    static final Key<Boolean> DEEP = Key.flag("layers", "whether networks with more hidden layers are trained too");
    static final Key<Integer> LAYERS = Key.whole("layers", 1, 2, "number of hidden layers");
    static final Key<Double> BIAS = Key.real("bias", "value of the second input, which stands for the bias");
    static final Key<Double> SHIFT = Key.real("shift", 0, 1e6, "added to the inner weights for the kernel alone");
    static final Key<Double> RADIUS = Key.positive("radius", "radius of the ball about the start");
    static final Key<Double> RATE = Key.positive("rate", "rate of gradient descent");
    static final Key<Integer> STEPS = Key.whole("steps", 200, 100_000_000, "steps of gradient descent");
    static final Key<Double> STRETCH = Key.real("stretch", 0, 10, "labels are multiplied by (n / 16) to this power");
    static final Key<String> OUTER = Key.word("outer", "variance of the outer parameters", "1/n", "1");
    static final Key<Integer> NEURONS = Key.whole("neurons", 1, 1 << 30, "neurons drawn for each width");
    static final Key<double[]> BETAS = Key.reals("betas", Double.MIN_VALUE, 1e6, "sharpness of the softplus");
    static final Key<String> MOMENT = Key.word("moment", "which second derivative: in two inner parameters or mixed",
            "inner", "mixed");
    static final Key<Integer> NETS = Key.whole("nets", 1, 10_000_000, "networks for each draw");

    static final Key<String> FORMULA = Key.word("formula", "whether the first neuron sees x", "with x", "without x");
    static final Key<String> NETWORK = Key.word("network", "whose risk is looked at", "ReLU", "affine");
    static final Key<Double> TARGET = Key.real("target", "the second target");
    static final Key<Double> POWER = Key.real("power", 0, 10, "outer weights are n to this power");

    private Keys000() {}
}
