package org.paisaje.study.explain.cause;

import java.util.function.Predicate;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.explain.signal.Signals;

/** What a rule cannot do without. Where it is missing, the rule was not checked, and that is the reason. */
public enum Need {
    /** Steps were made. */
    STEPS("no steps were made", s -> s.setup().steps() > 0),
    /** The run did not diverge. */
    FINITE("the run diverged", s -> !s.attempt().diverged()),
    /** The rule of the steps has a rate. */
    RATE("the optimizer chooses the length of its steps itself", s -> s.setup().rule().usesRate()),
    /** A step sees some of the samples. */
    BATCHES("every step sees all samples", s -> s.setup().batch() > 0),
    /** There are test data. */
    TEST_DATA("there are no test data", s -> s.test().isPresent()),
    /** Targets are classes. */
    CLASSES("the targets are numbers, not classes", s -> s.setup().classes()),
    /** Targets are numbers. */
    NUMBERS("the targets are classes, not numbers", s -> !s.setup().classes()),
    /** There are few enough inputs to see how fast targets vary with them. */
    FEW_INPUTS("there are more than six inputs", s -> s.data().inputs() <= 6),
    /** The samples lie on a line or in a plane. */
    PLANE("there are more than two inputs", s -> s.data().inputs() <= 2),
    /** Simple methods could be fitted. */
    REFERENCE("there are too few samples to fit simple methods to", s -> s.reference().isPresent()),
    /** Enough samples to tell a pattern from chance. */
    SAMPLES("there are fewer than 30 samples", s -> s.data().samples() >= 30),
    /** The layers follow each other. */
    IN_ROW("the layers of this network do not follow each other in a row", s -> s.setup().inRow()),
    /** The network is a chain of dense layers. */
    DENSE("the network is not a chain of dense layers", s -> s.setup().network() instanceof Mlp),
    /** Weights have the scale of the standard parametrization. */
    STANDARD("the parametrization is not the standard one",
            s -> s.setup().network().parametrization() instanceof Parametrization.Standard),
    /** Where rows come in groups, the run was made again with whole groups held out. */
    GROUPS_TRIED(
            "test rows have near-copies among the training rows, and whether that matters takes another run, which was not made",
            s -> s.nearCopies().get().isEmpty() || s.wholeGroups().get().isPresent()),
    /** The weights at the start are not trained ones. */
    UNTRAINED("the loaded weights are trained, so what holds for random ones says nothing of them",
            s -> !s.trained());

    private final String missing;
    private final Predicate<Signals> met;

    Need(String missing, Predicate<Signals> met) {
        this.missing = missing;
        this.met = met;
    }

    /** The reason, where it is not met. */
    String missing() {
        return missing;
    }

    /** Whether it is met. */
    boolean met(Signals signals) {
        return met.test(signals);
    }
}
