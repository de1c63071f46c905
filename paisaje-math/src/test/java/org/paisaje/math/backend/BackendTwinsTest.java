package org.paisaje.math.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The native library and plain Java against a triple loop, entry by entry within the bound of a sum of k products in any order,
 * {@code (k + 3) eps sum |a||b|} (Higham 2002, section 3.5), at awkward sizes, offsets and leading dimensions.
 */
final class BackendTwinsTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 31, 33, 65};
    private static final double EPS = Math.ulp(1.0);
    private static final float EPS_FLOAT = Math.ulp(1f);

    private static Backend[] backends = {Provider.plain()};

    @BeforeAll
    static void findNatives() {
        Backend natives = Provider.natives();
        assumeTrue(natives != null, "no native library for this platform");
        backends = new Backend[] {Provider.plain(), natives};
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void gemmOfAwkwardSizes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Team team = new Team(3);
        for (int round = 0; round < 300; round++) {
            int m = size(random);
            int n = size(random);
            int k = round % 20 == 0 ? 0 : size(random);
            boolean ta = random.nextBoolean();
            boolean tb = random.nextBoolean();
            double alpha = factor(random);
            double beta = factor(random);
            int lda = (ta ? m : k) + random.nextInt(4) + 1;
            int ldb = (tb ? k : n) + random.nextInt(4) + 1;
            int ldc = n + random.nextInt(4);
            int ao = random.nextInt(5);
            int bo = random.nextInt(5);
            int co = random.nextInt(5);
            double[] a = random.doubles(ao + (ta ? k : m) * (long) lda, -1, 1).toArray();
            double[] b = random.doubles(bo + (tb ? n : k) * (long) ldb, -1, 1).toArray();
            double[] c = random.doubles(co + m * (long) ldc + 3, -1, 1).toArray();
            if (beta == 0) {
                Arrays.fill(c, Double.NaN);
            }
            String what = "seed %d round %d: %d x %d x %d, transposed %b %b, alpha %s, beta %s".formatted(seed, round,
                    m,
                    n, k, ta, tb, alpha, beta);
            for (Backend backend : backends) {
                double[] out = c.clone();
                Tiles.gemm(backend, team, ta, tb, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, out, co, ldc);
                double[] untouched = out.clone();
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        double magnitude = 0;
                        for (int l = 0; l < k; l++) {
                            double term = alpha * a[ao + (ta ? l * lda + i : i * lda + l)]
                                    * b[bo + (tb ? j * ldb + l : l * ldb + j)];
                            sum += term;
                            magnitude += Math.abs(term);
                        }
                        int at = co + i * ldc + j;
                        double expected = beta == 0 ? sum : sum + beta * c[at];
                        double bound = EPS * (k + 3) * (magnitude + (beta == 0 ? 0 : Math.abs(beta * c[at])));
                        if (!(Math.abs(out[at] - expected) <= bound)) {
                            fail("%s: %s: entry (%d, %d) is %s, not %s", backend.name(), what, i, j, out[at], expected);
                        }
                        untouched[at] = c[at];
                    }
                }
                assertThat(untouched).as("%s: gaps, %s", backend.name(), what).isEqualTo(c);
            }
        }
    }

    @Test
    void gemmInSinglePrecision() {
        SplittableRandom random = new SplittableRandom(4);
        Team team = new Team(2);
        for (int round = 0; round < 200; round++) {
            int m = size(random);
            int n = size(random);
            int k = size(random);
            boolean ta = random.nextBoolean();
            boolean tb = random.nextBoolean();
            float alpha = (float) factor(random);
            float beta = (float) factor(random);
            int lda = (ta ? m : k) + 2;
            int ldb = (tb ? k : n) + 1;
            float[] a = floats(random, 1 + (ta ? k : m) * lda);
            float[] b = floats(random, 2 + (tb ? n : k) * ldb);
            float[] c = floats(random, 3 + m * n);
            if (beta == 0) {
                Arrays.fill(c, Float.NaN);
            }
            for (Backend backend : backends) {
                float[] out = c.clone();
                Tiles.gemm(backend, team, ta, tb, m, n, k, alpha, a, 1, lda, b, 2, ldb, beta, out, 3, n);
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        double magnitude = 0;
                        for (int l = 0; l < k; l++) {
                            double term = (double) alpha * a[1 + (ta ? l * lda + i : i * lda + l)]
                                    * b[2 + (tb ? j * ldb + l : l * ldb + j)];
                            sum += term;
                            magnitude += Math.abs(term);
                        }
                        int at = 3 + i * n + j;
                        double old = beta == 0 ? 0 : (double) beta * c[at];
                        assertThat(Math.abs(out[at] - (sum + old))).as("%s: round %d", backend.name(), round)
                                .isLessThanOrEqualTo(EPS_FLOAT * (k + 3) * (magnitude + Math.abs(old)));
                    }
                }
            }
        }
    }

    @Test
    void syrkFillsTheLowerTriangleOnly() {
        SplittableRandom random = new SplittableRandom(5);
        Team team = new Team(3);
        for (int round = 0; round < 200; round++) {
            int n = size(random);
            int k = size(random);
            boolean ta = random.nextBoolean();
            double alpha = factor(random);
            double beta = factor(random);
            int lda = (ta ? n : k) + random.nextInt(3);
            int ldc = n + random.nextInt(3);
            double[] a = random.doubles(2 + (ta ? k : n) * (long) lda, -1, 1).toArray();
            double[] c = random.doubles(1 + n * (long) ldc, -1, 1).toArray();
            if (beta == 0) {
                Arrays.fill(c, Double.NaN);
            }
            for (Backend backend : backends) {
                double[] out = c.clone();
                Tiles.syrk(backend, team, ta, n, k, alpha, a, 2, lda, beta, out, 1, ldc);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        int at = 1 + i * ldc + j;
                        if (j > i) {
                            assertThat(Double.doubleToLongBits(out[at])).isEqualTo(Double.doubleToLongBits(c[at]));
                            continue;
                        }
                        double sum = 0;
                        double magnitude = 0;
                        for (int l = 0; l < k; l++) {
                            double term = alpha * a[2 + (ta ? l * lda + i : i * lda + l)]
                                    * a[2 + (ta ? l * lda + j : j * lda + l)];
                            sum += term;
                            magnitude += Math.abs(term);
                        }
                        double old = beta == 0 ? 0 : beta * c[at];
                        assertThat(Math.abs(out[at] - (sum + old)))
                                .as("%s: round %d, n %d k %d (%d, %d)", backend.name(), round, n, k, i, j)
                                .isLessThanOrEqualTo(EPS * (k + 3) * (magnitude + Math.abs(old)));
                    }
                }
            }
        }
    }

    @Test
    void gemvBothWays() {
        SplittableRandom random = new SplittableRandom(6);
        Team team = new Team(3);
        for (int round = 0; round < 200; round++) {
            int m = round < 3 ? 700 : size(random);
            int n = round < 3 ? 600 : size(random);
            boolean ta = random.nextBoolean();
            double alpha = factor(random);
            double beta = factor(random);
            int lda = n + random.nextInt(3);
            int inputs = ta ? m : n;
            int outputs = ta ? n : m;
            double[] a = random.doubles(3 + m * (long) lda, -1, 1).toArray();
            double[] x = random.doubles(1 + inputs, -1, 1).toArray();
            double[] y = random.doubles(2 + outputs, -1, 1).toArray();
            if (beta == 0) {
                Arrays.fill(y, Double.NaN);
            }
            for (Backend backend : backends) {
                double[] out = y.clone();
                Tiles.gemv(backend, team, ta, m, n, alpha, a, 3, lda, x, 1, beta, out, 2);
                for (int i = 0; i < outputs; i++) {
                    double sum = 0;
                    double magnitude = 0;
                    for (int l = 0; l < inputs; l++) {
                        double term = alpha * a[3 + (ta ? l * lda + i : i * lda + l)] * x[1 + l];
                        sum += term;
                        magnitude += Math.abs(term);
                    }
                    double old = beta == 0 ? 0 : beta * y[2 + i];
                    assertThat(Math.abs(out[2 + i] - (sum + old))).as("%s: round %d", backend.name(), round)
                            .isLessThanOrEqualTo(EPS * (inputs + 3) * (magnitude + Math.abs(old)));
                }
            }
        }
    }

    /** T X = alpha B row by row: the residual of a computed solution is bounded by n eps |T||X| (Higham, Thm 8.5). */
    @Test
    void trsmSolvesOnBothSides() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            int m = size(random);
            int n = size(random);
            boolean left = random.nextBoolean();
            boolean lower = random.nextBoolean();
            boolean transpose = random.nextBoolean();
            boolean unit = random.nextBoolean();
            int order = left ? m : n;
            int ldt = order + 1;
            int ldb = n + 2;
            double alpha = random.nextInt(3) == 0 ? 1 : -0.7;
            double[] t = random.doubles(1 + order * (long) ldt, -1, 1).map(v -> v / order).toArray();
            for (int i = 0; i < order; i++) {
                t[1 + i * ldt + i] += 2;
            }
            double[] b = random.doubles(2 + m * (long) ldb, -1, 1).toArray();
            for (Backend backend : backends) {
                double[] x = b.clone();
                backend.trsm(left, lower, transpose, unit, m, n, alpha, t, 1, ldt, x, 2, ldb);
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        double magnitude = 0;
                        for (int l = 0; l < order; l++) {
                            int row = left ? i : l;
                            int column = left ? l : j;
                            int r = transpose ? column : row;
                            int s = transpose ? row : column;
                            double entry = r == s && unit ? 1 : (lower ? r >= s : r <= s) ? t[1 + r * ldt + s] : 0;
                            double term = entry * (left ? x[2 + l * ldb + j] : x[2 + i * ldb + l]);
                            sum += term;
                            magnitude += Math.abs(term);
                        }
                        double right = alpha * b[2 + i * ldb + j];
                        assertThat(Math.abs(sum - right)).as("%s: round %d", backend.name(), round)
                                .isLessThanOrEqualTo(EPS * 2 * (order + 3) * (magnitude + Math.abs(right)));
                    }
                }
            }
        }
    }

    private static int size(SplittableRandom random) {
        return SIZES[random.nextInt(SIZES.length)];
    }

    private static double factor(SplittableRandom random) {
        return new double[] {0, 1, -1, 0.37}[random.nextInt(4)];
    }

    private static float[] floats(SplittableRandom random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
