package org.paisaje.theory.kernel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;

final class TangentModesTest {
    private static final Seed SEED = Seed.of(5);

    private static Matrix normal(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    private static Matrix classes(int rows, int columns) {
        Matrix y = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            y.set(i, i % columns, 1);
        }
        return y;
    }

    /** A network linear in theta with a squared loss: every component keeps exactly (1 - eta a)^steps. */
    @ParameterizedTest
    @ValueSource(strings = {"half-mean-squared", "mean-squared", "half-sum-squared"})
    void aLinearModelDecaysAsPredicted(String name) {
        Architecture network = Architecture.parse("linear:3-2:bias=true");
        Loss loss = Loss.parse(name);
        Matrix x = normal("x", 7, 3);
        Matrix y = normal("y", 7, 2);
        double[] theta = SEED.named("theta").gaussians(network.layout().size());
        TangentModes modes = TangentModes.of(network, theta, x, y, loss);
        Risk risk = Risk.of(network, x, y, loss);
        double eta = 0.3 / modes.eigenvalues()[0];
        double[] end = theta.clone();
        int steps = 12;
        for (int s = 0; s < steps; s++) {
            double[] gradient = risk.gradient(end);
            for (int i = 0; i < end.length; i++) {
                end[i] -= eta * gradient[i];
            }
        }
        double[] after = modes.components(end);
        for (int i = 0; i < after.length; i++) {
            double factor = Math.pow(1 - eta * modes.eigenvalues()[i], steps);
            assertClose(after[i], factor * modes.start()[i], rounding(1_000));
        }
        double twice = Arrays.stream(after).map(c -> c * c).sum();
        assertClose(twice, 2 * risk.value(end), rounding(1_000));
        double share = twice / Arrays.stream(modes.start()).map(c -> c * c).sum();
        assertClose(modes.remaining(Evolution.descent(eta, steps)), share, rounding(1_000));
    }

    /** For any loss the eigenvalues are those of the Gauss-Newton matrix, which is J^T S J, beside zeros. */
    @ParameterizedTest
    @ValueSource(strings = {"softmax-cross-entropy", "binary-cross-entropy", "half-mean-squared"})
    void theEigenvaluesAreThoseOfGaussNewton(String name) {
        Architecture network = Architecture.parse("mlp:3-4-3:tanh");
        Loss loss = Loss.parse(name);
        Matrix x = normal("x", 6, 3);
        Matrix y = classes(6, 3);
        double[] theta = SEED.named("theta").gaussians(network.layout().size());
        double[] modes = TangentModes.of(network, theta, x, y, loss).eigenvalues();
        int p = theta.length;
        Matrix dense = Matrix.zeros(p, p);
        var operator = Risk.of(network, x, y, loss).gaussNewton(theta);
        for (int i = 0; i < p; i++) {
            double[] unit = new double[p];
            unit[i] = 1;
            dense.setRow(i, operator.apply(unit));
        }
        dense.addScaled(1, dense.transpose());
        dense.scale(0.5);
        double[] expected = SymmetricEigen.values(dense);
        for (int i = 0; i < modes.length; i++) {
            assertThat(modes[i]).isCloseTo(Math.max(0, expected[p - 1 - i]), within(1e-12 * modes[0]));
        }
    }

    /** To first order in a step, u moves by -eta A u whatever the loss. */
    @ParameterizedTest
    @ValueSource(strings = {"softmax-cross-entropy", "binary-cross-entropy"})
    void aSmallStepMovesTheComponentsAtTheirRates(String name) {
        Architecture network = Architecture.parse("mlp:3-5-3:tanh");
        Loss loss = Loss.parse(name);
        Matrix x = normal("x", 5, 3);
        Matrix y = classes(5, 3);
        double[] theta = SEED.named("theta").gaussians(network.layout().size());
        TangentModes modes = TangentModes.of(network, theta, x, y, loss);
        double[] gradient = Risk.of(network, x, y, loss).gradient(theta);
        double eta = 1e-5;
        double[][] moved = new double[2][];
        for (int sign = 0; sign < 2; sign++) {
            double[] end = theta.clone();
            for (int i = 0; i < end.length; i++) {
                end[i] -= (sign == 0 ? eta : -eta) * gradient[i];
            }
            moved[sign] = modes.components(end);
        }
        for (int i = 0; i < modes.order(); i++) {
            double slope = (moved[0][i] - moved[1][i]) / (2 * eta);
            assertClose(slope, -modes.eigenvalues()[i] * modes.start()[i], centralDifference(eta, 40));
        }
    }

    @Test
    void sizesThatDoNotMatchAreRefused() {
        Architecture network = Architecture.parse("linear:3-2");
        double[] theta = new double[network.layout().size()];
        assertThatThrownBy(
                () -> TangentModes.of(network, theta, normal("x", 4, 3), normal("y", 4, 1), Loss.squared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("y is 4 x 1")
                .hasMessageContaining("2 columns");
        assertThatThrownBy(
                () -> TangentModes.of(network, theta, normal("x", 0, 3), normal("y", 0, 2), Loss.squared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }

    /** The matrix would have order 2e5. */
    @Test
    void tooManySamplesAreRefusedBeforeAnyWork() {
        Architecture network = Architecture.parse("linear:1-2");
        assertThatThrownBy(() -> TangentModes.of(network, new double[network.layout().size()],
                Matrix.zeros(100_000, 1), Matrix.zeros(100_000, 2), Loss.squared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take fewer samples");
    }
}
