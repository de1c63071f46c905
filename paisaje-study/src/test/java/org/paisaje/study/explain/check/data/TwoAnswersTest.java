package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.attempt.HeldOut;

final class TwoAnswersTest {
    private static final Seed SEED = Seed.of(8);
    private static final int ROWS = 600;

    /** Targets by an input x and a second number that is no input, uniform on (-1, 1) or normal. */
    private static TwoAnswers of(boolean normal, DoubleBinaryOperator target) {
        double[] x = SEED.named("x").gaussians(ROWS);
        double[] hidden = normal ? SEED.named("h").gaussians(ROWS) : SEED.named("h").uniforms(ROWS);
        Matrix y = Matrix.zeros(ROWS, 1);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, 0, target.applyAsDouble(x[i], normal ? hidden[i] : 2 * hidden[i] - 1));
        }
        Dataset data = Dataset.regression("answers", Matrix.wrap(ROWS, 1, x), y);
        return TwoAnswers.of(data, () -> HeldOut.of(data)).orElseThrow();
    }

    @Test
    void twoValuesShowWhateverTheirDistanceIsAtEachInput() {
        assertThat(of(false, (x, h) -> x + Math.signum(h)).shows()).isTrue();
        assertThat(of(false, (x, h) -> 0.3 * x + Math.signum(h) * (1 + x * x)).shows()).isTrue();
        assertThat(of(false, (x, h) -> x + Math.signum(h)).kurtosis()).isLessThan(1.1);
    }

    /** Kurtosis 3 of normal noise and 9/5 of evenly spread noise; its estimate from n rows has the standard error sqrt(24/n). */
    @Test
    void noiseDoesNot() {
        TwoAnswers normal = of(true, (x, h) -> x + h);
        assertClose(normal.kurtosis(), 3, stated(3 * Math.sqrt(24.0 / ROWS), "three standard errors of a kurtosis"));
        assertThat(normal.shows()).isFalse();
        TwoAnswers even = of(false, (x, h) -> x + h);
        assertClose(even.kurtosis(), 1.8, stated(0.25, "three standard errors, and what predictions of squares add"));
        assertThat(even.shows()).isFalse();
        assertThat(of(true, (x, h) -> x + Math.exp(x) * h).shows()).isFalse();
    }

    /** Counts and codes have few values without any second answer. */
    @Test
    void fewValuesAreNotAsked() {
        double[] x = SEED.named("x").gaussians(ROWS);
        Matrix y = Matrix.zeros(ROWS, 1);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, 0, i % 2);
        }
        Dataset data = Dataset.regression("codes", Matrix.wrap(ROWS, 1, x), y);
        assertThat(TwoAnswers.of(data, () -> HeldOut.of(data))).isEmpty();
    }
}
