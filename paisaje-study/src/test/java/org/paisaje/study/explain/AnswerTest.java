package org.paisaje.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
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

/** What the answer says first, of runs whose fault is known. */
final class AnswerTest {
    private static final Seed SEED = Seed.of(3);

    private static Answer answer(Dataset data, String net, String init, String rule, int steps, double seconds) {
        Dataset.Split split = data.split(0.25, SEED.named("split"));
        Architecture network = Architecture.parse(net);
        Initializer how = init.isEmpty() ? Initializer.standardFor(network) : Initializer.parse(init);
        Setup setup = new Subject(split.train(), Optional.of(split.test()), network,
                network.initialize(how, SEED.named("init")), ProblemBuilder.usualLoss(data.task(), network.outputs()),
                Optimizers.parse(rule), 16, steps, SEED, 1).setup();
        return Search.of(Attempt.of(setup), new Lazy<>(() -> DataSignals.of(setup)), seconds, (share, what) -> {});
    }

    private static Matrix inputs(int n, int d) {
        return Matrix.wrap(n, d, SEED.named("inputs").gaussians(n * d));
    }

    private static Matrix map(Matrix x, DoubleBinaryOperator f) {
        Matrix y = Matrix.zeros(x.rows(), 1);
        for (int i = 0; i < x.rows(); i++) {
            y.set(i, 0, f.applyAsDouble(x.get(i, 0), x.get(i, 1)));
        }
        return y;
    }

    @Test
    void aCopyOfTheTargetComesFirstOfARunThatFallsShortToo() {
        Matrix x = inputs(160, 3);
        Matrix y = map(x, (a, b) -> a * b + a);
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 2, 1.19 * y.get(i, 0) + 0.3);
        }
        Answer answer = answer(Dataset.regression("copy", x, y), "mlp:3-8-1:tanh", "", "sgd:1e-5", 60, 1);
        assertThat(answer.rule()).isEqualTo("data.leak");
        assertThat(answer.why()).contains("another reason");
        // What mends the run is told after it.
        assertThat(answer.todo()).startsWith("If input 3 is not known").contains("Raise the rate");
        assertThat(answer.contributing()).anyMatch(words -> words.contains("The rate of 1e-5 is too small"));
    }

    @Test
    void aCopyOfTheLabelIsOneWhateverItsNumbersAre() {
        Matrix x = inputs(160, 3);
        int[] labels = new int[160];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = x.get(i, 0) + x.get(i, 1) > 0 ? 1 : 0;
            x.set(i, 2, labels[i] == 1 ? -3 : 7);
        }
        Dataset data = Dataset.classification("copy", x, labels, List.of("no", "yes"));
        assertThat(answer(data, "mlp:3-8-1:tanh", "", "adam:0.01", 100, 0).rule()).isEqualTo("data.leak");
        for (int i = 0; i < labels.length; i++) {
            x.set(i, 2, labels[i] == 1 && i % 2 == 0 ? -3 : 7);
        }
        Dataset half = Dataset.classification("half", x, labels, List.of("no", "yes"));
        assertThat(answer(half, "mlp:3-8-1:tanh", "", "adam:0.01", 100, 0).rule()).isNotEqualTo("data.leak");
    }

    @ParameterizedTest
    @ValueSource(strings = {"momentum:0.05,momentum=0.999", "adam:0.02,beta1=0.9995"})
    void momentumLongerThanTheRunIsNamed(String rule) {
        Matrix x = inputs(200, 2);
        Answer answer = answer(Dataset.regression("surface", x, map(x, (a, b) -> Math.sin(2 * a) + b)),
                "mlp:2-16-1:tanh", "", rule, 150, 2);
        assertThat(answer.rule()).isEqualTo("step.memory");
        assertThat(answer.changes()).containsKey("--optimizer");
        assertThat(answer.chosen().getLast().left()).isLessThan(0.2);
    }

    /** Twenty-four hours of many days have equal inputs, and are no copies as long as their targets differ. */
    @Test
    void equalInputsWithTargetsOfTheirOwnAreNoCopies() {
        Matrix x = Matrix.zeros(400, 2);
        Matrix y = Matrix.zeros(400, 1);
        double[] noise = SEED.named("noise").gaussians(400);
        for (int i = 0; i < 400; i++) {
            x.set(i, 0, Math.sin(2 * Math.PI * i / 24));
            x.set(i, 1, Math.cos(2 * Math.PI * i / 24));
            y.set(i, 0, x.get(i, 0) + 0.1 * noise[i]);
        }
        assertThat(answer(Dataset.regression("hours", x, y), "mlp:2-8-1:tanh", "", "adam:0.02", 300, 0).rule())
                .isNotEqualTo("data.copies");
        Matrix more = inputs(400, 2);
        for (int i = 0; i < 400; i++) {
            more.setRow(i, more.row(i % 80));
            y.set(i, 0, noise[i % 80]);
        }
        assertThat(answer(Dataset.regression("copies", more, y), "mlp:2-64-64-1:tanh", "", "adam:0.02", 1500, 0).rule())
                .isEqualTo("data.copies");
    }

    /** The difference of two inputs decides, whatever the rule of the steps is. */
    @ParameterizedTest
    @ValueSource(strings = {"adam:0.01", "gd:0.1"})
    void inputsThatNearlyRepeatEachOtherAreWhitened(String rule) {
        Matrix x = inputs(200, 2);
        Matrix y = map(x, (a, b) -> b);
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 1, x.get(i, 0) + 1e-3 * x.get(i, 1));
        }
        Answer answer = answer(Dataset.regression("sensors", x, y), "mlp:2-16-1:relu", "", rule, 300, 2);
        assertThat(answer.rule()).isEqualTo("step.conditioning");
        assertThat(answer.changes()).containsEntry("--whiten", "all");
        assertThat(answer.chosen().getLast().left()).isLessThan(0.1);
    }

    /** Inputs that go together and a target that one of them tells alone: nothing is slow. */
    @Test
    void inputsThatGoTogetherAreNoFault() {
        Matrix x = inputs(200, 2);
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 1, x.get(i, 0) + 1e-3 * x.get(i, 1));
        }
        Answer answer = answer(Dataset.regression("sensors", x, map(x, (a, b) -> Math.sin(2 * a))), "mlp:2-16-1:tanh",
                "",
                "adam:0.02", 600, 1);
        assertThat(answer.found()).isFalse();
    }

    @Test
    void fewInputsOfManyAreFoundByAPenaltyOnAbsoluteValues() {
        Matrix x = inputs(100, 150);
        Answer answer = answer(Dataset.regression("genes", x, map(x, (a, b) -> 2 * a - b)), "mlp:150-32-1:relu", "",
                "adam:0.003", 800, 2);
        assertThat(answer.changes().get("--optimizer")).endsWith("decay-kind=l1");
        assertThat(answer.chosen().getLast().left()).isLessThan(0.2);
    }

    @Test
    void targetsOverPowersOfTenAreTriedByTheirLogarithms() {
        Matrix x = inputs(200, 2);
        Dataset data = Dataset.regression("incomes", x, map(x, (a, b) -> Math.exp(9 + 2 * a - b)));
        Answer answer = answer(data, "mlp:2-16-1:tanh", "", "adam:0.01", 150, 2);
        assertThat(answer.rule()).isEqualTo("data.heavy-tails");
        assertThat(answer.changes()).containsKeys("--target-log", "--standardize-target");
        assertThat(answer.tried()).contains("of the variance of the logarithms of the test targets");
        assertThat(answer.chosen().getLast().left()).isLessThan(0.2);
    }

    @Test
    void pricesTakenForClassesAreReadAsNumbers() {
        Matrix x = inputs(240, 2);
        int[] labels = new int[240];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) Math.clamp(Math.round(15 + 6 * x.get(i, 0) + 3 * x.get(i, 1)), 0, 29);
        }
        List<String> names = IntStream.range(100, 130).mapToObj(String::valueOf).toList();
        Answer answer = answer(Dataset.classification("prices", x, labels, names), "mlp:2-16-30:tanh", "", "adam:0.02",
                150, 2);
        assertThat(answer.rule()).isEqualTo("data.amounts-as-classes");
        assertThat(answer.changes()).containsEntry("--task", "regression").containsKey("--standardize-target");
        assertThat(answer.chosen().getLast().left()).isLessThan(0.1);
    }

    /** Eight inputs that lie in a plane: two units suffice, one does not. */
    @Test
    void aNetworkThatGivesItsInputsBackIsHeldAgainstItsWidth() {
        Matrix plane = inputs(120, 2);
        Matrix x = Matrix.zeros(120, 8);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < 8; j++) {
                x.set(i, j, plane.get(i, j % 2) * (1 + j / 2));
            }
        }
        Dataset data = Dataset.regression("plane", x, x.copy());
        Answer two = answer(data, "linear:8-2-8:bias=true", "", "adam:0.02", 400, 0);
        assertThat(two.found()).isFalse();
        assertThat(two.headline()).contains("did well");
        Answer one = answer(data, "mlp:8-1-8:tanh", "", "adam:0.02", 400, 2);
        assertThat(one.rule()).isEqualTo("wiring.bottleneck");
        assertThat(one.todo()).contains("Use hidden layers of at least 16 units.");
    }

    @Test
    void oneColumnInTwoUnitsIsNamed() {
        Matrix x = inputs(200, 2);
        Matrix y = map(x, (a, b) -> a);
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 0, (1.7 + 0.1 * x.get(i, 0)) * (i % 3 == 0 ? 100 : 1));
        }
        Answer answer = answer(Dataset.regression("heights", x, y), "mlp:2-8-1:tanh", "", "adam:0.01", 100, 0);
        assertThat(answer.rule()).isEqualTo("data.units");
        assertThat(answer.todo()).contains("by 100 in the file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain:4x1x1:dense8,tanh,dense1", "chain:2x2x1:conv4k2,relu,dense1"})
    void whatHoldsOfLayersInARowHoldsOfAChain(String net) {
        Matrix x = inputs(80, 4);
        Answer answer = answer(Dataset.regression("chain", x, map(x, (a, b) -> a - b)), net, "zero", "sgd:0.1", 20, 0);
        assertThat(answer.rule()).isEqualTo("start.zero-weights");
        assertThat(answer.unchecked()).noneMatch(one -> one.reason().contains("in a row"));
    }
}
