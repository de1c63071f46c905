package org.paisaje.claims.catalogue.document000.landscape;

import org.paisaje.claims.Key;

/** The parameters of the settings of the landscape. */
final class Keys {
    static final Key<double[]> TEACHERS = Key.ascendingWholes("teachers", 1, 60, "neurons of the orthonormal teacher");
    static final Key<Integer> MORE = Key.whole("more", 0, 20, "neurons that the student has more than the teacher");
    static final Key<Double> SCALE = Key.positive("scale", "factor of the teacher");
    static final Key<Integer> RUNS = Key.whole("runs", 1, 10_000_000, "runs of gradient descent");
    static final Key<double[]> WIDTHS = Key.ascendingWholes("widths", 1, 1 << 20, "numbers of neurons");
    static final Key<Double> SPREAD = Key.positive("spread", "standard deviation of the outer weights at the start");
    static final Key<Integer> HIDDEN = Key.whole("hidden", 1, 1000, "hidden units");
    static final Key<Integer> LAYERS = Key.whole("layers", 2, 20, "layers of weights");
    static final Key<Integer> SPARE = Key.whole("spare", 0, 1, "hidden units more than inputs");
    static final Key<Double> PENALTY = Key.real("penalty", 0, 1e6, "factor of the squared norm that is added");
    static final Key<String> ACTIVATION = Key.word("activation", "that of the neurons", "relu", "tanh");
    static final Key<Double> SLOPE = Key.real("slope", 0, 1, "slope of the ReLU below 0");
    static final Key<Boolean> STRICT = Key.flag("strict", "whether strict local minima alone are looked at");
    static final Key<Double> TILT = Key.real("tilt", "the slope that is added");
    static final Key<Integer> NEURONS = Key.whole("neurons", 2, 3, "neurons of the network");
    static final Key<Boolean> IDLE = Key.flag("idle", "whether both neurons are on the same side");
    static final Key<Boolean> HALF = Key.flag("half", "whether single losses carry a factor 1/2");
    static final Key<Double> RATE = Key.positive("rate", "step of gradient descent");
    static final Key<Double> CURVATURE = Key.positive("curvature", "the larger curvature");
    static final Key<Boolean> CONVEX = Key.flag("convex", "whether the function is convex");
    static final Key<Boolean> REPLACED = Key.flag("replaced", "whether samples are drawn with replacement");
    static final Key<Double> MOMENTUM = Key.real("momentum", 0, 0.99, "share of the last step that goes into the next");
    static final Key<Boolean> AGREE = Key.flag("agree", "whether all samples have the same minimum");
    static final Key<Double> SHRINK = Key.real("shrink", 0, 1, "steps fall as t to minus this power");
    static final Key<Double> LOUDER = Key.positive("louder", "factor of the noise");
    static final Key<String> POINT = Key.word("point", "the critical point", "cube", "saddle", "minimum");
    static final Key<Boolean> ALONG = Key.flag("along", "starts on the line y = 0 alone");
    static final Key<Double> DEPTH = Key.positive("depth", "factor of the function");
    static final Key<Boolean> SATURATES = Key.flag("saturates", "logistic neuron, else softplus");
    static final Key<Double> SHIFT = Key.real("shift", 0, 100, "distance of the kinks, or of the neurons times n");
    static final Key<Integer> REFINED = Key.whole("refined", 1, 1000, "factor of the number of points");
    static final Key<Boolean> BALANCED = Key.flag("balanced", "whether outer and inner weights are equal in size");
    static final Key<Boolean> GENERAL = Key.flag("general", "whether the points are in general position");
    static final Key<String> LEARNED = Key.word("learned", "what the networks learn", "a sine",
            "two points by two neurons");
    static final Key<Boolean> HALVED = Key.flag("halved", "whether half the neurons are kept");
    static final Key<Integer> SEEDS = Key.whole("seeds", 2, 100_000, "number of independent networks");

    private Keys() {}
}
