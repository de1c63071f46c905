package org.paisaje.math.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

final class FmaTest {
    @Test
    void sumsOfErrorFreeTermsAreTheFusedMultiplyAdd() {
        RandomGenerator random = Seed.of(1).named("fma").generator();
        for (int i = 0; i < 200_000; i++) {
            double a = anything(random);
            double b = anything(random);
            double c = switch (i % 4) {
                case 0 -> anything(random);
                // The product cancels, in all of its bits or but for the last ones.
                case 1 -> -a * b;
                case 2 -> -a * b * (1 + Math.scalb(random.nextInt(9) - 4, -50));
                default -> Math.scalb(random.nextGaussian(), Math.getExponent(a * b) - 53 + random.nextInt(9) - 4);
            };
            assertThat(Fma.emulated(a, b, c)).as("%s %s %s", a, b, c).isEqualTo(Math.fma(a, b, c));
        }
    }

    private static double anything(RandomGenerator random) {
        return Math.scalb(random.nextGaussian(), random.nextInt(41) - 20);
    }

    /** Half way between two numbers, where rounding twice goes wrong. */
    @Test
    void tiesAreBrokenByWhatIsLost() {
        double half = 0x1p-53;
        for (double tiny : new double[] {0, 0x1p-120, -0x1p-120, 0x1p-1060, -0x1p-1060}) {
            double product = 1 + 0x1p-52;
            double exact = new BigDecimal(product).add(new BigDecimal(half)).add(new BigDecimal(tiny)).doubleValue();
            // (1 + 2^-52) 1 + (2^-53 + tiny): only where the sum of the two is a number.
            double c = half + tiny;
            assertThat(Fma.emulated(product, 1, c)).isEqualTo(Math.fma(product, 1, c));
            if (tiny == 0) {
                assertThat(Fma.emulated(product, 1, c)).isEqualTo(exact);
            }
            assertThat(Fma.emulated(half, 1 + 0x1p-52, 1)).isEqualTo(Math.fma(half, 1 + 0x1p-52, 1));
            assertThat(Fma.emulated(half, 1 - 0x1p-53, 1)).isEqualTo(1);
        }
    }

    @Test
    void extremesAndSpecialValues() {
        double[] values = {0.0, -0.0, 1, -1, 0x1p-1074, -0x1p-1074, 0x1p-1022, 0x1p-600, 0x1p500, Double.MAX_VALUE,
            -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Math.PI, 0x1p-538};
        for (double a : values) {
            for (double b : values) {
                for (double c : values) {
                    assertThat(Double.doubleToLongBits(Fma.emulated(a, b, c)))
                            .as("%s %s %s", a, b, c)
                            .isEqualTo(Double.doubleToLongBits(Math.fma(a, b, c)));
                }
            }
        }
    }
}
