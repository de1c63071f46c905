package org.paisaje.network.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.truncation;
import static org.paisaje.math.testing.Vectors.dot;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.JacobianFactor;
import org.paisaje.network.Linearization;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.risk.Risk;

/** Networks with an activation or a softmax behind their outputs. */
final class HeadedTest {
    private static final Seed SEED = Seed.of(5);

    private static Matrix normal(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** A graph of the same nodes computes all of it in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"sigmoid", "tanh", "relu", "softplus", "exp", "gelu"})
    void derivativesAreThoseOfTheGraphWithThatNode(String name) {
        Activation s = Activation.parse(name);
        Architecture net = Architecture.parse("mlp:3-5-2:tanh:output=" + name);
        GraphBuilder b = Graph.builder(NodeShape.vector(3));
        Graph twin = b.build(b.activation(b.dense("layers.1",
                b.activation(b.dense("layers.0", b.input(), 5, true), Activation.TANH), 2, true), s));
        double[] theta = SEED.named("theta").gaussians(net.layout().size());
        Matrix x = normal("x", 4, 3);
        Matrix u = normal("u", 4, 2);
        Matrix du = normal("du", 4, 2);
        double[] v = SEED.named("v").gaussians(theta.length);
        double[] w = SEED.named("w").gaussians(theta.length);
        Linearization one = net.linearize(theta, x);
        Linearization other = twin.linearize(theta, x);
        assertClose(net.forward(theta, x).data(), twin.forward(theta, x).data(), rounding(50), 1);
        assertClose(one.outputs().data(), other.outputs().data(), rounding(50), 1);
        assertClose(one.jvp(v).data(), other.jvp(v).data(), rounding(500), 1);
        assertClose(one.vjp(u), other.vjp(u), rounding(500), 1);
        assertClose(one.tangent(v).vjp(u, du), other.tangent(v).vjp(u, du), rounding(5_000), 1);
        assertClose(one.second(v, w).data(), other.second(v, w).data(), rounding(5_000), 1);
        assertClose(one.jacobian().data(), other.jacobian().data(), rounding(500), 1);
        assertClose(one.perSampleVjp(u).data(), other.perSampleVjp(u).data(), rounding(500), 1);
        assertClose(one.inputVjp(u).data(), other.inputVjp(u).data(), rounding(500), 1);
        Matrix vectors = Matrix.wrap(1, v.length, v);
        Matrix images = Matrix.zeros(1, v.length);
        one.gaussNewton(vectors, (in, out) -> System.arraycopy(in.data(), 0, out.data(), 0, in.data().length), images);
        assertClose(images.data(), one.vjp(one.jvp(v)), rounding(5_000), 1);
    }

    /** -log p of the right class behind a softmax is the cross-entropy of the outputs before it. */
    @Test
    void theLogarithmBehindASoftmaxIsTheCrossEntropy() {
        Architecture net = Architecture.parse("mlp:3-4-3:tanh:output=softmax");
        double[] theta = SEED.named("softmax").gaussians(net.layout().size());
        Matrix x = normal("x", 5, 3);
        Matrix y = Matrix.zeros(5, 3);
        for (int i = 0; i < 5; i++) {
            y.set(i, i % 3, 1);
        }
        Linearization at = net.linearize(theta, x);
        Matrix p = at.outputs();
        Matrix u = Matrix.zeros(5, 3);
        Matrix du = Matrix.zeros(5, 3);
        double[] v = SEED.named("v").gaussians(theta.length);
        Linearization.Tangent tangent = at.tangent(v);
        for (int i = 0; i < u.data().length; i++) {
            double q = p.data()[i];
            u.data()[i] = -y.data()[i] / q / 5;
            du.data()[i] = y.data()[i] / (q * q) / 5 * tangent.outputs().data()[i];
        }
        Risk plain = Risk.of(net.withoutHead(), x, y, Loss.SOFTMAX_CROSS_ENTROPY);
        assertClose(at.vjp(u), plain.gradient(theta), rounding(500), 1);
        double[] product = new double[theta.length];
        plain.hessian(theta).apply(v, product);
        assertClose(tangent.vjp(u, du), product, rounding(5_000), 1);
        Matrix a = normal("a", 5, 3);
        Matrix b = normal("b", 5, 3);
        Matrix c = normal("c", 5, 3);
        Matrix f = net.withoutHead().forward(theta, x);
        double third = dot(c.data(), Head.SOFTMAX.bend(f, a, b).data());
        assertClose(dot(a.data(), Head.SOFTMAX.bend(f, c, b).data()), third, rounding(40));
    }

    private static Offset<Double> within(double size) {
        return Offset.offset(size);
    }

    /** The buffers of training and the linearization go different ways to one gradient; so do the trace and the Jacobian. */
    @ParameterizedTest
    @CsvSource({"mlp:3-8-2:relu:output=softmax, ce", "mlp:3-8-1:tanh:output=sigmoid, bce",
        "conv:4x4x1-3-2:tanh:output=tanh, mse", "resnet:3x2:tanh:output=exp, squared"})
    void allWaysLeadToOneGradient(String text, String loss) {
        Architecture net = Architecture.parse(text);
        double[] theta = net.initialize(SEED);
        Matrix x = normal("x", 6, net.inputs());
        Matrix y = Matrix.zeros(6, net.outputs());
        for (int i = 0; i < 6; i++) {
            y.set(i, i % net.outputs(), 1);
        }
        Risk risk = Risk.of(net, x, y, Loss.parse(loss));
        double[] gradient = new double[theta.length];
        GradientWorkspace workspace = net.workspace(Loss.parse(loss), 6);
        workspace.load(x, y);
        double value = workspace.valueAndGradient(theta, gradient);
        assertThat(value).isCloseTo(risk.value(theta), within(1e-13 * Math.max(1, value)));
        assertClose(gradient, risk.gradient(theta), rounding(5_000), 1);
        Matrix jacobian = net.linearize(theta, x).jacobian();
        Matrix gram = jacobian.timesTransposed(jacobian);
        Matrix sum = Matrix.zeros(gram.rows(), gram.columns());
        for (JacobianFactor factor : net.trace(theta, x).factors()) {
            int h = factor.gradients().rows() / 6;
            for (int r = 0; r < sum.rows(); r++) {
                for (int s = 0; s < sum.columns(); s++) {
                    double inputs = factor.inputWeight()
                            * dot(factor.inputs().row(r / h), factor.inputs().row(s / h)) + factor.offset();
                    sum.set(r, s, sum.get(r, s)
                            + inputs * dot(factor.gradients().row(r), factor.gradients().row(s)));
                }
            }
        }
        assertClose(sum.data(), gram.data(), rounding(50_000), 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"mlp:2-3-1:relu:output=sigmoid | mlp:2-3-1:relu:output=sigmoid",
                "mlp:2-3-1:relu:output=leaky-relu(0.1),bias=false | mlp:2-3-1:relu:bias=false,output=leaky-relu(0.1)",
                "linear:2-1:output=tanh | linear:2-1:output=tanh",
                "linear:2-1:bias=true,output=relu | linear:2-1:bias=true,output=relu",
                "mlp:2-3-1:relu:output=none | mlp:2-3-1:relu", "mlp:2-3-1:relu:output=identity | mlp:2-3-1:relu"})
    void isWrittenAndReadAsAnOption(String text, String printed) {
        Architecture net = Architecture.parse(text);
        assertThat(net.text()).isEqualTo(printed);
        assertThat(Architecture.parse(printed)).isEqualTo(net);
        assertThat(net.initialize(SEED)).isEqualTo(net.withoutHead().initialize(SEED));
    }

    @Test
    void badOptionsSayWhatIsRight() {
        assertThatThrownBy(() -> Architecture.parse("mlp:2-3-1:relu:output=sigmoud"))
                .hasMessageContaining("output is softmax, none or an activation");
        assertThatThrownBy(() -> new Headed(Architecture.parse("mlp:2-1:relu:output=tanh"), Head.SOFTMAX))
                .hasMessageContaining("has tanh behind its outputs already");
    }

    @Test
    void ofOneOutputASoftmaxIsConstant() {
        Architecture net = Architecture.parse("mlp:2-3-1:tanh:output=softmax");
        double[] theta = net.initialize(SEED);
        Matrix x = normal("x", 4, 2);
        assertThat(net.forward(theta, x).data()).containsOnly(1);
        assertThat(Arrays.stream(Risk.of(net, x, normal("y", 4, 1), Loss.SQUARED).gradient(theta))
                .map(Math::abs)
                .max()
                .orElseThrow()).isZero();
    }

    /** Softmax twice: one class at 1, the others at 0: ln((e + C - 1) / e) = ln(1 + (C - 1) / e). */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void theFloorOfSoftmaxTwice(int classes) {
        Matrix y = Matrix.zeros(classes, classes);
        for (int c = 0; c < classes; c++) {
            y.set(c, c, 1);
        }
        assertClose(Head.SOFTMAX.lowest(Loss.SOFTMAX_CROSS_ENTROPY, y).orElseThrow(),
                Math.log((Math.E + classes - 1) / Math.E), rounding(4));
    }

    /** Against the smallest value on a grid of outputs, which misses the least by h^2 / 8 times the curvature, 2 at most. */
    @Test
    void theLowestLossWithinARangeIsTheLowest() {
        Head sigmoid = Head.parse("sigmoid");
        for (double target : List.of(-3.0, 0.2, 1.0, 4.0)) {
            Matrix y = Matrix.wrap(1, 1, new double[] {target});
            assertClose(sigmoid.lowest(Loss.meanSquared(), y).orElseThrow(), onGrid(Loss.meanSquared(), y),
                    truncation(1e-3, 2).times(2 / 8.0));
        }
        for (double target : List.of(0.0, 0.6, 1.0)) {
            Matrix y = Matrix.wrap(1, 1, new double[] {target});
            assertClose(sigmoid.lowest(Loss.BINARY_CROSS_ENTROPY, y).orElseThrow(),
                    onGrid(Loss.BINARY_CROSS_ENTROPY, y), truncation(1e-3, 2).times(2 / 8.0));
        }
        Matrix signs = Matrix.wrap(2, 1, new double[] {1, -1});
        assertClose(sigmoid.lowest(Loss.LOGISTIC, signs).orElseThrow(), (Math.log1p(Math.exp(-1)) + Math.log(2)) / 2,
                rounding(4));
        Matrix real = Matrix.wrap(1, 3, new double[] {0.9, 0.6, -2});
        // The nearest point of the simplex is (0.65, 0.35, 0).
        assertClose(Head.SOFTMAX.lowest(Loss.meanSquared(), real).orElseThrow(), 2 * 0.0625 + 4, rounding(10).times(4));
    }

    private static double onGrid(Loss loss, Matrix y) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 1000; i++) {
            lowest = Math.min(lowest, loss.value(Matrix.wrap(1, 1, new double[] {1e-3 * i}), y));
        }
        return lowest;
    }
}
