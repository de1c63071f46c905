package org.paisaje.data.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.random.Seed;

/** Numbers in tables are those of {@link Double#parseDouble}, bit for bit. */
final class CsvNumbersTest {
    private static double read(String text) {
        // Other characters around it, as in the buffer of the parser.
        String buffer = "7," + text + ",1e5";
        return CsvNumber.parse(buffer.toCharArray(), 2, text.length());
    }

    private static void assertExact(String text) {
        assertThat(Double.doubleToRawLongBits(read(text))).as(text)
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }

    @Test
    void everyDoubleReadsBack() {
        RandomGenerator random = Seed.of(11).generator();
        for (int trial = 0; trial < 20_000; trial++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(read(Double.toString(value))).as("seed 11, trial " + trial).isEqualTo(value);
            }
            double small = Math.scalb(random.nextDouble() - 0.5, -random.nextInt(1020, 1080));
            assertThat(read(Double.toString(small))).as("seed 11, trial " + trial).isEqualTo(small);
        }
    }

    /** Decimals half way between two doubles, in all digits, and a hair beside them. */
    @Test
    void halfwayCasesAreRoundedToEven() {
        RandomGenerator random = Seed.of(12).generator();
        for (int trial = 0; trial < 1_000; trial++) {
            double below = trial % 2 == 0
                    ? Math.scalb(random.nextDouble(), random.nextInt(-1070, 1000))
                    : random.nextLong(1L << 62);
            BigDecimal half = new BigDecimal(below).add(new BigDecimal(Math.nextUp(below))).divide(BigDecimal.TWO);
            boolean even = (Double.doubleToRawLongBits(below) & 1) == 0;
            assertThat(read(half.toString())).as("seed 12, trial " + trial)
                    .isEqualTo(even ? below : Math.nextUp(below));
            BigDecimal hair = half.ulp().movePointLeft(3);
            assertThat(read(half.subtract(hair).toPlainString())).isEqualTo(below);
            assertThat(read(half.add(hair).toString())).isEqualTo(Math.nextUp(below));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0", "+0.0", "-0e9", "1.", ".5", "-.5", "+.5e+1", "1E5", "1e-5", "007", "4.9e-324",
                "2.47e-324", "2.4703282292062327208e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
                "2.2250738585072014e-308", "1.7976931348623157e308", "1.7976931348623158e308",
                "1.7976931348623159e308", "1e309", "-1e400", "1e-400", "1e2147483648", "1e-99999999999",
                "0e99999999999",
                "9007199254740993", "9007199254740992.99999", "123456789012345678901234567890", "0x1.8p1",
                "0.000000000000000000000000000000000000000000000000000000000000000000000000001e75"})
    void signsPointsAndHugeExponents(String text) {
        assertExact(text);
        assertExact(" " + text + "  ");
        assertThat(read("\t" + text + "\u2003")).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "-", "+", "e5", "1e", "1e+", "--1", "1-", "1 2", "1,5", "1_000", "0x", "0x1",
                "1/2",
                "1.2.3", "1e5.5", "1d", "1f", "NaN", "nan", "NA", "?", "\u0661", "12a", "1e5 e", "$1", "infinit"})
    void whatIsNoNumberIsNone(String text) {
        assertThat(read(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-Inf", "+INFINITY", " Infinity "})
    void infinityIsANumberButNotFinite(String text) {
        assertThat(read(text)).isInfinite();
    }
}
