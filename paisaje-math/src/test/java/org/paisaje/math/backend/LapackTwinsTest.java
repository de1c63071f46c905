package org.paisaje.math.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.paisaje.math.testing.Vectors.distance;
import static org.paisaje.math.testing.Vectors.norm;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The factorisations of both backends: residuals and orthogonality to a multiple of n eps, and agreement. */
final class LapackTwinsTest {
    private static final double EPS = Math.ulp(1.0);
    private static final Team TEAM = new Team(2);

    static Stream<Arguments> backendsAndOrders() {
        Backend natives = Provider.natives();
        return Stream.of(Provider.plain(), natives)
                .filter(backend -> backend != null)
                .flatMap(backend -> Stream.of(1, 2, 3, 7, 8, 9, 31, 33, 65)
                        .map(n -> Arguments.of(backend.name(), backend, n)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backendsAndOrders")
    void eigenDiagonalises(String name, Backend backend, int n) {
        for (int kind = 0; kind < 4; kind++) {
            double[] a = symmetric(n, kind);
            double[] rows = a.clone();
            // Only the lower triangle may be read.
            for (int i = 0; i < n; i++) {
                Arrays.fill(rows, i * n + i + 1, (i + 1) * n, Double.NaN);
            }
            double[] values = new double[n];
            assertThat(backend.lapack().eigen(TEAM, n, true, rows, values)).isZero();
            checkPairs(name + " kind " + kind, n, n, a, values, rows);

            double[] alone = new double[n];
            backend.lapack().eigen(TEAM, n, false, a.clone(), alone);
            for (int i = 0; i < n; i++) {
                assertThat(Math.abs(alone[i] - values[i])).isLessThanOrEqualTo(10 * n * EPS * norm(a));
            }
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backendsAndOrders")
    void partsOfTheSpectrumAreThoseOfTheWhole(String name, Backend backend, int n) {
        double[] a = symmetric(n, 0);
        double[] all = new double[n];
        backend.lapack().eigen(TEAM, n, false, a.clone(), all);
        int from = n / 3;
        int to = n - n / 4;
        double[] values = new double[n];
        double[] rows = new double[(to - from) * n];
        double[] before = a.clone();
        assertThat(backend.lapack().eigenRange(TEAM, n, from, to, 0, 0, true, a, values, rows)).isEqualTo(to - from);
        assertThat(a).isEqualTo(before);
        checkPairs(name, n, to - from, a, values, rows);
        for (int i = from; i < to; i++) {
            assertThat(Math.abs(values[i - from] - all[i])).isLessThanOrEqualTo(10 * n * EPS * norm(a));
        }
        double low = from == 0 ? all[0] - 1 : 0.5 * (all[from - 1] + all[from]);
        double high = to == n ? all[n - 1] + 1 : 0.5 * (all[to - 1] + all[to]);
        double[] wide = new double[n * n];
        assertThat(backend.lapack().eigenRange(TEAM, n, 0, -1, low, high, true, a, values, wide))
                .isEqualTo(to - from);
        checkPairs(name, n, to - from, a, values, wide);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backendsAndOrders")
    void svdReproducesTheMatrix(String name, Backend backend, int n) {
        for (int m : new int[] {1, n, n + 5, 2 * n + 1}) {
            for (int rank : new int[] {Math.min(m, n), Math.max(1, Math.min(m, n) / 2), 0}) {
                for (boolean wide : new boolean[] {false, true}) {
                    checkSvd(backend, wide ? n : m, wide ? m : n, rank);
                }
            }
        }
    }

    private static void checkSvd(Backend backend, int m, int n, int rank) {
        int r = Math.min(m, n);
        double[] a = ofRank(m, n, rank);
        double[] u = new double[m * r];
        double[] s = new double[r];
        double[] vt = new double[r * n];
        assertThat(backend.lapack().svd(TEAM, m, n, a, u, s, vt)).isZero();
        double bound = 20 * Math.max(m, n) * EPS;
        double[] product = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < r; l++) {
                    product[i * n + j] += u[i * r + l] * s[l] * vt[l * n + j];
                }
            }
        }
        assertThat(distance(product, a)).as("%s: A - U S V^T, %d x %d", backend.name(), m, n)
                .isLessThanOrEqualTo(bound * s[0]);
        double[] ut = new double[m * r];
        Mirror.transpose(TEAM, m, r, u, ut);
        assertOrthonormalRows(r, m, ut, bound);
        assertOrthonormalRows(r, n, vt, bound);
        for (int i = 1; i < r; i++) {
            assertThat(s[i]).isBetween(0.0, s[i - 1]);
        }
        for (int i = rank; i < r; i++) {
            assertThat(s[i]).isLessThanOrEqualTo(bound * s[0]);
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backendsAndOrders")
    void pivotedQrReproducesTheMatrixWithFallingDiagonal(String name, Backend backend, int n) {
        for (int m : new int[] {Math.max(1, n - 3), n, n + 4}) {
            int r = Math.min(m, n);
            double[] a = ofRank(m, n, Math.max(1, r / 2));
            double[] q = new double[m * r];
            double[] upper = new double[r * n];
            int[] pivots = new int[n];
            backend.lapack().pivotedQr(TEAM, m, n, a, q, upper, pivots);
            double bound = 20 * Math.max(m, n) * EPS;
            double[] permuted = new double[m * n];
            double[] product = new double[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    permuted[i * n + j] = a[i * n + pivots[j]];
                    for (int l = 0; l < r; l++) {
                        product[i * n + j] += q[i * r + l] * upper[l * n + j];
                    }
                }
            }
            assertThat(distance(product, permuted)).isLessThanOrEqualTo(bound * norm(a));
            double[] qt = new double[m * r];
            Mirror.transpose(TEAM, m, r, q, qt);
            assertOrthonormalRows(r, m, qt, bound);
            assertThat(Arrays.stream(pivots).sorted().toArray()).containsExactly(
                    IntStream.range(0, n).toArray());
            for (int i = 1; i < r; i++) {
                assertThat(Math.abs(upper[i * n + i]))
                        .isLessThanOrEqualTo(Math.abs(upper[(i - 1) * n + i - 1]) * (1 + bound) + bound * norm(a));
                assertThat(Arrays.stream(upper, i * n, i * n + i).allMatch(value -> value == 0)).isTrue();
            }
        }
    }

    /** The minimum-norm solution is orthogonal to the kernel, its residual to the range. */
    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backendsAndOrders")
    void leastSquaresOfMinimumNorm(String name, Backend backend, int n) {
        for (int m : new int[] {Math.max(1, n - 3), n, 2 * n + 4}) {
            int r = Math.min(m, n);
            for (int rank : new int[] {r, Math.max(1, r / 2)}) {
                double[] a = ofRank(m, n, rank);
                double[] b = new SplittableRandom(9).doubles(3L * m, -1, 1).toArray();
                double[] x = new double[3 * n];
                double[] s = new double[r];
                int found = backend.lapack().leastSquares(TEAM, m, n, 3, 1e-10, a, b, x, s);
                assertThat(found).as("%s: rank of %d x %d", name, m, n).isEqualTo(rank);
                double[] u = new double[m * r];
                double[] vt = new double[r * n];
                double[] reference = new double[r];
                backend.lapack().svd(TEAM, m, n, a, u, reference, vt);
                double condition = reference[0] / reference[rank - 1];
                double error = 50 * Math.max(m, n) * EPS * condition * condition * Math.sqrt(3 * m) / reference[0];
                for (int c = 0; c < 3; c++) {
                    for (int l = 0; l < r; l++) {
                        double alongV = 0;
                        for (int j = 0; j < n; j++) {
                            alongV += vt[l * n + j] * x[j * 3 + c];
                        }
                        double alongU = 0;
                        for (int i = 0; i < m; i++) {
                            alongU += u[i * r + l] * b[i * 3 + c];
                        }
                        double expected = l < rank ? alongU / reference[l] : 0;
                        if (!(Math.abs(alongV - expected) <= error)) {
                            fail("%s: %d x %d rank %d: %s, not %s", name, m, n, rank, alongV, expected);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backendsAndOrders")
    void choleskyReproducesTheMatrixAndFindsTheBadPivot(String name, Backend backend, int order) {
        for (int n : new int[] {order, order + 190, 2 * order + 385}) {
            double[] root = new SplittableRandom(n).doubles((long) n * n, -1, 1).toArray();
            double[] a = new double[n * n];
            backend.gemm(false, true, n, n, n, 1.0 / n, root, 0, n, root, 0, n, 0, a, 0, n);
            for (int i = 0; i < n; i++) {
                a[i * n + i] += 0.1;
            }
            double[] l = a.clone();
            assertThat(Triangular.cholesky(backend, TEAM, n, l)).isZero();
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    if (l[i * n + j] != a[i * n + j]) {
                        fail("%s: the upper triangle was written", name);
                    }
                    l[i * n + j] = 0;
                }
            }
            double[] product = new double[n * n];
            backend.gemm(false, true, n, n, n, 1, l, 0, n, l, 0, n, 0, product, 0, n);
            assertThat(distance(product, a)).as("%s: %d", name, n).isLessThanOrEqualTo(10 * n * EPS * norm(a));

            int bad = (2 * n) / 3;
            a[bad * n + bad] = -1;
            assertThat(Triangular.cholesky(backend, TEAM, n, a)).isEqualTo(bad + 1);
        }
    }

    /** Kinds: random, repeated eigenvalues, rank one, widely scaled diagonal. */
    private static double[] symmetric(int n, int kind) {
        SplittableRandom random = new SplittableRandom(31L * n + kind);
        double[] a = new double[n * n];
        double[] v = random.doubles(n, -1, 1).toArray();
        double squares = Arrays.stream(v).map(value -> value * value).sum();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = switch (kind) {
                    case 0 -> random.nextDouble(-1, 1);
                    case 1 -> (i == j ? 3 : 0) - 4 * v[i] * v[j] / squares;
                    case 2 -> 1e150 * v[i] * v[j];
                    default -> i == j ? Math.pow(10, -i % 12) : 0;
                };
                a[i * n + j] = value;
                a[j * n + i] = value;
            }
        }
        return a;
    }

    private static double[] ofRank(int m, int n, int rank) {
        SplittableRandom random = new SplittableRandom(1000L * m + n);
        double[] left = random.doubles((long) m * rank, -1, 1).toArray();
        double[] right = random.doubles((long) rank * n, -1, 1).toArray();
        double[] a = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < rank; l++) {
                    a[i * n + j] += left[i * rank + l] * right[l * n + j];
                }
            }
        }
        return a;
    }

    private static void checkPairs(String what, int n, int count, double[] a, double[] values, double[] rows) {
        double bound = 20 * n * EPS;
        double size = norm(a);
        for (int k = 0; k < count; k++) {
            if (k > 0) {
                assertThat(values[k]).isGreaterThanOrEqualTo(values[k - 1]);
            }
            for (int i = 0; i < n; i++) {
                double sum = -values[k] * rows[k * n + i];
                for (int j = 0; j < n; j++) {
                    sum += a[i * n + j] * rows[k * n + j];
                }
                if (!(Math.abs(sum) <= bound * size)) {
                    fail("%s: n = %d, residual %s of pair %d", what, n, sum, k);
                }
            }
        }
        assertOrthonormalRows(count, n, rows, bound);
    }

    private static void assertOrthonormalRows(int count, int n, double[] rows, double bound) {
        for (int k = 0; k < count; k++) {
            for (int l = 0; l <= k; l++) {
                double sum = k == l ? -1 : 0;
                for (int j = 0; j < n; j++) {
                    sum += rows[k * n + j] * rows[l * n + j];
                }
                if (!(Math.abs(sum) <= bound)) {
                    fail("rows %d and %d of %d x %d: %s", k, l, count, n, sum);
                }
            }
        }
    }
}
