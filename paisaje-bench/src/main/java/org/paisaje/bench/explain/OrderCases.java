package org.paisaje.bench.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.paisaje.bench.explain.ExplanationCases.Case;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizers;

/** Files whose order tells what their inputs do not, and the same rows in any other order. */
final class OrderCases {
    private static final int ROWS = 500;
    private static final int INPUTS = 3;

    private final List<Case> cases = new ArrayList<>();
    private final Seed seed;

    private OrderCases(Seed seed) {
        this.seed = seed;
    }

    static List<Case> of(Seed seed) {
        var all = new OrderCases(seed.named("order"));
        all.drifts();
        all.walks();
        return List.copyOf(all.cases);
    }

    private void drifts() {
        Matrix x = Matrix.wrap(ROWS, INPUTS, seed.named("drift").gaussians(ROWS * INPUTS));
        double[] groups = seed.named("devices").gaussians(ROWS / 20);
        add("a target that drifts along the file", "data.row-order", true, data(x, i -> x.get(i, 0) + 8.0 * i / ROWS));
        add("a device for each 20 rows", "data.row-order", true, data(x, i -> x.get(i, 1) + 2 * groups[i / 20]));
        add("no drift", "", false, data(x, i -> x.get(i, 0) - x.get(i, 1)));
    }

    private void walks() {
        Matrix walk = Matrix.wrap(ROWS, INPUTS + 1, seed.named("walks").gaussians(ROWS * (INPUTS + 1)));
        for (int i = 1; i < ROWS; i++) {
            for (int j = 0; j <= INPUTS; j++) {
                walk.set(i, j, walk.get(i - 1, j) + walk.get(i, j));
            }
        }
        Matrix x = Matrix.zeros(ROWS, INPUTS);
        IntStream.range(0, ROWS * INPUTS).forEach(k -> x.set(k / INPUTS, k % INPUTS, walk.get(k / INPUTS, k % INPUTS)));
        Dataset walks = data(x, i -> walk.get(i, INPUTS));
        add("walks that have nothing to do with each other", "data.later-rows", false, walks);
        add("the same in any other order", "", false, walks.subset(seed.named("mixed").permutation(ROWS)));
    }

    private static Dataset data(Matrix x, IntToDoubleFunction target) {
        return Dataset.regression("rows", x,
                Matrix.wrap(ROWS, 1, IntStream.range(0, ROWS).mapToDouble(target).toArray()));
    }

    private void add(String name, String cause, boolean curable, Dataset data) {
        Problem problem = Problem.builder(1)
                .data(data)
                .standardized()
                .standardizedTargets()
                .network("mlp:" + INPUTS + "-32-32-1:tanh")
                .build();
        cases.add(new Case(name, cause.isEmpty() ? Set.of() : Set.of(cause), curable,
                Subject.of(problem, Optimizers.parse("adam:1e-2"), 32, 2000, 2)));
    }
}
