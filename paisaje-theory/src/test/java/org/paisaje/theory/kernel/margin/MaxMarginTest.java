package org.paisaje.theory.kernel.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.InfiniteNetworkTest;

public final class MaxMarginTest {
    public static final Matrix GRAM = Matrix
            .of(new double[][] {{2, 1, 0, 0}, {1, 2, 1, 0}, {0, 1, 2, 1}, {0, 0, 1, 2}});
    public static final double[] SIGNS = {1, -1, 1, 1};

    /** n points of the unit sphere of R^10, as the reference values were made. */
    public static Matrix sphere(int n, long seed) {
        Random random = new Random(seed);
        Matrix x = Matrix.zeros(n, 10);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < 10; j++) {
                x.set(i, j, random.nextGaussian());
                sum += x.get(i, j) * x.get(i, j);
            }
            for (int j = 0; j < 10; j++) {
                x.set(i, j, x.get(i, j) / Math.sqrt(sum));
            }
        }
        return x;
    }

    public static double[] signs(int n, long seed) {
        Random random = new Random(seed);
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = Math.signum(random.nextGaussian());
        }
        return y;
    }

    /** {@code f = m^(-1/2) sum a_r s(w_r . x)}: weights of the first layer carry no factor. */
    public static Matrix limit(String activation, Matrix x) {
        Matrix scaled = x.copy();
        scaled.scale(Math.sqrt(x.columns()));
        return InfiniteNetwork.of(Mlp.of(Activation.parse(activation), x.columns(), 5, 1)
                .withBias(false)
                .withParametrization(Parametrization.NTK)).ntk(scaled);
    }

    private static MaxMargin.Separator separator(Matrix kernel, double[] labels) {
        return (MaxMargin.Separator) MaxMargin.of(kernel, labels);
    }

    /** Reference case R5. */
    @Test
    void referenceCase() {
        MaxMargin.Separator result = separator(GRAM, SIGNS);
        assertClose(result.multipliers(), new double[] {1.5, 2, 1.5, 0}, rounding(20).times(2));
        assertClose(result.outputs(), new double[] {1, 1, 1, 1.5}, rounding(20).times(2));
        assertClose(result.margin(), 0.447213595499958, printed(15).plus(rounding(2)));
        assertClose(result.squaredNorm(), 5, rounding(8).times(5));
        assertThat(result.support()).containsExactly(0, 1, 2);
        assertClose(result.residual(), 0, rounding(20).times(2));
        assertClose(result.predict(GRAM), new double[] {1, -1, 1, 1.5}, rounding(20).times(2));
        assertClose(result.cosine(result.predict(GRAM), Math.sqrt(5)), 1, rounding(20));
    }

    /**
     * On 20 points of the sphere: ReLU in arithmetic of 40 digits (mpmath 1.3, closed form of the kernel), tanh by numpy
     * 2.x with 200 x 200 Gauss-Hermite points; both supports by exchange.
     */
    @ParameterizedTest
    @CsvSource({"relu, 0.164137947678942520, 18, 4", "tanh, 0.0921650328780365, 16, 40"})
    void storedMargins(String activation, double margin, int decimals, int operations) {
        MaxMargin.Separator result = separator(limit(activation, sphere(20, 1)), signs(20, 2));
        assertClose(result.margin(), margin, printed(decimals).plus(rounding(operations)));
        assertThat(result.support()).hasSize(19);
        assertClose(result.residual(), 0, rounding(20 * 20));
    }

    /** Every support of up to eight points tried. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void agreesWithAllSupports(int n) {
        for (long seed = 0; seed < 30; seed++) {
            Matrix x = InfiniteNetworkTest.random(n, 3, seed);
            Matrix kernel = x.gram();
            for (double value : kernel.data()) {
                assertThat(value).isFinite();
            }
            kernel.addToDiagonal(seed % 3 == 0 ? 0.01 : 0.5);
            double[] y = signs(n, 100 + seed);
            MaxMargin.Separator result = separator(kernel, y);
            assertThat(result.squaredNorm()).as("seed %d", seed)
                    .isCloseTo(leastNorm(kernel, y), offset(1e-9
                            * result.squaredNorm()));
            assertClose(result.residual(), 0, rounding(n).times(kernel.frobeniusNorm() / (seed % 3 == 0 ? 0.01 : 0.5)));
            for (int i = 0; i < n; i++) {
                assertThat(result.multipliers()[i]).isGreaterThanOrEqualTo(0);
            }
        }
    }

    private static double leastNorm(Matrix kernel, double[] y) {
        int n = y.length;
        double best = Double.POSITIVE_INFINITY;
        for (int mask = 1; mask < 1 << n; mask++) {
            int all = mask;
            int[] set = java.util.stream.IntStream.range(0, n).filter(i -> (all >> i & 1) == 1).toArray();
            Matrix q = Matrix.zeros(set.length, set.length);
            double[] one = new double[set.length];
            Arrays.fill(one, 1);
            for (int i = 0; i < set.length; i++) {
                for (int j = 0; j < set.length; j++) {
                    q.set(i, j, y[set[i]] * y[set[j]] * kernel.get(set[i], set[j]));
                }
            }
            double[] alpha = ((Cholesky) Cholesky.of(q)).solve(one);
            boolean feasible = Arrays.stream(alpha).allMatch(a -> a >= -1e-9);
            for (int j = 0; j < n && feasible; j++) {
                double value = 0;
                for (int i = 0; i < set.length; i++) {
                    value += y[j] * y[set[i]] * kernel.get(j, set[i]) * alpha[i];
                }
                feasible = value >= 1 - 1e-8;
            }
            if (feasible) {
                best = Math.min(best, Arrays.stream(alpha).sum());
            }
        }
        return best;
    }

    /** In the plane without bias the answer is the half angle between the two clouds. */
    @Test
    void rankDeficientKernels() {
        double[] angles = {0.3, 0.5, 0.9, 1.1, 0.7, 2.9, 3.0, 3.4};
        double[] y = {1, 1, 1, 1, 1, -1, -1, -1};
        Matrix x = Matrix.zeros(8, 2);
        for (int i = 0; i < 8; i++) {
            x.set(i, 0, Math.cos(angles[i]));
            x.set(i, 1, Math.sin(angles[i]));
        }
        // With y x the points lie between 2.9 - pi and 1.1.
        double spread = 1.1 - (2.9 - Math.PI);
        MaxMargin.Separator result = separator(x.gram(), y);
        assertClose(result.margin(), Math.cos(spread / 2), rounding(200));
        assertThat(result.support()).containsExactly(3, 5);
        y[6] = 1;
        MaxMargin.Inseparable none = (MaxMargin.Inseparable) MaxMargin.of(x.gram(), y);
        assertClose(none.bound(), 0, stated(Math.sqrt(rounding(20).bound()), "the root of a rounding"));
        assertClose(Arrays.stream(none.weights()).sum(), 1, rounding(20));
        double[] mean = new double[2];
        for (int i = 0; i < 8; i++) {
            assertThat(none.weights()[i]).isGreaterThanOrEqualTo(0);
            mean[0] += none.weights()[i] * y[i] * x.get(i, 0);
            mean[1] += none.weights()[i] * y[i] * x.get(i, 1);
        }
        assertClose(mean, new double[] {0, 0}, rounding(20));
    }

    /** Random points in low dimension: what Farkas says agrees with a scan of all directions of the plane. */
    @Test
    void separabilityAgreesWithAScan() {
        int inseparable = 0;
        for (long seed = 0; seed < 60; seed++) {
            int n = 2 + (int) (seed % 5);
            Matrix x = InfiniteNetworkTest.random(n, 2, 500 + seed);
            double[] y = signs(n, seed);
            double best = Double.NEGATIVE_INFINITY;
            for (int a = 0; a < 20_000; a++) {
                double c = Math.cos(a * Math.PI / 10_000);
                double s = Math.sin(a * Math.PI / 10_000);
                double least = Double.POSITIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    least = Math.min(least, y[i] * (c * x.get(i, 0) + s * x.get(i, 1)));
                }
                best = Math.max(best, least);
            }
            // A direction between two of the scan has a margin smaller by half their distance times the length of a point.
            Tolerance scan = truncation(Math.PI / 10_000, 1).times(x.frobeniusNorm() / 2);
            switch (MaxMargin.of(x.gram(), y)) {
                case MaxMargin.Separator s -> assertClose(s.margin(), best, scan);
                case MaxMargin.Inseparable none -> {
                    inseparable++;
                    assertThat(best).as("seed %d", seed).isLessThan(scan.bound());
                    assertClose(none.bound(), 0,
                            stated(Math.sqrt(rounding(20).bound()), "the root of a rounding").times(x.frobeniusNorm()));
                }
                case MaxMargin.Unsettled stuck -> throw new AssertionError(stuck.toString());
            }
        }
        assertThat(inseparable).isBetween(10, 50);
    }

    @Test
    void equalPointsWithUnequalLabels() {
        Matrix x = sphere(12, 5);
        x.setRow(7, x.row(3));
        double[] y = signs(12, 6);
        y[7] = -y[3];
        MaxMargin.Inseparable none = (MaxMargin.Inseparable) MaxMargin.of(limit("relu", x), y);
        assertClose(none.weights()[3], 0.5, rounding(40));
        assertClose(none.weights()[7], 0.5, rounding(40));
        y[7] = y[3];
        MaxMargin.Separator twice = separator(limit("relu", x), y);
        assertClose(twice.residual(), 0, rounding(12 * 12));
        Matrix once = x.rows(0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11);
        double[] rest = new double[11];
        for (int i = 0; i < 11; i++) {
            rest[i] = y[i < 7 ? i : i + 1];
        }
        assertClose(twice.margin(), separator(limit("relu", once), rest).margin(), rounding(12 * 12));
    }

    @Test
    void largerProblemsKeepTheirConditions() {
        Matrix x = sphere(300, 8);
        double[] y = signs(300, 9);
        MaxMargin.Separator result = separator(limit("relu", x), y);
        assertClose(result.residual(), 0, rounding(300).times(100));
        assertThat(result.support().length).isBetween(200, 300);
    }

    @Test
    void mistakesAreExplained() {
        assertThatThrownBy(() -> MaxMargin.of(GRAM, new double[] {1, 0, 1, 1})).hasMessageContaining("2 y - 1");
        assertThatThrownBy(() -> MaxMargin.of(GRAM, new double[] {1, 1})).hasMessageContaining("4 x 4");
        Matrix skew = GRAM.copy();
        skew.set(0, 1, 5);
        assertThatThrownBy(() -> MaxMargin.of(skew, SIGNS)).hasMessageContaining("symmetric");
        assertThatThrownBy(() -> separator(GRAM, SIGNS).predict(Matrix.zeros(2, 3))).hasMessageContaining("4 columns");
    }
}
