package org.paisaje.loss;

import java.util.List;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;

/** The losses that have a name. */
final class Losses {
    static final Registry<Loss> REGISTRY = Registry.of(Loss.class, "loss", List.of(
            entry(Loss.SQUARED, "(1/2n) sum |f - y|^2; for real targets, or classes as 0 and 1")
                    .aliases("squared", "l2"),
            entry(Loss.meanSquared(), "(1/n) sum |f - y|^2, without the factor 1/2").aliases("mse"),
            entry(Loss.halfSumSquared(), "(1/2) sum |f - y|^2, not divided by n"),
            entry(Loss.SOFTMAX_CROSS_ENTROPY, "one output for each class").aliases("ce", "cross-entropy", "softmax"),
            entry(Loss.BINARY_CROSS_ENTROPY, "two classes and one output, or several labels").aliases("bce"),
            entry(Loss.LOGISTIC, "log(1 + e^(-y f)) for two classes as -1 and 1")));

    private Losses() {}

    private static Entry<Loss> entry(Loss loss, String description) {
        return Entry.of(Loss.class, loss.name(), description, options -> loss);
    }
}
