package org.paisaje.math.krylov.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;

final class RationalKrylovTest {
    /** A = Q diag Q^T with eigenvalues from 1e-6 to 1e3, and its eigenvectors as rows. */
    private static SymmetricEigen spectrum(int n) {
        Matrix g = Matrix.wrap(n, n, Seed.of(3).named("g").gaussians(n * n));
        Matrix vectors = SymmetricEigen.of(g.gram()).vectors();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.pow(10, -6 + 9.0 * i / (n - 1));
        }
        return new SymmetricEigen(values, vectors);
    }

    private static Matrix exact(SymmetricEigen eigen, DoubleUnaryOperator f, Matrix b) {
        return eigen.function(f).times(b);
    }

    @Test
    void exponentialsNeedFewStepsWhateverTheCondition() {
        int n = 300;
        SymmetricEigen eigen = spectrum(n);
        Matrix a = eigen.function(lambda -> lambda);
        Matrix b = Matrix.wrap(n, 2, Seed.of(3).named("b").gaussians(2 * n));
        RationalKrylov space = new RationalKrylov(a, b, 200);
        assertThat(space.dimension()).isEqualTo(2);
        for (double t : new double[] {0.1, 10, 1000}) {
            assertThat(space.extend(10 / t, 20)).isTrue();
        }
        assertThat(space.dimension()).isEqualTo(122);
        Matrix c = Matrix.wrap(5, n, Seed.of(3).named("c").gaussians(5 * n));
        Matrix projected = space.project(c);
        // The best of degree 20 with one pole leaves (sqrt(2) - 1)^20 = 2e-8 of e^-x; here are two more poles.
        Tolerance reached = stated(1e-8, "rational approximation of the exponential");
        for (double t : new double[] {0.1, 10, 1000}) {
            DoubleUnaryOperator f = lambda -> Math.exp(-t * lambda);
            Matrix expected = exact(eigen, f, b);
            double size = b.frobeniusNorm();
            assertClose(space.apply(f).minus(expected).frobeniusNorm(), 0, reached.times(size));
            assertClose(space.applyTo(projected, f).minus(c.times(expected)).frobeniusNorm(), 0,
                    reached.times(size * c.frobeniusNorm()));
        }
    }

    /** R is what A V has outside of V, so a residual is A u - V T V^T u for the approximate u. */
    @Test
    void residualIsThatOfTheDifferentialEquation() {
        int n = 60;
        SymmetricEigen eigen = spectrum(n);
        Matrix a = eigen.function(lambda -> lambda);
        Matrix b = Matrix.wrap(n, 3, Seed.of(4).named("b").gaussians(3 * n));
        RationalKrylov space = new RationalKrylov(a, b, 60);
        space.extend(1, 3);
        double t = 0.7;
        double h = 1e-5;
        Matrix slope = space.apply(lambda -> Math.exp(-(t + h) * lambda));
        slope.addScaled(-1, space.apply(lambda -> Math.exp(-(t - h) * lambda)));
        slope.scale(1 / (2 * h));
        // -u' - A u
        Matrix residual = a.times(space.apply(lambda -> Math.exp(-t * lambda)));
        residual.addScaled(1, slope);
        double computed = space.residual(lambda -> Math.exp(-t * lambda));
        assertThat(computed).isGreaterThan(1e-6);
        assertClose(residual.frobeniusNorm(), computed, centralDifference(h, space.dimension()));
    }

    @Test
    void fullAndInvariantSpacesAreExact() {
        int n = 30;
        SymmetricEigen eigen = spectrum(n);
        Matrix a = eigen.function(lambda -> lambda);
        Matrix b = Matrix.wrap(n, 4, Seed.of(5).named("b").gaussians(4 * n));
        RationalKrylov full = new RationalKrylov(a, b, 100);
        full.extend(1e-3, 5);
        full.extend(10, 20);
        assertThat(full.dimension()).isEqualTo(n);
        assertThat(full.invariant()).isTrue();
        // A is known to n epsilons of its norm; the square root of such an error is the most by which a root changes.
        double rounding = n * Math.ulp(1.0) * a.frobeniusNorm();
        assertThat(full.apply(Math::sqrt).minus(exact(eigen, Math::sqrt, b)).frobeniusNorm())
                .isLessThan(Math.sqrt(rounding) * b.frobeniusNorm());
        assertThat(full.residual(Math::sqrt)).isLessThan(rounding * Math.sqrt(a.frobeniusNorm()) * b.frobeniusNorm());

        Matrix two = eigen.vectors().rowRange(20, 22).transpose();
        RationalKrylov few = new RationalKrylov(a, two, 10);
        few.extend(1, 5);
        assertThat(few.invariant()).isTrue();
        assertThat(few.dimension()).isEqualTo(2);
        // The slope of the root between the two eigenvalues.
        double slope = 0.5 / Math.sqrt(eigen.values()[20]);
        assertThat(few.apply(Math::sqrt).minus(exact(eigen, Math::sqrt, two)).frobeniusNorm())
                .isLessThan(2 * slope * rounding);
        assertThat(few.ritzValues()[0]).isCloseTo(eigen.values()[20], org.assertj.core.data.Offset.offset(rounding));
        assertThat(few.ritzValues()[1]).isCloseTo(eigen.values()[21], org.assertj.core.data.Offset.offset(rounding));
    }

    /** One vector within a space of few dimensions fills it in as many steps, and what comes then is rounding. */
    @Test
    void solvesEndWhereTheirSpaceDoes() {
        for (int n : new int[] {30, 100, 300}) {
            SymmetricEigen eigen = spectrum(n);
            Matrix a = eigen.function(lambda -> lambda);
            double rounding = n * Math.ulp(1.0) * a.frobeniusNorm();
            // Far apart, as directions that differ little would carry the rounding of one solve into the next.
            int[] within = {n / 3, 2 * n / 3, n - 1};
            Matrix b = Matrix.zeros(n, 1);
            for (int i : within) {
                b.addScaled(1, eigen.vectors().rowRange(i, i + 1).transpose());
            }
            RationalKrylov space = new RationalKrylov(a, b, 20);
            space.extend(1, 10);
            assertThat(space.invariant()).isTrue();
            assertThat(space.dimension()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(space.ritzValues()[i]).isCloseTo(eigen.values()[within[i]],
                        org.assertj.core.data.Offset.offset(rounding));
            }
        }
    }

    @Test
    void mistakesAndIndefiniteMatrices() {
        Matrix a = Matrix.identity(3);
        a.set(1, 1, -2);
        RationalKrylov space = new RationalKrylov(a, Matrix.of(new double[][] {{1}, {1}, {2}}), 3);
        assertThat(space.extend(1, 2)).isFalse();
        assertThat(space.dimension()).isEqualTo(1);
        assertThat(space.extend(3, 2)).isTrue();
        assertThatThrownBy(() -> new RationalKrylov(a, Matrix.zeros(2, 1), 3)).hasMessageContaining("b is 2 x 1");
        assertThatThrownBy(() -> space.project(Matrix.zeros(1, 2))).hasMessageContaining("2 columns");
        RationalKrylov nothing = new RationalKrylov(a, Matrix.zeros(3, 1), 3);
        assertThat(nothing.dimension()).isZero();
        assertThat(nothing.apply(Math::exp)).isEqualTo(Matrix.zeros(3, 1));
    }
}
