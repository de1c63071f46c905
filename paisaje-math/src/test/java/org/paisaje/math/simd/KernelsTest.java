package org.paisaje.math.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

/** The kernels of this program against sums term by term, at lengths around the widths of vectors. */
final class KernelsTest {
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 8, 9, 15, 16, 31, 32, 33, 63, 64, 65, 100, 257};
    private static final int STRIDE = 300;

    private final double[] v = Seed.of(1).named("v").gaussians(8 * STRIDE + 30);
    private final double[] w = Seed.of(1).named("w").gaussians(2 * STRIDE + 5);
    private final double[] c = Seed.of(1).named("c").gaussians(10);

    @Test
    void everyImplementationAgreesWithSums() {
        check(new PlainKernels());
        check(Kernels.current());
        assertThat(Kernels.current()).isInstanceOf(Simd.vectorised() ? VectorKernels.class : PlainKernels.class);
        assertThat(Simd.reason() == null).isEqualTo(Simd.vectorised());
        assertThat(Simd.lanes()).isIn(Simd.vectorised() ? new Object[] {2, 4, 8} : new Object[] {1});
    }

    /** n terms of size at most s, in whatever order: n epsilons of n s. */
    private static Offset<Double> rounding(int n, double size) {
        return Offset.offset((n + 2) * Math.ulp(1.0) * (n + 2) * size);
    }

    private void check(Kernels kernels) {
        for (int n : LENGTHS) {
            double size = 25;
            assertThat(kernels.dot(n, v, 3, w, 5)).isCloseTo(dot(n, 3, 5), rounding(n, size));
            double[] sum = w.clone();
            kernels.axpy(n, -0.3, v, 3, sum, 5);
            double[] three = c.clone();
            kernels.innerProducts(n, v, 3, w, 5, three, 2);
            assertThat(three[2]).isCloseTo(dot(n, 3, 5), rounding(n, size));
            assertThat(three[3]).isCloseTo(squares(v, n, 3), rounding(n, size));
            assertThat(three[4]).isCloseTo(squares(w, n, 5), rounding(n, size));
            assertThat(three[1]).isEqualTo(c[1]);
            assertThat(three[5]).isEqualTo(c[5]);
            double[] moved = w.clone();
            double squares = kernels.axpySquares(n, -0.3, v, 3, moved, 5);
            assertThat(moved).isEqualTo(sum);
            assertThat(squares).isCloseTo(squares(moved, n, 5), rounding(n, size));
            double[] one = c.clone();
            kernels.products(v, 3, STRIDE, n, w, 2, one, 1);
            double[] two = c.clone();
            kernels.productsOfTwo(v, 3, STRIDE, n, w, 2, 2 + STRIDE, two, 1, 5);
            double[] combined = w.clone();
            kernels.combine(c, 2, -1, v, 3, STRIDE, n, combined, 4);
            double[] combinedTwo = w.clone();
            kernels.combineToTwo(c, 2, 6, -1, v, 3, STRIDE, n, combinedTwo, 4, 4 + STRIDE);
            for (int r = 0; r < 4; r++) {
                assertThat(one[1 + r]).isCloseTo(c[1 + r] + dot(n, 3 + r * STRIDE, 2), rounding(n, size));
                assertThat(two[1 + r]).isCloseTo(c[1 + r] + dot(n, 3 + r * STRIDE, 2), rounding(n, size));
                assertThat(two[5 + r]).isCloseTo(c[5 + r] + dot(n, 3 + r * STRIDE, 2 + STRIDE), rounding(n, size));
            }
            for (int i = 0; i < w.length; i++) {
                boolean added = i >= 5 && i < 5 + n;
                assertThat(sum[i]).isEqualTo(added ? Fma.fma(v[i - 2], -0.3, w[i]) : w[i]);
                assertThat(combined[i]).isCloseTo(w[i] - combination(i - 4, n, 2), rounding(4, size));
                double expected = w[i] - combination(i - 4, n, 2) - combination(i - 4 - STRIDE, n, 6);
                assertThat(combinedTwo[i]).isCloseTo(expected, rounding(4, size));
            }
        }
        for (int length = 8; length <= 256; length += 8) {
            symmetric(kernels, length);
        }
    }

    /** At every place where vectors may begin: right, and the same bits. */
    private void symmetric(Kernels kernels, int length) {
        int from = 16;
        int second = from + STRIDE + 16;
        double[] x = new double[2 * second];
        System.arraycopy(w, 2, x, from, STRIDE);
        System.arraycopy(w, 2 + STRIDE, x, second, STRIDE);
        double[] first = new double[0];
        for (int phase = 0; phase < Simd.lanes(); phase++) {
            double[] y = new double[2 * second + 64];
            kernels.symmetric(v, 30, STRIDE, phase, x, from, y, from, 2 * second, 280, length);
            double[] both = new double[2 * second + 64];
            kernels.symmetricOfTwo(v, 30, STRIDE, phase, x, from, second, both, from, second, 2 * second, 280, length);
            for (int i = 0; i < STRIDE; i++) {
                assertThat(y[from + i]).isCloseTo(symmetric(i, 280, length, 2), rounding(length, 25));
                assertThat(both[from + i]).isCloseTo(symmetric(i, 280, length, 2), rounding(length, 25));
                assertThat(both[second + i]).isCloseTo(symmetric(i, 280, length, 2 + STRIDE), rounding(length, 25));
            }
            double[] all = new double[3 * STRIDE];
            System.arraycopy(y, from, all, 0, STRIDE);
            System.arraycopy(both, from, all, STRIDE, STRIDE);
            System.arraycopy(both, second, all, 2 * STRIDE, STRIDE);
            first = phase == 0 ? all : first;
            assertThat(all).isEqualTo(first);
        }
    }

    private static double squares(double[] x, int n, int at) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[at + i] * x[at + i];
        }
        return sum;
    }

    private double dot(int n, int vAt, int wAt) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += v[vAt + i] * w[wAt + i];
        }
        return sum;
    }

    private double combination(int i, int n, int cAt) {
        double sum = 0;
        for (int r = 0; i >= 0 && i < n && r < 4; r++) {
            sum += c[cAt + r] * v[3 + r * STRIDE + i];
        }
        return sum;
    }

    private double symmetric(int i, int row, int length, int xAt) {
        double sum = i >= row && i < row + 8 ? rowTimes(i - row, length, xAt) : 0;
        for (int r = 0; i < length && r < 8; r++) {
            sum += v[30 + r * STRIDE + i] * w[xAt + row + r];
        }
        return sum;
    }

    private double rowTimes(int r, int length, int xAt) {
        double sum = 0;
        for (int j = 0; j < length; j++) {
            sum += v[30 + r * STRIDE + j] * w[xAt + j];
        }
        return sum;
    }
}
