package org.paisaje.training.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.Optimizers;

/** Where rules with a penalty on absolute values come to rest. */
final class AbsolutePenaltyTest {
    private static final double LAMBDA = 0.05;

    /** A linear function of two of eight inputs, with noise. */
    private static Risk risk() {
        Matrix x = Matrix.zeros(60, 8);
        Matrix y = Matrix.zeros(60, 1);
        var random = Seed.of(4).generator();
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                x.set(i, j, random.nextGaussian());
            }
            y.set(i, 0, x.get(i, 1) - 0.3 * x.get(i, 5) + 0.1 * random.nextGaussian());
        }
        return Risk.of(Mlp.linear(8, 1), x, y, Loss.SQUARED);
    }

    /** The subgradient conditions of the lasso: |g_j| <= lambda, and g_j = -lambda sign(theta_j) where theta_j is not 0. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gd:0.2", "sgd:0.05,momentum=0.8,dampening=0.5", "nesterov:0.05,momentum=0.8", "adam:1e-3,eps=1e-8",
                "rmsprop:1e-3", "rmsprop:1e-4,momentum=0.8,centered=true,eps=0.01", "adagrad:0.3"
            })
    void everyRuleEndsWhereThePenalisedLossIsLeast(String rule) {
        Risk risk = risk();
        double[] start = {1, -1, 1, -1, 1, -1, 1, -1};
        var run = Training.run(Optimizers.parse(rule + ",decay=" + LAMBDA + ",decay-kind=l1"), risk, start,
                Stop.after(20_000));
        double[] gradient = risk.gradient(run.theta());
        int zeros = 0;
        for (int j = 0; j < gradient.length; j++) {
            double theta = run.theta()[j];
            zeros += theta == 0 ? 1 : 0;
            if (theta == 0) {
                assertThat(Math.abs(gradient[j])).isLessThanOrEqualTo(LAMBDA);
            } else {
                assertClose(gradient[j], -LAMBDA * Math.signum(theta),
                        stated(1e-9, "20,000 steps on a condition below 10"));
            }
        }
        assertThat(zeros).isBetween(1, 6);
        assertThat(run.theta()[1]).isPositive();
        assertThat(run.theta()[5]).isNegative();
    }

    /** A step at rate eta takes eta lambda from |theta|, and what is left is exactly 0. */
    @Test
    void thresholdIsTheProximalStep() {
        double[] theta = {2, -2, 0.25, -0.25, 0, 0.5};
        WeightDecay.l1(0.5).threshold(theta, 1, 1);
        assertThat(theta).containsExactly(1.5, -1.5, 0, 0, 0, 0);
    }

    @Test
    void theKindIsWrittenAndRead() {
        assertThat(Optimizers.parse("adam:1e-3,decay=0.01,decay-kind=l1").text())
                .startsWith("adam:")
                .endsWith(",decay=0.01,decay-kind=l1");
        assertThat(Optimizers.parse("sgd:0.1").withL1(0.01)).hasValue(
                Optimizers.parse("sgd:0.1,decay=0.01,decay-kind=l1"));
        assertThat(Optimizers.parse("sgd:0.1,decay=0.1").withL1(0.01)).isEmpty();
    }
}
