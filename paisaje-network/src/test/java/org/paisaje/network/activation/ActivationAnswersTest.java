package org.paisaje.network.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/** What an activation says of itself is true of its values: breaks, range, gain. */
final class ActivationAnswersTest {
    private static final double FARTHEST = 30;
    private static final int POINTS = 60_000;

    static Stream<Activation> all() {
        return Activation.registry().examples().stream();
    }

    /** Between breaks the slope changes by its derivative: a jump that is not declared is seen. */
    @ParameterizedTest
    @MethodSource("all")
    void theSlopeJumpsAtBreaksOnly(Activation s) {
        double h = 1e-6;
        for (double z = -5; z <= 5; z += 0.125) {
            double change = s.first(z + h) - s.first(z - h);
            double smooth = 2 * h * s.second(z);
            double scale = 1 + Math.abs(s.first(z)) + Math.abs(s.second(z));
            boolean broken = false;
            for (double at : s.breaks()) {
                broken |= at == z;
            }
            if (!broken) {
                assertThat(change).describedAs("%s at %s", s, z).isCloseTo(smooth, within(1e-8 * scale));
            }
        }
        for (double kink : s.kinks()) {
            assertThat(s.breaks()).contains(kink);
            assertThat(Math.abs(s.first(kink + h) - s.first(kink - h))).isGreaterThan(1e-3);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIncreasesDoesSoEverywhere(Activation s) {
        boolean rises = true;
        for (double z = -4; z < 4; z += 0.125) {
            rises &= s.value(z) < s.value(z + 0.125);
        }
        if (s.increasing()) {
            assertThat(rises).isTrue();
        }
        if (s == Activation.TANH || s == Activation.SIGMOID || s.identity()) {
            assertThat(s.increasing()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesLieInTheRangeAndComeNearItsEnds(Activation s) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= POINTS; i++) {
            double value = s.value(-FARTHEST + i * 2 * FARTHEST / POINTS);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        // Between points at the distance h a smooth least value is missed by h^2 / 8 times the curvature, which is below 1.
        Tolerance missed = truncation(2 * FARTHEST / POINTS, 2).times(1 / 8.0);
        assertThat(least).isGreaterThanOrEqualTo(s.infimum() - rounding(4).bound());
        assertThat(most).isLessThanOrEqualTo(s.supremum());
        if (Double.isFinite(s.infimum())) {
            assertClose(least, s.infimum(), missed);
        }
        if (Double.isFinite(s.supremum())) {
            assertClose(most, s.supremum(), missed);
        } else {
            assertThat(most).isGreaterThanOrEqualTo(FARTHEST - 1);
        }
    }

    /** sqrt(2) for ReLU at every variance, sqrt(2 / (a^2 + b^2)) for two slopes, 1/|s'(0)| as the variance tends to 0. */
    @Test
    void criticalGainsAreThoseOfMeanFieldTheory() {
        for (double q : new double[] {1e-6, 0.3, 1, 40}) {
            assertClose(Activation.RELU.criticalGain(q), Math.sqrt(2), rounding(20).times(2));
            assertClose(Activation.abRelu(-0.5, 2).criticalGain(q), Math.sqrt(2 / 4.25), rounding(20));
            // E[cos^2(sqrt(q) z)] = (1 + e^(-2q)) / 2
            assertClose(Activation.SIN.criticalGain(q), Math.sqrt(2 / (1 + Math.exp(-2 * q))), rounding(200).times(2));
            // E[(4/pi) e^(-2 q z^2)] = (4/pi) / sqrt(1 + 4 q)
            assertThat(Activation.ERF.criticalGain(q))
                    .isCloseTo(Math.sqrt(Math.PI / 4 * Math.sqrt(1 + 4 * q)), within(1e-13 * (1 + q)));
        }
        // Both gains grow by q and O(q^2).
        assertClose(Activation.SIGMOID.criticalGain(1e-8), 4 + 1e-8, rounding(20).times(4));
        assertClose(Activation.TANH.criticalGain(1e-8), 1 + 1e-8, rounding(20));
        assertThat(Activation.abRelu(0, 0).criticalGain(1)).isInfinite();
    }

    @Test
    void usualWeightsFollowTheScale() {
        assertThat(Initializer.standardFor(Activation.RELU, Parametrization.STANDARD).name()).isEqualTo("he-normal");
        assertThat(Initializer.standardFor(Activation.TANH, Parametrization.STANDARD).name()).isEqualTo("lecun-normal");
        assertThat(Initializer.fanIn(1.5)).isEqualTo(Initializer.parse("fan-in(1.5)"));
    }
}
