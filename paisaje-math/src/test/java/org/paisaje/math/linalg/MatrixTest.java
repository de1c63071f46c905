package org.paisaje.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

/** Matrices: shapes, products against each other, and messages. */
final class MatrixTest {
    private static Matrix random(int rows, int columns) {
        return Matrix.wrap(rows, columns, Seed.of(rows * 1000L + columns).gaussians(rows * columns));
    }

    @Test
    void productsAgreeWithExplicitTransposes() {
        for (int n : new int[] {0, 1, 3, 33, 70}) {
            Matrix a = random(n, 5);
            Matrix b = random(n, 7);
            double bound = 10 * (n + 5) * Math.ulp(1.0) * (1 + a.frobeniusNorm() * b.frobeniusNorm());
            assertThat(a.transposedTimes(b).minus(a.transpose().times(b)).frobeniusNorm()).isLessThanOrEqualTo(bound);
            Matrix c = random(4, 5);
            assertThat(a.timesTransposed(c).minus(a.times(c.transpose())).frobeniusNorm()).isLessThanOrEqualTo(
                    10 * 5 * Math.ulp(1.0) * (1 + a.frobeniusNorm() * c.frobeniusNorm()));
            assertThat(a.gram().minus(a.timesTransposed(a)).frobeniusNorm()).isLessThanOrEqualTo(bound * 4);
            assertThat(a.columnGram().minus(a.transposedTimes(a)).frobeniusNorm()).isLessThanOrEqualTo(bound * 4);
        }
    }

    @Test
    void transposeOfAwkwardShapes() {
        for (int[] shape : new int[][] {{0, 3}, {1, 1}, {31, 33}, {32, 64}, {65, 7}, {700, 500}}) {
            Matrix a = random(shape[0], shape[1]);
            Matrix t = a.transpose();
            for (int i = 0; i < a.rows(); i++) {
                assertThat(t.column(i)).isEqualTo(a.row(i));
            }
        }
    }

    @Test
    void vectorsGoThroughAsTheyDoAsMatrices() {
        Matrix a = random(37, 23);
        double[] v = Seed.of(1).gaussians(23);
        double[] u = Seed.of(2).gaussians(37);
        double left = Blas.dot(37, u, 0, a.times(v), 0);
        double right = Blas.dot(23, a.transposedTimes(u), 0, v, 0);
        assertThat(left).isCloseTo(right, within(100 * Math.ulp(1.0) * a.frobeniusNorm() * 40));
        AdjointOperator operator = a.asOperator();
        assertThat(operator.apply(v)).isEqualTo(a.times(v));
        Matrix vectors = random(4, 23);
        Matrix out = Matrix.zeros(4, 37);
        operator.applyAll(vectors, out);
        // Sums of 23 products, in an order that depends on the kernel.
        assertClose(out, vectors.timesTransposed(a),
                rounding(2 * 23).times(a.frobeniusNorm() * vectors.frobeniusNorm()));
        assertThatThrownBy(() -> operator.applyAll(vectors, vectors)).hasMessageContaining("m x 37");
    }

    @Test
    void sumsSlicesAndStacks() {
        Matrix a = random(5, 3);
        Matrix b = random(5, 3);
        Matrix sum = a.plus(b);
        assertThat(sum.get(4, 2)).isEqualTo(a.get(4, 2) + b.get(4, 2));
        assertClose(sum.minus(b).minus(a).frobeniusNorm(), 0, rounding(2).times(a.frobeniusNorm() + b.frobeniusNorm()));
        sum.scale(0);
        assertThat(sum.frobeniusNorm()).isZero();
        Matrix stacked = Matrix.stackRows(a, b);
        assertThat(stacked.rowRange(5, 10)).isEqualTo(b);
        assertThat(Matrix.stackColumns(a, b).row(2)).containsExactly(a.get(2, 0), a.get(2, 1), a.get(2, 2), b.get(2, 0),
                b.get(2, 1), b.get(2, 2));
        assertThat(Matrix.of(new double[][] {{1, -2}, {-3, 4}}).norm1()).isEqualTo(6);
        assertThatThrownBy(() -> a.rowRange(3, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Matrix.stackRows(a, random(1, 2))).hasMessageContaining("2 columns");
        assertThatThrownBy(() -> a.times(b)).hasMessageContaining("3 rows are needed");
        assertThatThrownBy(() -> a.timesTransposed(random(2, 2))).hasMessageContaining("3 columns are needed");
        assertThatThrownBy(() -> a.transposedTimes(random(2, 2))).hasMessageContaining("5 rows are needed");
        assertThatThrownBy(() -> a.times(new double[2])).hasMessageContaining("3 entries");
    }

    @Test
    void normsAreSafeFromOverflowAndUnderflow() {
        double[] large = {3e300, 4e300};
        assertClose(Blas.norm(2, large, 0), 5e300, rounding(1).times(5e300));
        double[] small = {3e-310, 4e-310};
        assertClose(Blas.norm(2, small, 0), 5e-310, stated(2 * Double.MIN_VALUE, "two spacings of subnormal numbers"));
        assertThat(Blas.norm(0, small, 0)).isZero();
    }

    @Test
    void vectorKernelsAtAwkwardLengths() {
        for (int n : new int[] {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 1000}) {
            double[] x = Seed.of(n).gaussians(n + 3);
            double[] y = Seed.of(n + 1).gaussians(n + 5);
            double sum = 0;
            double magnitude = 0;
            double[] expected = y.clone();
            for (int i = 0; i < n; i++) {
                sum += x[3 + i] * y[5 + i];
                magnitude += Math.abs(x[3 + i] * y[5 + i]);
                expected[5 + i] = Math.fma(x[3 + i], -0.3, y[5 + i]);
            }
            assertThat(Blas.dot(n, x, 3, y, 5)).isCloseTo(sum, within((n + 2) * Math.ulp(1.0) * magnitude));
            Blas.axpy(n, -0.3, x, 3, y, 5);
            assertThat(y).isEqualTo(expected);
        }
        assertThatThrownBy(() -> Blas.dot(3, new double[3], 1, new double[3], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
