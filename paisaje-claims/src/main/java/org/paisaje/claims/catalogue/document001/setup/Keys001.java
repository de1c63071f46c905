package org.paisaje.claims.catalogue.document001.setup;

import java.util.List;
import org.paisaje.claims.Key;
import org.paisaje.network.activation.Activation;

/** The parameters of the settings of document 001. */
public final class Keys001 {
    public static final Key<Integer> WIDTH = Key.whole("width", 1, 1 << 20, "width m of the network");
    public static final Key<double[]> WIDTHS = Key.ascendingWholes("widths", 1, 1 << 20, "widths m of the networks");
    public static final Key<Integer> SEEDS = Key.whole("seeds", 2, 100_000, "number of independent initialisations");
    public static final Key<Integer> DRAWS = Key.whole("draws", 2, 10_000_000, "number of random draws");
    public static final Key<Integer> RUNS = Key.whole("runs", 2, 100_000, "number of runs");
    public static final Key<Integer> D = Key.whole("d", 1, 10_000, "dimension of the inputs");
    public static final Key<Integer> M = Key.whole("m", 1, 1 << 16, "width of the network");
    public static final Key<Integer> POINTS = Key.whole("points", 1, 100_000, "number of data points");
    public static final Key<double[]> SIZES = Key.ascendingWholes("points", 1, 100_000, "numbers of data points");
    public static final Key<Activation> ACTIVATION = Key.one("activation", Activation.registry(), Activation::name,
            "the activation");
    public static final Key<List<Activation>> ACTIVATIONS = Key.several("activations", Activation.registry(),
            Activation::name, "the activations");
    public static final Key<double[]> ANGLES = Key.reals("angles", Double.MIN_VALUE, Math.PI,
            "angles between two points");
    public static final Key<Double> APART = Key.real("apart", 0, 10, "how far the second point lies from the first");
    public static final Key<Double> BIAS = Key.real("bias", 0, 1e6, "deviation sigma_b of the biases");
    public static final Key<String> BIASES = Key.word("biases", "one for each neuron or the same for all",
            "independent",
            "shared");
    public static final Key<Boolean> CENTRED = Key.flag("centred", "whether pairs of neurons cancel, so that f_0 = 0");
    public static final Key<Double> DELTA = Key.real("delta", Double.MIN_VALUE, 1, "probability that is given up");
    public static final Key<String> DISPLACEMENT = Key.word("displacement", "which displacement of theta",
            "of the flow",
            "one neuron");
    public static final Key<Boolean> DOUBLED = Key.flag("doubled",
            "whether neurons are doubled with opposite readouts, so that f_0 = 0");
    public static final Key<String> EIGENVALUE = Key.word("eigenvalue", "of the kernel", "smallest", "largest");
    public static final Key<double[]> RATES = Key.descendingReals("eta", Double.MIN_VALUE, 1e3,
            "rates of gradient descent");
    public static final Key<Double> EXPONENT = Key.real("exponent", -10, 10,
            "the network is multiplied by m to this power");
    public static final Key<Double> FACTOR = Key.real("factor", 0, 1e6,
            "what the quantity of the text is multiplied by");
    public static final Key<Boolean> WITH_FACTOR = Key.flag("factor", "whether the factor 1/sqrt m is there");
    public static final Key<String> FITTED = Key.word("fitted",
            "whether labels are drawn or those that the network gives",
            "drawn", "interpolated");
    public static final Key<Boolean> FLIPPED = Key.flag("flipped", "whether the first label of f* is flipped");
    public static final Key<String> FUNCTION = Key.word("function", "which function is compared", "least norm",
            "interpolant");
    public static final Key<Boolean> GROWING_LABELS = Key.flag("growing labels", "whether labels grow like sqrt m");
    public static final Key<Boolean> LABELS_GROW = Key.flag("labels grow", "whether labels grow like sqrt m");
    public static final Key<String> INITIALIZATION = Key.word("initialization", "how weights are drawn and scaled",
            "section 3.1", "literal");
    public static final Key<String> KERNEL = Key.word("kernel", "which kernel", "limit", "empirical", "features", "own",
            "another", "tangent", "of W and a", "of W");
    public static final Key<Boolean> KINK = Key.flag("kink", "whether one neuron is put on its kink");
    public static final Key<Double> LABEL = Key.real("label", -1e6, 1e6, "how far functions miss the first label");
    public static final Key<Integer> LABELLINGS = Key.whole("labellings", 1, 10_000_000, "number of random labellings");
    public static final Key<String> LABELS = Key.word("labels", "how labels are drawn", "normal", "fastest", "slowest",
            "noise", "linear");
    public static final Key<Integer> LARGEST_OF_DEEP = Key.whole("largest of deep networks", 1, 1 << 20,
            "largest width of networks with more than one hidden layer");
    public static final Key<double[]> LAST = Key.wholes("last", 1, 100_000, "numbers of neurons of the last layer");
    public static final Key<Integer> LAYERS = Key.whole("layers", 1, 100, "number of hidden layers");
    public static final Key<double[]> DEPTHS = Key.wholes("layers", 1, 100, "numbers of hidden layers");
    public static final Key<double[]> LEVELS = Key.reals("levels", Double.MIN_VALUE, 700,
            "how far training goes: to the loss e^-level");
    public static final Key<String> ASSIGNMENT = Key.word("loss", "the losses as in the text or exchanged", "as said",
            "exchanged");
    public static final Key<String> LOSS = Key.word("loss", "the loss", "half-mean-squared", "logistic");
    public static final Key<String> MARGIN = Key.word("margin", "whose margin", "of these labels", "of other labels");
    public static final Key<String> MODEL = Key.word("model", "what is trained", "linearised", "network",
            "orthonormal");
    public static final Key<String> MULTIPLIERS = Key.word("multipliers",
            "those of two equal points added or one by one",
            "added", "single");
    public static final Key<Double> NOISE = Key.real("noise", 0, 1e6, "deviation of the noise of labels");
    public static final Key<Boolean> NORMALISED = Key.flag("normalised",
            "whether f_t and f* are divided by their norms");
    public static final Key<Boolean> NULL_SPACE = Key.flag("null", "whether v is projected to the null space of J");
    public static final Key<Integer> ORDERS = Key.whole("orders", 1, 10_000_000, "number of orders of the points");
    public static final Key<String> OUTER = Key.word("outer", "the outer weights", "normal", "sign", "two");
    public static final Key<double[]> OUTPUTS = Key.wholes("outputs", 1, 100_000, "numbers of outputs k");
    public static final Key<Integer> PAIRS = Key.whole("pairs", 2, 100_000, "pairs of initialisations");
    public static final Key<String> NORM = Key.word("norm", "which norm of a matrix", "spectral", "frobenius");
    public static final Key<String> PART = Key.word("part", "which part of the Hessian", "whole", "first", "second");
    public static final Key<String> PARAMETRIZATION = Key.word("parametrization", "how the network is scaled",
            "section 3.1",
            "mean-field");
    public static final Key<Double> PENALTY = Key.real("penalty", 0, 1e6, "factor of the squared norm that is added");
    public static final Key<String> PLACES = Key.word("points", "where the points lie", "general", "antipodal");
    public static final Key<String> PLACED = Key.word("placed", "where the points lie", "general", "antipodal");
    public static final Key<String> SPHERE = Key.word("points", "where the points lie", "sphere", "antipodal");
    public static final Key<Boolean> PROPORTIONAL = Key.flag("proportional",
            "whether the radius is multiplied by sqrt m");
    public static final Key<Double> RADIUS = Key.positive("radius", "radius of the ball about theta_0");
    public static final Key<String> RAY = Key.word("ray", "which weights are multiplied by c", "outer weights",
            "inner weights");
    public static final Key<Integer> REFERENCE_SEED = Key.whole("reference seed", 0, Integer.MAX_VALUE,
            "initialisation of the stored reference");
    public static final Key<Integer> RIVALS = Key.whole("rivals", 1, 10_000_000, "number of other functions");
    public static final Key<Boolean> SCALE = Key.flag("scale", "whether the factor 1/sqrt(N) is there");
    public static final Key<Boolean> SCALED = Key.flag("scaled", "whether the factor 1/sqrt m is there");
    public static final Key<double[]> SCALES = Key.ascendingReals("scales", Double.MIN_VALUE, 1e12,
            "factors c along the ray");
    public static final Key<String> SCALING = Key.word("scaling",
            "layers as they are or divided by the root of their inputs",
            "none", "sqrt");
    public static final Key<String> SCHEME = Key.word("scheme", "the rule of the steps", "EULER", "MIDPOINT");
    public static final Key<Integer> SEED = Key.whole("seed", 0, Integer.MAX_VALUE, "initialisation");
    public static final Key<Double> SHARED = Key.real("shared", 0, 10,
            "deviation of the logarithm of a factor that all weights of a draw share");
    public static final Key<Boolean> START = Key.flag("start", "whether predictors start from f_0, else from 0");
    public static final Key<Double> STEP = Key.positive("step", "step of the integration of the flow");
    public static final Key<Integer> STEPS = Key.whole("steps", 1, 10_000_000, "steps of training");
    public static final Key<String> TARGET = Key.word("target", "what is interpolated", "y", "y - f_0");
    public static final Key<String> STOPPED = Key.word("stopped", "when training stops", "at the end",
            "by a second sample");
    public static final Key<Double> TIME = Key.positive("time", "time t up to which the flow is followed");
    public static final Key<double[]> TIMES = Key.ascendingReals("times", Double.MIN_VALUE, 1e300, "times t");
    public static final Key<Double> TURN = Key.real("turn", 0, Math.PI, "angle by which antipodes are turned");
    public static final Key<Double> UNTIL = Key.positive("until", "time t up to which the flow is followed");
    public static final Key<Double> UNTIL_RELU = Key.positive("until relu",
            "time t up to which ReLU networks are followed");
    public static final Key<Double> UNTIL_TANH = Key.positive("until tanh",
            "time t up to which tanh networks are followed");

    public static final Key<Boolean> REPEATED = Key.flag("repeated", "whether the second point is the first once more");
    public static final Key<String> FROM = Key.word("from", "where descent starts", "a solution", "drawn weights");
    public static final Key<Boolean> FOLLOWS = Key.flag("follows",
            "whether the last layer is corrected to interpolate along the curve");
    public static final Key<Boolean> OTHER_LABELS = Key.flag("other labels",
            "whether the second network interpolates other labels");
    public static final Key<String> TRAINED = Key.word("trained", "which parameters count", "all layers", "last layer");
    public static final Key<String> STARTS = Key.word("starts", "how the two starts lie", "independent",
            "near each other",
            "the same");

    public static final Key<Boolean> DIVIDED = Key.flag("divided",
            "whether errors are divided by the kernel in each step");
    public static final Key<Boolean> WITH_ACTIVATION = Key.flag("activations", "whether the layers have activations");

    private Keys001() {}
}
