package org.paisaje.claims.catalogue.document004.training;

import org.paisaje.claims.Key;

/** The parameters of claims about descent and backpropagation. */
final class TrainingKeys {
    static final Key<Integer> SAMPLES = Key.whole("samples", 2, 100_000, "M, samples");
    static final Key<Integer> INPUTS = Key.whole("inputs", 1, 200, "inputs of the neuron");
    static final Key<Integer> STEPS = Key.whole("steps", 1, 1_000_000, "steps of gradient descent");
    static final Key<Integer> REPLICATES = Key.whole("replicates", 2, 1_000_000, "independent repetitions");
    static final Key<Double> FACTOR = Key.real("factor", -10, 10, "what a term of the formula is multiplied by");
    static final Key<Boolean> TARGET_FIRST = Key.flag("target-first",
            "whether the error is target minus output, and not output minus target");
    static final Key<double[]> RATES = Key.ascendingReals("rates", 1e-6, 10,
            "steps, in units of 1 over the largest eigenvalue");
    static final Key<Double> POWER = Key.real("power", 0.1, 2, "the power of nu that the step is");
    static final Key<Double> FOURTH = Key.real("fourth", 0, 10,
            "what |w - w*|^4 / 4 is multiplied by when it is added to the cost");
    static final Key<double[]> BATCHES = Key.ascendingWholes("batches", 1, 100_000, "p, samples of a batch");
    static final Key<Integer> BATCH = Key.whole("batch", 1, 60, "p, samples of the batch, of 60");
    static final Key<Integer> PARTS = Key.whole("parts", 1, 1000, "p, subsets of the data");
    static final Key<Double> SINES = Key.real("sines", 0, 100,
            "deviation of the frequencies of sine units in the place of tanh; 0 is tanh");
    static final Key<Boolean> REPEATED = Key.flag("repeated", "whether a batch is one sample, repeated");
    static final Key<Double> TURN = Key.real("turn", 0.3, 0.7, "where the tent turns; at 1/2 it has period three");
    static final Key<Integer> DEPTH = Key.whole("depth", 2, 20, "the most compositions");
    static final Key<Boolean> DIVIDED = Key.flag("divided", "whether the sum over a batch is divided by its size");
    static final Key<Boolean> WHOLE = Key.flag("whole", "whether subset i ends at m (i + 1) and not at (m + 1) i");
    static final Key<Integer> UNITS = Key.whole("units", 1, 100, "units of each layer");
    static final Key<Boolean> PASSED = Key.flag("passed", "whether the multiplier of the layer behind is a factor");

    private TrainingKeys() {}
}
