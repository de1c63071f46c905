package org.paisaje.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.random.Seed;

final class MatrixOperatorTest {
    /** Small whole numbers: every sum is exact, in whatever order, and so is the comparison. */
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "4, 8", "9, 300", "515, 301", "130, 0"})
    void agreesWithTheProductRowByRow(int rows, int columns) {
        RandomGenerator random = Seed.of(rows).named("whole").generator();
        Matrix a = Matrix.zeros(rows, columns);
        Arrays.setAll(a.data(), i -> random.nextInt(-9, 10));
        for (int count : new int[] {0, 1, 2, 3, 5, 6}) {
            Matrix v = Matrix.zeros(count, columns);
            Arrays.setAll(v.data(), i -> random.nextInt(-9, 10));
            Matrix out = Matrix.wrap(count, rows, Seed.of(9).gaussians(count * rows));
            a.asOperator().applyAll(v, out);
            for (int q = 0; q < count; q++) {
                for (int i = 0; i < rows; i++) {
                    double exact = 0;
                    for (int j = 0; j < columns; j++) {
                        exact += a.get(i, j) * v.get(q, j);
                    }
                    // Zero has two signs.
                    assertThat(out.get(q, i) + 0.0).isEqualTo(exact + 0.0);
                }
            }
        }
    }

    @Test
    void threadsDoNotChangeBits() {
        LinearOperator operator = Matrix.wrap(611, 305, Seed.of(1).gaussians(611 * 305)).asOperator();
        Matrix v = Matrix.wrap(3, 305, Seed.of(2).gaussians(3 * 305));
        Matrix all = Matrix.zeros(3, 611);
        Matrix one = Matrix.zeros(3, 611);
        operator.applyAll(v, all);
        Blas.withThreads(1, () -> operator.applyAll(v, one));
        assertThat(one).isEqualTo(all);
    }

    @Test
    void refusesWrongSizes() {
        AdjointOperator operator = Matrix.zeros(4, 3).asOperator();
        assertThatThrownBy(() -> operator.applyAll(Matrix.zeros(2, 4), Matrix.zeros(2, 4)))
                .hasMessageContaining("vectors are 2 x 4")
                .hasMessageContaining("for a 4 x 3 matrix");
        assertThatThrownBy(() -> operator.applyAdjointAll(Matrix.zeros(2, 4), Matrix.zeros(1, 3)))
                .hasMessageContaining("out is 1 x 3");
    }
}
