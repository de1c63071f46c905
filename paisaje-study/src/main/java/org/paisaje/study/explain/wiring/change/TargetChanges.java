package org.paisaje.study.explain.wiring.change;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/** Outputs held against other targets than their own. */
final class TargetChanges {
    private static final String OFF_BY_ONE = "wiring.labels-off-by-one";

    private TargetChanges() {}

    static List<Change> all(Context context) {
        return List.of(
                relabelled("labels that are off by one (class c counted as c + 1, the last as 0)", OFF_BY_ONE,
                        (c, k) -> (c + 1) % k),
                relabelled("labels that are off by one (class c counted as c - 1, the first as the last)", OFF_BY_ONE,
                        (c, k) -> k > 2 ? (c + k - 1) % k : c),
                relabelled("labels in reverse order", "wiring.labels-reversed", (c, k) -> k > 2 ? k - 1 - c : c),
                byAppearance(context),
                shifted(1),
                shifted(-1),
                // The order is not known, so the number is known up to the spread over orders.
                Change.mistake("wiring.labels-shuffled", Aspect.TARGETS,
                        "targets shuffled against the inputs, within what the order drawn leaves open",
                        "Shuffle inputs and targets by the same order.",
                        (reading, told) -> Optional.of(reading.pairing(Reading.Pairing.RANDOM))),
                Change.mistake("wiring.broadcast", Aspect.TARGETS,
                        "outputs of shape n x 1 against targets of shape n, which holds every output against every target",
                        "Give outputs and targets one shape (outputs.squeeze(1), or targets.unsqueeze(1)): held against every target, the best a network can do is their mean.",
                        (reading, told) -> told.network().outputs() == 1
                                ? Optional.of(reading.pairing(Reading.Pairing.ALL))
                                : Optional.empty()));
    }

    /** Classes under other numbers: {@code to(c, k)} is the number that class c of k gets. */
    private static Change relabelled(String what, String rule, IntBinaryOperator to) {
        return Change.mistake(rule, Aspect.TARGETS, what,
                "Check how labels become numbers: from 0, in one order for training and test.", (reading, context) -> {
                    int k = Math.max(2, context.network().outputs());
                    boolean same = IntStream.range(0, k).allMatch(c -> to.applyAsInt(c, k) == c);
                    return !context.classes() || same
                            ? Optional.empty()
                            : Optional.of(reading.against(y -> relabelled(y, k, to)));
                });
    }

    private static Matrix relabelled(Matrix y, int k, IntBinaryOperator to) {
        Matrix other = Matrix.zeros(y.rows(), y.columns());
        for (int i = 0; i < y.rows(); i++) {
            if (y.columns() == 1) {
                // Two classes as two numbers, which may be 0 and 1 or -1 and 1.
                double low = Arrays.stream(y.data()).min().orElse(0);
                double high = Arrays.stream(y.data()).max().orElse(1);
                other.set(i, 0, to.applyAsInt(y.get(i, 0) == high ? 1 : 0, 2) == 1 ? high : low);
            } else {
                for (int c = 0; c < y.columns(); c++) {
                    other.set(i, to.applyAsInt(c, k), y.get(i, c));
                }
            }
        }
        return other;
    }

    /** Classes numbered in the order in which they appear in the training data. */
    private static Change byAppearance(Context context) {
        int[] numbers = new int[Math.max(2, context.train().classes().size())];
        Arrays.fill(numbers, -1);
        int next = 0;
        if (context.classes()) {
            for (int label : context.train().labels()) {
                if (numbers[label] < 0) {
                    numbers[label] = next++;
                }
            }
        }
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = numbers[c] < 0 ? next++ : numbers[c];
        }
        return relabelled("classes numbered in the order in which they first occur", "wiring.labels-order",
                (c, k) -> c < numbers.length ? numbers[c] : c);
    }

    /** Every sample is held against the target of a neighbour. */
    private static Change shifted(int by) {
        return Change.mistake("wiring.rows-shifted", Aspect.TARGETS,
                "targets of the row " + (by > 0 ? "after" : "before"),
                "Check that inputs and targets are cut and shuffled together.",
                (reading, context) -> Optional.of(reading.against(y -> {
                    Matrix other = Matrix.zeros(y.rows(), y.columns());
                    for (int i = 0; i < y.rows(); i++) {
                        other.setRow(i, y.row(Math.floorMod(i + by, y.rows())));
                    }
                    return other;
                })));
    }
}
