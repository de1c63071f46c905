package org.paisaje.math.krylov.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.krylov.Operators;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.core.Orthonormal;
import org.paisaje.math.krylov.eigen.RandomizedSvd;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;

final class FunctionActionTest {
    private static final Seed SEED = Seed.of(12).named("action");

    /** sum_j z^j / (j + k)! in 60 digits. */
    private static double reference(int k, double z) {
        var context = new MathContext(90);
        BigDecimal x = new BigDecimal(z);
        BigDecimal term = BigDecimal.ONE;
        for (int j = 2; j <= k; j++) {
            term = term.divide(BigDecimal.valueOf(j), context);
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int j = k + 1; j < 400; j++) {
            sum = sum.add(term, context);
            term = term.multiply(x, context).divide(BigDecimal.valueOf(j), context);
        }
        return sum.doubleValue();
    }

    @Test
    void phiFunctionsAgreeWithTheirSeries() {
        for (int k = 0; k <= FunctionAction.HIGHEST; k++) {
            for (double z : new double[] {0, 1e-300, -1e-12, 1e-5, -0.3, 0.9, -1, -2.5, -4.1, -8.3, 5.5, 12, -30}) {
                double exact = reference(k, z);
                assertClose(FunctionAction.phi(k, z), exact, rounding(200).times(exact));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 100, 300})
    void errorsStayBelowTheirEstimate(int n) {
        double[] d = SEED.at(n).gaussians(n);
        for (int i = 0; i < n; i++) {
            d[i] = i == 0 ? 0 : i == 1 ? -0.4 : 30 * Math.abs(d[i]);
        }
        Seed seed = SEED.named("operator").at(n);
        LinearOperator a = Operators.withSpectrum(d, seed);
        LinearOperator diagonal = LinearOperator.diagonal(d);
        double[] b = SEED.named("b").gaussians(n);
        for (int k = 0; k <= 3; k++) {
            for (double t : new double[] {0, 1e-3, 0.2, 3}) {
                int index = k;
                double[] f = new double[n];
                for (int i = 0; i < n; i++) {
                    f[i] = FunctionAction.phi(index, -t * d[i]);
                }
                double[] exact = Operators.withSpectrum(f, seed).apply(b);
                var outcome = FunctionAction.phi(a, k, t, b, new SolveSettings(1e-10, 400));
                assertThat(outcome).isInstanceOfSatisfying(FunctionAction.Outcome.Converged.class, done -> {
                    double error = 0;
                    for (int i = 0; i < n; i++) {
                        error = Math.hypot(error, done.value()[i] - exact[i]);
                    }
                    // The exponent t A is rounded too; the sums are those of n products.
                    assertClose(error, 0,
                            stated(2 * done.error(), "twice its estimate").plus(
                                    rounding((n + Math.round(t * Vectors.largest(d))) / 2).times(Vectors.norm(b))));
                });
                assertThat(diagonal.rows()).isEqualTo(n);
            }
        }
    }

    @Test
    void failuresAreValues() {
        double[] d = SEED.gaussians(200);
        LinearOperator a = LinearOperator.diagonal(d);
        double[] b = SEED.named("b").gaussians(200);
        assertThat(FunctionAction.exp(a, 1e4, b, SolveSettings.standard()))
                .isInstanceOfSatisfying(FunctionAction.Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("overflows"));
        assertThat(FunctionAction.exp(a, 5, b, new SolveSettings(1e-12, 4)))
                .isInstanceOf(FunctionAction.Outcome.NotConverged.class);
        assertThat(FunctionAction.exp(Operators.failingAt(a, 3), 5, b, SolveSettings.standard()))
                .isInstanceOf(FunctionAction.Outcome.Failed.class);
        assertThat(FunctionAction.exp(a, 1, new double[200], SolveSettings.standard()).orThrow()).containsOnly(0);
        assertThatThrownBy(() -> FunctionAction.exp(a, -1, b, SolveSettings.standard()))
                .hasMessageContaining("t = -1.0");
    }

    @Test
    void randomizedSvdFindsLeadingTriplets() {
        int m = 70;
        int n = 45;
        double[] s = new double[30];
        Matrix dense = Matrix.zeros(m, n);
        Orthonormal u = Orthonormal.gaussian(30, m, SEED.named("u"));
        Orthonormal v = Orthonormal.gaussian(30, n, SEED.named("v"));
        for (int l = 0; l < 30; l++) {
            s[l] = Math.pow(0.6, l);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    dense.set(i, j, dense.get(i, j) + s[l] * u.q().data[l * m + i] * v.q().data[l * n + j]);
                }
            }
        }
        var found = RandomizedSvd.leading(Operators.dense(dense), 8).orThrow();
        for (int l = 0; l < 8; l++) {
            assertThat(Math.abs(found.values()[l] - s[l])).isLessThan(found.rangeError());
            // After two power iterations the others are left with (s[18] / s[7])^5 < 1e-12, which enters by its square.
            assertClose(found.values()[l], s[l], rounding(n));
            assertClose(Math.abs(Vectors.dot(found.left().row(l), u.q().row(l))), 1, rounding(n));
            assertClose(Math.abs(Vectors.dot(found.right().row(l), v.q().row(l))), 1, rounding(n));
        }
        // With 18 directions the rest of A has the norm s[18] and the Frobenius norm 1.25 s[18] at least, close to it
        // after two power iterations. The largest of ten images of normal vectors is between 1 and 4 times s[18], but for
        // a chance below one in a hundred, and enters times 10 sqrt(2 / pi).
        double unit = 10 * Math.sqrt(2 / Math.PI) * s[18];
        assertThat(found.rangeError()).isBetween(unit, 4 * unit);
        // 18 directions through A, twice more for each power iteration and once through A'; ten for the bound.
        assertThat(found.products()).isEqualTo(18 * (1 + 2 * 2 + 1) + 10);
        assertThat(RandomizedSvd.leading(Operators.dense(Matrix.zeros(5, 4)), 2).orThrow().values()).isEmpty();
        // Rank 30: what is found beyond is rounding.
        double[] all = RandomizedSvd.leading(Operators.dense(dense), 45).orThrow().values();
        assertThat(all.length).isBetween(30, 45);
        for (int l = 0; l < all.length; l++) {
            assertClose(all[l], l < 30 ? s[l] : 0, rounding(n));
        }
        assertThatThrownBy(() -> RandomizedSvd.leading(Operators.dense(dense), 46))
                .hasMessageContaining("1 to 45 can be had");
    }
}
