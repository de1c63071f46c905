package org.paisaje.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.exactly;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.random.Seed;

final class SymmetricOperatorTest {
    private static Matrix symmetric(int n) {
        double[] g = Seed.of(n).named("matrix").gaussians(n * n);
        Matrix a = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a.set(i, j, (g[i * n + j] + g[j * n + i]) / Math.sqrt(n));
            }
        }
        return a;
    }

    /** Small whole numbers: every sum is exact, in whatever order, and so is the comparison. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 300, 768, 771, 775, 776, 1_030, 1_096})
    void agreesWithTheProductOverAllEntries(int n) {
        RandomGenerator random = Seed.of(n).named("whole").generator();
        Matrix a = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a.set(i, j, random.nextInt(-9, 10));
                a.set(j, i, a.get(i, j));
            }
        }
        var operator = new SymmetricOperator(a);
        for (int count : new int[] {1, 2, 3, 13}) {
            Matrix v = Matrix.zeros(count, n);
            Arrays.setAll(v.data(), i -> random.nextInt(-9, 10));
            Matrix out = Matrix.wrap(count, n, Seed.of(9).gaussians(count * n));
            operator.applyAll(v, out);
            for (int q = 0; q < count; q++) {
                double[] alone = operator.apply(v.row(q));
                for (int i = 0; i < n; i++) {
                    double exact = 0;
                    for (int j = 0; j < n; j++) {
                        exact += a.get(i, j) * v.get(q, j);
                    }
                    // Zero has two signs.
                    assertClose(out.get(q, i) + 0.0, exact, exactly());
                    assertClose(alone[i] + 0.0, exact, exactly());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {800, 803})
    void readsTheLowerTriangleAlone(int n) {
        Matrix a = symmetric(n);
        var operator = new SymmetricOperator(a);
        double[] v = Seed.of(1).gaussians(n);
        double[] before = operator.apply(v);
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                a.set(i, j, Double.NaN);
            }
        }
        assertThat(operator.apply(v)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200, 1_201, 2_000})
    void threadsDoNotChangeBits(int n) {
        var operator = new SymmetricOperator(symmetric(n));
        Matrix v = Matrix.wrap(2, n, Seed.of(2).gaussians(2 * n));
        Matrix all = Matrix.zeros(2, n);
        Matrix one = Matrix.zeros(2, n);
        operator.applyAll(v, all);
        Blas.withThreads(1, () -> operator.applyAll(v, one));
        assertThat(one).isEqualTo(all);
        double[] single = operator.apply(v.row(0));
        Blas.withThreads(1, () -> assertThat(operator.apply(v.row(0))).isEqualTo(single));
    }

    /** All entries are positive, so that nothing becomes infinity times zero. */
    @Test
    void anInfiniteEntryOfTheVectorGivesNoNaN() {
        int n = 768;
        Matrix a = Matrix.identity(n);
        Arrays.setAll(a.data(), i -> a.data()[i] + 1);
        Matrix v = Matrix.zeros(2, n);
        Arrays.fill(v.data(), 1);
        for (int at : new int[] {3, 700}) {
            v.set(0, at, Double.POSITIVE_INFINITY);
            v.set(1, at, Double.NEGATIVE_INFINITY);
            Matrix out = Matrix.zeros(2, n);
            var operator = new SymmetricOperator(a);
            operator.applyAll(v, out);
            assertThat(operator.apply(v.row(0))).containsOnly(Double.POSITIVE_INFINITY);
            assertThat(out.row(0)).containsOnly(Double.POSITIVE_INFINITY);
            assertThat(out.row(1)).containsOnly(Double.NEGATIVE_INFINITY);
        }
    }

    @Test
    void refusesWhatIsNotSymmetricAndWrongLengths() {
        Matrix a = symmetric(5);
        var operator = new SymmetricOperator(a);
        assertThatThrownBy(() -> operator.apply(new double[4], new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("v has 4 entries");
        assertThatThrownBy(() -> operator.applyAll(Matrix.zeros(2, 5), Matrix.zeros(1, 5)))
                .hasMessageContaining("out is 1 x 5");
        a.set(1, 3, a.get(1, 3) + 1);
        assertThatThrownBy(() -> new SymmetricOperator(a)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the matrix must be symmetric");
        assertThatThrownBy(() -> new SymmetricOperator(Matrix.zeros(2, 3))).hasMessageContaining("2 x 3");
    }
}
