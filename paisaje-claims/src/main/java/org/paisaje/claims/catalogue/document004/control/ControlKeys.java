package org.paisaje.claims.catalogue.document004.control;

import org.paisaje.claims.Key;
import org.paisaje.claims.Source;

/** The parameters of the settings on control. */
final class ControlKeys {
    static final Key<double[]> DEPTHS = Key.ascendingWholes("depths", 1, 100_000, "numbers of blocks, L in the text");
    static final Key<Integer> BLOCKS = Key.whole("blocks", 1, 100_000, "number of blocks, N in section 4.1");
    static final Key<Integer> SAMPLES = Key.whole("samples", 1, 100_000, "number of samples");
    static final Key<Integer> STEPS = Key.whole("steps", 1, 1_000_000, "steps of the training");
    static final Key<Integer> REPLICATES = Key.whole("replicates", 2, 1_000_000, "number of independent repetitions");
    static final Key<Double> SIZE = Key.real("size", -10, 10, "the exponent of L in the size of a block");
    static final Key<Double> KAPPA = Key.positive("kappa", "kappa = q b^2 T / r, how much the data weigh");
    static final Key<double[]> KAPPAS = Key.ascendingReals("kappa", Double.MIN_VALUE, 1e6,
            "kappa = q b^2 T / r, how much the data weigh");
    static final Key<Double> SHARE = Key.real("share", 0, 1, "how much of the way to the new control is gone");
    static final Key<double[]> AUGMENTED = Key.reals("rho", 0, 1e6, "rho / (q T), the weight of the augmentation");
    static final Key<Boolean> DISCRETE = Key.flag("discrete",
            "whether the Hamiltonian is that of the discrete problem, with x_n + delta f and delta L");
    static final Key<Boolean> EQUAL = Key.flag("equal", "whether all samples are the same");

    private ControlKeys() {}

    static Source source(String place) {
        return new Source("004", place);
    }
}
