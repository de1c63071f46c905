package org.paisaje.claims.catalogue.document004.meanfield;

import org.paisaje.claims.Key;
import org.paisaje.claims.Source;

/** The parameters of claims about the mean-field form of optimal control. */
final class MeanFieldKeys {
    static final Key<Integer> STEPS = Key.whole("steps", 1, 60, "L, steps of Euler's method");
    static final Key<Integer> SAMPLES = Key.whole("samples", 1, 1000, "samples, or points of the population");
    static final Key<Integer> REPLICATES = Key.whole("replicates", 1, 10_000, "independent repetitions");
    static final Key<Integer> DRAWS = Key.whole("draws", 2, 1_000_000, "samples of each size that are drawn");
    static final Key<double[]> SIZES = Key.ascendingWholes("sizes", 1, 100_000, "N, points of a sample");
    static final Key<Double> WEIGHT = Key.real("weight", 0, 10, "what the regularizer is multiplied by in the cost");
    static final Key<Boolean> CONSTANT = Key.flag("constant", "whether only controls without time are admitted");
    static final Key<Boolean> ALIKE = Key.flag("alike", "whether all samples are one");
    static final Key<Boolean> RUNNING = Key.flag("running",
            "whether the derivative of the running cost is in that of the costate");
    static final Key<Boolean> REPEATED = Key.flag("repeated", "whether a sample is one draw, repeated");
    static final Key<Boolean> NONZERO = Key.flag("nonzero",
            "whether values of F_N other than 0 are counted, and not those that are at most 0");
    static final Key<Double> REACH = Key.real("reach", 0.01, 1, "s_0, up to which the estimate is said");
    static final Key<Double> RADIUS = Key.real("radius", 1e-3, 2, "rho, radius of the ball round theta*");
    static final Key<Boolean> INVERTED = Key.flag("inverted", "whether F_N is multiplied by the inverse of DF_N");
    static final Key<double[]> TIMES = Key.ascendingReals("times", 0.01, 100,
            "T, in units of the time where uniqueness ends");
    static final Key<double[]> TILTS = Key.ascendingReals("tilts", 0, 100,
            "y, in units of that beyond which the solution is unique again");
    static final Key<Boolean> EVERYWHERE = Key.flag("everywhere",
            "whether the function is the least cost also where that is curved");
    static final Key<Boolean> SHARED = Key.flag("shared", "whether all points have the same control");

    private MeanFieldKeys() {}

    static Source source(String place) {
        return new Source("004", place);
    }
}
