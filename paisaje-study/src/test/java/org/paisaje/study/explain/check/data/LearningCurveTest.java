package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Half of the samples are worse where there are few, and as good where there are enough or nothing is to be learned. */
final class LearningCurveTest {
    private static final Seed SEED = Seed.of(5);

    private static Dataset linear(int n, int d, double signal) {
        Matrix x = Matrix.wrap(n, d, SEED.named("x").gaussians(n * d));
        double[] noise = SEED.named("noise").gaussians(n);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            double sum = noise[i];
            for (int j = 0; j < d; j++) {
                sum += signal * x.get(i, j);
            }
            y.set(i, 0, sum);
        }
        return Dataset.regression("linear", x, y);
    }

    @Test
    void twentyUnknownsOfFiftySamplesAreFew() {
        LearningCurve curve = LearningCurve.of(linear(50, 20, 1), Optional.empty()).orElseThrow();
        assertThat(curve.falls()).isTrue();
        // The noise alone is 1 of the variance 21.
        assertThat(curve.whole()).isGreaterThan(1.0 / 21);
        assertThat(curve.half()).isLessThanOrEqualTo(1);
    }

    @Test
    void twoUnknownsOfFourHundredSamplesAreNot() {
        LearningCurve curve = LearningCurve.of(linear(400, 2, 1), Optional.empty()).orElseThrow();
        assertThat(curve.falls()).isFalse();
        // With this many samples least squares leaves the noise, 1 of the variance 3, but for a few per cent.
        assertThat(curve.whole()).isBetween(0.25, 0.42);
    }

    @Test
    void noiseGetsNoBetterWithMoreOfIt() {
        assertThat(LearningCurve.of(linear(80, 5, 0), Optional.empty()).orElseThrow().falls()).isFalse();
    }

    @Test
    void aDozenSamplesCannotBeHalved() {
        assertThat(LearningCurve.of(linear(12, 2, 1), Optional.empty())).isEmpty();
    }
}
