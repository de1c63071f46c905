package org.paisaje.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

/** Operators made of others, on matrices of small whole numbers, whose products are exact. */
final class LinearOperatorTest {
    private static final int N = 7;
    private final Matrix a = whole("a", N, N);
    private final Matrix b = whole("b", N, N);
    private final LinearOperator operator = new MatrixOperator(a);

    private static Matrix whole(String name, int rows, int columns) {
        RandomGenerator random = Seed.of(9).named(name).generator();
        Matrix m = Matrix.zeros(rows, columns);
        Arrays.setAll(m.data(), i -> random.nextInt(-4, 5));
        return m;
    }

    /** The operator is the matrix: column by column, for many vectors at once, and whatever was in {@code out}. */
    private static void assertIs(Matrix expected, LinearOperator operator) {
        assertThat(new int[] {operator.rows(), operator.columns()}).containsExactly(expected.rows(),
                expected.columns());
        Matrix many = whole("vectors", 5, expected.columns());
        Matrix out = Matrix.zeros(5, expected.rows());
        Arrays.fill(out.data(), 77);
        operator.applyAll(many, out);
        for (int i = 0; i < out.data().length; i++) {
            // Zero has two signs.
            out.data()[i] += 0.0;
        }
        assertThat(out.data()).isEqualTo(many.timesTransposed(expected).data());
        for (int q = 0; q < many.rows(); q++) {
            double[] v = many.row(q);
            double[] alone = new double[expected.rows()];
            Arrays.fill(alone, -77);
            operator.apply(v, alone);
            assertThat(Arrays.stream(alone).map(value -> value + 0.0).toArray()).isEqualTo(out.row(q));
            assertThat(v).isEqualTo(many.row(q));
        }
    }

    private static Matrix entries(int rows, int columns, Entry entry) {
        Matrix m = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m.set(i, j, entry.at(i, j));
            }
        }
        return m;
    }

    private interface Entry {
        double at(int i, int j);
    }

    @Test
    void multiplesAndShifts() {
        assertIs(entries(N, N, (i, j) -> -a.get(i, j)), operator.negated());
        assertIs(entries(N, N, (i, j) -> 3 * a.get(i, j)), operator.scaled(3));
        assertIs(entries(N, N, (i, j) -> a.get(i, j) + (i == j ? 5 : 0)), operator.shifted(5));
        assertIs(entries(N, N, (i, j) -> -2 * (3 * a.get(i, j) + (i == j ? 5 : 0)) + (i == j ? 1 : 0)),
                operator.scaled(3).shifted(5).scaled(-2).shifted(1));
    }

    @Test
    void sumsAndProducts() {
        LinearOperator other = new MatrixOperator(b);
        assertIs(entries(N, N, (i, j) -> a.get(i, j) + b.get(i, j)), operator.plus(other));
        assertIs(entries(N, N, (i, j) -> a.get(i, j) - b.get(i, j)), operator.minus(other));
        assertIs(entries(N, N, (i, j) -> 2 * (a.get(i, j) + 3 * b.get(i, j) - a.get(i, j) + (i == j ? 4 : 0))),
                operator.plus(other.scaled(3)).minus(operator).shifted(4).scaled(2));
        Matrix wide = whole("wide", N, 3);
        assertIs(a.times(wide), operator.times(new MatrixOperator(wide)));
    }

    @Test
    void diagonalsAndBlocks() {
        double[] d = {1, -2, 3, 0, 2, -1, 4};
        assertIs(entries(N, N, (i, j) -> i == j ? d[i] : 0), LinearOperator.diagonal(d));
        assertIs(entries(N, N, (i, j) -> d[i] * a.get(i, j) * d[j]), operator.congruence(d));
        assertIs(entries(3, 3, (i, j) -> a.get(2 + i, 2 + j)), operator.restricted(2, 3));
        assertIs(entries(N, N, a::get), operator.restricted(0, N));
        assertIs(entries(4, N, a::get),
                LinearOperator.of(4, N, (v, out) -> System.arraycopy(a.times(v), 0, out, 0, 4)));
    }

    /** What cancels leaves the operator itself, and what multiplies two vectors at once keeps doing so. */
    @Test
    void nothingIsWrappedInVain() {
        assertThat(operator.negated().negated()).isSameAs(operator);
        assertThat(operator.shifted(3).shifted(-3)).isSameAs(operator);
        assertThat(operator.scaled(4).shifted(8).scaled(0.25).shifted(-2)).isSameAs(operator);
        LinearOperator pairs = new SymmetricOperator(Matrix.identity(4));
        assertThat(pairs.vectorsAtOnce()).isEqualTo(2);
        for (LinearOperator made : new LinearOperator[] {pairs.negated(), operator.restricted(0, 4).plus(pairs),
            pairs.congruence(1, 2, 3, 4), pairs.restricted(1, 2)}) {
            assertThat(made.vectorsAtOnce()).isEqualTo(2);
        }
        assertThat(operator.negated().vectorsAtOnce()).isEqualTo(2);
        assertThat(LinearOperator.diagonal(1, 2).negated().vectorsAtOnce()).isEqualTo(1);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        LinearOperator wide = new MatrixOperator(Matrix.zeros(2, 3));
        assertThatThrownBy(() -> wide.shifted(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shifted: the operator is 2 x 3, a multiple of the identity can be added to a square one"
                        + " only");
        assertThatThrownBy(() -> wide.plus(operator)).hasMessageContaining("plus: the operators are 2 x 3 and 7 x 7");
        assertThatThrownBy(() -> wide.times(operator)).hasMessageContaining("A is 2 x 3 and B 7 x 7");
        assertThatThrownBy(() -> operator.restricted(5, 3)).hasMessageContaining("order 3 from index 5");
        assertThatThrownBy(() -> wide.restricted(0, 1)).hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> LinearOperator.diagonal(1, 2).apply(new double[3])).hasMessageContaining(
                "v has 3 entries and out 2; the operator is 2 x 2");
    }
}
