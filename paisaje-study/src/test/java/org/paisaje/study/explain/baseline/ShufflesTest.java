package org.paisaje.study.explain.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;

import org.junit.jupiter.api.Test;

/** Intervals by tables of Student's distribution: 2.776 for the mean and 2.132 on one side, with four degrees of freedom. */
final class ShufflesTest {
    private static final double DIGITS = 5e-4;

    @Test
    void meanAndNextValueAreThoseOfStudent() {
        Shuffles five = Shuffles.of(1, 2, 3, 4, 5);
        double s = Math.sqrt(2.5);
        assertThat(five.mean(0.95).value()).isEqualTo(3);
        assertClose(five.mean(0.95).high() - 3, 2.776 * s / Math.sqrt(5), printed(3).times(s / Math.sqrt(5)));
        assertClose(3 - five.below(0.95), 2.132 * s * Math.sqrt(1.2), printed(3).times(s * Math.sqrt(1.2)));
    }

    @Test
    void oneValueIsItsOwnMean() {
        assertThat(Shuffles.of(7).mean(0.95).value()).isEqualTo(7);
        assertThat(Shuffles.of(7).below(0.95)).isEqualTo(7);
    }
}
