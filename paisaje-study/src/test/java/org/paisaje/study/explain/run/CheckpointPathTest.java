package org.paisaje.study.explain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.data.log.RunLog;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizers;

/** Ten steps from each of seven checkpoints to the next, made here, against what they are said to be. */
final class CheckpointPathTest {
    private static final int CHECKPOINTS = 7;
    private static final int STEPS = 10;
    private static final Problem PROBLEM = Problem.builder(1)
            .data("moons:n=60")
            .network("mlp:2-8-1:tanh")
            .split(0)
            .build();
    private static final Architecture NET = PROBLEM.architecture();
    private static final Risk RISK = Risk.of(NET, PROBLEM.train().x(), PROBLEM.targets(PROBLEM.train()),
            PROBLEM.loss());

    private static CheckpointPath path(String told, BinaryOperator<double[]> step, Optional<IntToDoubleFunction> rate) {
        double[] theta = NET.initialize(Seed.of(1));
        List<Snapshot> snapshots = new ArrayList<>();
        List<LoggedSeries.Point> rates = new ArrayList<>();
        for (int k = 0; k < CHECKPOINTS; k++) {
            snapshots.add(new Snapshot(
                    new When(OptionalLong.of(STEPS * k), OptionalLong.empty(), OptionalLong.empty()),
                    "step" + STEPS * k + ".npz", NET, theta.clone(), Optional.empty()));
            double logged = rate.isPresent() ? rate.get().applyAsDouble(STEPS * k) : 0;
            rates.add(new LoggedSeries.Point(STEPS * k, Double.NaN, 0, logged, 0));
            for (int t = 0; t < STEPS; t++) {
                theta = step.apply(theta, RISK.gradient(theta));
            }
        }
        RunLog log = rate.isPresent()
                ? new RunLog(List.of(), List.of(LoggedSeries.of("lr", rates)), List.of())
                : RunLog.none();
        var run = new RunSubject(new FinishedRun(Path.of("run"), NET, snapshots, Optional.empty(), log, List.of()),
                PROBLEM, PROBLEM, Optional.of(Optimizers.parse(told)), 0, 1);
        return CheckpointPath.of(run, RunCourse.of(run));
    }

    private static double[] moved(double[] theta, double[] by, double rate) {
        double[] next = theta.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] -= rate * by[i];
        }
        return next;
    }

    private static List<Optional<CheckpointPath.Shown>> all(CheckpointPath path) {
        return List.of(path.still(), path.frozen(), path.statistics(), path.schedule(), path.length(),
                path.elsewhere(Math.log(2)));
    }

    @Test
    void stepsAsTold() {
        assertThat(all(path("gd:0.3", (theta, g) -> moved(theta, g, 0.3), Optional.empty())))
                .allSatisfy(shown -> assertThat(shown).isEmpty());
        assertThat(all(path("gd:1e-3", (theta, g) -> moved(theta, g, 1e-3), Optional.empty())))
                .allSatisfy(shown -> assertThat(shown).isEmpty());
    }

    @Test
    void noStep() {
        assertThat(path("gd:0.3", (theta, _) -> theta, Optional.empty()).still())
                .hasValueSatisfying(shown -> assertThat(shown.headline()).contains("All 7 checkpoints hold the same"));
    }

    @Test
    void onlyTheLastLayer() {
        int from = NET.layerShapes().getLast().weight();
        CheckpointPath path = path("gd:0.3", (theta, g) -> {
            double[] next = moved(theta, g, 0.3);
            System.arraycopy(theta, 0, next, 0, from);
            return next;
        }, Optional.empty());
        assertThat(path.still()).isEmpty();
        assertThat(path.frozen()).hasValueSatisfying(
                shown -> assertThat(shown.headline()).startsWith("Layer 1 of 2 is not trained"));
    }

    @Test
    void gradientsThatAddUp() {
        double[] sum = new double[NET.layout().size()];
        CheckpointPath path = path("gd:0.05", (theta, g) -> {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += g[i];
            }
            return moved(theta, sum, 0.05);
        }, Optional.empty());
        assertThat(path.length()).hasValueSatisfying(shown -> {
            assertThat(shown.headline()).contains("farther");
            assertThat(shown.todo()).contains("zero_grad");
        });
    }

    @Test
    void gradientsCutShort() {
        CheckpointPath path = path("gd:0.3", (theta, g) -> moved(theta, g, 3e-4), Optional.empty());
        assertThat(path.length()).hasValueSatisfying(shown -> {
            assertThat(shown.headline()).contains("much less");
            assertThat(shown.todo()).contains("clip");
        });
    }

    /** A step of Adam moves no weight by more than its reach, so this was another rate; the sign of gradients makes steps as told. */
    @Test
    void aRateThatIsNotTheOneTold() {
        BinaryOperator<double[]> signs = (theta, g) -> {
            double[] next = theta.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] -= 0.01 * Math.signum(g[i]);
            }
            return next;
        };
        assertThat(path("adam:0.01", signs, Optional.empty()).length()).isEmpty();
        assertThat(path("adam:1e-4", signs, Optional.empty()).length())
                .hasValueSatisfying(shown -> assertThat(shown.headline()).contains("farther"));
        assertThat(path("adam:10", signs, Optional.empty()).length())
                .hasValueSatisfying(shown -> assertThat(shown.headline()).contains("much less"));
    }

    @Test
    void aScheduleThatIsOverEarly() {
        CheckpointPath path = path("gd:0.3", (theta, g) -> moved(theta, g, 1e-9),
                Optional.of(step -> step < STEPS ? 0.3 : 1e-9));
        assertThat(path.schedule())
                .hasValueSatisfying(shown -> assertThat(shown.headline()).contains("from step 10 of 60 on"));
    }

    /** Descent on other targets: the weights move, and not where the loss of these falls. */
    @Test
    void descentOnOtherTargets() {
        Risk other = Risk.of(NET, PROBLEM.train().x(), exchanged(), PROBLEM.loss());
        CheckpointPath path = path("gd:0.03", (theta, _) -> moved(theta, other.gradient(theta), 0.03),
                Optional.empty());
        assertThat(path.elsewhere(0.6))
                .hasValueSatisfying(shown -> assertThat(shown.rule()).isEqualTo("wiring.other-data"));
        // A loss that is low is not that of a constant.
        assertThat(path.elsewhere(30)).isEmpty();
    }

    /** The targets with both classes exchanged: to go down their loss is to go up. */
    private static Matrix exchanged() {
        var y = PROBLEM.targets(PROBLEM.train()).copy();
        for (int i = 0; i < y.data().length; i++) {
            y.data()[i] = 1 - y.data()[i];
        }
        return y;
    }
}
