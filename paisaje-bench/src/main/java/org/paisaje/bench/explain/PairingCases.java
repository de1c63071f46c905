package org.paisaje.bench.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.paisaje.bench.explain.ExplanationCases.Case;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.evidence.Subject;

/** Faults in which targets go with which inputs, and one that is set by hand and has to be mended together with what follows it. */
final class PairingCases {
    private static final int ROWS = 500;
    private static final int TRAIN = 380;

    private final List<Case> cases = new ArrayList<>();
    private final Seed seed;

    private PairingCases(Seed seed) {
        this.seed = seed;
    }

    static List<Case> of(Seed seed) {
        var all = new PairingCases(seed.named("pairing"));
        all.rows();
        all.tests();
        all.byHand();
        all.missing();
        all.times();
        return List.copyOf(all.cases);
    }

    private Matrix inputs(String name, int d) {
        return Matrix.wrap(ROWS, d, seed.named(name).gaussians(ROWS * d));
    }

    private static Matrix targets(Matrix x, int later) {
        Matrix y = Matrix.zeros(ROWS, 1);
        for (int i = 0; i < ROWS; i++) {
            int j = (i + ROWS - later) % ROWS;
            y.set(i, 0, x.get(j, 0) - 2 * x.get(j, 1) + x.get(j, 2) * x.get(j, 3));
        }
        return y;
    }

    private void add(String name, String cause, Dataset data, String net) {
        cases.add(new Case(name, Set.of(cause), false,
                CaseSubjects.subject(data, net, "adam:1e-2", 32, 400, seed)));
    }

    private void rows() {
        Matrix x = inputs("shifted", 4);
        add("targets one row too late", "data.rows-shifted", Dataset.regression("shifted", x, targets(x, 1)),
                "mlp:4-32-1:tanh");
        add("targets two rows too early", "data.rows-shifted", Dataset.regression("shifted", x, targets(x, -2)),
                "mlp:4-32-1:tanh");
    }

    private void tests() {
        Matrix x = inputs("tests", 4);
        Dataset all = Dataset.regression("tests", x, targets(x, 0));
        Dataset train = all.subset(IntStream.range(0, TRAIN).toArray());
        Dataset test = all.subset(IntStream.range(TRAIN, ROWS).toArray());
        Matrix larger = test.y().copy();
        IntStream.range(0, larger.rows()).forEach(i -> larger.set(i, 0, 100 * larger.get(i, 0)));
        Matrix reversed = test.y().rows(IntStream.range(0, test.size()).map(i -> test.size() - 1 - i).toArray());
        for (var one : List.of(new Object[] {"test targets a hundred times as large", larger},
                new Object[] {"test targets in reverse order", reversed})) {
            cases.add(new Case((String) one[0], Set.of("data.test-targets"), false, CaseSubjects.subject(train,
                    Optional.of(test.withTargets((Matrix) one[1])), "mlp:4-32-1:tanh", "adam:1e-2", 32, 400, seed)));
        }
    }

    /** A 0 in many rows: what was not measured, and amounts that are 0 for many. */
    private void missing() {
        Matrix x = inputs("measured", 3);
        Matrix y = Matrix.zeros(ROWS, 1);
        Matrix amounts = Matrix.zeros(ROWS, 2);
        Matrix sums = Matrix.zeros(ROWS, 1);
        double[] coin = seed.named("measured or not").uniforms(2 * ROWS);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, 0, x.get(i, 0) + 0.6 * x.get(i, 1));
            for (int j = 0; j < 2; j++) {
                x.set(i, j, coin[2 * i + j] < 0.3 ? 0 : 30 + 5 * x.get(i, j));
            }
            amounts.set(i, 0, coin[2 * i] < 0.5 ? 0 : -4 * Math.log(coin[2 * i + 1]));
            amounts.set(i, 1, x.get(i, 2));
            sums.set(i, 0, 0.3 * amounts.get(i, 0) + amounts.get(i, 1));
        }
        add("a 0 where nothing was measured", "data.missing-codes", Dataset.regression("measured.csv", x, y),
                "mlp:3-16-1:tanh");
        cases.add(new Case("amounts that are 0 for many", Set.of(), false, CaseSubjects.subject(
                Dataset.regression("amounts.csv", amounts, sums), "mlp:2-16-1:tanh", "adam:1e-2", 32, 400, seed)));
    }

    /** Hours, of which the last lies beside the first, and a rating on as long a scale. */
    private void times() {
        Matrix x = inputs("hours", 2);
        Matrix y = Matrix.zeros(ROWS, 1);
        Matrix rated = Matrix.zeros(ROWS, 1);
        double[] hours = seed.named("which hour").uniforms(ROWS);
        for (int i = 0; i < ROWS; i++) {
            double hour = Math.floor(24 * hours[i]);
            x.set(i, 0, hour);
            y.set(i, 0, Math.cos(Math.PI * (hour - 3) / 12) + 0.4 * x.get(i, 1));
            rated.set(i, 0, 0.1 * hour + 0.4 * x.get(i, 1));
        }
        add("hours as one number", "data.times", Dataset.regression("hours", x, y), "mlp:2-16-1:tanh");
        cases.add(new Case("a rating from 0 to 23", Set.of(), false, CaseSubjects.subject(
                Dataset.regression("ratings", x, rated), "mlp:2-16-1:tanh", "adam:1e-2", 32, 400, seed)));
    }

    private void byHand() {
        Matrix x = inputs("sum", 4);
        Subject usual = CaseSubjects.subject(Dataset.regression("sum", x, targets(x, 0)), "mlp:4-32-1:tanh",
                "sgd:0.1",
                64, 140, seed);
        cases.add(new Case("the sum over batches of 64, and too few steps", Set.of("wiring.sum-loss"), true,
                new Subject(usual.train(), usual.test(), usual.network(), usual.start(), Loss.parse("half-sum-squared"),
                        usual.optimizer(), 64, 140, seed, 2)));
    }
}
