package org.paisaje.math.krylov.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.distance;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.krylov.Operators;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.SymmetryProbe;
import org.paisaje.math.linalg.AdjointOperator;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;

final class LinearSolversTest {
    private static final SolveSettings STANDARD = SolveSettings.standard();
    private static final double EPSILON = Math.ulp(1.0);

    private static double[] positive(int n, double condition, Seed seed) {
        double[] d = seed.named("spectrum").gaussians(n);
        for (int i = 0; i < n; i++) {
            d[i] = Math.pow(condition, 0.5 * Math.sin(3 * d[i]) - 0.5);
        }
        return d;
    }

    private static double residual(LinearOperator a, double[] x, double[] b) {
        double[] r = a.apply(x);
        for (int i = 0; i < r.length; i++) {
            r[i] = b[i] - r[i];
        }
        return Vectors.norm(r);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 65, 300})
    void conjugateGradientCertifiesItsResidual(int n) {
        for (long key = 0; key < 4; key++) {
            Seed seed = Seed.of(key).named("cg").at(n);
            LinearOperator a = Operators.withSpectrum(positive(n, 100, seed), seed);
            double[] exact = seed.named("x").gaussians(n);
            double[] b = a.apply(exact);
            LinearSolution solution = ConjugateGradient.solve(a, b);
            assertThat(solution).as("seed %s", seed).isInstanceOf(LinearSolution.Converged.class);
            assertThat(solution.residual()).isLessThanOrEqualTo(1e-10 * Vectors.norm(b))
                    .isEqualTo(residual(a, solution.x(), b), Offset.offset(10 * EPSILON * n * Vectors.norm(b)));
            assertThat(distance(solution.x(), exact)).isLessThanOrEqualTo(100 * 2e-10 * Vectors.norm(b));
            assertThat(solution.products()).isLessThanOrEqualTo(2L * n + 120);
        }
    }

    @Test
    void manyRightHandSidesGiveWhatEachGivesAlone() {
        int n = 150;
        Seed seed = Seed.of(5);
        long[] count = new long[1];
        double[] d = positive(n, 1e4, seed);
        LinearOperator a = Operators.counted(Operators.withSpectrum(d, seed), count);
        Matrix b = Matrix.wrap(4, n, seed.named("b").gaussians(4 * n));
        b.setRow(2, new double[n]);
        double[] easy = new double[n];
        System.arraycopy(Lanczos.largest(Operators.withSpectrum(d, seed), 1,
                Lanczos.Settings.standard().withVectors().withTolerance(1e-13)).vectors().row(0), 0, easy, 0, n);
        b.setRow(3, easy);
        List<LinearSolution> together = ConjugateGradient.solveAll(a, b, STANDARD);
        assertThat(count[0]).isEqualTo(together.stream().mapToLong(LinearSolution::products).sum());
        assertThat(together.get(2).products()).isZero();
        assertThat(together.get(3).products()).isLessThan(10);
        for (int i = 0; i < 4; i++) {
            LinearSolution alone = ConjugateGradient.solve(a, b.row(i));
            assertThat(together.get(i).orThrow()).isEqualTo(alone.orThrow());
            assertThat(together.get(i).products()).isEqualTo(alone.products());
        }
    }

    @Test
    void indefiniteOperatorsYieldTheirNegativeCurvature() {
        int n = 80;
        for (long key = 0; key < 10; key++) {
            Seed seed = Seed.of(key).named("indefinite");
            double[] d = positive(n, 50, seed);
            d[(int) key] = -0.3;
            LinearOperator a = Operators.withSpectrum(d, seed);
            double[] b = seed.named("b").gaussians(n);
            LinearSolution solution = ConjugateGradient.solve(a, b);
            assertThat(solution).as("seed %s", seed)
                    .isInstanceOfSatisfying(LinearSolution.NegativeCurvature.class,
                            found -> {
                                double[] v = found.direction();
                                assertClose(Vectors.norm(v), 1, rounding(100));
                                double curvature = Vectors.dot(v, a.apply(v));
                                assertThat(curvature).isNegative();
                                assertClose(curvature, found.curvature(), rounding(20));
                                assertClose(found.residual(), residual(a, found.x(), b),
                                        rounding(n).times(Vectors.norm(b)));
                            });
            assertThatThrownBy(solution::orThrow).hasMessageContaining("not positive definite");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 30})
    void lsmrSolvesTheNormalEquations(int n) {
        for (int m : new int[] {n, n + 7, 3 * n}) {
            Seed seed = Seed.of(n).named("lsmr").at(m);
            Matrix dense = Matrix.wrap(m, n, seed.gaussians(m * n));
            AdjointOperator a = Operators.dense(dense);
            double[] b = seed.named("b").gaussians(m);
            for (double damping : new double[] {0, 0.7}) {
                LinearSolution solution = Lsmr.solve(a, b, damping, STANDARD.withTolerance(1e-12));
                assertThat(solution).isInstanceOfAny(LinearSolution.LeastSquares.class, LinearSolution.Converged.class);
                double[] r = a.apply(solution.x());
                for (int i = 0; i < m; i++) {
                    r[i] = b[i] - r[i];
                }
                assertClose(solution.residual(), Vectors.norm(r), rounding(20).times(Vectors.norm(b)));
                double[] g = new double[n];
                a.applyAdjoint(r, g);
                for (int i = 0; i < n; i++) {
                    g[i] -= damping * damping * solution.x()[i];
                }
                assertClose(Vectors.norm(g), 0, given(1e-12).times(Vectors.norm(b) * Vectors.norm(dense.data())));
            }
        }
    }

    @Test
    void preconditionersSaveProducts() {
        int n = 400;
        Seed seed = Seed.of(21);
        double shift = 1e-4;
        double[] points = seed.named("points").gaussians(n);
        Matrix gram = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                gram.set(i, j, Math.exp(-0.5 * (points[i] - points[j]) * (points[i] - points[j])));
            }
        }
        LinearOperator kernel = Operators.dense(gram);
        LinearOperator shifted = LinearOperator.of(n, (v, out) -> {
            kernel.apply(v, out);
            for (int i = 0; i < n; i++) {
                out[i] += shift * v[i];
            }
        });
        double[] b = seed.named("b").gaussians(n);
        SymmetricEntries entries = new SymmetricEntries() {
            @Override
            public int order() {
                return n;
            }

            @Override
            public double[] diagonal() {
                double[] d = new double[n];
                Arrays.fill(d, 1);
                return d;
            }

            @Override
            public void column(int j, double[] out) {
                System.arraycopy(gram.row(j), 0, out, 0, n);
            }
        };
        PivotedCholesky partial = PivotedCholesky.of(entries, 40, 0);
        double rest = 0;
        for (int i = 0; i < n; i++) {
            double entry = 1;
            for (int l = 0; l < partial.factor().rows(); l++) {
                entry -= partial.factor().get(l, i) * partial.factor().get(l, i);
            }
            rest += entry;
        }
        assertClose(partial.remainingTrace(), rest, rounding(10_000));
        long plain = ConjugateGradient.solve(shifted, b, STANDARD.withTolerance(1e-8)).products();
        for (LinearOperator inverse : List.of(Preconditioners.nystroem(kernel, 40, shift, seed),
                Preconditioners.pivotedCholesky(partial, shift))) {
            assertThat(SymmetryProbe.of(inverse, seed).symmetric()).isTrue();
            LinearSolution solution = ConjugateGradient.solve(shifted, b, inverse, STANDARD.withTolerance(1e-8));
            assertThat(residual(shifted, solution.orThrow(), b)).isLessThanOrEqualTo(1.01e-8 * Vectors.norm(b));
            assertThat(solution.products()).isLessThan(12);
        }
        assertThat(plain).isGreaterThan(40);
    }

    @Test
    void woodburyInvertsTheFactorPlusShift() {
        int n = 90;
        int r = 7;
        Matrix f = Matrix.wrap(r, n, Seed.of(3).gaussians(r * n));
        LinearOperator inverse = Preconditioners.pivotedCholesky(new PivotedCholesky(f, new int[r], 0, 0), 0.25);
        double[] v = Seed.of(4).gaussians(n);
        double[] image = f.transposedTimes(f).timesTransposed(Matrix.wrap(1, n, v)).column(0);
        for (int i = 0; i < n; i++) {
            image[i] += 0.25 * v[i];
        }
        // The condition of F'F + 0.25.
        assertClose(distance(inverse.apply(image), v), 0,
                rounding(r).times(f.frobeniusNorm() * f.frobeniusNorm() / 0.25 * Vectors.norm(v)));
    }

    @Test
    void jacobiSolvesDiagonalSystemsAtOnce() {
        double[] d = positive(200, 1e8, Seed.of(1));
        double[] b = Seed.of(2).gaussians(200);
        LinearSolution solution = ConjugateGradient.solve(LinearOperator.diagonal(d), b, Preconditioners.jacobi(d),
                STANDARD);
        assertThat(solution.converged()).isTrue();
        assertThat(solution.products()).isEqualTo(2);
        assertThatThrownBy(() -> Preconditioners.jacobi(new double[] {1, -2}))
                .hasMessageContaining("entry 1 of the diagonal is -2.0");
    }

    @Test
    void budgetsAndFailuresAreValues() {
        Seed seed = Seed.of(6);
        LinearOperator a = Operators.withSpectrum(positive(300, 1e6, seed), seed);
        double[] b = seed.named("b").gaussians(300);
        for (int budget : new int[] {2, 3, 9}) {
            long[] count = new long[1];
            LinearOperator counted = Operators.counted(a, count);
            LinearSolution cg = ConjugateGradient.solve(counted, b, STANDARD.withMaxProducts(budget));
            assertThat(cg).isInstanceOf(LinearSolution.NotConverged.class);
            assertThat(count[0]).isEqualTo(cg.products()).isLessThanOrEqualTo(budget);
            assertClose(cg.residual(), residual(a, cg.x(), b), rounding(300).times(Vectors.norm(b)));
        }
        assertThat(ConjugateGradient.solve(Operators.failingAt(a, 4), b))
                .isInstanceOfSatisfying(LinearSolution.Failed.class, f -> {
                    assertThat(f.failure().product()).isEqualTo(4);
                    assertThat(Vectors.norm(f.x())).isFinite();
                });
        LinearSolution hard = ConjugateGradient.solve(a, b, STANDARD.withTolerance(1e-17));
        assertThat(hard).isInstanceOf(LinearSolution.NotConverged.class);
        assertThatThrownBy(() -> ConjugateGradient.solve(a, new double[3]))
                .hasMessageContaining("b has length 3, the operator is of order 300");
        assertThatThrownBy(() -> ConjugateGradient.solve(Operators.dense(Matrix.zeros(2, 3)), new double[2]))
                .hasMessageContaining("2 x 3");
    }
}
