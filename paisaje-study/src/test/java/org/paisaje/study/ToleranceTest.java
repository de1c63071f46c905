package org.paisaje.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ToleranceTest {
    @Test
    void aPrintedNumberIsOffByHalfAUnitOfItsLastDecimal() {
        Tolerance printed = Tolerance.decimals(3, "the table");
        assertThat(Comparison.equal("ratio", 0.425, 0.4255, printed).agrees()).isTrue();
        assertThat(Comparison.equal("ratio", 0.425, 0.4256, printed).agrees()).isFalse();
        assertThat(printed.words()).isEqualTo("half a unit of the last of 3 decimals of the table");
    }

    @Test
    void sumsKeepBothOrigins() {
        Tolerance sum = Tolerance.of(0.25, "the scheme").plus(Tolerance.of(0.5, "the reference"));
        assertThat(sum.bound()).isEqualTo(0.75);
        assertThat(sum.shown()).isEqualTo("the scheme; the reference (tolerance 0.75)");
        assertThat(Tolerance.none("counted").shown()).isEqualTo("counted");
    }

    @Test
    void aBoundHasAnOriginAndIsNotNegative() {
        assertThatThrownBy(() -> Tolerance.of(1e-9, " ")).hasMessageContaining("where it comes from");
        assertThatThrownBy(() -> Tolerance.of(Double.NaN, "rounding")).hasMessageContaining("the bound is NaN");
    }
}
