package org.paisaje.math.krylov.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.standardErrors;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.krylov.Operators;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.special.Scalars;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Proportions;
import org.paisaje.math.testing.Vectors;

final class TraceEstimatorsTest {
    private static final Seed SEED = Seed.of(42).named("trace");
    /** What the jackknife states over what the error is, for the spectrum below; measured over 20,000 runs. */
    private static final double XTRACE_RATIO = 1.55;

    private enum Method {
        HUTCHINSON(Hutchinson::trace),
        HUTCH_PLUS_PLUS(HutchPlusPlus::trace),
        XTRACE(XTrace::trace);

        final BiFunction<LinearOperator, ProbeSettings, Estimation> trace;

        Method(BiFunction<LinearOperator, ProbeSettings, Estimation> trace) {
            this.trace = trace;
        }
    }

    private static double[] decaying(int n, double power) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = (i % 7 == 3 ? -1 : 1) * Math.pow(i + 1, -power);
        }
        return d;
    }

    private static double trace(double[] d) {
        return Arrays.stream(d).sum();
    }

    /** The Wilson interval, which fails one run in a thousand, must hold the nominal level. */
    private static void assertCovers(int hits, int runs, double level) {
        Interval share = Proportions.wilson(hits, runs, 0.999);
        assertThat(level).as("covered %d of %d", hits, runs).isBetween(share.low(), share.high());
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void intervalsCoverAtTheirLevel(Method method) {
        int runs = 400;
        double[] d = decaying(120, 0.5);
        int hits = 0;
        double squares = 0;
        double claimed = 0;
        for (int run = 0; run < runs; run++) {
            LinearOperator a = Operators.withSpectrum(d, SEED.named("operator"));
            var estimate = method.trace.apply(a, ProbeSettings.products(60, SEED.at(run)).withLevel(0.9)).orThrow();
            hits += estimate.covers(trace(d)) ? 1 : 0;
            assertThat(estimate.products()).isLessThanOrEqualTo(60);
            squares += Math.pow(estimate.value() - trace(d), 2) / runs;
            claimed += Math.pow(estimate.standardError(), 2) / runs;
        }
        // The mean of squares of so many nearly normal errors is known to sqrt(2 / runs); 3.3 of these, as a ratio of roots.
        double known = Math.sqrt(1 + 3.3 * Math.sqrt(2.0 / runs));
        double ratio = Math.sqrt(claimed / squares);
        if (method == Method.XTRACE) {
            assertThat(hits).isGreaterThan((int) (0.9 * runs));
            assertThat(ratio).isBetween(XTRACE_RATIO / known, XTRACE_RATIO * known);
        } else {
            assertCovers(hits, runs, 0.9);
            assertThat(ratio).isBetween(1 / known, known);
        }
    }

    /**
     * The variance of Hutchinson's estimate is known (Hutchinson 1990; Avron and Toledo 2011): 2 ||A||_F^2 over the probes
     * with normal ones, less 2 sum a_ii^2 with signs, and for a diagonal entry with signs the rest of its row.
     */
    @ParameterizedTest
    @EnumSource(ProbeSettings.Probe.class)
    void hutchinsonStatesTheVarianceThatIsKnown(ProbeSettings.Probe probe) {
        int probes = 4_000;
        LinearOperator a = Operators.withSpectrum(decaying(30, 0.5), SEED.named("variance"));
        Matrix dense = Operators.denseOf(a);
        double square = Math.pow(dense.frobeniusNorm(), 2);
        double onDiagonal = 0;
        for (int i = 0; i < 30; i++) {
            onDiagonal += dense.get(i, i) * dense.get(i, i);
        }
        var settings = ProbeSettings.products(probes, SEED).withProbe(probe);
        double variance = 2 * (probe == ProbeSettings.Probe.RADEMACHER ? square - onDiagonal : square);
        double stated = Math.pow(Hutchinson.trace(a, settings).orThrow().standardError(), 2) * probes;
        // A sample variance is known to sqrt((kurtosis - 1) / m); products of normal numbers have a kurtosis of 9.
        assertClose(stated, variance, standardErrors(4, Math.sqrt(8.0 / probes)).times(variance));
        if (probe == ProbeSettings.Probe.RADEMACHER) {
            double[] errors = Hutchinson.diagonal(a, settings).orThrow().standardErrors();
            for (int i = 0; i < 30; i++) {
                double row = Math.pow(Vectors.norm(dense.row(i)), 2) - dense.get(i, i) * dense.get(i, i);
                assertClose(errors[i] * errors[i] * probes, row, standardErrors(4, Math.sqrt(2.0 / probes)).times(row));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void stopsAtTheTargetAndStillCovers(Method method) {
        int runs = 300;
        double[] d = decaying(150, 1.0);
        int hits = 0;
        for (int run = 0; run < runs; run++) {
            long[] count = new long[1];
            LinearOperator a = Operators.counted(Operators.withSpectrum(d, SEED.named("operator")), count);
            var estimate = method.trace.apply(a,
                    ProbeSettings.products(2_000, SEED.at(run)).withLevel(0.9).untilWithin(0.3)).orThrow();
            assertThat(count[0]).isEqualTo(estimate.products()).isLessThanOrEqualTo(2_000);
            assertThat(estimate.withinTarget()).isTrue();
            assertThat(estimate.halfWidth()).isLessThanOrEqualTo(0.3);
            hits += estimate.covers(trace(d)) ? 1 : 0;
        }
        assertThat(hits).as("of %d", runs).isGreaterThanOrEqualTo((int) (0.9 * runs - 3.3 * Math.sqrt(0.09 * runs)));
    }

    /** At equal budget on a decaying spectrum the errors are ordered as the theory says, by clear factors. */
    @Test
    void decayIsExploited() {
        double[] d = decaying(200, 2);
        double[] error = new double[3];
        int runs = 30;
        for (Method method : Method.values()) {
            for (int run = 0; run < runs; run++) {
                LinearOperator a = Operators.withSpectrum(d, SEED.at(run));
                var estimate = method.trace.apply(a, ProbeSettings.products(60, SEED.named("p").at(run))).orThrow();
                error[method.ordinal()] += Math.pow(estimate.value() - trace(d), 2) / runs;
            }
        }
        assertThat(Math.sqrt(error[1])).isLessThan(0.05 * Math.sqrt(error[0]));
        assertThat(Math.sqrt(error[2])).isLessThan(0.6 * Math.sqrt(error[1]));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void smallAndDegenerateOperators(Method method) {
        for (int n : new int[] {1, 2, 3, 5, 20}) {
            double[] d = Seed.of(n).gaussians(n);
            var estimate = method.trace.apply(Operators.withSpectrum(d, SEED), ProbeSettings.products(3_000, SEED))
                    .orThrow();
            assertClose(estimate.value() - trace(d), 0,
                    stated(1.5 * estimate.halfWidth(), "its interval").plus(rounding(100 * n)));
            var zero = method.trace.apply(LinearOperator.diagonal(new double[n]), ProbeSettings.products(30, SEED))
                    .orThrow();
            assertThat(zero.value()).isZero();
            assertThat(zero.halfWidth()).isZero();
        }
        double[] lowRank = new double[80];
        lowRank[3] = 4;
        lowRank[9] = -2.5;
        var estimate = method.trace.apply(Operators.withSpectrum(lowRank, SEED), ProbeSettings.products(48, SEED))
                .orThrow();
        if (method != Method.HUTCHINSON) {
            assertClose(estimate.value(), 1.5, rounding(48 * 80).times(4));
            assertClose(estimate.halfWidth(), 0, rounding(48 * 80).times(4));
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void unsymmetricOperatorsAndDeterminism(Method method) {
        int n = 40;
        Matrix m = Matrix.wrap(n, n, Seed.of(2).gaussians(n * n));
        double exact = 0;
        for (int i = 0; i < n; i++) {
            m.set(i, i, 3 + 0.1 * i);
            exact += m.get(i, i);
        }
        var settings = ProbeSettings.products(n * 2, SEED).withLevel(0.999);
        var first = method.trace.apply(Operators.dense(m), settings).orThrow();
        assertThat(first.covers(exact)).isTrue();
        assertThat(method.trace.apply(Operators.dense(m), settings)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void failuresAreValues(Method method) {
        LinearOperator a = Operators.failingAt(LinearOperator.diagonal(Seed.of(1).gaussians(50)), 5);
        Estimation result = method.trace.apply(a, ProbeSettings.products(60, SEED));
        assertThat(result).isInstanceOfSatisfying(Estimation.Failed.class,
                failed -> assertThat(failed.reason()).contains("product 5").contains("NaN"));
        assertThatThrownBy(result::orThrow).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> method.trace.apply(Operators.dense(Matrix.zeros(2, 3)),
                ProbeSettings.products(60, SEED))).hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> ProbeSettings.products(3, SEED)).hasMessageContaining("maxProducts = 3");
    }

    @Test
    void frobeniusAndDiagonal() {
        int n = 60;
        LinearOperator a = Operators.withSpectrum(decaying(n, 0.3), SEED);
        Matrix dense = Operators.denseOf(a);
        double exact = Vectors.norm(dense.data());
        int hits = 0;
        int runs = 200;
        double squares = 0;
        double claimed = 0;
        for (int run = 0; run < runs; run++) {
            var norm = Hutchinson.frobenius(a, ProbeSettings.products(40, SEED.at(run)).withLevel(0.9)).orThrow();
            hits += norm.covers(exact) ? 1 : 0;
            squares += Math.pow(norm.value() - exact, 2) / runs;
            claimed += Math.pow(norm.standardError(), 2) / runs;
        }
        assertCovers(hits, runs, 0.9);
        assertClose(Math.sqrt(claimed / squares), 1, standardErrors(3.3, Math.sqrt(0.5 / runs)));
        var diagonal = Hutchinson.diagonal(a, ProbeSettings.products(500, SEED)).orThrow();
        double chi = 0;
        for (int i = 0; i < n; i++) {
            double z = (diagonal.values()[i] - dense.get(i, i)) / diagonal.standardErrors()[i];
            chi += z * z / n;
        }
        // The mean of n squares of nearly independent standard normal numbers.
        assertClose(chi, 1, standardErrors(3.3, Math.sqrt(2.0 / n)));
        double[] d = Seed.of(9).gaussians(n);
        var exactly = Hutchinson.diagonal(LinearOperator.diagonal(d), ProbeSettings.products(12, SEED)).orThrow();
        assertClose(exactly.values(), d, rounding(12).times(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30, 64, 200})
    void spectralDensityHasMassMomentsAndShares(int n) {
        double[] d = Seed.of(n).gaussians(n);
        LinearOperator a = Operators.withSpectrum(d, SEED.at(n));
        SpectralDensity density = SpectralDensity
                .of(a, SpectralDensity.Settings.of(40, 40, SEED).withProbesAtOnce(7).withLevel(0.999))
                .orThrow();
        double[] grid = density.grid(4_001, 0.05);
        SpectralCurve curve = density.density(grid, 0.05);
        // Beyond five widths there is no grid, and the trapezoidal rule leaves h^2 / 12 times the slopes there, 1e-5 at most.
        assertClose(curve.mass(), 1,
                stated(2 * Scalars.normalCdf(-5), "tails beyond five widths")
                        .plus(truncation((grid[1] - grid[0]) / 0.05, 2).times(1e-5))
                        .plus(rounding(4_001)));
        for (SpectralRule rule : density.rules()) {
            assertClose(Arrays.stream(rule.weights()).sum(), 1, rounding(1_000));
        }
        for (int power = 1; power <= 4; power++) {
            int p = power;
            double exact = Arrays.stream(d).map(x -> Math.pow(x, p)).sum() / n;
            var moment = density.moment(power);
            assertClose(moment.value(), exact, stated(moment.halfWidth(), "its interval").plus(rounding(40 * 40)));
            var direct = DirectMoments.of(a, 4, 60, 0.999, SEED.named("direct")).get(power - 1).orThrow();
            assertClose(direct.value(), exact, stated(direct.halfWidth(), "its interval").plus(rounding(40 * 40)));
        }
        double negative = Arrays.stream(d).filter(x -> x < 0).count() / (double) n;
        var share = density.shareBelow(0);
        assertClose(share.value(), negative, stated(share.halfWidth(), "its interval").plus(rounding(40 * 40))
                .plus(stated(n > 40 ? 0.02 : 0, "a rule of 40 nodes")));
        SpectralCurve cumulative = density.cumulative(grid);
        assertThat(cumulative.values()[0]).isZero();
        assertClose(cumulative.values()[grid.length - 1], 1, rounding(1_000));
        for (int i = 1; i < grid.length; i++) {
            assertThat(cumulative.values()[i])
                    .isGreaterThanOrEqualTo(cumulative.values()[i - 1] - rounding(4).bound());
        }
    }

    @Test
    void densityBandCoversTheSmoothedSpectrum() {
        int n = 400;
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = i < 350 ? Math.sin(i) : 3 + 0.001 * i;
        }
        double sigma = 0.2;
        int hits = 0;
        int runs = 0;
        for (int run = 0; run < 40; run++) {
            SpectralDensity density = SpectralDensity.of(Operators.withSpectrum(d, SEED.named("band")),
                    SpectralDensity.Settings.of(10, 60, SEED.at(run)).withLevel(0.9)).orThrow();
            double[] at = {-1, -0.4, 0.3, 1, 3.2};
            SpectralCurve curve = density.density(at, sigma);
            for (int g = 0; g < at.length; g++) {
                double exact = 0;
                for (double value : d) {
                    double u = (at[g] - value) / sigma;
                    exact += Math.exp(-0.5 * u * u) / (sigma * Math.sqrt(2 * Math.PI) * n);
                }
                runs++;
                hits += exact >= curve.lower()[g] && exact <= curve.upper()[g] ? 1 : 0;
            }
        }
        assertCovers(hits, runs, 0.9);
    }

    @Test
    void tracesOfFunctionsAndLogDeterminants() {
        int n = 300;
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = 0.1 + 5.0 * i / n;
        }
        LinearOperator a = Operators.withSpectrum(d, SEED);
        var settings = SpectralDensity.Settings.of(30, 50, SEED).withProbesAtOnce(30).withLevel(0.999);
        SpectralDensity density = SpectralDensity.of(a, settings).orThrow();
        double exact = Arrays.stream(d).map(Math::log).sum();
        assertThat(density.logDeterminant().orThrow().covers(exact)).isTrue();
        assertThat(density.trace(Math::exp).orThrow().covers(Arrays.stream(d).map(Math::exp).sum())).isTrue();
        double[] indefinite = d.clone();
        indefinite[7] = -1;
        Estimation undefined = SpectralDensity.of(Operators.withSpectrum(indefinite, SEED), settings)
                .orThrow()
                .logDeterminant();
        assertThat(undefined).isInstanceOfSatisfying(Estimation.Failed.class,
                failed -> assertThat(failed.reason()).contains("at the Ritz value -"));
        assertThat(SpectralDensity.of(Operators.failingAt(a, 33), SpectralDensity.Settings.of(3, 20, SEED)))
                .isInstanceOfSatisfying(SpectralDensity.Outcome.Failed.class,
                        failed -> assertThat(failed.failure().product()).isEqualTo(33));
        SpectralDensity alone = SpectralDensity.of(a, settings.withProbesAtOnce(1)).orThrow();
        assertThat(alone.moment(3)).isEqualTo(density.moment(3));
        SpectralDensity cheap = SpectralDensity.of(a, settings.withoutReorthogonalisation()).orThrow();
        assertThat(cheap.logDeterminant().orThrow().covers(exact)).isTrue();
    }

    @Test
    void oneProbePerRuleIsExactForFullKrylovSpaces() {
        double[] d = {1, 1, 1, 4};
        SpectralDensity density = SpectralDensity
                .of(LinearOperator.diagonal(d), SpectralDensity.Settings.of(5, 10, SEED))
                .orThrow();
        for (SpectralRule rule : density.rules()) {
            assertClose(rule.nodes(), new double[] {1, 4}, rounding(50).times(4));
        }
        assertThat(List.copyOf(density.coarser())).isEqualTo(density.rules());
    }
}
