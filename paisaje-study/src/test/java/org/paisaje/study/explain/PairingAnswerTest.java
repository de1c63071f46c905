package org.paisaje.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.answer.Search;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/** What is said where targets belong to other rows, mean something else in the test data, or stand among the inputs. */
final class PairingAnswerTest {
    private static final Seed SEED = Seed.of(5);
    private static final int ROWS = 240;

    private static Setup setup(Dataset train, Dataset test, String net, Loss loss, String rule, int steps) {
        Architecture network = Architecture.parse(net);
        return new Subject(train, Optional.of(test), network,
                network.initialize(Initializer.standardFor(network), SEED.named("init")), loss, Optimizers.parse(rule),
                16, steps, SEED, 1).setup();
    }

    private static Answer answer(Dataset train, Dataset test, String net, int steps, double seconds) {
        Architecture network = Architecture.parse(net);
        return answer(setup(train, test, net, ProblemBuilder.usualLoss(train.task(), network.outputs()), "adam:0.02",
                steps), seconds);
    }

    private static Answer answer(Setup setup, double seconds) {
        return Search.of(Attempt.of(setup), new Lazy<>(() -> DataSignals.of(setup)), seconds, (share, what) -> {});
    }

    private static Answer answer(Dataset data, String net, int steps, double seconds) {
        Dataset.Split split = data.split(0.25, SEED.named("split"));
        return answer(split.train(), split.test(), net, steps, seconds);
    }

    private static Matrix inputs(int d) {
        return Matrix.wrap(ROWS, d, SEED.named("inputs").gaussians(ROWS * d));
    }

    /** A plane over the inputs of the row so many places before. */
    private static Matrix plane(Matrix x, int before) {
        Matrix y = Matrix.zeros(x.rows(), 1);
        for (int i = 0; i < x.rows(); i++) {
            int j = Math.floorMod(i - before, x.rows());
            y.set(i, 0, x.get(j, 0) - 2 * x.get(j, 1));
        }
        return y;
    }

    @Test
    void targetsOfAnotherRowAreToldWithItsPlace() {
        int rows = 480;
        Matrix x = Matrix.wrap(rows, 3, SEED.named("inputs").gaussians(3 * rows));
        Answer late = answer(Dataset.regression("late", x, plane(x, 1)), "mlp:3-8-1:tanh", 100, 0);
        assertThat(late.rule()).isEqualTo("data.rows-shifted");
        assertThat(late.headline()).contains("the row before it");
        // Numbers without any order are of no row.
        Matrix chance = Matrix.wrap(rows, 1, SEED.named("chance").gaussians(rows));
        assertThat(answer(Dataset.regression("chance", x, chance), "mlp:3-8-1:tanh", 100, 0).rule())
                .isNotEqualTo("data.rows-shifted");
        assertThat(answer(Dataset.regression("right", x, plane(x, 0)), "mlp:3-8-1:tanh", 300, 0).found()).isFalse();
    }

    @Test
    void testTargetsThatMeanSomethingElseAreToldFromNoise() {
        Matrix x = inputs(3);
        Dataset all = Dataset.regression("all", x, plane(x, 0));
        Dataset train = all.subset(IntStream.range(0, 160).toArray());
        Dataset test = all.subset(IntStream.range(160, ROWS).toArray());
        Matrix centimetres = test.y().copy();
        IntStream.range(0, centimetres.rows()).forEach(i -> centimetres.set(i, 0, 100 * test.y().get(i, 0)));
        Answer units = answer(train, test.withTargets(centimetres), "mlp:3-8-1:tanh", 300, 0);
        assertThat(units.rule()).isEqualTo("data.test-targets");
        assertThat(units.headline()).contains("other units");
        int[] reversed = IntStream.range(0, test.size()).map(i -> test.size() - 1 - i).toArray();
        Answer rows = answer(train, test.withTargets(test.y().rows(reversed)), "mlp:3-8-1:tanh", 300, 0);
        assertThat(rows.rule()).isEqualTo("data.test-targets");
        assertThat(rows.headline()).contains("do not go with their inputs");
        assertThat(answer(train, test, "mlp:3-8-1:tanh", 300, 0).found()).isFalse();
    }

    @Test
    void aColumnThatHoldsTheTargetRoundedIsLeftOutAndWhatRemainsIsSaid() {
        Matrix x = inputs(4);
        Matrix y = plane(x, 0);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, 0, 40 + 20 * y.get(i, 0) + 15 * x.get(i, 2));
            x.set(i, 3, Math.rint(y.get(i, 0)) / 40);
        }
        Matrix scaled = y.copy();
        IntStream.range(0, ROWS).forEach(i -> scaled.set(i, 0, y.get(i, 0) / 40));
        Dataset data = Dataset.regression("prices.csv", x, scaled).withNames(List.of("a", "b", "c", "rounded"));
        // A fortieth is no power of ten: only numbers as a person rounds them count.
        assertThat(answer(data, "mlp:4-8-1:tanh", 300, 0).found()).isFalse();
        for (int i = 0; i < ROWS; i++) {
            x.set(i, 3, Math.rint(10 * scaled.get(i, 0)) / 10);
        }
        Answer answer = answer(data, "mlp:4-8-1:tanh", 600, 5);
        assertThat(answer.rule()).isEqualTo("data.leak");
        assertThat(answer.headline()).contains("rounded to 0.1");
        assertThat(answer.changes()).containsEntry("--drop", "rounded").containsEntry("--net", "mlp:3-8-1:tanh");
        assertThat(answer.tried()).contains("what the other inputs are good for");
    }

    @Test
    void theNumberOfARowIsNoInputWhereRowsAreSortedByClass() {
        Matrix x = inputs(3);
        int[] labels = IntStream.range(0, ROWS).map(i -> 2 * i / ROWS).toArray();
        for (int i = 0; i < ROWS; i++) {
            x.set(i, 2, i);
        }
        Dataset data = Dataset.classification("patients.csv", x, labels, List.of("ill", "well"))
                .withNames(List.of("a", "b", "nr"));
        Dataset.Split split = data.split(0.25, SEED.named("split"));
        Setup setup = setup(split.train(), split.test(), "mlp:3-16-1:tanh", Loss.BINARY_CROSS_ENTROPY, "adam:0.02", 500)
                .withStandardizedInputs();
        Answer answer = answer(setup, 5);
        assertThat(answer.rule()).isEqualTo("data.leak");
        assertThat(answer.headline()).startsWith("Column 'nr' numbers the rows");
        assertThat(answer.changes()).containsEntry("--drop", "nr");
        // In another order the number tells nothing, and is no copy of anything.
        int[] mixed = IntStream.range(0, ROWS).map(i -> x.get(i, 0) + x.get(i, 1) > 0 ? 1 : 0).toArray();
        Dataset.Split other = Dataset.classification("mixed.csv", x, mixed, List.of("ill", "well"))
                .withNames(List.of("a", "b", "nr"))
                .split(0.25, SEED.named("split"));
        assertThat(answer(setup(other.train(), other.test(), "mlp:3-16-1:tanh", Loss.BINARY_CROSS_ENTROPY, "adam:0.02",
                500).withStandardizedInputs(), 0).rule()).isNotEqualTo("data.leak");
    }

    @Test
    void aSumIsMendedTogetherWithTheBudgetThatItHid() {
        Matrix x = inputs(3);
        Matrix y = plane(x, 0);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, 0, 0.4 * y.get(i, 0) + x.get(i, 0) * x.get(i, 2));
        }
        Dataset.Split split = Dataset.regression("sum", x, y).split(0.25, SEED.named("split"));
        Answer answer = answer(setup(split.train(), split.test(), "mlp:3-16-1:tanh", Loss.parse("half-sum-squared"),
                "sgd:0.3", 60), 20);
        assertThat(answer.rule()).isEqualTo("wiring.sum-loss");
        assertThat(answer.changes()).containsEntry("--loss", "half-mean-squared");
        assertThat(answer.chosen().getLast().quality().done()).isTrue();
    }
}
