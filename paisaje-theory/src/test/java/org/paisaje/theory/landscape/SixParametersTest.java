package org.paisaje.theory.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

/**
 * The network theta_1 r(theta_3 x + theta_5) + theta_2 r(theta_4 x + theta_6) of two points on the line between two copies,
 * beside numbers of thirty digits from another program.
 */
final class SixParametersTest {
    private static final double[] FIRST = {1, -1, 1, 1, 1, 0};
    private static final double[] SECOND = {-1, 1, 1, 1, 0, 1};
    /** The library has the weights and biases of the hidden layer before those of the last, whose bias is 0. */
    private static final int[] ORDER = {4, 5, 0, 1, 2, 3};

    private static Risk risk() {
        return Risk.of(Mlp.of(Activation.RELU, 1, 2, 1), Matrix.of(new double[][] {{-1}, {1}}),
                Matrix.of(new double[][] {{0}, {1}}), Loss.meanSquared());
    }

    private static double[] at(double t) {
        double[] result = new double[7];
        for (int i = 0; i < 6; i++) {
            result[ORDER[i]] = (1 - t) * FIRST[i] + t * SECOND[i];
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"-0.5, 5", "0, 0", "0.1, 0.0648", "0.25, 0.28125", "0.3, 0.3528", "0.5, 0.5", "0.7, 0.3528", "1, 0",
        "1.5, 5"})
    void riskOnTheLine(double t, double expected) {
        assertClose(risk().value(at(t)), expected, rounding(20).times(Math.max(1, expected)));
    }

    /** At a kink the derivative of ReLU is 0. */
    @Test
    void gradientOnTheLine() {
        double[] gradient = risk().gradient(at(0.3));
        double[] expected = {-1.428, -1.092, -0.336, 0.336, -0.336, 0.336};
        for (int i = 0; i < 6; i++) {
            assertClose(gradient[ORDER[i]], expected[i], rounding(20).times(2));
        }
    }

    /** As printed, without x in the first neuron, the middle is no higher than the ends. */
    @Test
    void withoutItsInputTheExampleIsNone() {
        double[] risks = {2, 0.5, 0.5};
        for (int k = 0; k < 3; k++) {
            double[] theta = at(new double[] {0, 1, 0.5}[k]);
            theta[2] += theta[0];
            theta[0] = 0;
            assertClose(risk().value(theta), risks[k], rounding(20));
        }
        assertThat(risks[2]).isLessThan((risks[0] + risks[1]) / 2);
    }
}
