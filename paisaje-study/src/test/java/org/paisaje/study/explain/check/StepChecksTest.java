package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.training.optimizer.Optimizers;

/** Steps whose mean effect, and whose way to break, can be written down. */
final class StepChecksTest {
    private static final Seed SEED = Seed.of(6);

    /** For a quadratic loss the expansion ends there, so the mean over all batches of one is the balance exactly. */
    @Test
    void theBalanceIsTheMeanEffectOfAStepOnOneSample() {
        int n = 12;
        Architecture net = Architecture.parse("linear:3-1:bias=true");
        Matrix x = Matrix.wrap(n, 3, SEED.named("x").gaussians(3 * n));
        Matrix y = Matrix.wrap(n, 1, SEED.named("y").gaussians(n));
        Risk risk = Risk.of(net, x, y, Loss.halfMeanSquared());
        double[] theta = {0.3, -0.2, 0.5, 0.1};
        double rate = 0.4;
        StepBalance balance = StepBalance.of(risk, theta, rate, 1).orElseThrow();
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double[] g = risk.on(new int[] {i}).gradient(theta);
            double[] moved = theta.clone();
            Arrays.setAll(moved, j -> theta[j] - rate * g[j]);
            mean += (risk.value(moved) - risk.value(theta)) / n;
        }
        // The covariance of one of n samples has n - 1 in its denominator, that of a draw of one of them n.
        double noise = balance.noise() * (n - 1) / n;
        assertClose(-balance.gain() + balance.curvature() + noise, mean, rounding(100).times(2));
        assertClose(balance.bestRate() * (balance.curvature() + balance.noise()) * 2 / (rate * rate),
                balance.gain() / rate, rounding(100).times(2));
        assertThat(StepBalance.of(risk, theta, rate, 0).orElseThrow().noise()).isZero();
        assertThat(StepBalance.of(risk, theta, rate, n).orElseThrow().noise()).isZero();
        assertThat(StepBalance.of(Risk.of(net, x, y, Loss.halfSumSquared()), theta, rate, 1)).isEmpty();
    }

    /** On x = 1, y = 0 a weight is multiplied by 1 - eta = -2 a step, so steps double until they overflow. */
    @Test
    void aLinearModelBreaksAtTheGrowthOfItsRecursion() {
        Architecture net = Architecture.parse("linear:1-1");
        Risk risk = Risk.of(net, Matrix.wrap(1, 1, new double[] {1}), Matrix.zeros(1, 1), Loss.halfMeanSquared());
        Breakdown broken = Breakdown.of(net, risk, Matrix.wrap(1, 1, new double[] {1}), new double[] {1},
                Optimizers.parse("gd:3"), 0, 900, SEED).orElseThrow();
        assertClose(broken.growth(), 2, rounding(10).times(2));
        assertThat(broken.finite()).isFalse();
        // The loss 2^(2 t) / 2 overflows beyond 2^1024, at t = 513.
        assertThat(broken.step()).isBetween(512L, 514L);
        assertThat(broken.layer()).isLessThanOrEqualTo(1);
        assertThat(broken.largest()).isGreaterThan(1e150);
    }

    @Test
    void theUnitAndTheSampleThatOverflowAreNamed() {
        Architecture net = Architecture.parse("mlp:1-2-1:exp");
        Matrix x = Matrix.wrap(3, 1, new double[] {0, 1, 2});
        Matrix y = Matrix.wrap(3, 1, new double[] {0, 5, 1});
        Risk risk = Risk.of(net, x, y, Loss.halfMeanSquared());
        double[] theta = {0.1, 2, 0, 0, 1, 1, 0};
        Breakdown broken = Breakdown.of(net, risk, x, theta, Optimizers.parse("gd:5"), 0, 50, SEED).orElseThrow();
        assertThat(broken.finite()).isFalse();
        assertThat(broken.operation()).isNotBlank();
        assertThat(broken.step()).isPositive();
        assertThat(broken.sample()).isBetween(0, 3);
    }

    @Test
    void aRunThatIsLongIsNotMadeAgain() {
        Architecture net = Architecture.parse("linear:1-1");
        Risk risk = Risk.of(net, Matrix.wrap(1, 1, new double[] {1}), Matrix.zeros(1, 1), Loss.halfMeanSquared());
        assertThat(Breakdown.of(net, risk, Matrix.zeros(1, 1), new double[] {1}, Optimizers.parse("gd:3"), 0,
                10_000_000_000L, SEED)).isEmpty();
    }
}
