package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.study.Estimate;

final class NumberTextTest {
    @ParameterizedTest
    @CsvSource({
        "0.123456, 3, 0.123",
        "0.0999996, 3, 0.100",
        "-2.5, 3, -2.50",
        "1234.5, 3, 1230",
        "999.96, 4, 1000",
        "12, 4, 12.00",
        "0, 4, 0",
        "0.0001, 2, 0.00010",
        "0.00001234, 3, 1.23e-05",
        "-3e12, 2, -3.0e+12",
        "Infinity, 3, infinite",
        "NaN, 3, undefined"
    })
    void significant(double value, int digits, String expected) {
        assertThat(NumberText.significant(value, digits)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.3", "0.1, 0.1", "1e-12, 1e-12", "0.30000000000000004, 0.30000000000000004", "1797, 1797",
        "NaN, undefined"})
    void exact(double value, String expected) {
        assertThat(NumberText.exact(value)).isEqualTo(expected);
    }

    @Test
    void digitsMustBePositive() {
        assertThatThrownBy(() -> NumberText.significant(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("digits is 0");
    }

    @ParameterizedTest
    @CsvSource({
        "0.91342, 0.00432, 0.9134 ± 0.0043",
        "123.4, 17, 123 ± 17",
        "123.4, 171, 120 ± 170",
        "-0.5, 0.25, -0.50 ± 0.25",
        "3.2e-9, 1.1e-10, (3.20 ± 0.11)e-9",
        "2, 0, 2.00000"
    })
    void withUncertainty(double value, double halfWidth, String expected) {
        assertThat(NumberText.withUncertainty(value, halfWidth)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "41_000_000, 41 ms",
        "999_600_000, 1.0 s",
        "3_240_000_000, 3.2 s",
        "9_960_000_000, 10 s",
        "59_600_000_000, 1 min 00 s",
        "125_000_000_000, 2 min 05 s",
        "4_200_000_000_000, 1 h 10 min"
    })
    void duration(String nanoseconds, String expected) {
        assertThat(NumberText.duration(Long.parseLong(nanoseconds.replace("_", "")))).isEqualTo(expected);
    }

    @Test
    void estimatesAreRoundedToTheirUncertainty() {
        assertThat(NumberText.show(Estimate.within(-0.50712, 0.0113))).isEqualTo("-0.507 ± 0.011");
        assertThat(NumberText.show(new Estimate(0.912, 0.884, 0.934))).isEqualTo("0.912 [0.884, 0.934]");
        assertThat(NumberText.show(Estimate.exact(54))).isEqualTo("54");
        assertThat(NumberText.show(Estimate.exact(1.23456e-9))).isEqualTo("1.235e-9");
        assertThat(NumberText.show(new Estimate(3, 1, Double.POSITIVE_INFINITY))).isEqualTo("3 [1, infinite]");
    }
}
