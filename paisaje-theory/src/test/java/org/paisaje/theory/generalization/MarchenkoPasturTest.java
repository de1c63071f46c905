package org.paisaje.theory.generalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class MarchenkoPasturTest {
    /** A plain midpoint rule in a variable in which the density is smooth; its roundings are a random walk. */
    @ParameterizedTest
    @CsvSource({"20, 100, 1", "50, 60, 2.5", "30, 30, 0.7"})
    void theDensityIsTheDerivativeOfTheShare(int rows, int columns, double variance) {
        var law = new MarchenkoPastur(rows, columns, variance);
        for (double share : new double[] {0.1, 0.35, 0.8}) {
            double to = law.low() + share * (law.high() - law.low());
            int n = 400_000;
            double sum = 0;
            // In the root of the distance from the lower end, where at q = 1 the density is unbounded.
            double width = Math.sqrt(to - law.low()) / n;
            for (int i = 0; i < n; i++) {
                double u = (i + 0.5) * width;
                sum += law.density(law.low() + u * u) * 2 * u * width;
            }
            assertClose(law.cumulative(to), sum, truncation(1.0 / n, 2).plus(rounding((long) Math.sqrt(n)).times(4)));
        }
        assertThat(law.cumulative(law.high())).isEqualTo(1);
        // The density falls like a root.
        assertClose(law.cumulative(law.high() - 1e-9 * law.high()), 1, truncation(Math.sqrt(1e-9), 3).times(10));
        assertClose(law.cumulative(law.quantile(0.3)), 0.3, rounding(20));
    }

    /** At q = 1 the root of the law is the quarter circle, whose median is known in closed form by its share. */
    @Test
    void aSquareMatrixHasTheQuarterCircle() {
        var law = new MarchenkoPastur(10, 10, 1);
        double s = Math.sqrt(law.quantile(0.5));
        // Share of singular values below s of the quarter circle of radius 2.
        double share = (s * Math.sqrt(4 - s * s) / 2 + 2 * Math.asin(s / 2)) / Math.PI;
        assertClose(share, 0.5, rounding(10_000));
    }

    /** The mean of the law is the variance: the trace. */
    @Test
    @Tag("slow")
    void theMeanIsTheVariance() {
        var law = new MarchenkoPastur(30, 90, 1.7);
        int n = 20_000;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += law.quantile((i + 0.5) / n) / n;
        }
        assertClose(mean, 1.7,
                stated(Math.pow(n, -5 / 3.0), "a midpoint rule whose integrand is like p^(2/3) at its ends"));
    }

    /** Outliers do not move the fit; their number is found. Random entries are not taken for outliers. */
    @Test
    void outliersAreCounted() {
        int r = 60;
        int m = 150;
        Matrix w = Matrix.wrap(r, m, Seed.of(4).gaussians(r * m));
        w.scale(0.1);
        LayerSpectrum random = LayerSpectrum.of(w, Seed.of(1));
        assertThat(random.outliers()).isZero();
        assertThat(random.looksRandom()).isTrue();
        assertThat(random.law()).contains(PowerLaw.Verdict.NONE);
        // The fluctuation of the median of so many rigid eigenvalues is of order 1 / r.
        assertThat(random.bulk().orElseThrow().variance()).isCloseTo(0.01, within(0.01 * 3 / r));
        for (int spike = 0; spike < 3; spike++) {
            double[] u = Seed.of(10 + spike).gaussians(r);
            double[] v = Seed.of(20 + spike).gaussians(m);
            for (int i = 0; i < r; i++) {
                for (int j = 0; j < m; j++) {
                    w.set(i, j, w.get(i, j) + 0.05 * u[i] * v[j]);
                }
            }
        }
        LayerSpectrum spiked = LayerSpectrum.of(w, Seed.of(1));
        assertThat(spiked.outliers()).isEqualTo(3);
        assertThat(spiked.looksRandom()).isFalse();
    }

    @Test
    void normsAreThoseOfTheEntries() {
        Matrix w = Matrix.wrap(2, 3, new double[] {3, 0, 0, 0, 0, 4});
        LayerSpectrum spectrum = LayerSpectrum.of(w, Seed.of(1));
        assertClose(spectrum.norm(), 4, rounding(10).times(4));
        assertClose(spectrum.frobenius(), 5, rounding(8).times(5));
        assertClose(spectrum.stableRank(), 25.0 / 16, rounding(20));
        assertThat(spectrum.bulk()).isEmpty();
        assertThat(spectrum.tail()).isEmpty();
    }

    @Test
    void badSizesAreRefused() {
        assertThatThrownBy(() -> new MarchenkoPastur(3, 2, 1)).hasMessageContaining("rows <= columns");
        assertThatThrownBy(() -> MarchenkoPastur.fitted(2, 3, new double[] {0, 0})).hasMessageContaining("median");
    }
}
