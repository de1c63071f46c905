package org.paisaje.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.norm;
import static org.paisaje.math.testing.Vectors.plus;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.start.Initializer;

final class ConvolutionalTest {
    private static final Seed SEED = Seed.of(21);

    private static double[] gaussians(String name, int n) {
        return SEED.named(name).gaussians(n);
    }

    private static Matrix images(Convolutional net, int n) {
        return Matrix.wrap(n, net.inputs(), gaussians("x", n * net.inputs()));
    }

    private static double[] theta(Convolutional net) {
        return net.initialize(Initializer.lecunNormal().withBiases(0.3), SEED.named("init"));
    }

    /** The definition with loops over pixels, taps and channels, padded by hand. */
    private static double[] naive(Convolutional net, double[] theta, double[] image) {
        int h = net.height();
        int w = net.width();
        int before = net.colours();
        double[] node = image;
        int f = net.filter();
        boolean valid = net.padding() == PatchMap.Padding.VALID;
        for (LayerShape layer : net.layerShapes().subList(0, net.channels().size())) {
            int shift = valid ? 0 : (f - 1) / 2;
            int down = valid ? (h - f) / net.stride() + 1 : (h - 1) / net.stride() + 1;
            int across = valid ? (w - f) / net.stride() + 1 : (w - 1) / net.stride() + 1;
            double[] next = new double[down * across * layer.outputs()];
            for (int i = 0; i < down; i++) {
                for (int j = 0; j < across; j++) {
                    for (int o = 0; o < layer.outputs(); o++) {
                        double z = layer.hasBias() ? layer.biasScale() * theta[layer.bias() + o] : 0;
                        for (int a = 0; a < f; a++) {
                            for (int b = 0; b < f; b++) {
                                int r = i * net.stride() + a - shift;
                                int c = j * net.stride() + b - shift;
                                if (net.padding() == PatchMap.Padding.CIRCULAR) {
                                    r = (r + h) % h;
                                    c = (c + w) % w;
                                }
                                for (int m = 0; m < before && r >= 0 && r < h && c >= 0 && c < w; m++) {
                                    z += layer.weightScale() * node[(r * w + c) * before + m]
                                            * theta[layer.weight() + ((o * f + a) * f + b) * before + m];
                                }
                            }
                        }
                        next[(i * across + j) * layer.outputs() + o] = net.activation().value(z);
                    }
                }
            }
            node = next;
            h = down;
            w = across;
            before = layer.outputs();
        }
        LayerShape readout = net.layerShapes().getLast();
        double[] result = new double[net.outputs()];
        for (int o = 0; o < result.length; o++) {
            result[o] = readout.hasBias() ? readout.biasScale() * theta[readout.bias() + o] : 0;
            for (int m = 0; m < node.length; m++) {
                boolean flat = net.readout() == Convolutional.Readout.FLATTEN;
                double weight = theta[readout.weight() + o * readout.inputs() + (flat ? m : m % before)];
                result[o] += readout.weightScale() * weight * node[m] / (flat ? 1 : h * w);
            }
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"conv:4x5x2-3-4-2:tanh", "conv:5x5x1-3-3:gelu:readout=average,param=ntk,sw=1.3,sb=0.2",
                "conv:6x5x3-2-2-1:erf:filter=2,padding=valid", "conv:7x4x1-4-3-2:tanh:stride=2,padding=circular",
                "conv:4x4x1-5-2:relu:filter=1,bias=false", "conv:5x3x2-3-1:softplus:filter=4,readout=average"})
    void derivativesAgreeWithTheDefinition(String text) {
        Convolutional net = Convolutional.parse(text);
        assertThat(net.text()).isEqualTo(text);
        double[] theta = theta(net);
        Matrix x = images(net, 3);
        Linearization at = net.linearize(theta, x);
        Matrix u = Matrix.wrap(3, net.outputs(), gaussians("u", 3 * net.outputs()));
        double[] v = gaussians("v", theta.length);
        double[] w = gaussians("w", theta.length);
        double h = 1e-5;
        for (int i = 0; i < 3; i++) {
            assertClose(at.outputs().row(i), naive(net, theta, x.row(i)), rounding(500), 1);
            double[] slope = plus(naive(net, plus(theta, h, v), x.row(i)), -1,
                    naive(net, plus(theta, -h, v), x.row(i)));
            assertClose(at.jvp(v).row(i), Arrays.stream(slope).map(s -> s / (2 * h)).toArray(),
                    centralDifference(h, 5_000), norm(v));
        }
        assertThat(net.forward(theta, x)).isEqualTo(at.outputs());
        double[] back = at.vjp(u);
        assertThat(dot(u.data(), at.jvp(v).data()) - dot(back, v)).isCloseTo(0,
                org.assertj.core.data.Offset.offset(1e-13 * norm(back) * norm(v)));
        Matrix jacobian = at.jacobian();
        assertClose(Matrix.wrap(1, u.data().length, u.data()).times(jacobian).data(), back, rounding(5_000), 1);
        Matrix perSample = at.perSampleVjp(u);
        double[] sum = plus(plus(perSample.row(0), 1, perSample.row(1)), 1, perSample.row(2));
        assertClose(sum, back, rounding(5_000), 1);

        // The second derivative is symmetric and the slope of the gradient.
        Matrix zero = Matrix.zeros(3, net.outputs());
        double[] second = at.tangent(v).vjp(u, zero);
        double[] other = at.tangent(w).vjp(u, zero);
        assertThat(dot(second, w) - dot(other, v)).isCloseTo(0,
                org.assertj.core.data.Offset.offset(1e-12 * (norm(second) * norm(w) + 1)));
        double[] difference = plus(net.linearize(plus(theta, h, v), x).vjp(u), -1,
                net.linearize(plus(theta, -h, v), x).vjp(u));
        assertClose(second, Arrays.stream(difference).map(s -> s / (2 * h)).toArray(), centralDifference(h, 50_000),
                norm(v));

        double[] e = gaussians("e", x.data().length);
        Matrix moved = Matrix.wrap(3, net.inputs(), plus(x.data(), h, e));
        Matrix back2 = Matrix.wrap(3, net.inputs(), plus(x.data(), -h, e));
        double slope = (dot(u.data(), net.forward(theta, moved).data())
                - dot(u.data(), net.forward(theta, back2).data())) / (2 * h);
        assertThat(dot(at.inputVjp(u).data(), e)).isCloseTo(slope,
                org.assertj.core.data.Offset.offset(1e-6 * (1 + Math.abs(slope))));
    }

    @Test
    void workspaceHasTheGradientOfTheLoss() {
        Convolutional net = Convolutional.parse("conv:4x4x1-3-3-2:tanh:readout=average");
        double[] theta = theta(net);
        Matrix x = images(net, 5);
        Matrix y = Matrix.wrap(5, 2, gaussians("y", 10));
        GradientWorkspace workspace = net.workspace(Loss.SQUARED, 5);
        workspace.load(x, y, new int[] {4, 1, 3, 0}, 1, 4);
        double[] gradient = new double[theta.length];
        double value = workspace.valueAndGradient(theta, gradient);
        Matrix some = Matrix.stackRows(x.rowRange(1, 2), x.rowRange(3, 4), x.rowRange(0, 1));
        Linearization at = net.linearize(theta, some);
        Matrix u = at.outputs().minus(Matrix.stackRows(y.rowRange(1, 2), y.rowRange(3, 4), y.rowRange(0, 1)));
        double norm = u.frobeniusNorm();
        assertClose(value, norm * norm / 6, rounding(40));
        u.scale(1.0 / 3);
        assertClose(gradient, at.vjp(u), rounding(500), 1);
        workspace.load(x, y);
        double whole = net.forward(theta, x).minus(y).frobeniusNorm();
        assertClose(workspace.value(theta), whole * whole / 10, rounding(500));
    }

    @Test
    void mistakesAreExplained() {
        assertThatThrownBy(() -> Convolutional.parse("conv:28x28-64-10:relu")).hasMessageContaining(
                "HEIGHTxWIDTHxCOLOURS");
        assertThatThrownBy(() -> Convolutional.parse("conv:8x8x1-4-1:relu:padding=same")).hasMessageContaining(
                "padding is \"same\", needs one of circular, valid, zero");
        assertThatThrownBy(() -> Convolutional.parse("conv:4x4x1-4-4-1:relu:padding=valid")).hasMessageContaining(
                "does not fit");
        assertThatThrownBy(() -> Convolutional.parse("mlp:4-1:relu")).hasMessageContaining("conv");
        assertThat(Architecture.parse("conv:4x4x1-4-1:relu")).isEqualTo(Convolutional.parse("conv:4x4x1-4-1:relu"));
        assertThatThrownBy(() -> Convolutional.of(Activation.RELU, 4, 4, 1, List.of(), 1)).hasMessageContaining(
                "at least one convolution");
        Convolutional net = Convolutional.of(Activation.RELU, 4, 4, 1, List.of(3), 1);
        assertThatThrownBy(() -> net.forward(new double[2], Matrix.zeros(1, 16))).hasMessageContaining("parameters");
        assertThatThrownBy(() -> net.forward(new double[net.layout().size()], Matrix.zeros(1, 15)))
                .hasMessageContaining("takes 16 inputs (4 x 4 x 1)");
    }
}
