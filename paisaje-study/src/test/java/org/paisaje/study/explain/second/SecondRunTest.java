package org.paisaje.study.explain.second;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.paisaje.network.Architecture;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizers;

final class SecondRunTest {
    private static Attempt attempt(String network, String loss, String rule, int steps) {
        Problem problem = Problem.builder(1)
                .data("moons:n=60")
                .network(Architecture.parse(network))
                .loss(loss)
                .build();
        return Attempt.of(Subject.of(problem, Optimizers.parse(rule), 0, steps, 1).setup());
    }

    private static Finding finding(SecondRun found, String id) {
        return found.chapter().findings().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    private static double measured(SecondRun found, String id) {
        return finding(found, id).measured().orElseThrow().value();
    }

    /** A loss that is convex in the weights is nowhere above its chord, and two long runs end in one function. */
    @Test
    void twoRunsOfAConvexProblemAreJoined() {
        SecondRun found = SecondRun.of(attempt("linear:2-1", "squared", "gd:0.5", 400));
        assertThat(found.rule()).isEqualTo(SecondRun.JOINED);
        assertThat(measured(found, "connect-line")).isZero();
        assertThat(measured(found, "connect-same-test")).isEqualTo(1);
        // The slowest mode of two inputs of variance about one falls by more than a half in ten steps.
        assertClose(measured(found, "connect-outputs-train"), 0,
                stated(Math.pow(2, -400 / 10.0), "what forty halvings leave"));
    }

    /** The second run is another one: weights and batches are drawn by another seed, all else is as it was. */
    @Test
    void theSecondRunDiffersInItsSeedAlone() {
        Attempt run = attempt("mlp:2-32-1:tanh", "bce", "adam:1e-2", 60);
        var other = run.setup().withSeed(run.setup().seed().named("second"));
        assertThat(other.start()).isNotEqualTo(run.setup().start());
        assertThat(other.changesFrom(run.setup())).isEmpty();
        SecondRun found = SecondRun.of(run);
        assertThat(measured(found, "connect-loss")).isEqualTo(Attempt.of(other).lastLoss());
        assertThat(found.rule()).isEqualTo(SecondRun.SYMMETRY);
        assertThat(measured(found, "connect-aligned-weights"))
                .isLessThan(measured(found, "connect-line"));
        assertThat(measured(found, "connect-line-ends")).isLessThanOrEqualTo(measured(found, "connect-line"));
        assertThat(found.chapter().figures()).hasSize(1);
        assertThat(found.answer()).contains("from another seed").contains("after alignment by");
    }

    @Test
    void aRunThatDivergesHasNoEndToJoin() {
        SecondRun found = SecondRun.of(attempt("linear:2-1", "squared", "gd:1e3", 200));
        assertThat(found.rule()).isEmpty();
        assertThat(found.answer()).contains("diverged");
        assertThat(found.measurements()).containsAllEntriesOf(Map.of("rule", "", "gradientEquivalents", 0.0));
    }
}
