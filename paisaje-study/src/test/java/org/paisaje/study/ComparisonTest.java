package org.paisaje.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ComparisonTest {
    @Test
    void intervalsMeetNumbersWithinTheirTolerance() {
        var measured = new Estimate(-0.4, -0.45, -0.35);
        assertThat(Comparison.near("exponent", -0.5, 0.051, measured, "widths").agrees()).isTrue();
        assertThat(Comparison.near("exponent", -0.5, 0.049, measured, "widths").agrees()).isFalse();
        assertThat(Comparison.near("exponent", -0.3, 0.051, measured, "widths").agrees()).isTrue();
        assertThat(Comparison.near("exponent", -0.3, 0.049, measured, "widths").agrees()).isFalse();
        Comparison near = Comparison.near("exponent", -0.5, 0.1, measured, "widths");
        assertThat(near.predicted()).isEqualTo(Estimate.within(-0.5, 0.1));
        assertThat(near.relation()).isEqualTo(Comparison.Relation.EQUAL);
    }
}
