package org.paisaje.study.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.data.RowOrder;
import org.paisaje.data.TestShare;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.answer.Search;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/** What is said where the order of the rows carries what the inputs do not. */
final class OrderAnswerTest {
    private static final Seed SEED = Seed.of(5);
    private static final int ROWS = 300;

    private static Dataset drift(double by) {
        Matrix x = Matrix.wrap(ROWS, 2, SEED.named("inputs").gaussians(2 * ROWS));
        Matrix y = Matrix.zeros(ROWS, 1);
        IntStream.range(0, ROWS).forEach(i -> y.set(i, 0, x.get(i, 0) + by * i / ROWS));
        return Dataset.regression("drift.csv", x, y).withNames(List.of("a", "b"));
    }

    private static Setup setup(ProblemBuilder builder) {
        return setup(builder, "mlp:2-8-1:tanh");
    }

    private static Setup setup(ProblemBuilder builder, String net) {
        Problem problem = builder.network(net).build();
        return Subject.of(problem, Optimizers.parse("adam:0.02"), 16, 300, 1).setup();
    }

    private static Answer answer(Setup setup, double seconds) {
        return Search.of(Attempt.of(setup), new Lazy<>(() -> DataSignals.of(setup)), seconds, (share, what) -> {});
    }

    @Test
    void aTrendIsToldAndTheNumberOfTheRowTriedOnDrawnAndOnLastRows() {
        Answer told = answer(setup(Problem.builder(1).data(drift(6))), 30);
        assertThat(told.rule()).isEqualTo("data.row-order");
        assertThat(told.todo()).contains("the number of the row");
        assertThat(told.tried()).contains("With the last 20 % of the rows").contains("as advised");
        // No option adds a column to a file.
        assertThat(told.changes()).isEmpty();
        assertThat(answer(setup(Problem.builder(1).data(drift(0))), 30).rule()).isNotEqualTo("data.row-order");
    }

    @Test
    void laterTestTargetsAreToldBesideTheTrainingTargets() {
        Dataset all = drift(6);
        Answer told = answer(setup(Problem.builder(1)
                .data(all.subset(IntStream.range(0, 240).toArray()))
                .test(all.subset(IntStream.range(240, ROWS).toArray()))), 0);
        assertThat(told.rule()).isEqualTo("data.row-order");
        assertThat(told.why()).contains("The test targets lie elsewhere");
    }

    @Test
    void rowsFindTheirPlaceTheTargetBeforeAndTheLastPart() {
        Dataset all = drift(6);
        Setup setup = setup(Problem.builder(1).data(all));
        RowOrder order = InOrder.order(setup).orElseThrow();
        assertThat(IntStream.concat(IntStream.of(order.train()), IntStream.of(order.test())).sorted())
                .containsExactlyElementsOf(IntStream.range(0, ROWS).boxed().toList());
        Setup before = InOrder.withBefore(setup).orElseThrow();
        Setup place = InOrder.withPlace(setup).orElseThrow();
        assertThat(before.train().names()).containsExactly("a", "b", "before");
        assertThat(place.network().inputs()).isEqualTo(3);
        for (int i = 1; i < order.train().length; i++) {
            int at = order.train()[i];
            assertThat(setup.train().x().get(i, 0)).isEqualTo(all.x().get(at, 0));
            // Both are linear maps of what they stand for.
            double slope = (before.train().x().get(i, 2) - before.train().x().get(1, 2))
                    * (all.y().get(order.train()[2] - 1, 0) - all.y().get(order.train()[1] - 1, 0));
            double same = (before.train().x().get(2, 2) - before.train().x().get(1, 2))
                    * (all.y().get(at - 1, 0) - all.y().get(order.train()[1] - 1, 0));
            assertClose(slope, same, rounding(ROWS).times(ROWS));
            assertThat(place.train().x().get(i, 2)).isGreaterThan(place.train().x().get(i - 1, 2));
        }
        Setup last = InOrder.byOrder(setup).orElseThrow();
        assertThat(last.train().x()).isEqualTo(all.x().rowRange(0, 240));
        assertThat(last.test().orElseThrow().y()).isEqualTo(all.y().rowRange(240, ROWS));
        assertThat(last.changesFrom(setup)).containsEntry("--split", "last:0.2");
    }

    private static Dataset walks(boolean mixed) {
        Matrix steps = Matrix.wrap(ROWS, 4, SEED.named("walks").gaussians(4 * ROWS));
        for (int i = 1; i < ROWS; i++) {
            for (int j = 0; j < 4; j++) {
                steps.set(i, j, steps.get(i - 1, j) + steps.get(i, j));
            }
        }
        Dataset all = Dataset.regression("walks.csv",
                Matrix.stackColumns(column(steps, 0), column(steps, 1), column(steps, 2)),
                column(steps, 3));
        return mixed ? all.subset(SEED.named("mixed").permutation(ROWS)) : all;
    }

    private static Matrix column(Matrix all, int j) {
        return Matrix.wrap(ROWS, 1, all.column(j));
    }

    private static Setup walking(ProblemBuilder builder) {
        return setup(builder.standardized().standardizedTargets(), "mlp:3-32-1:tanh").withSteps(1500);
    }

    @Test
    void aRunThatReadsRowsOffTheirNeighboursIsJudgedByLaterOnes() {
        Answer told = answer(walking(Problem.builder(1).data(walks(false))), 30);
        assertThat(told.rule()).isEqualTo("data.later-rows");
        assertThat(told.changes()).containsEntry("--split", "last:0.2");
        assertThat(told.tried()).contains("on the last 20 % of the rows").contains("on drawn ones");
        assertThat(told.why()).contains("the row before leaves");
        // The same rows in any other order are as hard at the end as elsewhere.
        assertThat(answer(walking(Problem.builder(1).data(walks(true))), 30).rule()).isNotEqualTo("data.later-rows");
    }

    @Test
    void aRunThatIsJudgedByLaterRowsIsHeldAgainstTheRowBefore() {
        Answer told = answer(walking(Problem.builder(1).data(walks(false)).split(TestShare.parse("last:0.2"))), 0);
        assertThat(told.happened()).contains("Answering the target of the row before it in the file would leave");
        assertThat(told.rule()).isNotEqualTo("data.later-rows");
    }
}
