package org.paisaje.study.explain.wiring.change;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.linalg.Matrix;

/** Outputs that pass through a softmax or an activation on their way to the loss. */
final class OutputChanges {
    private static final String SIGMOID = "a sigmoid";

    private OutputChanges() {}

    static List<Change> all() {
        return List.of(
                Change.mistake("wiring.softmax-twice", Aspect.OUTPUTS,
                        "softmax applied twice: the outputs are made probabilities, and the loss takes them for logits",
                        "Give the loss the outputs without softmax (in PyTorch leave nn.Softmax out of the network; in Keras set from_logits=False if it stays).",
                        (reading, context) -> context.softmax()
                                ? Optional.of(reading.through(OutputChanges::softmax))
                                : Optional.empty()),
                Change.mistake("wiring.sigmoid-twice", Aspect.OUTPUTS,
                        "sigmoid applied twice: the outputs are made probabilities, and the loss takes them for logits",
                        "Give the loss the outputs without sigmoid (BCEWithLogitsLoss), or take the loss of probabilities (BCELoss).",
                        (reading, context) -> context.logits() && !context.softmax()
                                ? Optional.of(reading.through(OutputChanges::sigmoid))
                                : Optional.empty()),
                activated(SIGMOID, OutputChanges::sigmoid),
                activated("tanh", Math::tanh),
                activated("a ReLU", f -> Math.max(0, f)));
    }

    /** An activation that the network as told does not have. */
    private static Change activated(String name, DoubleUnaryOperator activation) {
        return Change.mistake("wiring.output-activation", Aspect.OUTPUTS, "outputs that pass through " + name,
                "If the network ends with " + name
                        + ": a loss of classes takes outputs of any size and sign, so leave it out "
                        + "there; for numbers check that the targets lie in its range.",
                (reading, context) -> context.logits() && !context.softmax() && name.equals(SIGMOID)
                        ? Optional.empty()
                        : Optional.of(reading.through(f -> mapped(f, activation))));
    }

    private static Matrix mapped(Matrix f, DoubleUnaryOperator activation) {
        Matrix a = f.copy();
        Arrays.setAll(a.data(), i -> activation.applyAsDouble(f.data()[i]));
        return a;
    }

    static double sigmoid(double f) {
        return f >= 0 ? 1 / (1 + Math.exp(-f)) : Math.exp(f) / (1 + Math.exp(f));
    }

    static Matrix sigmoid(Matrix f) {
        return mapped(f, OutputChanges::sigmoid);
    }

    /** The probabilities, row by row. */
    static Matrix softmax(Matrix f) {
        Matrix p = f.copy();
        int k = f.columns();
        for (int row = 0; row < p.data().length; row += k) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = row; c < row + k; c++) {
                largest = Math.max(largest, p.data()[c]);
            }
            double sum = 0;
            for (int c = row; c < row + k; c++) {
                p.data()[c] = Math.exp(p.data()[c] - largest);
                sum += p.data()[c];
            }
            for (int c = row; c < row + k; c++) {
                p.data()[c] /= sum;
            }
        }
        return p;
    }
}
