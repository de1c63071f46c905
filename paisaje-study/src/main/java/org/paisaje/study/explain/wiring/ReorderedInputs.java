package org.paisaje.study.explain.wiring;

import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/** The columns of the inputs in another order: {@code from(j, d)} is the column that comes at place j of d, or negative if the order means nothing for d. */
record ReorderedInputs(String what, IntBinaryOperator from) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.inputs-order";
    }

    @Override
    public Aspect aspect() {
        return Aspect.INPUTS;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return what;
    }

    @Override
    public String advice() {
        return "Give the columns in the order in which the network was trained on them.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        int d = context.train().inputs();
        int[] order = IntStream.range(0, d).map(j -> from.applyAsInt(j, d)).toArray();
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

    /** All orders that are looked for. */
    static List<Hypothesis> all() {
        return List.of(new ReorderedInputs("the columns in reverse order", (j, d) -> d - 1 - j),
                new ReorderedInputs("the columns moved on by one, as where an index column was counted in",
                        (j, d) -> (j + 1) % d),
                new ReorderedInputs("the columns moved back by one, as where the target was counted in",
                        (j, d) -> (j + d - 1) % d),
                new ReorderedInputs("images with rows and columns exchanged", (j, d) -> transposed(j, d)),
                new ReorderedInputs("images of three colours kept plane by plane", (j, d) -> planes(j, d)),
                new ReorderedInputs("images of three colours kept pixel by pixel", (j, d) -> pixels(j, d)),
                new ReorderedInputs("images with red and blue exchanged, pixel by pixel",
                        (j, d) -> square(d / 3) * 3 == d ? j - j % 3 + 2 - j % 3 : -1),
                new ReorderedInputs("images with red and blue exchanged, plane by plane",
                        (j, d) -> square(d / 3) * 3 == d ? (2 - j / (d / 3)) * (d / 3) + j % (d / 3) : -1));
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
