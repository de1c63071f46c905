package org.paisaje.math.linalg.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class LuTest {
    @Test
    void luSolvesWithPivots() {
        for (int n : new int[] {1, 2, 31, 32, 33, 100}) {
            double[] a = Seed.of(n).gaussians(n * n);
            double[] x = Seed.of(n + 1).gaussians(n);
            a[0] = 0;
            if (n == 1) {
                a[0] = 3;
            }
            Lu lu = new Lu(n);
            System.arraycopy(a, 0, lu.matrix(), 0, n * n);
            assertThat(lu.factor()).isTrue();
            double[] b = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    b[i] += a[i * n + j] * x[j];
                }
            }
            lu.solve(b);
            // n ulps times a condition number of the order of n^2 at the worst of these seeds
            assertThat(b).containsExactly(x, within(Math.pow(n, 3) * 1e-15 + 1e-14));
        }
        Lu singular = new Lu(2);
        Arrays.fill(singular.matrix(), 1);
        assertThat(singular.factor()).isFalse();
    }

    @Test
    void solvesAndInvertsWhatIsRegularToRounding() {
        Matrix a = Matrix.of(new double[][] {{0, 2, 1}, {4, 0, 0}, {0, 0, 8}});
        double[] b = {3, 4, 8};
        assertThat(Lu.solve(a, b)).hasValueSatisfying(x -> assertThat(x).containsExactly(1, 1, 1));
        assertThat(b).containsExactly(3, 4, 8);
        assertThat(Lu.inverse(a)).hasValue(
                Matrix.of(new double[][] {{0, 0.25, 0}, {0.5, 0, -0.0625}, {0, 0, 0.125}}));
        // Of rank 1 but for the rounding of 1/3.
        Matrix singular = Matrix.of(new double[][] {{1, 1.0 / 3}, {3, 1 + Math.ulp(1.0)}});
        assertThat(Lu.solve(singular, new double[2])).isEmpty();
        assertThat(Lu.inverse(Matrix.zeros(2, 2))).isEmpty();
        assertThatThrownBy(() -> Lu.solve(a, new double[2])).hasMessageContaining("b has 2 entries, the matrix has 3");
        assertThatThrownBy(() -> Lu.inverse(Matrix.zeros(2, 3))).hasMessageContaining("2 x 3");
    }

    @Test
    void symmetricMapsGiveTheirMatrix() {
        int n = 70;
        Matrix a = Matrix.wrap(n, n, Seed.of(1).gaussians(n * n)).symmetrise();
        for (int i = 0; i < n; i++) {
            assertThat(a.row(i)).isEqualTo(a.column(i));
        }
        assertThat(LinearOperator.of(n, (v, out) -> {
            for (int i = 0; i < n; i++) {
                out[i] = 0;
                for (int j = 0; j < n; j++) {
                    out[i] += a.get(i, j) * v[j];
                }
            }
        }).symmetricMatrix("test")).isEqualTo(a);
        assertThatThrownBy(() -> LinearOperator.diagonal(new double[1 << 17]).symmetricMatrix("test"))
                .hasMessageContaining("test: 131072 x 131072 entries take 137.44 GB");
    }
}
