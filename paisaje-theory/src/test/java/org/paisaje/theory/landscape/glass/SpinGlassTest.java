package org.paisaje.theory.landscape.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Moments;
import org.paisaje.math.testing.Vectors;

/** The p-spin glass against its definition, closed forms, an instance solved elsewhere, and the laws of many spins. */
final class SpinGlassTest {
    private static double entry(int[] i) {
        double sum = 0;
        for (int k : i) {
            sum = 1.7 * sum + k;
        }
        return Math.sin(1 + sum);
    }

    /** The sum over all index tuples, as it is written. */
    private static double naive(int p, int n, double[] s) {
        int[] i = new int[p];
        double sum = 0;
        while (true) {
            double product = entry(i);
            for (int k : i) {
                product *= s[k];
            }
            sum += product;
            int k = 0;
            while (k < p && ++i[k] == n) {
                i[k++] = 0;
            }
            if (k == p) {
                return Math.pow(n, -(p - 1) / 2.0) * sum;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2,4", "3,2", "3,5", "4,4", "5,3", "6,3"})
    void energyIsTheSumOverAllTuples(int p, int n) {
        SpinGlass.Point at = SpinGlass.of(p, n, SpinGlassTest::entry).point();
        double[] s = Seed.of(p).gaussians(n);
        assertClose(at.at(s), naive(p, n, s), rounding((long) Math.pow(n, p)).times(10));
        double[] gradient = at.gradient().clone();
        double[] hessian = at.hessian().clone();
        double h = 1e-5;
        for (int i = 0; i < n; i++) {
            double[] up = s.clone();
            double[] down = s.clone();
            up[i] += h;
            down[i] -= h;
            double above = at.at(up);
            double[] gradientAbove = at.gradient().clone();
            double below = at.at(down);
            assertClose(gradient[i], (above - below) / (2 * h), centralDifference(h, (long) Math.pow(n, p)).times(5));
            for (int j = 0; j < n; j++) {
                assertClose(hessian[i * n + j], (gradientAbove[j] - at.gradient()[j]) / (2 * h),
                        centralDifference(h, (long) Math.pow(n, p)).times(10));
            }
        }
    }

    /** E H^2 = N, with the fourth moment of a normal variable behind the standard error; odd for odd p. */
    @Test
    void energiesAreNormalOfVarianceN() {
        for (int p : new int[] {2, 3, 4}) {
            int n = 6;
            int draws = 4000;
            var squares = new Moments();
            double[] s = new double[n];
            Arrays.fill(s, 1);
            s[2] = -1;
            for (int d = 0; d < draws; d++) {
                double energy = SpinGlass.random(p, n, Seed.of(p).at(d)).point().at(s);
                squares.add(energy * energy);
            }
            assertThat(Math.abs(squares.mean() - n)).as("p = %s", p).isLessThan(4 * n * Math.sqrt(2.0 / draws));
        }
        SpinGlass glass = SpinGlass.random(3, 7, Seed.of(1));
        double[] s = Seed.of(2).gaussians(7);
        double[] opposite = s.clone();
        for (int i = 0; i < 7; i++) {
            opposite[i] = -s[i];
        }
        assertThat(glass.point().at(opposite)).isEqualTo(-glass.point().at(s));
    }

    /** Along a great circle the second derivative is the tangent Hessian where the gradient is 0. */
    @Test
    void tangentHessianIsThatAlongGreatCircles() {
        SpinGlass glass = SpinGlass.random(3, 8, Seed.of(4));
        var search = new GlassSearch(glass);
        GlassPoint point = search.start(Seed.of(5).generator()).walk(20, 0.05).newton().orElseThrow();
        double trace = 0;
        for (double value : point.eigenvalues()) {
            trace += value;
        }
        double[] s = point.s();
        double sum = 0;
        double h = 1e-3;
        List<double[]> basis = new ArrayList<>(List.of(s));
        for (int k = 0; k < 7; k++) {
            double[] t = Seed.of(10 + k).gaussians(8);
            for (double[] known : basis) {
                t = Vectors.plus(t, -Vectors.dot(t, known) / Vectors.dot(known, known), known);
            }
            basis.add(t);
            double length = Vectors.norm(t) / Math.sqrt(8);
            double[] energies = new double[3];
            for (int d = -1; d <= 1; d++) {
                double[] moved = new double[8];
                for (int i = 0; i < 8; i++) {
                    moved[i] = Math.cos(d * h) * s[i] + Math.sin(d * h) * t[i] / length;
                }
                energies[d + 1] = glass.point().at(moved);
            }
            sum += (energies[0] - 2 * energies[1] + energies[2]) / (h * h) / 8;
        }
        // Seven second differences; four derivatives of a cubic form.
        assertClose(sum, trace, truncation(h, 2).times(7 * Math.pow(3, 4) / 12));
    }

    /** The instance J_ijk = sin(1 + 9i + 3j + k) and its six critical points, by another program. */
    @Test
    void threeSpins() {
        SpinGlass glass = SpinGlass.of(3, 3, i -> Math.sin(1 + 9 * i[0] + 3 * i[1] + i[2]));
        GlassCensus census = GlassCensus.of(glass, 60, Seed.of(1));
        assertThat(census.points()).hasSize(6);
        assertThat(census.complete()).isTrue();
        assertThat(census.euler()).isEqualTo(2);
        double[][] known = {{-0.79721183952596, 0, 0.999103571939, 4.732797573821, -1.074906884008, 0.068425859054,
            -1.356426589434},
            {-0.77058421538722, 0, 3.864728779220, 4.693980572974, 0.448970768385, -1.645667154319, 0.300341249801},
            {-0.00079098410053, 1, -0.152035058962, 4.040318474569, 0.742805307823, 1.389438545021, 0.719514283583}};
        for (int k = 0; k < 3; k++) {
            GlassPoint point = census.points().get(k);
            var printed = stated(1e-9, "the reference is given to 12 digits");
            assertClose(point.density(), known[k][0], printed);
            assertThat(point.index()).isEqualTo((int) known[k][1]);
            assertClose(point.eigenvalues(), new double[] {known[k][2], known[k][3]}, printed, 1);
            assertClose(point.s(), new double[] {known[k][4], known[k][5], known[k][6]}, printed, 1);
            assertClose(census.points().get(5 - k).density(), -known[k][0], printed);
        }
    }

    /** On the circle a cubic has 2 or 6 critical points, told by a discriminant: all are found. */
    @Test
    void twoSpinsHaveTwoOrSix() {
        int six = 0;
        for (int k = 0; k < 60; k++) {
            SpinGlass glass = SpinGlass.random(3, 2, Seed.of(7).at(k));
            GlassCensus census = GlassCensus.of(glass, 40, Seed.of(8).at(k));
            int exact = GlassCircle.criticalPoints(glass);
            assertThat(census.points()).as("instance %s", k).hasSize(exact);
            assertThat(census.complete()).isTrue();
            six += exact == 6 ? 1 : 0;
        }
        // 82 % have six
        assertThat(six).isBetween(35, 59);
    }

    @Test
    void fourSpinsHaveAtMostThirtyAndMakeZero() {
        for (int k = 0; k < 5; k++) {
            GlassCensus census = GlassCensus.of(SpinGlass.random(3, 4, Seed.of(9).at(k)), 300, Seed.of(8).at(k));
            assertThat(census.complete()).isTrue();
            assertThat(census.points().size()).isLessThanOrEqualTo(2 * 15);
            assertThat(census.points().size() / 2 % 2).isEqualTo(1);
        }
    }

    /** For p = 2 the critical points are the eigenvectors of the couplings. */
    @Test
    void twoSpinProductsHaveEigenvectors() {
        GlassCensus census = GlassCensus.of(SpinGlass.random(2, 5, Seed.of(3)), 100, Seed.of(4));
        assertThat(census.points()).hasSize(10);
        for (int k = 0; k < 10; k++) {
            assertThat(census.points().get(k).index()).isEqualTo(k / 2);
        }
    }

    @Test
    void constantsOfTheLaw() {
        var law = new GlassLaw(3);
        assertClose(law.threshold(), 1.632993161855452, rounding(4));
        double[] levels = {1.656998363527473, 1.652873198103043, 1.650253127439273};
        for (int k = 0; k < 3; k++) {
            assertClose(law.level(k), levels[k], stated(1e-14, "rounding of the complexity over its slope"));
        }
        assertClose(law.minimaExponent(), 0.01324025694663932, rounding(20));
        assertClose(law.complexity(0, -law.threshold()), law.minimaExponent(), rounding(20));
        double[][] shares = {{-1.5, 0.01377823185571942}, {-1.2, 0.07860915428464085}, {-0.8, 0.2010892494105813},
            {-0.4, 0.3456343777233291}, {0, 0.5}, {0.5, 0.6918341765275937}, {1, 0.8638857993877918}, {-1.7, 0}};
        for (double[] share : shares) {
            assertClose(law.indexShare(share[0]), share[1], stated(1e-14, "rounding"));
        }
    }

    /** Index against energy for 40 spins: on the line of the law, the mean distance of the size that 40 spins leave. */
    @Test
    void indicesFollowTheLaw() {
        int[] preludes = {0, 6, 15, 30};
        List<GlassPoint> points = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            var search = new GlassSearch(SpinGlass.random(3, 40, Seed.of(21).at(k)));
            Generator draw = Seed.of(22).at(k).generator();
            for (int run = 0; run < 30; run++) {
                search.start(draw).walk(preludes[run % 4], run % 5 == 4 ? -0.05 : 0.05).newton().ifPresent(points::add);
            }
        }
        assertThat(points).hasSizeGreaterThan(30);
        double[] theory = points.stream().mapToDouble(point -> new GlassLaw(3).indexShare(point.density())).toArray();
        double[] found = points.stream().mapToDouble(GlassPoint::indexShare).toArray();
        LineFit fit = LineFit.of(theory, found);
        assertThat(fit.slope()).isBetween(0.9, 1.1);
        // one eigenvalue of 39 is 0.026
        assertThat(fit.residualDeviation()).isLessThan(0.03);
    }

    @Test
    void refusesWhatIsTooLargeOrNone() {
        assertThatThrownBy(() -> SpinGlass.random(1, 5, Seed.of(1))).hasMessageContaining("p is 1");
        assertThatThrownBy(() -> SpinGlass.random(8, 200, Seed.of(1))).hasMessageContaining("take fewer spins");
        assertThatThrownBy(() -> new GlassLaw(2)).hasMessageContaining("p is 2");
    }
}
