package org.paisaje.theory.dynamics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.random.Seed;

final class TypicalScaleTest {
    /** One unit: an alive weight is uniform on (0, 1), the mean of its logarithm is -1; the others by a script in NumPy. */
    @ParameterizedTest
    @CsvSource({"1, 2.718281828", "2, 2.249", "3, 1.883", "4, 1.609"})
    void usualNormsAreKept(int width, double gamma) {
        TypicalScale scale = TypicalScale.of(width, 2_000, Seed.of(5));
        double error = (scale.typical().high() - scale.typical().low()) / (2 * 1.998);
        assertThat(Math.abs(scale.typical().estimate() - gamma)).isLessThan(4 * error + 0.0005);
        assertThat(scale.typical().low()).isGreaterThan(scale.critical() * (width == 1 ? 1 : 1.2));
    }

    @Test
    void sizesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> TypicalScale.of(0, 5, Seed.of(1)))
                .withMessageContaining("at least 1");
    }
}
