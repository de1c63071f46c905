package org.paisaje.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.study.Comparison.Outcome;

final class ComparisonTest {
    @ParameterizedTest
    @CsvSource({
        "-0.55, -0.45, AGREES", // holds the value and neither rival
        "-0.49, -0.40, CONTRADICTS", // holds none
        "-0.70, -0.45, UNDECIDED", // holds a rival too
        "-0.70, -0.30, UNDECIDED", // both
        "-0.70, -0.60, CONTRADICTS" // a rival instead
    })
    void anExponentIsToldFromItsRivals(double low, double high, Outcome outcome) {
        var measured = new Estimate((low + high) / 2, low, high);
        Comparison line = Comparison.told("exponent", -0.5, measured, "widths", -2.0 / 3, -1.0 / 3);
        assertThat(line.outcome()).isEqualTo(outcome);
        assertThat(line.rivals()).containsExactly(-2.0 / 3, -1.0 / 3);
    }

    @Test
    void whatTheoryLeavesOpenCountsAsThePrediction() {
        var measured = new Estimate(-0.46, -0.48, -0.44);
        assertThat(Comparison.told("exponent", Estimate.within(-0.5, 0.05), measured, "widths", -1, 0).outcome())
                .isEqualTo(Outcome.AGREES);
        assertThat(Comparison.told("exponent", -0.5, measured, "widths", -1, 0).outcome())
                .isEqualTo(Outcome.CONTRADICTS);
    }

    @Test
    void aRivalThatIsThePredictionIsRefused() {
        Estimate measured = Estimate.exact(0);
        assertThatThrownBy(() -> Comparison.told("slope", Estimate.within(-0.5, 0.2), measured, "widths", -0.4))
                .hasMessageContaining("slope")
                .hasMessageContaining("-0.4");
        assertThatThrownBy(() -> Comparison.told("slope", -0.5, measured, "widths")).hasMessageContaining("rivals");
    }

    @Test
    void anIntervalThatHoldsABoundDecidesNothing() {
        var measured = new Estimate(1, 0.9, 1.1);
        assertThat(Comparison.atMost("x", 1.2, measured, "").outcome()).isEqualTo(Outcome.AGREES);
        assertThat(Comparison.atMost("x", 1.05, measured, "").outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(Comparison.atMost("x", 0.8, measured, "").outcome()).isEqualTo(Outcome.CONTRADICTS);
        assertThat(Comparison.atLeast("x", 0.8, measured, "").outcome()).isEqualTo(Outcome.AGREES);
        assertThat(Comparison.atLeast("x", 0.95, measured, "").outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(Comparison.atLeast("x", 1.2, measured, "").outcome()).isEqualTo(Outcome.CONTRADICTS);
        assertThat(Comparison.atMost("x", 1, Estimate.exact(1), "").outcome()).isEqualTo(Outcome.AGREES);
    }
}
