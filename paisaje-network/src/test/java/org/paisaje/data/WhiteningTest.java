package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class WhiteningTest {
    /** Two columns that differ by a thousandth of their size, one on another scale, and one that is constant. */
    private static Matrix inputs(int n) {
        double[] g = Seed.of(3).gaussians(3 * n);
        Matrix x = Matrix.zeros(n, 4);
        for (int i = 0; i < n; i++) {
            x.set(i, 0, g[3 * i]);
            x.set(i, 1, g[3 * i] + 1e-3 * g[3 * i + 1]);
            x.set(i, 2, 500 + 70 * (g[3 * i + 2] + g[3 * i]));
            x.set(i, 3, 5);
        }
        return x;
    }

    @Test
    void columnsAreUncorrelatedOfVarianceOne() {
        Matrix x = inputs(200);
        Matrix z = Whitening.of(x).apply(x);
        Matrix c = z.columnGram();
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                // The condition of the correlations is about 6e6.
                assertClose(c.get(i, j) / 200, i == j && i < 3 ? 1 : 0, rounding(200 * 6_000_000L));
            }
        }
    }

    @Test
    void theWayBackLeadsBack() {
        Matrix x = inputs(50);
        Whitening map = Whitening.of(x);
        Matrix again = map.inverse(map.apply(x));
        for (int i = 0; i < x.data().length; i++) {
            assertClose(again.data()[i] / 600, x.data()[i] / 600, rounding(4 * 3000L));
        }
    }

    @Test
    void copiesOfAColumnShareIt() {
        Matrix x = Matrix.of(new double[][] {{1, 1}, {-1, -1}, {1, 1}, {-1, -1}});
        Matrix z = Whitening.of(x).apply(x);
        for (int i = 0; i < 4; i++) {
            assertClose(z.get(i, 0), (i % 2 == 0 ? 1 : -1) / Math.sqrt(2), rounding(8));
            assertThat(z.get(i, 1)).isEqualTo(z.get(i, 0));
        }
    }

    /** The widest direction of two columns of correlation r is their sum, with variance 1 + r. */
    @Test
    void narrowDirectionsCanBeLeftOut() {
        Matrix x = Matrix.of(new double[][] {{2, 1}, {-2, -1}, {1, 2}, {-1, -2}});
        Whitening map = Whitening.of(x, 1);
        Matrix z = map.apply(x);
        for (int i = 0; i < 4; i++) {
            double sum = (x.get(i, 0) + x.get(i, 1)) / Math.sqrt(2.5);
            assertClose(z.get(i, 0), sum / 2 / Math.sqrt(1.8), rounding(16));
            assertClose(z.get(i, 1), sum / 2 / Math.sqrt(1.8), rounding(16));
        }
        assertThat(map.directions()).isEqualTo("1");
        assertThat(Whitening.of(x).directions()).isEqualTo("all");
        assertThatThrownBy(() -> Whitening.of(x, 0)).hasMessageContaining("at least 1");
    }
}
