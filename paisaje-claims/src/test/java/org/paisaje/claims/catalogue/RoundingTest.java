package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.paisaje.study.Comparison;

final class RoundingTest {
    @Test
    void theBoundIsTheProductOfItsParts() {
        Rounding rounding = Rounding.of(10).on(4).times(50);
        assertThat(rounding.bound()).isEqualTo(2000 * Math.ulp(0.75));
        assertThat(rounding.words()).isEqualTo("10 roundings of numbers up to 4, magnified 50 times");
        assertThat(Rounding.of(3).on(0.125).words()).isEqualTo("3 roundings of numbers up to 0.13");
    }

    /** One tenth added ten times over takes ten roundings of numbers up to 1, and is off by one of them. */
    @Test
    void aSumIsWithinItsRoundingsAndAnErrorIsNot() {
        double sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += 0.1;
        }
        assertThat(sum).isNotEqualTo(1);
        Comparison line = Comparison.equal("sum", 1, sum, Rounding.of(10));
        assertThat(line.agrees()).isTrue();
        assertThat(line.origin()).contains("10 roundings", "tolerance 1.1e-15");
        assertThat(Comparison.equal("sum", 1, sum + 2e-15, Rounding.of(10)).agrees()).isFalse();
        assertThat(Comparison.equal("sum", 1, sum, Rounding.of(0)).agrees()).isFalse();
    }

    @Test
    void aBoundIsFinite() {
        assertThatThrownBy(() -> Rounding.of(Double.NaN)).hasMessageContaining("must be finite");
        assertThatThrownBy(() -> Rounding.of(2).on(-1)).hasMessageContaining("size -1.0");
    }
}
