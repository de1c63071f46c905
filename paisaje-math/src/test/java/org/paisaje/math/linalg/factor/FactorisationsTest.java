package org.paisaje.math.linalg.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.random.Seed;
import org.paisaje.math.special.Phi;

/** The public factorisations against closed forms, and what they refuse. */
final class FactorisationsTest {
    private static final double EPS = Math.ulp(1.0);

    /** The eigenvalues of the path graph's second difference are 2 - 2 cos(k pi / (n + 1)). */
    private static Matrix secondDifference(int n) {
        Matrix a = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            a.set(i, i, 2);
            if (i > 0) {
                a.set(i, i - 1, -1);
                a.set(i - 1, i, -1);
            }
        }
        return a;
    }

    private static double eigenvalue(int n, int k) {
        double sine = Math.sin(0.5 * (k + 1) * Math.PI / (n + 1));
        return 4 * sine * sine;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40, 450})
    void eigenvaluesOfTheSecondDifference(int n) {
        Matrix a = secondDifference(n);
        double bound = 8 * n * EPS;
        double[] values = SymmetricEigen.values(a);
        SymmetricEigen eigen = SymmetricEigen.of(a);
        for (int k = 0; k < n; k++) {
            assertThat(values[k]).isCloseTo(eigenvalue(n, k), within(bound));
            assertThat(eigen.values()[k]).isCloseTo(eigenvalue(n, k), within(bound));
        }
        int few = Math.min(3, n);
        SymmetricEigen top = SymmetricEigen.largest(a, few);
        for (int k = 0; k < few; k++) {
            assertThat(top.values()[k]).isCloseTo(eigenvalue(n, n - 1 - k), within(bound));
            double[] v = top.vectors().row(k);
            double[] av = a.times(v);
            Blas.axpy(n, -top.values()[k], v, 0, av, 0);
            assertThat(Blas.norm(n, av, 0)).isLessThanOrEqualTo(bound);
        }
        assertThat(SymmetricEigen.range(a, 0, 4).values()).hasSize(n);
        assertThat(SymmetricEigen.range(a, 4, Double.POSITIVE_INFINITY).values()).isEmpty();
        assertThat(SymmetricEigen.range(a, Double.NEGATIVE_INFINITY, 2.001).values()).hasSize((n + 1) / 2);
        assertThat(SymmetricEigen.indices(a, 0, 1).values()[0]).isCloseTo(eigenvalue(n, 0), within(bound));
        assertThat(SymmetricEigen.indices(a, 1, 1).values()).isEmpty();
    }

    @Test
    void functionsOfAMatrix() {
        int n = 30;
        Matrix a = secondDifference(n);
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertThat(eigen.function(x -> x).minus(a).frobeniusNorm()).isLessThanOrEqualTo(20 * n * EPS);
        Matrix root = eigen.function(Math::sqrt);
        assertThat(root.times(root).minus(a).frobeniusNorm()).isLessThanOrEqualTo(50 * n * EPS);
        assertThat(root.transpose()).isEqualTo(root);
        double[] v = Seed.of(1).gaussians(n);
        double[] twice = eigen.phi(0, 0.5, eigen.phi(0, 0.5, v));
        double[] once = eigen.phi(0, 1, v);
        for (int i = 0; i < n; i++) {
            assertThat(twice[i]).isCloseTo(once[i], within(20 * n * EPS));
        }
    }

    /** y' = -A y + b from 0 has y(t) = t phi_1(-t A) b, which is t b along the kernel. */
    @Test
    void phiOneAtAnExactZeroEigenvalue() {
        Matrix a = Matrix.of(new double[][] {{1, -1}, {-1, 1}});
        SymmetricEigen eigen = SymmetricEigen.of(a);
        double[] y = eigen.phi(1, 3, new double[] {1, 1});
        assertThat(y[0]).isCloseTo(1, within(8 * EPS));
        assertThat(y[1]).isCloseTo(1, within(8 * EPS));
        double[] z = eigen.phi(1, 3, new double[] {1, -1});
        assertThat(z[0]).isCloseTo(-Math.expm1(-6) / 6, within(8 * EPS));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, -1e-12, 1e-8, -1e-3, 0.5, -0.99, -1.99, 1.99, -2, 2, -2.01, 5, -17.5, -40})
    void phiAgainstExactSeries(double z) {
        for (int k = 0; k <= 3; k++) {
            double exact = exactPhi(k, z);
            assertThat(Phi.of(k, z)).as("phi_%d(%s)", k, z).isCloseTo(exact, within(16 * EPS * Math.abs(exact)));
        }
    }

    private static double exactPhi(int k, double z) {
        MathContext context = new MathContext(80);
        BigDecimal x = new BigDecimal(z);
        BigDecimal term = BigDecimal.ONE;
        for (int j = 2; j <= k; j++) {
            term = term.divide(BigDecimal.valueOf(j), context);
        }
        BigDecimal sum = term;
        for (int j = 1; j < 400; j++) {
            term = term.multiply(x, context).divide(BigDecimal.valueOf(j + (long) k), context);
            sum = sum.add(term, context);
        }
        return sum.doubleValue();
    }

    @Test
    void phiAtTheEnds() {
        assertThat(Phi.of(1, -1e308)).isEqualTo(1e-308);
        assertThat(Phi.of(2, Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Phi.of(1, Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Phi.of(3, 0)).isEqualTo(1.0 / 6);
        assertThatThrownBy(() -> Phi.of(4, 0)).hasMessageContaining("order is 4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50, 500})
    void choleskySolves(int n) {
        Matrix a = secondDifference(n);
        Cholesky cholesky = Cholesky.of(a).orThrow();
        assertThat(cholesky.jitter()).isZero();
        // det of the second difference is n + 1.
        assertThat(cholesky.logDeterminant()).isCloseTo(Math.log(n + 1), within(4 * n * EPS * n));
        double condition = eigenvalue(n, n - 1) / eigenvalue(n, 0);
        Matrix x = Matrix.wrap(n, 3, Seed.of(2).gaussians(3 * n));
        Matrix solved = cholesky.solve(a.times(x));
        assertThat(solved.minus(x).frobeniusNorm()).isLessThanOrEqualTo(10 * n * EPS * condition * x.frobeniusNorm());
        double[] single = cholesky.solve(x.column(0));
        assertThat(single).hasSize(n);
        // ||A^-1||_1 is the largest row sum of the Green's function, floor((n + 1)^2 / 4) / 2.
        double inverse = n == 1 ? 0.5 : ((n + 1) * (n + 1) / 4) / 2.0;
        double exact = a.norm1() * inverse;
        assertThat(cholesky.conditionEstimate()).isBetween(Math.max(1, exact / 3), exact * (1 + n * 1e-10));
    }

    @Test
    void choleskyOfWhatIsNotDefinite() {
        Matrix indefinite = Matrix.of(new double[][] {{1, 2}, {2, 1}});
        assertThat(Cholesky.of(indefinite)).isEqualTo(new NotPositiveDefinite(1, 0));
        assertThat(Cholesky.withJitter(indefinite)).isInstanceOf(NotPositiveDefinite.class);
        assertThatThrownBy(() -> Cholesky.of(indefinite).orThrow()).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("pivot 1");
        assertThat(Cholesky.withJitter(Matrix.zeros(2, 2))).isInstanceOf(NotPositiveDefinite.class);
        assertThat(Cholesky.of(Matrix.zeros(0, 0)).orThrow().logDeterminant()).isZero();
    }

    @Test
    void jitterIsReportedAndSmall() {
        Matrix gram = Matrix.wrap(40, 3, Seed.of(3).gaussians(120)).gram();
        assertThat(Cholesky.of(gram)).isInstanceOf(NotPositiveDefinite.class);
        Cholesky cholesky = Cholesky.withJitter(gram).orThrow();
        assertThat(cholesky.jitter()).isPositive().isLessThan(1e-8 * gram.frobeniusNorm());
        Matrix back = cholesky.factor().timesTransposed(cholesky.factor());
        gram.addToDiagonal(cholesky.jitter());
        assertThat(back.minus(gram).frobeniusNorm()).isLessThanOrEqualTo(400 * EPS * gram.frobeniusNorm());
        assertThat(Cholesky.withJitter(Matrix.identity(4)).orThrow().jitter()).isZero();
    }

    @Test
    void svdAndQrShowTheRank() {
        Matrix a = Matrix.wrap(30, 4, Seed.of(4).gaussians(120)).times(Matrix.wrap(4, 9, Seed.of(5).gaussians(36)));
        assertThat(Svd.of(a).rank()).isEqualTo(4);
        assertThat(Qr.of(a).rank()).isEqualTo(4);
        assertThat(Svd.of(a.transpose()).rank()).isEqualTo(4);
        assertThat(Svd.of(Matrix.zeros(3, 2)).rank()).isZero();
        assertThat(Svd.of(Matrix.zeros(3, 2)).condition()).isInfinite();
        assertThat(Svd.of(Matrix.zeros(0, 2)).condition()).isEqualTo(1);
        assertThat(Qr.of(Matrix.zeros(0, 2)).rank()).isZero();
        assertThat(Svd.of(Matrix.of(new double[][] {{3, 0}, {0, -4}})).values()).containsExactly(4, 3);
    }

    @Test
    void leastSquaresFitsALine() {
        Matrix a = Matrix.of(new double[][] {{1, 0}, {1, 1}, {1, 2}});
        LeastSquares fit = LeastSquares.solve(a, Matrix.of(new double[][] {{1}, {0}, {5}}));
        assertThat(fit.rank()).isEqualTo(2);
        assertThat(fit.solution().get(0, 0)).isCloseTo(0, within(20 * EPS));
        assertThat(fit.solution().get(1, 0)).isCloseTo(2, within(20 * EPS));
        assertThat(fit.residualNorms()[0]).isCloseTo(Math.sqrt(6), within(20 * EPS));
    }

    @Test
    void leastSquaresOfDependentColumnsHasMinimumNorm() {
        Matrix a = Matrix.of(new double[][] {{1, 1}, {1, 1}, {1, 1}});
        LeastSquares fit = LeastSquares.solve(a, Matrix.of(new double[][] {{2}, {2}, {2}}));
        assertThat(fit.rank()).isEqualTo(1);
        assertThat(fit.tolerance()).isEqualTo(3 * EPS);
        assertThat(fit.solution().get(0, 0)).isCloseTo(1, within(10 * EPS));
        assertThat(fit.solution().get(1, 0)).isCloseTo(1, within(10 * EPS));
        assertThat(LeastSquares.solve(Matrix.zeros(3, 2), Matrix.zeros(3, 1)).rank()).isZero();
        assertThat(LeastSquares.solve(Matrix.zeros(0, 2), Matrix.zeros(0, 1)).solution().rows()).isEqualTo(2);
    }

    @Test
    void badInputIsNamed() {
        Matrix bad = Matrix.identity(3);
        bad.set(1, 2, Double.NaN);
        assertThatThrownBy(() -> Svd.of(bad)).hasMessageContaining("entry (1, 2) of the matrix is NaN");
        assertThatThrownBy(() -> Cholesky.of(bad)).hasMessageContaining("entry (1, 2)");
        assertThatThrownBy(() -> Qr.of(bad)).hasMessageContaining("entry (1, 2)");
        assertThatThrownBy(() -> SymmetricEigen.of(bad)).hasMessageContaining("entry (1, 2)");
        assertThatThrownBy(() -> LeastSquares.solve(bad, bad)).hasMessageContaining("of a is NaN");
        assertThatThrownBy(() -> LeastSquares.solve(Matrix.identity(3), Matrix.identity(2)))
                .hasMessageContaining("b has 2 rows, a has 3");
        Matrix skew = Matrix.of(new double[][] {{0, 1}, {-1, 0}});
        assertThatThrownBy(() -> SymmetricEigen.of(skew)).hasMessageContaining("must be symmetric");
        assertThatThrownBy(() -> SymmetricEigen.of(Matrix.zeros(2, 3))).hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> SymmetricEigen.largest(Matrix.identity(2), 3)).hasMessageContaining("order 2");
        assertThatThrownBy(() -> SymmetricEigen.range(Matrix.identity(2), 1, 1)).hasMessageContaining("empty");
        assertThatThrownBy(() -> Matrix.zeros(46341, 46341)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MemoryEstimate.require("Demo", MemoryEstimate.ofDoubles(1 << 20, 1 << 20), "try less"))
                .hasMessageStartingWith("Demo: needs about 8796.09 GB")
                .hasMessageEndingWith("try less");
    }

    /** Rows are taken four at a time, the last ones alone. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 130, 201})
    void solvesForOneVectorAsForMany(int n) {
        Matrix g = Matrix.wrap(n, n, Seed.of(n).named("factor").gaussians(n * n));
        Matrix a = g.timesTransposed(g).symmetrise();
        a.addToDiagonal(n);
        var factor = (Cholesky) Cholesky.of(a);
        double[] b = Seed.of(n).named("b").gaussians(n);
        double[] one = factor.solve(b);
        double[] many = factor.solve(Matrix.wrap(n, 1, b)).data();
        for (int i = 0; i < n; i++) {
            assertClose(one[i], many[i],
                    rounding(4L * n).times(factor.conditionEstimate() * Matrix.wrap(n, 1, many).norm1()));
        }
    }
}
