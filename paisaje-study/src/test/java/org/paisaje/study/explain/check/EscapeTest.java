package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

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
        // The Hessian has the entries 1e-12 and 2e-12 - 1, and the gradient -1e-6 (1 - 1e-12).
        Escape escape = Escape.of(RISK, theta, RATE, Seed.of(1)).orElseThrow();
        assertClose(escape.curvature(), -1 + 3e-12, rounding(20));
        assertClose(escape.distance(), Math.sqrt(2) * 1e-6 * (1 + 2e-12), rounding(20).times(1e-6));
        assertClose(escape.efold(), 100 * (1 + 3e-12), rounding(20).times(100));
    }

    @Test
    void descentTakesAsLongAsPredicted() {
        double[] theta = {1e-6, 1e-6};
        double predicted = Escape.of(RISK, theta, RATE, Seed.of(1)).orElseThrow().steps().orElseThrow();
        var run = Training.run(GradientDescent.withRate(RATE), RISK, theta,
                Stop.after(10_000).orLossBelow(0.9 * RISK.value(theta)));
        // To first order in the fall, and with log(1 + eta c) for eta c: a few percent.
        assertClose((double) run.outcome().step(), predicted,
                stated(0.01 * predicted + 1, "log(1 + eta c), what curvature is lost on the way, and whole steps"));
    }

    @Test
    void fromTheSaddleItselfDescentNeverLeavesAndElsewhereThereIsNone() {
        assertThat(Escape.of(RISK, new double[] {0, 0}, RATE, Seed.of(1)).orElseThrow().steps()).isEmpty();
        assertThat(Escape.of(RISK, new double[] {1, 1}, RATE, Seed.of(1))).isEmpty();
    }
}
