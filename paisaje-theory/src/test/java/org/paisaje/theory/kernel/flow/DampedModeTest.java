package org.paisaje.theory.kernel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.theory.kernel.InfiniteNetworkTest;
import org.paisaje.theory.kernel.margin.MaxMarginTest;

final class DampedModeTest {
    /** Integrates q and G together. */
    private static double[] integrate(double mu, double kappa, double t) {
        OdeOutcome outcome = DormandPrince.to(1e-13, 1e-15).run((time, y, out) -> {
            out[0] = y[1];
            out[1] = -mu * y[1] - kappa * y[0];
            out[2] = y[3];
            out[3] = 1 - mu * y[3] - kappa * y[2];
        }, 0, new double[] {1, 0, 0, 0}, t);
        return outcome.y();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "0, 1e-12", "0.3, 5", "2, 1", "2, 0.9999999999", "2, 1.0000000001", "2, 0.99999", "2, 1.00001",
        "5, 0.01", "1, 1e-14", "1, 0", "0, 0", "40, 3"})
    void continuousModesAgreeWithIntegration(double mu, double kappa) {
        for (double t : new double[] {1e-6, 0.01, 0.4, 3, 30}) {
            double[] expected = integrate(mu, kappa, t);
            assertClose(DampedMode.position(mu, kappa, t), expected[0], given(1e-13).times(10));
            assertThat(DampedMode.response(mu, kappa, t)).as("t %s", t)
                    .isCloseTo(expected[2],
                            offset(1e-11 * Math.max(1e-3, expected[2])));
        }
    }

    /** The first terms of the series of G, t^2/2 - mu t^3/6, relatively. */
    @Test
    void shortTimesKeepTheirDigits() {
        for (double mu : new double[] {0, 1, 7}) {
            double t = 1e-7;
            double expected = t * t * (0.5 - mu * t / 6 + (mu * mu - 2) * t * t / 24);
            assertClose(DampedMode.response(mu, 2, t) / expected, 1, rounding(4));
        }
    }

    @Test
    void limits() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(DampedMode.position(1, 0.3, inf)).isZero();
        assertThat(DampedMode.position(1, 0, inf)).isEqualTo(1);
        assertThat(DampedMode.response(1, 0.5, inf)).isEqualTo(2);
        assertThat(DampedMode.position(0.1, 0.3, 1e300)).isZero();
        assertThat(DampedMode.position(3, 1e-3, 1e6)).isBetween(0.0, 1e-140);
        assertClose(DampedMode.response(3, 1e-3, 1e6), 1000, rounding(4).times(1000));
        assertThatThrownBy(() -> Evolution.heavyBallFlow(0, inf)).hasMessageContaining("oscillate");
        assertThatThrownBy(() -> Evolution.heavyBallFlow(-1, 1)).hasMessageContaining("-1.0");
    }

    /** The recursion in arithmetic of 60 digits. */
    private static BigDecimal[] exact(double beta, double x, int steps) {
        MathContext context = new MathContext(60);
        BigDecimal b = new BigDecimal(beta);
        BigDecimal factor = BigDecimal.ONE.add(b).subtract(new BigDecimal(x));
        BigDecimal now = BigDecimal.ONE;
        BigDecimal before = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal sumBefore = BigDecimal.ZERO;
        for (int s = 0; s < steps; s++) {
            BigDecimal next = factor.multiply(now, context).subtract(b.multiply(before, context), context);
            before = now;
            now = next;
            BigDecimal nextSum = factor.multiply(sum, context)
                    .subtract(b.multiply(sumBefore, context), context)
                    .add(BigDecimal.ONE, context);
            sumBefore = sum;
            sum = nextSum;
        }
        return new BigDecimal[] {now, sum};
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.25, 0.5, 0.81, 0.9, 0.999})
    @Tag("slow")
    void discreteModesAgreeWithTheRecursion(double beta) {
        double root = Math.sqrt(beta);
        double low = (1 - root) * (1 - root);
        double high = (1 + root) * (1 + root);
        double[] places = {0, 1e-14, 1e-6, 0.3 * low, low * (1 - 1e-12), low, low * (1 + 1e-12), 0.5 * (low + high),
            high * (1 - 1e-12), high, high * (1 + 1e-12), high * 1.001, 1 + beta, 1.999 * (1 + beta)};
        for (double x : places) {
            for (int steps : new int[] {0, 1, 2, 63, 64, 65, 66, 200, 1001}) {
                BigDecimal[] expected = exact(beta, x, steps);
                // One ulp of the input moves the answer by this much.
                BigDecimal[] beside = exact(beta, x + Math.ulp(Math.max(x, 1)), steps);
                double share = expected[0].doubleValue();
                double moved = Math.abs(beside[0].subtract(expected[0]).doubleValue());
                double movedSum = Math.abs(beside[1].subtract(expected[1]).doubleValue());
                double sum = expected[1].doubleValue();
                assertThat(DampedMode.share(beta, x, steps)).as("x %s, %d steps", x, steps)
                        .isCloseTo(share,
                                offset(4 * moved + 1e-14 * steps + 1e-15));
                assertThat(DampedMode.sum(beta, x, steps)).as("x %s, %d steps", x, steps)
                        .isCloseTo(sum,
                                offset(4 * movedSum + 1e-13 * Math.max(steps, 1) * Math.max(1, Math.abs(sum))));
            }
        }
    }

    /** A billion steps at once; the rate of a small mode is that of descent with eta / (1 - beta). */
    @Test
    void manySteps() {
        double share = DampedMode.share(0.9, 1e-11, 1_000_000_000L);
        // Of the first order in x, with the amplitude 1 + beta x / (1 - beta)^2.
        Tolerance first = truncation(1e-11, 1).times(1 / Math.pow(1 - 0.9, 2));
        assertClose(share, Math.exp(-0.1), first);
        assertClose(DampedMode.sum(0.9, 1e-11, 1_000_000_000L), -Math.expm1(-0.1) / 1e-11, first.times(1e11));
        assertThat(DampedMode.share(0.9, 1, 1_000_000_000L)).isZero();
        assertThat(DampedMode.share(0.5, 3.1, 1_000_000_000L)).isInfinite();
    }

    /** Training with inertia in function space, integrated, against the closed form. */
    @Test
    void heavyBallFlowOfAKernel() {
        Matrix x = InfiniteNetworkTest.random(12, 3, 1);
        Matrix kernel = MaxMarginTest.limit("relu", x);
        Matrix y = InfiniteNetworkTest.random(12, 1, 2);
        double mu = 0.2;
        OdeOutcome outcome = DormandPrince.to(1e-11, 1e-12).run((t, s, out) -> {
            double[] residual = new double[12];
            for (int i = 0; i < 12; i++) {
                residual[i] = s[i] - y.get(i, 0);
            }
            double[] force = kernel.times(residual);
            for (int i = 0; i < 12; i++) {
                out[i] = s[12 + i];
                out[12 + i] = -mu * s[12 + i] - force[i] / 12;
            }
        }, 0, new double[24], 25);
        KernelDynamics dynamics = KernelDynamics.of(kernel, y);
        Evolution rule = Evolution.heavyBallFlow(mu, 25);
        double[] train = dynamics.train(rule).data();
        double[] again = dynamics.predict(rule, kernel).data();
        for (int i = 0; i < 12; i++) {
            assertClose(train[i], outcome.y()[i], given(1e-11).times(25));
            assertClose(again[i], train[i], rounding(12 * 12).times(4));
        }
        // Small steps of the discrete rule follow it.
        double eta = 1e-8;
        double[] discrete = dynamics
                .train(Evolution.heavyBall(eta, 1 - mu * Math.sqrt(eta), (long) (25 / Math.sqrt(eta))))
                .data();
        for (int i = 0; i < 12; i++) {
            assertClose(discrete[i], train[i], truncation(Math.sqrt(eta), 1));
        }
        assertClose(dynamics.train(Evolution.heavyBallFlow(mu, Double.POSITIVE_INFINITY)).data(), y.data(),
                rounding(12 * 12).times(4));
    }
}
