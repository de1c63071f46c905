package org.paisaje.math.krylov.eigen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.krylov.Operators;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricOperator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;

final class LanczosTest {
    private static final Lanczos.Settings STANDARD = Lanczos.Settings.standard();
    private static final double EPSILON = Math.ulp(1.0);

    /** Values agree with the known spectrum within their own residual bounds, which must be as small as asked. */
    private static void check(double[] spectrum, int low, int high, Lanczos.Settings settings, Seed seed) {
        double[] sorted = spectrum.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        LinearOperator a = Operators.withSpectrum(spectrum, seed);
        RitzPairs result = Lanczos.bothEnds(a, low, high, settings.withVectors());
        assertThat(result).isInstanceOf(RitzPairs.Converged.class);
        double norm = Math.max(Math.abs(sorted[0]), Math.abs(sorted[n - 1]));
        for (int i = 0; i < low + high; i++) {
            double exact = i < low ? sorted[i] : sorted[n - low - high + i];
            String where = "n=" + n + " seed=" + seed + " value " + i + " of " + Arrays.toString(result.values());
            double bound = result.residuals()[i];
            assertThat(bound).as(where).isLessThanOrEqualTo((settings.tolerance() + 100 * EPSILON * n) * norm);
            double rounding = 20 * EPSILON * norm * Math.sqrt(n);
            assertThat(Math.abs(result.values()[i] - exact)).as(where)
                    .isLessThanOrEqualTo(
                            bound + 2 * settings.tolerance() * norm + rounding);
            assertThat(nearest(sorted, result.values()[i])).as(where).isLessThanOrEqualTo(bound + rounding);
            double[] x = result.vectors().row(i);
            double[] r = a.apply(x);
            for (int l = 0; l < n; l++) {
                r[l] -= result.values()[i] * x[l];
            }
            assertThat(Vectors.norm(r)).as(where).isLessThanOrEqualTo(bound + 50 * EPSILON * norm * Math.sqrt(n));
            for (int j = 0; j <= i; j++) {
                assertClose(Vectors.dot(x, result.vectors().row(j)), i == j ? 1 : 0, rounding(10L * n));
            }
        }
    }

    private static double nearest(double[] spectrum, double value) {
        return Arrays.stream(spectrum).map(d -> Math.abs(d - value)).min().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 17, 30, 64, 65, 100, 300})
    void findsBothEndsOfRandomSpectra(int n) {
        for (long key = 0; key < 5; key++) {
            Seed seed = Seed.of(key).named("random spectrum").at(n);
            int high = 1 + (int) key * n / 12;
            int low = Math.min(n - high, 2);
            check(seed.named("d").gaussians(n), low, high, STANDARD.withSeed(seed), seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, true", "1, true"})
    void findsEveryCopyOfRepeatedValues(int block, boolean indefinite) {
        double[] d = new double[120];
        for (int i = 0; i < d.length; i++) {
            d[i] = i < 4 ? 5 : i < 6 ? 4 : i < 9 && indefinite ? -6 : Math.cos(i);
        }
        for (long key = 0; key < 6; key++) {
            Seed seed = Seed.of(key).named("copies").at(block);
            check(d, 4, 7, STANDARD.withSeed(seed).withBlockSize(block), seed);
            check(d, 0, 3, STANDARD.withSeed(seed).withBlockSize(block), seed);
            check(d, 3, 0, STANDARD.withSeed(seed).withBlockSize(block), seed);
        }
    }

    /** Groups wider than the residuals that a block of two could not hold in full. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void findsGroupsCloserThanAHundredTolerances(int block) {
        double[] d = new double[150];
        for (int i = 0; i < d.length; i++) {
            d[i] = i < 5 ? 2 + 3e-9 * i : i < 8 ? 1.5 : Math.sin(i);
        }
        for (long key = 0; key < 4; key++) {
            Seed seed = Seed.of(key).named("groups").at(block);
            check(d, 2, 8, STANDARD.withSeed(seed).withBlockSize(block), seed);
        }
    }

    @Test
    void aDenseMatrixIsMultipliedInPairs() {
        int n = 800;
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = i < 3 ? 5 : i < 5 ? 4 : Math.cos(i);
        }
        double[] u = Seed.of(6).gaussians(n);
        double squares = Vectors.dot(u, u);
        Matrix a = Matrix.zeros(n, n);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += d[i] * u[i] * u[i];
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double entry = -2 * (d[i] + d[j]) * u[i] * u[j] / squares
                        + 4 * mean * u[i] * u[j] / (squares * squares);
                a.set(i, j, i == j ? entry + d[i] : entry);
            }
        }
        double inner = Arrays.stream(d).skip(5).max().orElseThrow();
        RitzPairs pairs = Lanczos.largest(new SymmetricOperator(a), 6, STANDARD.withVectors());
        assertClose(pairs.orThrow().values(), new double[] {5, 5, 5, 4, 4, inner}, rounding(n).times(5));
        RitzPairs one = Blas.withThreads(1,
                () -> Lanczos.largest(new SymmetricOperator(a), 6, STANDARD.withVectors()));
        assertThat(one.values()).isEqualTo(pairs.values());
        assertThat(one.vectors()).isEqualTo(pairs.vectors());
        assertThat(one.products()).isEqualTo(pairs.products());
    }

    @Test
    void oneValueNeedsNoSearchForCopies() {
        LinearOperator a = Operators.withSpectrum(Seed.of(4).gaussians(400), Seed.of(6));
        RitzPairs with = Lanczos.largest(a, 1, STANDARD.withoutSymmetryProbe());
        RitzPairs without = Lanczos.largest(a, 1, STANDARD.withoutSymmetryProbe().withoutCopies());
        assertClose(with.values()[0], without.values()[0], rounding(400).times(3));
        assertThat(with.products()).isEqualTo(without.products());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void findsClusteredAndGeometricSpectra(int block) {
        int n = 200;
        double[] clustered = new double[n];
        double[] geometric = new double[n];
        double[] lowRank = new double[n];
        for (int i = 0; i < n; i++) {
            clustered[i] = i < 5 ? 1 + 1e-6 * i : 0.5 * i / n;
            geometric[i] = Math.pow(0.7, i);
            lowRank[i] = i < 7 ? i - 3.5 : 0;
        }
        Seed seed = Seed.of(3).named("clusters").at(block);
        var settings = STANDARD.withBlockSize(block);
        check(clustered, 2, 6, settings, seed);
        check(geometric, 3, 10, settings, seed);
        check(lowRank, 6, 6, settings, seed);
    }

    @Test
    void convergesWithManyRestartsOfASmallBasis() {
        int n = 300;
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = i;
        }
        check(d, 0, 4, STANDARD.withBasisSize(10).withTolerance(1e-8), Seed.of(5));
        check(d, 2, 2, STANDARD.withBasisSize(14).withBlockSize(2).withTolerance(1e-8), Seed.of(5));
    }

    @Test
    void largeDiagonalPlusLowRankMeetsItsSecularEquation() {
        int n = 20_000;
        double[] u = Seed.of(8).gaussians(n);
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = (double) i / n;
        }
        LinearOperator a = LinearOperator.of(n, (v, out) -> {
            double c = Vectors.dot(u, v) / n;
            for (int i = 0; i < n; i++) {
                out[i] = d[i] * v[i] + 3 * c * u[i];
            }
        });
        RitzPairs result = Lanczos.largest(a, 1, STANDARD.withTolerance(1e-10));
        double lambda = result.orThrow().values()[0];
        double slope = 0;
        double secular = 1;
        for (int i = 0; i < n; i++) {
            double gap = d[i] - lambda;
            secular += 3 * u[i] * u[i] / n / gap;
            slope += 3 * u[i] * u[i] / n / (gap * gap);
        }
        assertThat(Math.abs(secular / slope)).isLessThanOrEqualTo(2 * result.residuals()[0]);
        assertThat(lambda).isGreaterThan(3);
    }

    @Test
    void zeroAndIdentityOperatorsHaveAllTheirCopies() {
        for (int n : new int[] {1, 2, 7, 40}) {
            for (double c : new double[] {0, 2.5}) {
                double[] d = new double[n];
                Arrays.fill(d, c);
                for (int k : new int[] {1, (n + 1) / 2, n}) {
                    RitzPairs result = Lanczos.largest(LinearOperator.diagonal(d), k);
                    assertThat(result.orThrow().values()).hasSize(k);
                    for (double value : result.values()) {
                        assertClose(value, c, rounding(10).times(4));
                    }
                }
            }
        }
    }

    @Test
    void ordersAreAsStated() {
        LinearOperator a = LinearOperator.diagonal(3, -1, 2, 7, 0);
        var near = rounding(10).times(7);
        assertClose(Lanczos.largest(a, 3).values(), new double[] {7, 3, 2}, near);
        assertClose(Lanczos.smallest(a, 3).values(), new double[] {-1, 0, 2}, near);
        assertClose(Lanczos.bothEnds(a, 2, 2, STANDARD).values(), new double[] {-1, 0, 3, 7}, near);
    }

    @Test
    void sameSeedSameBits() {
        double[] d = Seed.of(1).gaussians(3_000);
        LinearOperator a = Operators.withSpectrum(d, Seed.of(2));
        RitzPairs first = Lanczos.largest(a, 4, STANDARD.withVectors());
        RitzPairs second = Lanczos.largest(a, 4, STANDARD.withVectors());
        assertThat(first.values()).isEqualTo(second.values());
        assertThat(first.residuals()).isEqualTo(second.residuals());
        assertThat(first.vectors()).isEqualTo(second.vectors());
        assertThat(first.products()).isEqualTo(second.products());
        assertThat(Lanczos.largest(a, 4, STANDARD.withSeed(Seed.of(99))).residuals()).isNotEqualTo(first.residuals());
    }

    @Test
    void countsEveryProductAndKeepsToTheBudget() {
        long[] count = new long[1];
        LinearOperator a = Operators.counted(Operators.withSpectrum(Seed.of(4).gaussians(500), Seed.of(6)), count);
        RitzPairs result = Lanczos.largest(a, 3);
        assertThat(result.products()).isEqualTo(count[0]);
        for (int budget : new int[] {3, 4, 10, 33}) {
            count[0] = 0;
            RitzPairs open = Lanczos.largest(a, 3, STANDARD.withMaxProducts(budget).withBlockSize(2));
            assertThat(open).isInstanceOf(RitzPairs.NotConverged.class);
            assertThat(count[0]).isLessThanOrEqualTo(budget).isEqualTo(open.products());
            for (double value : open.values()) {
                assertThat(value).isFinite();
            }
            assertThatThrownBy(open::orThrow)
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("not converged after " + open.products());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void aNanProductIsAFailureValue(int bad) {
        LinearOperator a = Operators.failingAt(Operators.withSpectrum(Seed.of(4).gaussians(500), Seed.of(6)), bad);
        for (int block : new int[] {1, 3}) {
            RitzPairs result = Lanczos.largest(a, 3, STANDARD.withBlockSize(block));
            if (block == 1) {
                assertThat(result).isInstanceOfSatisfying(RitzPairs.Failed.class, f -> {
                    assertThat(f.failure().product()).isEqualTo(bad);
                    assertThat(f.failure().entry()).isEqualTo(499);
                });
            }
        }
        LinearOperator b = Operators.failingAt(Operators.withSpectrum(Seed.of(4).gaussians(500), Seed.of(6)), bad);
        RitzPairs block = Lanczos.largest(b, 3, STANDARD.withBlockSize(3));
        assertThat(block).isInstanceOfSatisfying(RitzPairs.Failed.class,
                f -> assertThat(f.failure().product()).isEqualTo(bad));
        assertThatThrownBy(block::orThrow).hasMessageContaining("product " + bad);
    }

    @Test
    void refusesWhatCannotBe() {
        LinearOperator a = LinearOperator.diagonal(1, 2, 3);
        assertThatThrownBy(() -> Lanczos.largest(a, 4)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Lanczos.largest: 4 eigenvalues were asked of an operator of order 3");
        assertThatThrownBy(() -> Lanczos.smallest(a, 0)).hasMessageContaining("Lanczos.smallest: 0 eigenvalues");
        assertThatThrownBy(() -> Lanczos.largest(Operators.dense(Matrix.zeros(3, 5)), 1))
                .hasMessageContaining("3 x 5");
        assertThatThrownBy(() -> Lanczos.largest(LinearOperator.diagonal(new double[50]), 5, STANDARD.withBasisSize(6)))
                .hasMessageContaining("need at least 7");
        assertThatThrownBy(() -> STANDARD.withTolerance(Double.NaN)).hasMessageContaining("tolerance is NaN");
    }

    @Test
    void refusesOperatorsThatAreNotSymmetric() {
        int n = 40;
        Matrix m = Matrix.wrap(n, n, Seed.of(2).gaussians(n * n));
        Matrix symmetric = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                symmetric.set(i, j, m.get(i, j) + m.get(j, i));
            }
        }
        assertClose(SymmetryProbe.of(Operators.dense(symmetric), Seed.of(1)).gap(), 0, rounding(n));
        assertThat(Lanczos.largest(Operators.dense(symmetric), 1).converged()).isTrue();
        symmetric.set(3, 4, symmetric.get(3, 4) + 1e-5);
        LinearOperator wrong = Operators.dense(symmetric);
        assertThatThrownBy(() -> Lanczos.largest(wrong, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not symmetric")
                .hasMessageContaining("<u, A v> =");
        assertThat(Lanczos.largest(wrong, 1, STANDARD.withoutSymmetryProbe()).converged()).isTrue();
    }
}
