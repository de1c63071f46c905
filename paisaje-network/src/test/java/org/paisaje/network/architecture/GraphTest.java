package org.paisaje.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.norm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.HyperDual;
import org.paisaje.network.InputSlope;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.LayerTraceTest;
import org.paisaje.network.Layout;
import org.paisaje.network.Linearization;
import org.paisaje.network.NodeShape;
import org.paisaje.network.RandomGraph;
import org.paisaje.network.activation.Activation;

/** Every derivative of random graphs against hyper-dual numbers, and what a trace shows of them. */
final class GraphTest {
    static Stream<RandomGraph> graphs() {
        return RandomGraph.all(400);
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void derivativesAreThoseOfTheDefinition(RandomGraph q) {
        double[] v = q.direction("v");
        double[] w = q.direction("w");
        Matrix u = q.outputDirection("u");
        HyperDual[][] naive = q.naive(v, w);
        Linearization at = q.net().linearize(q.theta(), q.x());
        double[] f = HyperDual.parts(naive, HyperDual::a);
        assertClose(at.outputs().data(), f, rounding(5_000), 1);
        assertClose(q.net().forward(q.theta(), q.x()).data(), f, rounding(5_000), 1);
        double[] image = HyperDual.parts(naive, HyperDual::b);
        assertClose(at.jvp(v).data(), image, rounding(50_000), 1);
        double[] mixed = HyperDual.parts(naive, HyperDual::d);
        assertClose(at.second(v, w).data(), mixed, rounding(50_000), norm(v));
        double[] back = at.vjp(u);
        assertThat(Math.abs(dot(back, v) - dot(u.data(), image))).isLessThanOrEqualTo(1e-12 * norm(back) * norm(v)
                + 1e-12);
        double[] product = at.tangent(v).vjp(u, Matrix.zeros(u.rows(), u.columns()));
        assertThat(Math.abs(dot(product, w) - dot(u.data(), mixed)))
                .isLessThanOrEqualTo(1e-11 * (norm(product) * norm(w) + 1));
        assertClose(at.pullback(u).gradient(), back, rounding(500), 1);
        Matrix out = Matrix.zeros(2, v.length);
        at.pullback(u)
                .second(Matrix.of(new double[][] {w, v}),
                        (direction, result) -> Arrays.fill(result.data(), 0), out);
        assertClose(out.row(1), product, rounding(500), 1);
        // With du = J v and no u the product is that of Gauss and Newton.
        double[] gauss = at.tangent(v).vjp(Matrix.zeros(u.rows(), u.columns()), at.jvp(v));
        assertClose(gauss, at.vjp(at.jvp(v)), rounding(5_000), 1);
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void jacobianFactorsAndWorkspaceAgree(RandomGraph q) {
        Linearization at = q.net().linearize(q.theta(), q.x());
        Matrix u = q.outputDirection("u");
        Matrix jacobian = at.jacobian();
        double[] back = at.vjp(u);
        assertClose(Matrix.wrap(1, u.data().length, u.data()).times(jacobian).data(), back, rounding(5_000), 1);
        LayerTrace trace = q.net().trace(q.theta(), q.x());
        assertClose(LayerTraceTest.gram(trace.factors()).data(), jacobian.timesTransposed(jacobian).data(),
                rounding(50_000), 1);
        Matrix perSample = at.perSampleVjp(u);
        assertClose(LayerTraceTest.gram(trace.factors(u)).data(), perSample.timesTransposed(perSample).data(),
                rounding(50_000), 1);

        GradientWorkspace workspace = q.net().workspace(Loss.halfSumSquared(), q.x().rows());
        Matrix y = q.outputDirection("y");
        workspace.load(q.x(), y);
        double[] gradient = new double[back.length];
        workspace.valueAndGradient(q.theta(), gradient);
        Matrix slope = Matrix.zeros(y.rows(), y.columns());
        Loss.halfSumSquared().valueAndGradient(at.outputs(), y, slope);
        assertClose(gradient, at.vjp(slope), rounding(500), 1);
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void inputGradientIsTheSlopeInTheInput(RandomGraph q) {
        InputSlope.assertGradient(q.net(), q.theta(), q.x(), q.outputDirection("u"), Seed.of(q.seed()),
                centralDifference(InputSlope.STEP, 5_000)
                        .plus(stated(1e5 * InputSlope.STEP * InputSlope.STEP, "third derivatives below 1e5")));
    }

    /** A residual block with normalisation: the activation behind the sum belongs to the last convolution before it. */
    @Test
    void traceShowsWhatActivationsAreAppliedTo() {
        GraphBuilder b = Graph.builder(new NodeShape(4, 4, 2));
        Graph.Value first = b.convolution("first", b.input(), 3, Window.square(3, 1, 1), 1, true);
        Graph.Value normed = b.batchNorm("norm", first, new double[] {1, 2, 3}, new double[] {1, 1, 4}, 0);
        Graph.Value h = b.activation(normed, Activation.RELU);
        Graph.Value second = b.convolution("second", h, 3, Window.square(3, 1, 1), 1, false);
        Graph.Value sum = b.activation(b.add(second, h, 1), Activation.TANH);
        Graph net = b.build(b.dense("out", b.globalAverage(sum), 2, true));
        assertThat(net.layout().slices()).extracting(Layout.Slice::name)
                .containsExactly("first.weight", "first.bias",
                        "norm.weight", "norm.bias", "second.weight", "out.weight", "out.bias");
        assertThat(net.layerShapes()).extracting(LayerShape::activation)
                .containsExactly(Activation.RELU, Activation.TANH, Activation.IDENTITY);
        double[] theta = net.initialize(Seed.of(1));
        assertThat(Arrays.copyOfRange(theta, net.layout().slice("norm.weight").offset(),
                net.layout().slice("norm.weight").offset() + 6)).containsExactly(1, 1, 1, 0, 0, 0);
        Matrix x = Matrix.wrap(5, 32, Seed.of(2).gaussians(160));
        LayerTrace trace = net.trace(theta, x);
        assertThat(trace.arguments(0).rows()).isEqualTo(5 * 16);
        for (int l = 0; l < 2; l++) {
            double[] z = trace.arguments(l).data();
            Activation s = net.layerShapes().get(l).activation();
            double[] value = Arrays.stream(z).map(s::value).toArray();
            assertClose(trace.values(l).data(), value, rounding(5), 1);
        }
        double[] sumOfBoth = Vectors.plus(trace.values(0).data(), 1, affine(trace, theta, net));
        assertClose(trace.arguments(1).data(), sumOfBoth, rounding(500), 1);
    }

    private static double[] affine(LayerTrace trace, double[] theta, Graph net) {
        LayerShape second = net.layerShapes().get(1);
        Matrix w = Matrix.wrap(second.outputs(), second.inputs(), Arrays.copyOfRange(theta, second.weight(),
                second.weight() + second.outputs() * second.inputs()));
        return trace.inputs(1).timesTransposed(w).data();
    }

    /** Blocks of samples are cut by their number alone, and chunks of a forward pass change nothing. */
    @Test
    void manySamplesGiveWhatFewGive() {
        Architecture net = Architecture.parse("conv:9x8x2-5-6-3:gelu");
        double[] theta = net.initialize(Seed.of(3));
        Matrix x = Matrix.wrap(700, net.inputs(), Seed.of(4).gaussians(700 * net.inputs()));
        Matrix all = net.linearize(theta, x).outputs();
        Matrix u = Matrix.wrap(700, 3, Seed.of(5).gaussians(2100));
        double[] gradient = net.linearize(theta, x).vjp(u);
        double[] sum = new double[gradient.length];
        for (int i = 0; i < 700; i += 100) {
            Matrix part = x.rowRange(i, i + 100);
            assertClose(net.forward(theta, part).data(), all.rowRange(i, i + 100).data(), rounding(50), 1);
            sum = Vectors.plus(sum, 1, net.linearize(theta, part).vjp(u.rowRange(i, i + 100)));
        }
        assertClose(gradient, sum, rounding(500), 1);
        assertThat(net.linearize(theta, x).vjp(u)).isEqualTo(gradient);
    }

    @Test
    void refusesWhatDoesNotFit() {
        GraphBuilder b = Graph.builder(new NodeShape(4, 4, 2));
        assertThatThrownBy(() -> b.convolution("c", b.input(), 4, Window.square(5, 1, 0), 1, true))
                .hasMessageContaining("c has a window of 5 x 5, which does not fit into an image of 4 x 4");
        assertThatThrownBy(() -> b.convolution("c", b.input(), 3, Window.square(1, 1, 0), 2, true))
                .hasMessageContaining("2 groups of 2 channels and 3 filters");
        Graph.Value a = b.dense("a", b.input(), 3, true);
        assertThatThrownBy(() -> b.dense("a", b.input(), 3, true)).hasMessageContaining("two parameters are called a");
        assertThatThrownBy(() -> b.add(a, b.input(), 1)).hasMessageContaining("values of 3 and 4 x 4 x 2 do not fit");
        assertThatThrownBy(() -> b.concatenate(List.of(b.input(), a))).hasMessageContaining("does not continue");
        assertThatThrownBy(() -> b.maxPool(b.input(), new Window(1, 1, 1, 1, 1, 1, 1, 0, 0, 0)))
                .hasMessageContaining("one sees nothing");
        assertThatThrownBy(() -> b.build(b.input())).hasMessageContaining("does not depend on the parameters");
        assertThatThrownBy(() -> Graph.builder(NodeShape.vector(2)).build(new Graph.Value(0, NodeShape.vector(2))))
                .hasMessageContaining("there are no parameters");
        Graph net = b.build(a);
        assertThatThrownBy(() -> net.forward(new double[net.layout().size()], Matrix.zeros(2, 3)))
                .hasMessageContaining("x has 3 columns, the network takes 32 inputs (4 x 4 x 2)");
        assertThatThrownBy(() -> net.workspace(Loss.SQUARED, 0)).hasMessageContaining("capacity is 0");
    }

    /** Two normalisations, the second of which sees what the first gives in training mode. */
    @Test
    void trainingModeNormalisesByTheBatch() {
        GraphBuilder b = Graph.builder(new NodeShape(2, 2, 2));
        Graph.Value first = b.batchNorm("first", b.input(), new double[] {9, 9}, new double[] {4, 4}, 0.25);
        Graph.Value second = b.batchNorm("second", b.activation(first, Activation.TANH), new double[] {0, 0},
                new double[] {1, 1}, 0.5);
        Graph net = b.build(second);
        double[] theta = {2, 0.5, -1, 0.3, 1.5, 1, 0.2, 0};
        Matrix x = Matrix.wrap(5, 8, Seed.of(4).gaussians(40));
        double[] h = x.data().clone();
        normalise(h, 0.25, new double[] {2, 0.5}, new double[] {-1, 0.3});
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.tanh(h[i]);
        }
        normalise(h, 0.5, new double[] {1.5, 1}, new double[] {0.2, 0});
        Graph trained = net.withStatisticsOf(theta, x);
        assertClose(trained.forward(theta, x).data(), h, rounding(500), 1);
        assertThat(trained.statistics()).extracting(ChannelStatistics::name).containsExactly("first", "second");
        assertThat(net.statistics().getFirst().mean()).containsExactly(9, 9);
        assertClose(net.withStatistics(trained.statistics()).forward(theta, x).data(), h, rounding(500), 1);
        assertThatThrownBy(() -> net.withStatistics(
                List.of(new ChannelStatistics("first", new double[1], new double[1], 0))))
                .hasMessageContaining("there are 1 channels, the network has 2");
    }

    private static void normalise(double[] h, double epsilon, double[] weight, double[] bias) {
        for (int c = 0; c < 2; c++) {
            double mean = 0;
            double variance = 0;
            for (int i = c; i < h.length; i += 2) {
                mean += h[i] / (h.length / 2);
            }
            for (int i = c; i < h.length; i += 2) {
                variance += (h[i] - mean) * (h[i] - mean) / (h.length / 2);
            }
            for (int i = c; i < h.length; i += 2) {
                h[i] = weight[c] * (h[i] - mean) / Math.sqrt(variance + epsilon) + bias[c];
            }
        }
    }
}
