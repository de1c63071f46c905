package org.paisaje.math.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

class ReductionsTest {
    @Test
    void sumAndDotKeepOneOrder() {
        double[] x = Seed.of(1).named("x").gaussians(200);
        double[] y = Seed.of(1).named("y").gaussians(200);
        for (int n = 0; n < 150; n++) {
            assertThat(Reductions.sum(x, 3, n)).isEqualTo(Reductions.plainSum(x, 3, n));
            assertThat(Reductions.dot(x, 3, y, 7, n)).isEqualTo(Reductions.plainDot(x, 3, y, 7, n));
            BigDecimal exact = BigDecimal.ZERO;
            double magnitude = 0;
            for (int i = 0; i < n; i++) {
                exact = exact.add(new BigDecimal(x[3 + i]).multiply(new BigDecimal(y[7 + i])));
                magnitude += Math.abs(x[3 + i] * y[7 + i]);
            }
            assertThat(Reductions.dot(x, 3, y, 7, n)).isCloseTo(exact.doubleValue(), within(30 * 0x1p-53 * magnitude));
        }
    }

    @Test
    void axpyAndScale() {
        double[] x = Seed.of(2).gaussians(37);
        double[] y = Seed.of(3).gaussians(37);
        double[] z = y.clone();
        Reductions.axpy(0.3, x, 1, z, 2, 33);
        for (int i = 0; i < 37; i++) {
            assertThat(z[i]).isEqualTo(i < 2 || i >= 35 ? y[i] : Math.fma(0.3, x[i - 1], y[i]));
        }
        Reductions.scale(-2, x, 5, 4);
        assertThat(x[5]).isEqualTo(-2 * Seed.of(2).gaussians(37)[5]);
    }

    @Test
    void logSumExpNeitherOverflowsNorUnderflows() {
        double[] x = {1e4, 1e4, -1e4, 1e4};
        assertThat(Reductions.logSumExp(x, 0, 4)).isEqualTo(1e4 + Math.log(3));
        assertThat(Reductions.logSumExp(x, 2, 1)).isEqualTo(-1e4);
        assertThat(Reductions.logSumExp(x, 0, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Reductions.logSumExp(new double[] {0, Double.NaN}, 0, 2)).isNaN();
        double[] out = new double[2];
        double[] rows = {0, 1e4, 1, 2};
        double[] expected = {1e4, 2 + Math.log1p(Math.exp(-1))};
        Reductions.logSumExpOfRows(rows, 0, 2, 2, out, 0);
        assertThat(out[0]).isEqualTo(expected[0]);
        assertThat(out[1]).isCloseTo(expected[1], within(4 * 0x1p-52));
        Reductions.softmaxOfRows(rows, 0, 2, 2, out, 0);
        assertThat(rows[0]).isZero();
        assertThat(rows[1]).isEqualTo(1);
        assertThat(rows[2]).isCloseTo(1 / (1 + Math.E), within(4 * 0x1p-53));
        assertThat(out[1]).isCloseTo(expected[1], within(4 * 0x1p-52));
    }
}
