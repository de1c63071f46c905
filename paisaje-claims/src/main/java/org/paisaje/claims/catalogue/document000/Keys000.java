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
    static final Key<Boolean> DEEP = Key.flag("layers", "whether exponents by layers and of the kernel are judged too");
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

    static final Key<String> FUNCTION = Key.word("function", "whose section is looked at", "valley", "two wells");
    static final Key<Integer> GRID = Key.whole("grid", 101, 5_001, "points of the grid along each direction");
    static final Key<String> PLANES = Key.word("planes", "how planes through the saddle are drawn", "random",
            "steepest");
    static final Key<Integer> SPINS = Key.whole("spins", 2, 300, "number N of spins");
    static final Key<Integer> ORDER = Key.whole("p", 3, 10, "spins in a product");
    static final Key<Integer> INSTANCES = Key.whole("instances", 2, 100_000, "draws of the couplings");
    static final Key<Integer> RUNS = Key.whole("runs", 2, 100_000, "searches for each draw of the couplings");
    static final Key<String> COUPLINGS = Key.word("couplings", "how the couplings are drawn", "independent", "alike");
    static final Key<String> CURVATURE = Key.word("curvature", "which Hessian is looked at", "sphere", "space");
    static final Key<Double> RADIUS_SQUARED = Key.positive("square", "squared length of the configuration, over N");
    static final Key<Integer> NEGATIVE = Key.whole("k", 0, 20, "number of negative eigenvalues");
    static final Key<String> WALK = Key.word("walk", "how a search goes", "descent", "Newton");
    static final Key<String> GROWS = Key.word("grows", "what is made larger", "layers", "spins");
    static final Key<Boolean> SHARED = Key.flag("shared", "whether the two paths have a weight in common");
    static final Key<String> SURFACE = Key.word("surface", "what is searched", "network", "staircase");
    static final Key<Double> KAPPA = Key.positive("kappa", "factor of the squared norm that is added");
    static final Key<Integer> STARTS = Key.whole("starts", 20, 1_000_000, "searches for critical points");
    static final Key<Double> SPREAD = Key.real("ratio", 1.01, 1e6, "each input is this many times the next one");
    static final Key<Double> LABEL = Key.real("label", 0.55, 0.95, "the target of all examples");

    private Keys000() {}
}
