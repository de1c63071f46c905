package org.paisaje.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of the public products, and what must not depend on threads. */
final class BlasTest {

    @Test
    void aSliceBeyondItsArrayIsRefused() {
        double[] a = new double[12];
        double[] c = new double[9];
        assertThatThrownBy(() -> Blas.gemm(false, false, 3, 3, 4, 1, a, 1, 4, a, 0, 3, 0, c, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gemm: a is 3 x 4 with leading dimension 4 from index 1 and needs 13 entries,"
                        + " the array has 12");
        assertThatThrownBy(() -> Blas.gemm(false, false, 3, 3, 4, 1, a, 0, 4, a, 0, 3, 0, c, 1, 3))
                .hasMessageStartingWith("gemm: c is 3 x 3");
        assertThatThrownBy(() -> Blas.gemm(false, false, 3, 3, 4, 1, a, 0, 4, a, 0, 5, 0, c, 0, 3))
                .hasMessageStartingWith("gemm: b is 4 x 3");
        assertThatThrownBy(() -> Blas.gemm(false, false, 3, 3, 4, 1, a, 0, 3, a, 0, 3, 0, c, 0, 3))
                .hasMessageContaining("leading dimension is at least");
        assertThatThrownBy(() -> Blas.gemm(false, false, -1, 3, 4, 1, a, 0, 4, a, 0, 3, 0, c, 0, 3))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> Blas.gemm(false, false, 3, 3, 4, 1, a, -4, 4, a, 0, 3, 0, c, 0, 3))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> Blas.syrk(false, 3, 4, 1, a, 1, 4, 0, c, 0, 3)).hasMessageStartingWith("syrk: a");
        assertThatThrownBy(() -> Blas.gemv(false, 3, 4, 1, a, 0, 4, c, 6, 0, new double[3], 0))
                .hasMessageStartingWith("gemv: x");
        assertThatThrownBy(() -> Blas.gemv(false, 3, 4, 1, a, 0, 4, c, 0, 0, new double[2], 0))
                .hasMessageStartingWith("gemv: y");
    }

    /** (rows - 1) * stride + columns beyond 2^31 must not wrap round. */
    @Test
    void hugeSlicesDoNotOverflowTheCheck() {
        double[] a = new double[8];
        assertThatThrownBy(() -> Blas.gemm(false, false, 65536, 1, 65536, 1, a, 0, 65536, a, 0, 1, 0, a, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 4294967296 entries");
    }

    @Test
    void anOutputOverAnInputIsRefusedButNeighboursAreFine() {
        double[] data = new double[100];
        assertThatThrownBy(() -> Blas.gemm(false, false, 3, 3, 3, 1, data, 0, 3, data, 50, 3, 0, data, 8, 3))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> Blas.syrk(false, 3, 3, 1, data, 0, 3, 0, data, 0, 3)).hasMessageContaining("overlap");
        java.util.Arrays.fill(data, 1);
        Blas.gemm(false, false, 3, 3, 3, 1, data, 0, 3, data, 50, 3, 0, data, 9, 3);
        assertThat(data[9]).isEqualTo(3);
        // Columns 0..3 times a block elsewhere into columns 4..6 of the same rows of 10.
        Blas.gemm(false, false, 2, 3, 3, 1, data, 20, 10, data, 50, 3, 0, data, 24, 10);
        assertThat(data[24]).isEqualTo(3);
    }

    @Test
    void emptyProductsTouchNothing() {
        double[] c = {Double.NaN, 2};
        Blas.gemm(false, false, 0, 0, 0, new double[0], new double[0], new double[0]);
        Blas.gemm(false, false, 1, 2, 0, 1, new double[0], 0, 0, new double[0], 0, 2, 0, c, 0, 2);
        assertThat(c).containsExactly(0, 0);
        Blas.syrk(false, 0, 3, 1, new double[0], 0, 3, 0, new double[0], 0, 0);
        Blas.gemv(true, 0, 2, 1, new double[0], 0, 2, new double[0], 0, 0, c, 0);
    }

    @ParameterizedTest
    @CsvSource({"512, 512, 512, false, false", "300, 700, 1700, false, true", "1000, 333, 900, true, false",
        "97, 2000, 129, true, true", "1, 4000, 900, false, false", "2047, 130, 131, false, true",
        "92, 24, 1664, false, true", "300, 10, 784, false, true", "1000, 64, 64, true, false"})
    void theNumberOfThreadsDoesNotChangeABit(int m, int n, int k, boolean ta, boolean tb) {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = random.doubles((long) m * k, -1, 1).toArray();
        double[] b = random.doubles((long) n * k, -1, 1).toArray();
        double[] one = new double[m * n];
        double[] all = new double[m * n];
        Blas.withThreads(1, () -> Blas.gemm(ta, tb, m, n, k, a, b, one));
        Blas.gemm(ta, tb, m, n, k, a, b, all);
        assertThat(all).isEqualTo(one);
    }

    /** Inner dimensions around the depth at which products are cut into slices, inside larger arrays. */
    @ParameterizedTest
    @CsvSource({"383", "384", "385", "391", "769", "784", "1153"})
    void anInnerDimensionCutIntoSlicesIsSummedOnce(int k) {
        int m = 131;
        int n = 67;
        SplittableRandom random = new SplittableRandom(k);
        double[] a = random.doubles((long) (m + 1) * (k + 3), -1, 1).toArray();
        double[] b = random.doubles((long) (n + 1) * (k + 5), -1, 1).toArray();
        double[] start = random.doubles((long) (m + 1) * (n + 2), -1, 1).toArray();
        double[] c = start.clone();
        Blas.gemm(false, true, m, n, k, 2, a, 3, k + 3, b, 5, k + 5, -0.5, c, 2, n + 2);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += a[3 + i * (k + 3) + l] * b[5 + j * (k + 5) + l];
                }
                int at = 2 + i * (n + 2) + j;
                // all terms are at most 1 in modulus
                assertThat(Math.abs(c[at] - (2 * sum - 0.5 * start[at]))).isLessThanOrEqualTo(2.0 * k * k
                        * Math.ulp(1.0));
                start[at] = c[at];
            }
        }
        assertThat(c).as("entries outside C").isEqualTo(start);
    }

    @Test
    void theNumberOfThreadsDoesNotChangeABitOfARankUpdate() {
        int n = 700;
        int k = 300;
        double[] a = new SplittableRandom(4).doubles((long) n * k, -1, 1).toArray();
        double[] one = new double[n * n];
        double[] all = new double[n * n];
        Blas.withThreads(1, () -> Blas.syrk(false, n, k, 1, a, 0, k, 0, one, 0, n));
        Blas.syrk(false, n, k, 1, a, 0, k, 0, all, 0, n);
        assertThat(all).isEqualTo(one);
    }

    @Test
    void syrkIsExactlySymmetricAndEqualsTheProduct() {
        SplittableRandom random = new SplittableRandom(2);
        for (int n : new int[] {1, 2, 31, 65, 600}) {
            int k = 77;
            Matrix a = Matrix.wrap(n, k, random.doubles((long) n * k, -1, 1).toArray());
            Matrix product = a.timesTransposed(a);
            double[] c = new double[n * n];
            Blas.syrk(false, n, k, 1, a.data(), 0, k, 0, c, 0, n);
            Matrix gram = Matrix.wrap(n, n, c);
            assertThat(gram.transpose()).isEqualTo(gram);
            for (int i = 0; i < c.length; i++) {
                assertThat(Math.abs(c[i] - product.data()[i])).isLessThanOrEqualTo(2 * k * k * Math.ulp(1.0));
            }
        }
    }

    @Test
    void manyThreadsAtOnceGetTheirOwnResults() throws Exception {
        int n = 160;
        SplittableRandom random = new SplittableRandom(3);
        double[] a = random.doubles((long) n * n, -1, 1).toArray();
        double[] expected = new double[n * n];
        Blas.gemm(false, true, n, n, n, a, a, expected);
        try (var executor = Executors.newFixedThreadPool(6)) {
            List<Future<double[]>> results = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                results.add(executor.submit(() -> {
                    double[] c = new double[n * n];
                    Blas.gemm(false, true, n, n, n, a, a, c);
                    return c;
                }));
            }
            for (Future<double[]> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void threadsAreScoped() {
        int all = Blas.threads();
        assertThat(Blas.withThreads(1, Blas::threads)).isEqualTo(1);
        assertThat(Blas.threads()).isEqualTo(all);
        assertThatThrownBy(() -> Blas.withThreads(0, () -> {})).isInstanceOf(IllegalArgumentException.class);
    }
}
