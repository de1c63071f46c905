package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;

import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

final class OuterLayerKernelTest {
    private static final Seed SEED = Seed.of(6);

    private static Matrix normal(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** Values worked out with 30 digits by another program. */
    @Test
    void theReferenceCase() {
        var kernel = OuterLayerKernel.of(Activation.RELU, Matrix.of(new double[][] {{-1}, {0.5}, {2}}),
                Matrix.of(new double[][] {{1, 0.5}, {-0.8, 0.4}, {0.6, -0.3}, {-0.2, 1}}));
        assertClose(kernel.kernel().data(), new double[] {2.88, 1.08, 0.72, 1.08, 1.81, 3.04, 0.72, 3.04, 7.42},
                rounding(5).times(7.42));
        assertClose(kernel.eigenvalues(), new double[] {0.2791715869178750, 2.880820926119278, 8.950007486962847},
                printed(15).plus(rounding(30).times(8.95)));
        assertThat(kernel.features().columns()).isEqualTo(4);
    }

    /** Against the gradient of the network that has these layers. */
    @Test
    void theOuterGradientIsThatOfTheNetwork() {
        int n = 7;
        Matrix x = normal("x", 5, 3);
        Matrix y = normal("y", 5, 1);
        Mlp network = Mlp.of(Activation.TANH, 4, n, 1).withBias(false);
        double[] theta = SEED.named("theta").gaussians(network.layout().size());
        Matrix lifted = OuterLayerKernel.lifted(x);
        double[] gradient = Risk.of(network, lifted, y, Loss.meanSquared()).gradient(theta);
        double squared = 0;
        for (int k = 4 * n; k < gradient.length; k++) {
            squared += gradient[k] * gradient[k];
        }
        Matrix inner = Matrix.wrap(n, 4, java.util.Arrays.copyOf(theta, 4 * n));
        double[] residuals = network.forward(theta, lifted).minus(y).data();
        assertThat(OuterLayerKernel.of(Activation.TANH, x, inner).outerGradientSquared(residuals))
                .isCloseTo(squared, within(1e-12 * squared));
    }

    @Test
    void theLimitIsTheArcCosineKernelAndTheMeanOfManyNeurons() {
        Matrix x = normal("x", 4, 2);
        Matrix limit = OuterLayerKernel.limit(Activation.RELU, x);
        Matrix lifted = OuterLayerKernel.lifted(x);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double ij = dot(lifted.row(i), lifted.row(j));
                double size = Math.sqrt(dot(lifted.row(i), lifted.row(i)) * dot(lifted.row(j), lifted.row(j)));
                double t = i == j ? 0 : Math.acos(ij / size);
                assertThat(limit.get(i, j)).isCloseTo(
                        size * (Math.sin(t) + (Math.PI - t) * Math.cos(t)) / (2 * Math.PI), within(1e-13 * size));
            }
        }
        int n = 100_000;
        Matrix mean = OuterLayerKernel.of(Activation.RELU, x, normal("inner", n, 3)).kernel();
        mean.scale(1.0 / n);
        for (int i = 0; i < 4; i++) {
            // The fourth moments of ReLUs of normals are 6 times the squared second ones: Var(uv) <= 6 K_ii K_jj.
            assertThat(mean.get(i, 0)).isCloseTo(limit.get(i, 0),
                    within(4 * Math.sqrt(6 * limit.get(i, i) * limit.get(0, 0) / n)));
        }
    }

    @Test
    void rowsOfTheWrongLengthAreRefused() {
        assertThatThrownBy(() -> OuterLayerKernel.of(Activation.RELU, Matrix.zeros(2, 3), Matrix.zeros(5, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows of 4, weights and bias");
    }
}
