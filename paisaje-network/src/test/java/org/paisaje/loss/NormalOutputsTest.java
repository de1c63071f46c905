package org.paisaje.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Expected losses of normal outputs against closed forms and against draws. */
final class NormalOutputsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void withoutSpreadTheLossIsTheLogarithmOfTheClasses(int k) {
        assertThat(NormalOutputs.logSum(k, 0)).isCloseTo(Math.log(k), within(1e-13 * (1 + Math.log(k))));
        // log k + (1 - 1/k) v / 2 + O(v^2), the second order of the logarithm of a sum of exponentials
        double v = 1e-4;
        assertThat(NormalOutputs.logSum(k, v)).isCloseTo(Math.log(k) + (1 - 1.0 / k) * v / 2, within(2 * v * v));
    }

    /** log(e^a + e^b) = b + log(1 + e^(a - b)), and a - b has the variance 2 v. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 4, 25, 100})
    void ofTwoClassesItIsThatOfTheirDifference(double v) {
        double exact = NormalOutputs.softplus(2 * v);
        assertThat(NormalOutputs.logSum(2, v)).isCloseTo(exact, within(1e-11 * exact));
    }

    @Test
    void drawsAgree() {
        int n = 4000;
        Matrix f = Matrix.wrap(n, 10, Seed.of(3).gaussians(10 * n));
        f.scale(2);
        Matrix y = Matrix.zeros(n, 10);
        for (int i = 0; i < n; i++) {
            y.set(i, i % 10, 1);
        }
        double[] variances = new double[n];
        Arrays.fill(variances, 4);
        // A sample's loss has a standard deviation of about 2.3: five standard errors.
        double blur = 5 * 2.3 / Math.sqrt(n);
        assertThat(Loss.SOFTMAX_CROSS_ENTROPY.expected(y, variances).orElseThrow())
                .isCloseTo(Loss.SOFTMAX_CROSS_ENTROPY.value(f, y), within(blur));
    }

    @Test
    void manyVariancesAreInterpolated() {
        double[] variances = new double[50];
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            variances[i] = 0.1 * i;
            sum += NormalOutputs.logSum(3, variances[i]) / 50;
        }
        Matrix y = Matrix.zeros(50, 3);
        for (int i = 0; i < 50; i++) {
            y.set(i, i % 3, 1);
        }
        // Below the deviation 1e-2 a series leaves out the square of the variance.
        assertClose(Loss.SOFTMAX_CROSS_ENTROPY.expected(y, variances).orElseThrow(), sum, truncation(1e-2, 4));
    }

    @Test
    void squaresAndSignsHaveTheirClosedForms() {
        Matrix y = Matrix.wrap(2, 2, new double[] {1, -2, 3, 0});
        assertThat(Loss.halfMeanSquared().expected(y, new double[] {1, 2}).orElseThrow())
                .isEqualTo((14 + 2 * 3) / 4.0);
        Matrix signs = Matrix.wrap(2, 1, new double[] {1, -1});
        assertClose(Loss.LOGISTIC.expected(signs, new double[] {0, 0}).orElseThrow(), Math.log(2), rounding(4));
        assertThat(Loss.BINARY_CROSS_ENTROPY.expected(y, new double[] {400, 0})).isEmpty();
    }
}
