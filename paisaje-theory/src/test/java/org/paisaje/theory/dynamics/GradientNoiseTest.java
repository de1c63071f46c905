package org.paisaje.theory.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.standardErrors;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class GradientNoiseTest {
    private static final Seed SEED = Seed.of(11);

    @Test
    void threeGradientsByHand() {
        GradientNoise noise = GradientNoise.of(Matrix.of(new double[][] {{1, 0}, {3, 0}, {2, 3}}));
        // Mean (2, 1); variances 1 and 3, hence trace 4; |mean|^2 - 4/3.
        assertClose(noise.trace(), 4, rounding(20).times(5));
        assertClose(noise.signal(), 5 - 4.0 / 3, rounding(20).times(5));
        assertClose(noise.scale(2), 1, rounding(20));
    }

    @Test
    void equalGradientsHaveNoNoise() {
        GradientNoise noise = GradientNoise.of(Matrix.of(new double[][] {{1, 2}, {1, 2}, {1, 2}, {1, 2}}));
        assertThat(noise.trace()).isZero();
        assertClose(noise.signal(), 5, rounding(20).times(5));
    }

    /** Known mean and covariance: over 400 sets the intervals of 1.96 errors cover as often as they should. */
    @Test
    void intervalsCoverTheTruth() {
        double[] mean = {1, -2, 0.5};
        double[] deviation = {1, 0.3, 2};
        double trace = 1 + 0.09 + 4;
        double signal = 1 + 4 + 0.25;
        int sets = 400;
        int m = 60;
        int traces = 0;
        int signals = 0;
        double[] spread = new double[2];
        double[] stated = new double[2];
        for (int s = 0; s < sets; s++) {
            double[] draws = SEED.at(s).gaussians(3 * m);
            for (int i = 0; i < draws.length; i++) {
                draws[i] = mean[i % 3] + deviation[i % 3] * draws[i];
            }
            GradientNoise noise = GradientNoise.of(Matrix.wrap(m, 3, draws));
            traces += Math.abs(noise.trace() - trace) <= 1.96 * noise.traceError() ? 1 : 0;
            signals += Math.abs(noise.signal() - signal) <= 1.96 * noise.signalError() ? 1 : 0;
            spread[0] += Math.pow(noise.trace() - trace, 2) / sets;
            spread[1] += Math.pow(noise.signal() - signal, 2) / sets;
            stated[0] += Math.pow(noise.traceError(), 2) / sets;
            stated[1] += Math.pow(noise.signalError(), 2) / sets;
        }
        // Four binomial standard errors about 0.95, and 0.02 for the skewness of a chi-square at m = 60.
        double allowed = 4 * Math.sqrt(0.95 * 0.05 / sets);
        assertThat(traces / (double) sets).isBetween(0.95 - 0.02 - allowed, 0.95 + allowed);
        assertThat(signals / (double) sets).isBetween(0.95 - 0.02 - allowed, 0.95 + allowed);
        // The mean of 400 squared errors is known to sqrt(2 / 400); what is stated must be that size.
        for (int i = 0; i < 2; i++) {
            assertClose(stated[i] / spread[i], 1, standardErrors(4, Math.sqrt(2.0 / sets)));
        }
    }

    @Test
    void twoSamplesAreTooFew() {
        assertThatThrownBy(() -> GradientNoise.of(Matrix.zeros(2, 3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3");
    }
}
