package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;

/** Losses of a sample that are measured otherwise. */
public final class CriterionChanges {
    private static final long MOST_PAIRS = 1_000_000;

    private CriterionChanges() {}

    static List<Change> all() {
        List<Change> all = new ArrayList<>();
        for (double floor : new double[] {1e-15, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3}) {
            String text = String.format(Locale.ROOT, "%.0e", floor).replace("e-0", "e-");
            all.add(logarithm("a logarithm clipped at " + text, p -> Math.log(Math.max(p, floor))));
            all.add(logarithm("a logarithm of p + " + text, p -> Math.log(p + floor)));
        }
        all.add(logarithm("a logarithm clipped at e^-100", p -> Math.log(Math.max(p, Math.exp(-100)))));
        for (double share : new double[] {0.05, 0.1, 0.2}) {
            all.add(smoothed(share, false));
        }
        all.add(balanced());
        all.add(other("the absolute error", false, f -> f, Criterion.entrywise((f, y) -> Math.abs(f - y))));
        all.add(other("the smooth absolute error (Huber with 1)", false, f -> f, Criterion.entrywise((f, y) -> {
            double r = Math.abs(f - y);
            return r < 1 ? 0.5 * r * r : r - 0.5;
        })));
        all.add(probabilities());
        all.add(other("the squared error of the probabilities", true,
                f -> f.columns() == 1 ? OutputChanges.sigmoid(f) : OutputChanges.softmax(f), Criterion.squared()));
        all.add(other("the squared error of the outputs", true, f -> f, Criterion.squared()));
        all.add(other("a binary cross-entropy for each class", true, f -> f, Criterion.entrywise(
                (f, y) -> (y > 0 ? 0 : f) + Math.log1p(Math.exp(-Math.abs(f))) + Math.max(-f, 0))));
        return all;
    }

    /** The logarithm of probabilities that are kept from 0, or have something added. */
    private static Change logarithm(String words, DoubleUnaryOperator log) {
        return Change.mistake("wiring.clipped-log", Aspect.CRITERION, words,
                "Take the loss of logits (CrossEntropyLoss, BCEWithLogitsLoss, from_logits=True): a clipped logarithm has no gradient where the network is most wrong.",
                (reading, context) -> context.logits()
                        ? Optional.of(reading.by(context.softmax()
                                ? (f, y) -> entropy(f, y, log)
                                : Criterion.entrywise((f, y) -> -log.applyAsDouble(
                                        OutputChanges.sigmoid(y > 0 ? f : -f)))))
                        : Optional.empty());
    }

    /** Minus the probability of the right class, where its logarithm was meant. */
    private static Change probabilities() {
        return Change.mistake("wiring.no-logarithm", Aspect.CRITERION,
                "minus the probability of the right class, as where NLLLoss is given softmax instead of log_softmax",
                "Give NLLLoss the output of log_softmax, or take CrossEntropyLoss of the outputs without softmax: without the logarithm the gradient is smallest where the network is most wrong.",
                (reading, context) -> context.softmax()
                        ? Optional.of(reading.by((f, y) -> entropy(f, y, p -> p)))
                        : Optional.empty());
    }

    /** Outputs of shape n x 1 against targets of shape n, batch by batch in the order of the data. */
    static List<Change> broadcast(Context context, Part told) {
        int n = context.data(told).map(Dataset::size).orElse(0);
        var sizes = new TreeSet<>(StatisticsChanges.USUAL);
        if (context.batch() > 0) {
            sizes.add(context.batch());
        }
        return context.network().outputs() > 1
                ? List.of()
                : sizes.stream()
                        .filter(size -> size < n && (long) size * n <= MOST_PAIRS)
                        .map(CriterionChanges::broadcast)
                        .toList();
    }

    private static Change broadcast(int size) {
        return Change.mistake("wiring.broadcast", Aspect.CRITERION,
                "outputs of shape n x 1 against targets of shape n, which holds every output against every target of its batch of "
                        + size,
                "Give outputs and targets one shape (outputs.squeeze(1), or targets.unsqueeze(1)): held against every target, the best a network can do is their mean.",
                (reading, context) -> Optional.of(reading.by((f, y) -> {
                    Matrix result = Matrix.zeros(f.rows(), 1);
                    for (int from = 0; from < f.rows(); from += size) {
                        int to = Math.min(f.rows(), from + size);
                        double[] targets = Arrays.copyOfRange(y.data(), from, to);
                        for (int i = from; i < to; i++) {
                            double[] output = new double[targets.length];
                            Arrays.fill(output, f.data()[i]);
                            double sum = Arrays.stream(reading.criterion()
                                    .elements(Matrix.wrap(targets.length, 1, output),
                                            Matrix.wrap(targets.length, 1, targets))
                                    .data()).sum();
                            result.set(i, 0, sum / targets.length);
                        }
                    }
                    return result;
                })));
    }

    private static Matrix entropy(Matrix f, Matrix y, DoubleUnaryOperator log) {
        Matrix p = OutputChanges.softmax(f);
        Matrix result = Matrix.zeros(f.rows(), 1);
        for (int i = 0; i < f.rows(); i++) {
            double sum = 0;
            for (int c = 0; c < f.columns(); c++) {
                sum -= y.get(i, c) == 0 ? 0 : y.get(i, c) * log.applyAsDouble(p.get(i, c));
            }
            result.set(i, 0, sum);
        }
        return result;
    }

    /** A share of each label is spread over all classes; {@code fitted} tells that it was chosen to fit. */
    public static Change smoothed(double share, boolean fitted) {
        return Change.choice("wiring.label-smoothing", Aspect.CRITERION, "labels smoothed by "
                + (fitted ? String.format(Locale.ROOT, "%.3g", share) + " (a share that fits all checkpoints)" : share),
                (reading, context) -> context.softmax()
                        ? Optional.of(reading.by((f, y) -> {
                            Matrix smooth = y.copy();
                            Arrays.setAll(smooth.data(), i -> (1 - share) * y.data()[i] + share / y.columns());
                            return reading.criterion().elements(f, smooth);
                        }))
                        : Optional.empty());
    }

    /** Samples weighed by the training data, as {@code class_weight="balanced"}. */
    private static Change balanced() {
        return Change.choice("wiring.class-weights", Aspect.CRITERION,
                "samples weighed inversely to the size of their class", (reading, context) -> {
                    if (!context.classes() || context.train().outputs() < 2) {
                        return Optional.empty();
                    }
                    int[] counts = context.train().classCounts();
                    return Optional.of(reading.by((f, y) -> weighed(reading.criterion().elements(f, y).copy(), y,
                            counts)));
                });
    }

    private static Matrix weighed(Matrix elements, Matrix y, int... counts) {
        double[] weights = new double[y.rows()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int c = 0; c < counts.length; c++) {
                weights[i] += counts[c] == 0 ? 0 : y.get(i, c) / counts[c];
            }
            sum += weights[i];
        }
        for (int i = 0; i < elements.rows(); i++) {
            for (int j = 0; j < elements.columns(); j++) {
                elements.set(i, j, elements.get(i, j) * weights[i] * weights.length / sum);
            }
        }
        return elements;
    }

    /** Another measure altogether; {@code classes} tells whether it is one of classes, the others are of real targets. */
    private static Change other(String what, boolean classes, UnaryOperator<Matrix> before, Criterion criterion) {
        return Change.choice("wiring.other-loss", Aspect.CRITERION, what,
                (reading, context) -> classes == context.logits()
                        ? Optional.of(reading.through(f -> before.apply(reading.outputs().apply(f))).by(criterion))
                        : Optional.empty());
    }
}
