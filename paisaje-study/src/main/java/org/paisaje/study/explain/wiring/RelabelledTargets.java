package org.paisaje.study.explain.wiring;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/** Classes under other numbers: {@code to(c, k)} is the number that class c of k gets. */
record RelabelledTargets(String what, String rule, IntBinaryOperator to) implements Hypothesis {
    @Override
    public String rule() {
        return rule;
    }

    @Override
    public Aspect aspect() {
        return Aspect.TARGETS;
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
        return "Check how labels become numbers: from 0, in one order for training and test.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        int k = Math.max(2, context.network().outputs());
        boolean same = IntStream.range(0, k).allMatch(c -> to.applyAsInt(c, k) == c);
        if (!context.classes() || same) {
            return Optional.empty();
        }
        return Optional.of(reading.against(y -> {
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
        }));
    }

    /** Labels off by one, either way, and in reverse. */
    static List<Hypothesis> all() {
        return List.of(new RelabelledTargets("labels that are off by one (class c counted as c + 1, the last as 0)",
                "wiring.labels-off-by-one", (c, k) -> (c + 1) % k),
                new RelabelledTargets("labels that are off by one (class c counted as c - 1, the first as the last)",
                        "wiring.labels-off-by-one", (c, k) -> k > 2 ? (c + k - 1) % k : c),
                new RelabelledTargets("labels in reverse order", "wiring.labels-reversed",
                        (c, k) -> k > 2 ? k - 1 - c : c));
    }

    /** Classes numbered in the order in which they appear in the training data. */
    static Hypothesis byAppearance(Context context) {
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
        return new RelabelledTargets("classes numbered in the order in which they first occur",
                "wiring.labels-order", (c, k) -> c < numbers.length ? numbers[c] : c);
    }
}
