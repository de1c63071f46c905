package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.start.Initializer;

/** Gradients of a workspace against central differences and against each other. */
final class WorkspaceTest {
    private static final Seed SEED = Seed.of(11);

    private static Matrix gaussian(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-5-4-2:tanh", "linear:3-4-2", "resnet:3x4-2:tanh:block=two,step=0.3",
                "resnet:3-5x2-2:softplus:block=projected,step=0.5,hidden=4", "mlp:3-70-2:gelu:param=ntk,sb=0.4"})
    void gradientIsTheSlopeOfTheValue(String text) {
        Architecture net = Architecture.parse(text);
        double[] theta = net.initialize(Initializer.normal(0.5), SEED.named("init"));
        GradientWorkspace workspace = net.workspace(Loss.SQUARED, 7);
        workspace.load(gaussian("x", 7, 3), gaussian("y", 7, 2));
        double[] gradient = new double[theta.length];
        double value = workspace.valueAndGradient(theta, gradient);
        assertThat(workspace.value(theta)).isCloseTo(value, within(1e-13 * value));
        double[] v = SEED.named("v").gaussians(theta.length);
        double slope = 0;
        double h = 1e-5;
        double[] plus = theta.clone();
        double[] minus = theta.clone();
        for (int i = 0; i < v.length; i++) {
            slope += gradient[i] * v[i];
            plus[i] += h * v[i];
            minus[i] -= h * v[i];
        }
        assertThat((workspace.value(plus) - workspace.value(minus)) / (2 * h))
                .isCloseTo(slope, within(1e-7 * Math.max(1, Math.abs(slope))));
    }

    @Test
    void rowsAreThoseOfTheirIndices() {
        Architecture net = Architecture.parse("mlp:3-5-2:tanh");
        double[] theta = net.initialize(SEED);
        Matrix x = gaussian("x", 9, 3);
        Matrix y = gaussian("y", 9, 2);
        GradientWorkspace workspace = net.workspace(Loss.SQUARED, 4);
        double[] some = new double[theta.length];
        double[] same = new double[theta.length];
        workspace.load(x, y, new int[] {0, 8, 2, 5}, 1, 4);
        double value = workspace.valueAndGradient(theta, some);
        workspace.load(x.rows(8, 2, 5), y.rows(8, 2, 5));
        assertThat(workspace.valueAndGradient(theta, same)).isEqualTo(value);
        assertThat(same).isEqualTo(some);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Architecture net = Architecture.parse("mlp:3-5-2:tanh");
        GradientWorkspace workspace = net.workspace(Loss.SQUARED, 4);
        assertThatThrownBy(() -> workspace.value(new double[net.layout().size()]))
                .hasMessageContaining("no batch is loaded");
        assertThatThrownBy(() -> workspace.load(gaussian("x", 5, 3), gaussian("y", 5, 2)))
                .hasMessageContaining("5 samples, the workspace takes 1 to 4");
        assertThatThrownBy(() -> workspace.load(gaussian("x", 3, 5), gaussian("y", 3, 2)))
                .hasMessageContaining("x has 5 columns, the network takes 3 inputs");
        assertThatThrownBy(() -> workspace.load(gaussian("x", 3, 3), gaussian("y", 3, 1)))
                .hasMessageContaining("y is 3 x 1, needed are 3 x 2");
        workspace.load(gaussian("x", 3, 3), gaussian("y", 3, 2));
        assertThatThrownBy(() -> workspace.value(new double[3])).hasMessageContaining("theta has 3 entries");
    }

    @Test
    void kinksAreCounted() {
        Architecture net = Architecture.parse("mlp:1-3-1:relu");
        double[] theta = {1, -1, 2, 0, 0.5, -2, 1, 1, 1, 0};
        // arguments: 0, 0.5, -2 | 1, -0.5, 0 | -1e-9, 0.5 + 1e-9, -2 - 2e-9
        Matrix x = Matrix.of(new double[][] {{0}, {1}, {-1e-9}});
        assertThat(net.kinks(theta, x, 0)).isEqualTo(new KinkCount(2, 9));
        assertThat(net.kinks(theta, x, 1e-8)).isEqualTo(new KinkCount(3, 9));
        assertThat(Architecture.parse("mlp:1-3-1:tanh").kinks(theta, x, 9)).isEqualTo(new KinkCount(0, 0));
        assertThatThrownBy(() -> net.kinks(theta, x, -1)).hasMessageContaining("within is -1.0");
    }
}
