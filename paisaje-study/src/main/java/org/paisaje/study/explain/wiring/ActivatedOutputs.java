package org.paisaje.study.explain.wiring;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.linalg.Matrix;

/** The outputs pass through an activation that the network as told does not have. */
record ActivatedOutputs(String name, DoubleUnaryOperator activation, boolean logistic) implements Hypothesis {
    @Override
    public String rule() {
        return logistic ? "wiring.sigmoid-twice" : "wiring.output-activation";
    }

    @Override
    public Aspect aspect() {
        return Aspect.OUTPUTS;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return logistic
                ? "sigmoid applied twice: the outputs are made probabilities, and the loss takes them for logits"
                : "outputs that pass through " + name;
    }

    @Override
    public String advice() {
        return logistic
                ? "Give the loss the outputs without sigmoid (BCEWithLogitsLoss), or take the loss of probabilities (BCELoss)."
                : "If the network ends with " + name + ", check that the targets lie in its range.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        boolean fits = logistic ? context.logits() && !context.softmax() : !context.logits();
        return fits
                ? Optional.of(reading.through(f -> {
                    Matrix a = f.copy();
                    Arrays.setAll(a.data(), i -> activation.applyAsDouble(f.data()[i]));
                    return a;
                }))
                : Optional.empty();
    }

    static double sigmoid(double f) {
        return f >= 0 ? 1 / (1 + Math.exp(-f)) : Math.exp(f) / (1 + Math.exp(f));
    }
}
