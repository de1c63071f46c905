package org.paisaje.theory.generalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

final class PowerLawTest {
    private static double[] power(int n, double alpha, long seed) {
        return Arrays.stream(Seed.of(seed).uniforms(n)).map(u -> 2 * Math.pow(1 - u, -1 / (alpha - 1))).toArray();
    }

    /** All values are from the law: the exponent is in its interval, and the exponential is ruled out. */
    @Test
    void aPowerLawIsFound() {
        PowerLaw fit = PowerLaw.of(power(600, 2.5, 1), Seed.of(2)).orElseThrow();
        assertThat(fit.interval().contains(2.5)).as("%s", fit).isTrue();
        assertThat(fit.pValue()).isGreaterThan(0.1);
        assertThat(fit.rivals().getFirst().ratio()).isPositive();
        assertThat(fit.rivals().getFirst().pValue()).isLessThan(0.05);
        assertThat(fit.verdict()).isNotEqualTo(PowerLaw.Verdict.NONE);
    }

    /** The estimate with x0 = 2 by hand: 1 + n / sum log(x / x0). */
    @Test
    void theExponentIsThatOfMaximumLikelihood() {
        double[] values = power(500, 3, 5);
        PowerLaw fit = PowerLaw.of(values, Seed.of(1)).orElseThrow();
        double[] tail = Arrays.stream(values).filter(x -> x >= fit.from()).toArray();
        double sum = Arrays.stream(tail).map(x -> Math.log(x / fit.from())).sum();
        assertThat(fit.tail()).isEqualTo(tail.length);
        assertClose(fit.alpha(), 1 + tail.length / sum, rounding(500));
    }

    /** Normal values have no power law: the exponential and the log-normal are better, or the fit is ruled out. */
    @Test
    void thinTailsHaveNone() {
        double[] normal = Arrays.stream(Seed.of(3).gaussians(800)).map(Math::abs).toArray();
        assertThat(PowerLaw.of(normal, Seed.of(4)).orElseThrow().verdict()).isNotEqualTo(PowerLaw.Verdict.POWER_LAW);
        double[] even = Seed.of(9).uniforms(800);
        assertThat(PowerLaw.of(even, Seed.of(4)).orElseThrow().verdict()).isEqualTo(PowerLaw.Verdict.NONE);
    }

    /** A log-normal law of small spread is not taken for a power law. */
    @Test
    void aLogNormalIsNotTakenForAPowerLaw() {
        double[] values = Arrays.stream(Seed.of(6).gaussians(800)).map(z -> Math.exp(0.5 * z)).toArray();
        assertThat(PowerLaw.of(values, Seed.of(7)).orElseThrow().verdict()).isNotEqualTo(PowerLaw.Verdict.POWER_LAW);
    }

    @Test
    void fewOrEqualValuesHaveNoTail() {
        assertThat(PowerLaw.of(power(PowerLaw.FEWEST - 1, 2, 1), Seed.of(1))).isEmpty();
        double[] equal = new double[50];
        Arrays.fill(equal, 3);
        assertThat(PowerLaw.of(equal, Seed.of(1))).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameAnswer() {
        double[] values = power(200, 2.2, 8);
        assertThat(PowerLaw.of(values, Seed.of(5))).isEqualTo(PowerLaw.of(values, Seed.of(5)));
    }
}
