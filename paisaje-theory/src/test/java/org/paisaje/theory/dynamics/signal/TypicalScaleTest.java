package org.paisaje.theory.dynamics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.random.Seed;

final class TypicalScaleTest {
    /** One unit: an alive weight is uniform on (0, 1), the mean of its logarithm is -1; the others by a program in C, 8e8 layers each. */
    @ParameterizedTest
    @CsvSource({"1, 2.718281828", "2, 2.24785", "3, 1.88493", "4, 1.60900"})
    void usualNormsAreKept(int width, double gamma) {
        TypicalScale scale = TypicalScale.of(width, 2_000, Seed.of(5));
        double error = (scale.typical().high() - scale.typical().low()) / (2 * 1.998);
        assertThat(Math.abs(scale.typical().estimate() - gamma)).isLessThan(4 * error + 0.0004);
        assertThat(scale.typical().low()).isGreaterThan(scale.critical() * (width == 1 ? 1 : 1.2));
    }

    /** One unit is awake in every layer that is not dead; where all of two are, a norm keeps at less than the mean square does. */
    @Test
    void layersWithAllUnitsAwakeGrowFaster() {
        assertThat(TypicalScale.of(1, 50, 1, 0.95, Seed.of(5))).isEqualTo(TypicalScale.of(1, 50, 0.95, Seed.of(5)));
        TypicalScale awake = TypicalScale.of(2, 2_000, 2, 0.95, Seed.of(5));
        assertThat(awake.typical().high()).isLessThan(awake.critical());
        assertThatIllegalArgumentException().isThrownBy(() -> TypicalScale.of(2, 5, 3, 0.95, Seed.of(1)))
                .withMessageContaining("3 units awake");
    }

    @Test
    void sizesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> TypicalScale.of(0, 5, Seed.of(1)))
                .withMessageContaining("at least 1");
    }

    /** E log |g| of a standard normal is -(gamma + log 2) / 2, Euler's gamma; for two units by a simulation. */
    @Test
    void usualNormsOfNormalWeightsAreKnownExactly() {
        assertClose(TypicalScale.normalDrift(1), -(0.5772156649015329 + Math.log(2)) / 2, rounding(100));
        RandomGenerator random = Seed.of(3).generator();
        double sum = 0;
        double squares = 0;
        int kept = 0;
        for (int i = 0; i < 200_000; i++) {
            double a = Math.max(0, random.nextGaussian());
            double b = Math.max(0, random.nextGaussian());
            if (a + b > 0) {
                double log = Math.log(Math.hypot(a, b));
                sum += log;
                squares += log * log;
                kept++;
            }
        }
        double mean = sum / kept;
        double error = Math.sqrt((squares / kept - mean * mean) / kept);
        assertThat(TypicalScale.normalDrift(2)).isCloseTo(mean, within(4 * error));
        // Wide layers keep the usual norm where they keep the mean square, sqrt(2 / N), but for a share of order 1 / N.
        assertThat(Math.exp(-TypicalScale.normalDrift(500)) / Math.sqrt(2.0 / 500)).isBetween(1.0, 1.01);
        assertThatIllegalArgumentException().isThrownBy(() -> TypicalScale.normalDrift(0))
                .withMessageContaining("1 to");
    }
}
