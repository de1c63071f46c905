package org.paisaje.math.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same bits wherever the arrays lie: the garbage collector moves them, and kernels for older processors sum in an order
 * that depends on the address. Slices that begin at each of the eight places within a cache line stand for moved arrays.
 */
final class AddressTest {
    private static final int PLACES = 8;

    private static Backend backend = Provider.plain();

    @BeforeAll
    static void findNatives() {
        Backend natives = Provider.natives();
        assumeTrue(natives != null, "no native library for this platform");
        backend = natives;
    }

    private static double[] at(int place, double[] values) {
        double[] moved = new double[values.length + PLACES];
        System.arraycopy(values, 0, moved, place, values.length);
        return moved;
    }

    private static void same(String what, SplittableRandom random, IntFunction<double[]> resultAt) {
        double[] expected = resultAt.apply(0);
        for (int i = 1; i < PLACES; i++) {
            int place = random.nextInt(1, PLACES);
            assertThat(resultAt.apply(place)).as("%s, moved by %d", what, place).isEqualTo(expected);
        }
    }

    @Test
    void productsAndFactorisations() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 60; round++) {
            int m = random.nextInt(1, round % 4 == 0 ? 190 : 40);
            int n = random.nextInt(1, 40);
            int k = random.nextInt(1, 60);
            double[] a = random.doubles((long) m * k, -1, 1).toArray();
            double[] b = random.doubles((long) k * n, -1, 1).toArray();
            double[] x = random.doubles(Math.max(m, k), -1, 1).toArray();
            double[] definite = new double[m * m];
            Provider.plain().syrk(false, m, k, 1, a, 0, k, 0, definite, 0, m);
            for (int i = 0; i < m; i++) {
                definite[i * m + i] += 1;
            }
            String shape = m + " x " + n + " x " + k;
            same("gemm " + shape, random, p -> {
                double[] c = new double[m * n + PLACES];
                backend.gemm(false, false, m, n, k, 1, at(p, a), p, k, at((p * 3) % PLACES, b), (p * 3) % PLACES, n, 0,
                        c, p, n);
                return Arrays.copyOfRange(c, p, p + m * n);
            });
            same("gemv " + shape, random, p -> {
                double[] y = new double[m + PLACES];
                backend.gemv(false, m, k, 1, at(p, a), p, k, at((p * 5) % PLACES, x), (p * 5) % PLACES, 0, y, p);
                return Arrays.copyOfRange(y, p, p + m);
            });
            same("gemv transposed " + shape, random, p -> {
                double[] y = new double[k + PLACES];
                backend.gemv(true, m, k, 1, at(p, a), p, k, at((p * 5) % PLACES, x), (p * 5) % PLACES, 0, y, p);
                return Arrays.copyOfRange(y, p, p + k);
            });
            same("syrk " + shape, random, p -> {
                double[] c = new double[m * m + PLACES];
                backend.syrk(false, m, k, 1, at(p, a), p, k, 0, c, (p * 3) % PLACES, m);
                return Arrays.copyOfRange(c, (p * 3) % PLACES, (p * 3) % PLACES + m * m);
            });
            same("cholesky " + shape, random, p -> {
                double[] factor = at(p, definite);
                assertThat(backend.lapack().potrf(m, factor, p, m)).isZero();
                return Arrays.copyOfRange(factor, p, p + m * m);
            });
            same("trsm " + shape, random, p -> {
                double[] solution = at((p * 7) % PLACES, definite);
                backend.trsm(true, true, false, false, m, m, 1, at(p, definite), p, m, solution, (p * 7) % PLACES, m);
                return Arrays.copyOfRange(solution, (p * 7) % PLACES, (p * 7) % PLACES + m * m);
            });
        }
    }
}
