package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.standardErrors;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.training.Batches;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Optimizers;

/** What a step does to a layer, measured over many steps where gradient and noise hardly change. */
final class LayerStepsTest {
    private static final int N = 100;
    private static final int BATCH = 4;
    private static final int STEPS = 2000;

    /**
     * A linear model with a rate so small that it stays where it is: the mean over T steps of their squares scatters by about
     * sqrt(2/T) for each of ever fewer independent steps as momentum grows, at most 20 of them each, so by 0.14 at four deviations.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"sgd:1e-7", "momentum:1e-7,momentum=0.9", "nesterov:1e-7,momentum=0.8",
                "sgd:1e-7,momentum=0.5,dampening=0.5", "sgd:1e-7,decay=1"})
    void stepsAreAsLongAsRateAndNoiseSay(String text) {
        Optimizer rule = Optimizers.parse(text);
        Architecture net = Architecture.parse("linear:5-2");
        Seed seed = Seed.of(3);
        double[] theta = net.initialize(seed.named("init"));
        Risk risk = Risk.of(net, Matrix.wrap(N, 5, seed.named("x").gaussians(5 * N)),
                Matrix.wrap(N, 2, seed.named("y").gaussians(2 * N)), Loss.halfMeanSquared());
        var watch = new LastSteps.Watch(net.layerShapes());
        Training.with(rule)
                .stop(Stop.after(STEPS))
                .batches(Batches.of(BATCH, seed.named("batches")))
                .watch(at -> watch.at(at.step(), at.theta()), (step, perEpoch) -> Math.max(step + 1, 100))
                .run(risk, theta);
        LastSteps seen = watch.seen();
        assertThat(seen.steps()).isEqualTo(STEPS - 100);
        List<LayerSteps> steps = LayerSteps.of(risk, N, theta, net.layerShapes(), BATCH, rule.stability(1e-7), null,
                seen);
        double moved = steps.getFirst().moved().orElseThrow();
        assertClose(steps.getFirst().predicted().orElseThrow() / moved, 1,
                standardErrors(4, Math.sqrt(20 * 2.0 / STEPS / 5) / 2));
    }

    /** Of samples with equal gradients the whole is signal, and steps that do not follow each other are not counted. */
    @Test
    void onlyStepsThatFollowEachOtherCount() {
        Architecture net = Architecture.parse("linear:1-1");
        var watch = new LastSteps.Watch(net.layerShapes());
        Stream.of(0, 5, 6).forEach(step -> watch.at(step, new double[] {step}));
        assertThat(watch.seen().steps()).isEqualTo(1);
        assertThat(watch.seen().rms()).containsExactly(1);
        assertThat(new LastSteps.Watch(net.layerShapes()).seen().steps()).isZero();
    }
}
