package org.paisaje.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScaleTest {
    /** What is counted has nothing between whole numbers. */
    @Test
    void countsHaveWholeTicks() {
        Scale few = Scale.covering(0, 3, false, 0, 100);
        assertThat(few.ticks(8)).anyMatch(tick -> tick.value() != Math.rint(tick.value()));
        assertThat(few.counting(true).ticks(8)).extracting(Scale.Tick::label).containsExactly("0", "1", "2", "3");
        assertThat(Scale.whole(1, 2, 3)).isTrue();
        assertThat(Scale.whole(1, 2.5)).isFalse();
        assertThat(Scale.whole()).isFalse();
    }

    /** A constant is drawn in the middle of its own size. */
    @Test
    void aConstantHasAirOfItsOwnSize() {
        Scale rate = Scale.covering(0.001, 0.001, false, 0, 100);
        assertThat(rate.low()).isPositive();
        assertThat(rate.high()).isLessThan(0.002);
    }
}
