package org.paisaje.claims.catalogue.document004.geometry;

import org.paisaje.claims.Key;

/** The parameters of claims about layers as changes of coordinates. */
final class GeometryKeys {
    static final Key<Integer> LAYERS = Key.whole("layers", 1, 100_000, "random layers or blocks");
    static final Key<Integer> POINTS = Key.whole("points", 2, 1_000_000, "points that are looked at");
    static final Key<String> ACTIVATION = Key.word("activation", "the activation", "tanh", "sigmoid", "relu");
    static final Key<Double> SLOPE = Key.positive("slope", "a in the block x + ReLU(-a x)");
    static final Key<Double> LIPSCHITZ = Key.real("lipschitz", 0.01, 0.99,
            "the Lipschitz constant of the branch that the bound is for");
    static final Key<Double> STRETCH = Key.positive("stretch", "what the weights of the branch are multiplied by");
    static final Key<Integer> STEPS = Key.whole("steps", 1, 1_000_000, "steps of the integrator");
    static final Key<double[]> GAPS = Key.descendingReals("gaps", 1e-9, 0.9,
            "half the distances between the two classes on [-1, 1]");
    static final Key<Boolean> CONNECTED = Key.flag("connected",
            "whether the inputs between the classes are inputs too");
    static final Key<Double> INNER = Key.positive("inner", "radius of the disc");
    static final Key<Double> HOLE = Key.positive("hole", "inner radius of the ring, whose outer one is 1");
    static final Key<Double> THICKNESS = Key.real("thickness", 0, 10, "of the rims of the disc and of the ring");
    static final Key<Double> EPSILON = Key.positive("epsilon", "what the Hausdorff distance is larger than");
    static final Key<Double> LIFT = Key.real("lift", 0, 100, "height by which the disc is lifted, omega in the text");
    static final Key<Integer> ALIVE = Key.whole("alive", 1, 64, "units of a layer that are alive");
    static final Key<Integer> UNITS = Key.whole("units", 2, 16, "units of the layer");
    static final Key<Boolean> SAFE = Key.flag("safe", "whether the largest number is taken off before exponentials");

    private GeometryKeys() {}
}
