package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.GradientDescent;

/** The product of two numbers that should be 1: {@code L = (1 - ab)^2 / 2} has a saddle at 0 with the curvature -1 along a = b. */
final class EscapeTest {
    private static final Risk RISK = Risk.of(Mlp.linear(1, 1, 1), Matrix.wrap(1, 1, new double[] {1}),
            Matrix.wrap(1, 1, new double[] {1}), Loss.SQUARED);
    private static final double RATE = 0.01;

    @Test
    void curvatureDistanceAndGrowthAreThoseOfTheSaddle() {
        double[] theta = {1e-6, 1e-6};
        Escape escape = Escape.of(RISK, theta, RATE, Seed.of(1)).orElseThrow();
        assertThat(escape.curvature()).isCloseTo(-1, within(1e-6));
        assertThat(escape.distance()).isCloseTo(Math.sqrt(2) * 1e-6, within(1e-11));
        assertThat(escape.efold()).isCloseTo(100, within(1e-3));
    }

    @Test
    void descentTakesAsLongAsPredicted() {
        double[] theta = {1e-6, 1e-6};
        double predicted = Escape.of(RISK, theta, RATE, Seed.of(1)).orElseThrow().steps().orElseThrow();
        var run = Training.run(GradientDescent.withRate(RATE), RISK, theta,
                Stop.after(10_000).orLossBelow(0.9 * RISK.value(theta)));
        // To first order in the fall, and with log(1 + eta c) for eta c: a few percent.
        assertThat((double) run.outcome().step()).isCloseTo(predicted, within(0.05 * predicted));
    }

    @Test
    void fromTheSaddleItselfDescentNeverLeavesAndElsewhereThereIsNone() {
        assertThat(Escape.of(RISK, new double[] {0, 0}, RATE, Seed.of(1)).orElseThrow().steps()).isEmpty();
        assertThat(Escape.of(RISK, new double[] {1, 1}, RATE, Seed.of(1))).isEmpty();
    }
}
