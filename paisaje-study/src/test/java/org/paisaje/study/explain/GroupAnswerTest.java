package org.paisaje.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

/** What is said where rows come in groups, which the split tears apart. */
final class GroupAnswerTest {
    private static final Seed SEED = Seed.of(6);
    private static final int THINGS = 80;
    private static final int EACH = 5;

    /** Variants of things, whose labels are drawn or follow from the first two inputs. */
    private static Dataset variants(boolean learnable) {
        Matrix things = Matrix.wrap(THINGS, 6, SEED.named("things").gaussians(6 * THINGS));
        double[] noise = SEED.named("noise").gaussians(6 * THINGS * EACH);
        double[] coin = SEED.named("coin").uniforms(THINGS);
        Matrix x = Matrix.zeros(THINGS * EACH, 6);
        int[] labels = new int[x.rows()];
        for (int i = 0; i < x.rows(); i++) {
            int thing = i % THINGS;
            for (int j = 0; j < 6; j++) {
                x.set(i, j, things.get(thing, j) + 0.02 * noise[6 * i + j]);
            }
            labels[i] = (learnable ? 4 * things.get(thing, 0) > 0 : coin[thing] < 0.5) ? 1 : 0;
        }
        return Dataset.classification("variants", x, labels, List.of("no", "yes"));
    }

    private static Answer answer(Dataset train, Dataset test, double seconds) {
        Architecture network = Architecture.parse("mlp:6-32-1:relu");
        Setup setup = new Subject(train, Optional.of(test), network,
                network.initialize(Initializer.standardFor(network), SEED.named("init")),
                ProblemBuilder.usualLoss(train.task(), network.outputs()), Optimizers.parse("adam:0.02"), 32, 200, SEED,
                1).setup();
        return Search.of(Attempt.of(setup), new Lazy<>(() -> DataSignals.of(setup)), seconds, (share, what) -> {});
    }

    private static Answer answer(Dataset data, double seconds) {
        Dataset.Split split = data.split(0.2, SEED.named("split"));
        return answer(split.train(), split.test(), seconds);
    }

    @Test
    void variantsOfThingsWithLabelsOfChanceAreToldWithBothScores() {
        Answer torn = answer(variants(false), 30);
        assertThat(torn.rule()).isEqualTo("data.near-copies");
        assertThat(torn.why()).contains("With whole groups held out").contains("with the split as it is");
        assertThat(torn.todo()).contains("--group COLUMN");
    }

    @Test
    void variantsWhoseLabelsCanBeLearntAreFine() {
        assertThat(answer(variants(true), 30).rule()).isNotEqualTo("data.near-copies");
    }

    @Test
    void withoutTimeForAnotherRunItIsListedAsNotChecked() {
        Answer untried = answer(variants(false), 0);
        assertThat(untried.rule()).isNotEqualTo("data.near-copies");
        assertThat(untried.unchecked()).anyMatch(one -> one.rules().contains("data.near-copies"));
    }

    @Test
    void testRowsOfNewThingsAreNotSaidToHaveOtherLabels() {
        Dataset data = variants(false);
        int[] old = IntStream.range(0, data.size()).filter(i -> i % THINGS >= 16).toArray();
        int[] fresh = IntStream.range(0, data.size()).filter(i -> i % THINGS < 16).toArray();
        Answer apart = answer(data.subset(old), data.subset(fresh), 0);
        assertThat(apart.rule()).isNotEqualTo("data.test-targets").isNotEqualTo("data.near-copies");
    }
}
