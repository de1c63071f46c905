package org.paisaje.claims.catalogue.document003;

import org.paisaje.claims.Key;
import org.paisaje.theory.teacher.ConvergenceTable.Rule;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;

/** The parameters of the settings of document 003. */
final class Keys003 {
    static final Key<Integer> D = Key.whole("d", 1, 10_000, "dimension of the inputs");
    static final Key<Integer> N = Key.whole("n", 1, 10_000_000, "number of samples, N in the text");
    static final Key<Double> LAMBDA = Key.real("lambda", 0, 1e6, "factor of the penalty");
    static final Key<double[]> LAMBDAS = Key.reals("lambdas", 0, 1e6, "factors of the penalty");
    static final Key<Penalty> PENALTY = Key.choice("penalty", Penalty.class, "the penalty");
    static final Key<Sign> SIGN = Key.choice("sign", Sign.class, "sign of the penalty's gradient in the update");
    static final Key<Integer> DRAWS = Key.whole("draws", 1, 100_000_000, "number of random draws");
    static final Key<Integer> POINTS = Key.whole("points", 2, 100_000_000, "number of points");
    static final Key<Integer> SAMPLES = Key.whole("samples", 1, 10_000_000, "number of random samples");
    static final Key<double[]> SIZES = Key.wholes("samples", 1, 10_000_000, "numbers of samples, N in the text");
    static final Key<double[]> WIDTHS = Key.wholes("widths", 1, 10_000_000, "numbers of samples, N in the text");
    static final Key<Integer> REPLICATES = Key.whole("replicates", 2, 1_000_000, "number of independent repetitions");
    static final Key<Integer> RUNS = Key.whole("runs", 1, 100_000_000, "number of runs of the dynamics");
    static final Key<Integer> STARTS = Key.whole("starts", 1, 100_000_000, "number of starting points");
    static final Key<Integer> STEPS = Key.whole("steps", 1, 100_000_000, "steps of each run");
    static final Key<double[]> ROWS = Key.wholes("rows", 0, 8, "rows of the table, from 0");
    static final Key<Rule> RULE = Key.choice("rule", Rule.class, "when a run counts as converged");
    static final Key<Penalty> L1 = Key.choice("l1", Penalty.class, "penalty of the columns that the text calls l1");
    static final Key<Double> FACTOR = Key.real("factor", 0, 1e6, "what the quantity of the text is multiplied by");
    static final Key<Double> CONSTANT = Key.positive("constant", "the constant of the bound");
    static final Key<Double> EPSILON = Key.real("epsilon", Double.MIN_VALUE, 1, "eps in the text");
    static final Key<Double> STRETCH = Key.positive("stretch", "what the radius of the ball is multiplied by");
    static final Key<Double> SCALE = Key.real("scale", 0, 1e6, "what the penalty is multiplied by");
    static final Key<Double> SHIFT = Key.real("shift", -1e6, 1e6, "mean of the samples");
    static final Key<Double> VARIANCE = Key.positive("variance", "variance of the samples");
    static final Key<Double> FROM = Key.real("from", Double.MIN_VALUE, Math.PI, "smallest angle");
    static final Key<Double> TO = Key.real("to", Double.MIN_VALUE, Math.PI, "largest angle").notBelow(FROM);
    static final Key<Integer> ANGLES = Key.whole("angles", 2, 1_000_000, "number of angles");
    static final Key<Boolean> OUTER = Key.flag("outer", "the matrix s s^T of the signs, else the identity");
    static final Key<Boolean> SCALED = Key.flag("scaled", "N u in the place of u");
    static final Key<String> BOUND = Key.word("bound", "equation that bounds lambda, and over which samples", "17",
            "17 norm", "27 active", "27 all", "33", "33 all");
    static final Key<String> EVENT = Key.word("event", "which event is counted", "definite", "more than d active");
    static final Key<String> MASK = Key.word("mask", "whose active samples are summed over: of w or of w*", "own",
            "teacher");
    static final Key<String> OPTIMUM = Key.word("optimum", "where V vanishes: the optimum of the sample or of the "
            + "expected flow", "sample", "population");
    static final Key<String> CENTRE = Key.word("optimum", "where V vanishes: w-hat of the sample or w*", "sample",
            "teacher");
    static final Key<String> EXPANSION = Key.word("optimum", "w-hat as it is or cut to w* + 2 lambda w*", "whole",
            "cut");
    static final Key<String> START = Key.word("start", "runs start in the ball around 0 or near w*", "ball", "near");
    static final Key<Integer> KMIN = Key.whole("kmin", 0, 60, "smallest k");
    static final Key<Integer> KMAX = Key.whole("kmax", 0, 60, "largest k").notBelow(KMIN);
    static final Key<Integer> TERMS = Key.whole("terms", 1, 2, "terms of the expansion");
    static final Key<Integer> MATRICES = Key.whole("matrices", 1, 1_000_000, "number of random matrices");

    private Keys003() {}
}
