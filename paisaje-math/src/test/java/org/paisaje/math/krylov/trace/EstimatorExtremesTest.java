package org.paisaje.math.krylov.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;

/** Densities, traces and norms of operators on which such estimators break: few values, zeros, order one, huge and tiny. */
final class EstimatorExtremesTest {
    private static final Seed SEED = Seed.of(5);

    private static SpectralDensity density(LinearOperator a, int steps) {
        return SpectralDensity.of(a, SpectralDensity.Settings.of(6, steps, SEED)).orThrow();
    }

    private static double[] threesAndOnes(int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> i < n / 4 ? 3 : 1);
        return values;
    }

    private static List<BiFunction<LinearOperator, ProbeSettings, Estimation>> traces() {
        return List.of(XTrace::trace, HutchPlusPlus::trace, Hutchinson::trace);
    }

    /** The Krylov space of two values has two dimensions: the rule is exact after two steps however many are asked for. */
    @ParameterizedTest
    @ValueSource(ints = {2, 20, 200})
    void twoValues(int steps) {
        SpectralDensity density = density(LinearOperator.diagonal(threesAndOnes(200)), steps);
        for (SpectralRule rule : density.rules()) {
            assertClose(rule.nodes(), new double[] {1, 3}, rounding(200));
        }
        assertThat(density.shareBelow(2).covers(0.75)).isTrue();
        assertThat(density.moment(1).covers(1.5)).isTrue();
    }

    @Test
    void zeroAndOrderOne() {
        SpectralDensity zero = density(LinearOperator.diagonal(new double[50]), 10);
        for (SpectralRule rule : zero.rules()) {
            assertThat(rule.nodes()).containsExactly(0);
            assertThat(rule.weights()).containsExactly(1);
        }
        for (var trace : traces()) {
            var none = trace.apply(LinearOperator.diagonal(new double[50]), ProbeSettings.products(30, SEED)).orThrow();
            assertThat(none.value()).isZero();
            assertThat(none.halfWidth()).isZero();
            assertClose(trace.apply(LinearOperator.diagonal(-4), ProbeSettings.products(30, SEED)).orThrow().value(),
                    -4,
                    rounding(1).times(4));
        }
        SpectralDensity one = density(LinearOperator.diagonal(-4), 10);
        assertClose(one.moment(1).value(), -4, rounding(1).times(4));
        assertThat(zero.logDeterminant()).isInstanceOf(Estimation.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-160, 1e160, 1e300})
    void endsOfTheRangeOfNumbers(double factor) {
        double[] values = threesAndOnes(200);
        double[] scaled = Arrays.stream(values).map(v -> v * factor).toArray();
        SpectralDensity density = density(LinearOperator.diagonal(scaled), 20);
        for (SpectralRule rule : density.rules()) {
            assertClose(rule.nodes(), new double[] {factor, 3 * factor}, rounding(200).times(factor));
        }
        assertThat(density.moment(1).covers(1.5 * factor)).isTrue();
        for (var trace : traces()) {
            var found = trace.apply(LinearOperator.diagonal(scaled), ProbeSettings.products(60, SEED)).orThrow();
            assertThat(found.halfWidth()).isFinite();
            assertThat(Math.abs(found.value() - 300 * factor)).isLessThanOrEqualTo(
                    2 * found.halfWidth() + 200 * Math.ulp(300 * factor));
        }
        // Rademacher probes see every entry of a diagonal matrix alike.
        var norm = Hutchinson.frobenius(LinearOperator.diagonal(scaled), ProbeSettings.products(60, SEED)).orThrow();
        assertClose(norm.value() / factor, Math.sqrt(50 * 9 + 150), rounding(200).times(25));
        double[] upper = density.density(density.grid(50, factor / 20), factor / 20).upper();
        assertThat(Arrays.stream(upper).allMatch(Double::isFinite)).isTrue();
    }
}
