package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;

/** Inputs that are scaled, standardised or ordered otherwise. */
final class InputChanges {
    private static final String ORDER = "wiring.inputs-order";
    private static final String ORDER_ADVICE = "Give the columns in the order in which the network was trained on them.";

    private InputChanges() {}

    static List<Change> all() {
        List<Change> all = new ArrayList<>(List.of(
                scaled(255, 0, "inputs 255 times larger, as where they were not divided by 255"),
                smaller(),
                scaled(1 / 65025.0, 0, "inputs 65,025 times smaller, as where they were divided by 255 twice"),
                scaled(2, -1, "inputs moved from 0..1 to -1..1"),
                scaled(0.5, 0.5, "inputs moved from -1..1 to 0..1"),
                raw()));
        for (Part part : Part.values()) {
            all.add(standardised(part));
        }
        all.add(byName());
        all.addAll(List.of(
                ordered("the columns in reverse order", (j, d) -> d - 1 - j),
                ordered("the columns moved on by one, as where an index column was counted in", (j, d) -> (j + 1) % d),
                ordered("the columns moved back by one, as where the target was counted in",
                        (j, d) -> (j + d - 1) % d),
                ordered("images with rows and columns exchanged", (j, d) -> transposed(j, d)),
                ordered("images of three colours kept plane by plane", (j, d) -> planes(j, d)),
                ordered("images of three colours kept pixel by pixel", (j, d) -> pixels(j, d)),
                ordered("images with red and blue exchanged, pixel by pixel",
                        (j, d) -> square(d / 3) * 3 == d ? j - j % 3 + 2 - j % 3 : -1),
                ordered("images with red and blue exchanged, plane by plane",
                        (j, d) -> square(d / 3) * 3 == d ? (2 - j / (d / 3)) * (d / 3) + j % (d / 3) : -1)));
        return all;
    }

    /** Divided by 255, which is no mistake where they are bytes: that is {@link UsedData}. */
    private static Change smaller() {
        Change once = scaled(1 / 255.0, 0, "inputs 255 times smaller, as where they were divided by 255 once more");
        return Change.mistake(once.rule(), once.aspect(), once.words(), once.advice(),
                (reading, context) -> UsedData.bytes(context) ? Optional.empty() : once.apply(reading, context));
    }

    /** All inputs are multiplied by one factor, and moved. */
    private static Change scaled(double factor, double offset, String what) {
        return Change.mistake("wiring.inputs-scale", Aspect.INPUTS, what,
                "Give the network inputs scaled as the data are here, in training and in use alike, or name the data as they were used.",
                (reading, context) -> Optional.of(reading.given(context.told().then(what, x -> {
                    Matrix scaled = x.copy();
                    Arrays.setAll(scaled.data(), i -> factor * x.data()[i] + offset);
                    return scaled;
                }))));
    }

    /** Not standardised at all. */
    private static Change raw() {
        return Change.mistake("wiring.inputs-not-standardized", Aspect.INPUTS, "inputs that are not standardised",
                "Standardise the inputs wherever the network is used, by the statistics of the training part.",
                (reading, context) -> context.told().equals(InputMap.RAW)
                        ? Optional.empty()
                        : Optional.of(reading.given(InputMap.RAW)));
    }

    /** Of mean 0 and variance 1 by the statistics of a part. */
    private static Change standardised(Part by) {
        String words = "inputs standardised by the statistics of " + by.words();
        return Change.mistake("wiring.inputs-standardized-by", Aspect.INPUTS, words,
                "Standardise all inputs by the statistics of the training part, which is all that is known in use.",
                (reading, context) -> by == Part.TRAIN && !context.told().equals(InputMap.RAW)
                        ? Optional.empty()
                        : context.data(by).map(data -> {
                            Standardization standard = Standardization.of(data.x());
                            return reading.given(InputMap.RAW.then(words, standard::apply));
                        }));
    }

    /**
     * The columns in another order.
     *
     * @param from the column that comes at place j of d, or negative if the order means nothing for d
     */
    private static Change ordered(String what, IntBinaryOperator from) {
        return Change.mistake(ORDER, Aspect.INPUTS, what, ORDER_ADVICE, (reading, context) -> {
            int d = context.train().inputs();
            return reordered(reading, context, what, IntStream.range(0, d).map(j -> from.applyAsInt(j, d)).toArray());
        });
    }

    /** The columns of a table in the order of their names, as where a file or a frame was written with sorted columns. */
    private static Change byName() {
        String what = "the columns sorted by name";
        return Change.mistake(ORDER, Aspect.INPUTS, what, ORDER_ADVICE, (reading, context) -> {
            List<String> names = context.train().names();
            int[] order = IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparing(names::get))
                    .mapToInt(Integer::intValue)
                    .toArray();
            return reordered(reading, context, what, order);
        });
    }

    private static Optional<Reading> reordered(Reading reading, Context context, String what, int... order) {
        int d = order.length;
        boolean same = IntStream.range(0, d).allMatch(j -> order[j] == j);
        if (same || IntStream.of(order).anyMatch(j -> j < 0)) {
            return Optional.empty();
        }
        return Optional.of(reading.given(context.told().then(what, x -> {
            Matrix other = Matrix.zeros(x.rows(), d);
            for (int i = 0; i < x.rows(); i++) {
                for (int j = 0; j < d; j++) {
                    other.set(i, j, x.get(i, order[j]));
                }
            }
            return other;
        })));
    }

    /** n if it is a square of at least 4. */
    private static int square(int n) {
        int side = (int) Math.round(Math.sqrt(n));
        return side * side == n && side > 1 ? n : -1;
    }

    private static int transposed(int j, int d) {
        int side = (int) Math.round(Math.sqrt(d));
        return square(d) == d ? j % side * side + j / side : -1;
    }

    private static int planes(int j, int d) {
        return square(d / 3) * 3 == d ? j % (d / 3) * 3 + j / (d / 3) : -1;
    }

    private static int pixels(int j, int d) {
        return square(d / 3) * 3 == d ? j % 3 * (d / 3) + j / 3 : -1;
    }
}
