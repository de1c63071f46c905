package org.paisaje.network.narrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.simd.Simd;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.RandomProblem;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.dense.DenseWorkspace;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.start.Initializer;

/** The narrow engine against the dense one, and against itself on other numbers of threads. */
final class NarrowWorkspaceTest {
    @BeforeAll
    static void needVectors() {
        assumeTrue(Simd.vectorised());
    }

    private static final double EPSILON = Math.ulp(1.0);

    static java.util.stream.Stream<RandomProblem> problems() {
        return RandomProblem.all(90);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void agreesWithTheDenseEngine(RandomProblem problem) {
        assertAgreement(problem.net(), problem.theta(), problem.x(), problem.y(), problem.loss());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-70-2:tanh", "mlp:1-1-1:gelu", "mlp:7-33-18-5:relu", "mlp:2-64-64-1:tanh",
                "mlp:5-16-9:softplus:bias=false", "mlp:13-31-3:sigmoid:param=ntk,sw=1.4,sb=0.3", "linear:6-3-11",
                "resnet:2x50:tanh:step=0.05", "resnet:3x51:tanh:step=0.05", "mlp:2-3-7-3-1:tanh",
                "resnet:9-6x3-2:silu:block=two,step=0.4,hidden=11",
                "resnet:4-7x3-3:relu:block=projected,hidden=20", "mlp:70-5-70:erf:param=mean-field"})
    void agreesOnAwkwardShapes(String text) {
        Architecture net = Architecture.parse(text);
        Seed seed = Seed.of(5).named(text);
        double[] theta = net.initialize(Initializer.normal(0.3), seed.named("init"));
        for (int n : new int[] {1, 2, 7, 8, 9, 31, 33, 57, 64, 65, 100, 199, 300}) {
            Matrix x = gaussian(seed.named("x"), n, net.inputs());
            Matrix y = gaussian(seed.named("y"), n, net.outputs());
            assertAgreement(net, theta, x, y, Loss.meanSquared());
            for (int i = 0; i < y.data().length; i++) {
                y.data()[i] = y.data()[i] > 0 ? 1 : 0;
            }
            assertAgreement(net, theta, x, y, Loss.SOFTMAX_CROSS_ENTROPY);
            assertAgreement(net, theta, x, y, Loss.BINARY_CROSS_ENTROPY);
        }
    }

    private static Matrix gaussian(Seed seed, int rows, int columns) {
        return Matrix.wrap(rows, columns, seed.gaussians(rows * columns));
    }

    private static void assertAgreement(Architecture net, double[] theta, Matrix x, Matrix y, Loss loss) {
        LayerStack stack = stack(net);
        GradientWorkspace narrow = new NarrowWorkspace(stack, loss, x.rows() + 3);
        GradientWorkspace dense = new DenseWorkspace(stack, loss, x.rows());
        narrow.load(x, y);
        dense.load(x, y);
        double[] actual = new double[theta.length];
        double[] expected = new double[theta.length];
        double value = dense.valueAndGradient(theta, expected);
        // Sums of n products behind depth layers of fan-in at most widest, each rounded in another order.
        double rounding = 4 * EPSILON * (x.rows() + stack.depth() * stack.widest());
        double scale = 1;
        for (double g : expected) {
            scale = Math.max(scale, Math.abs(g));
        }
        assertThat(Math.abs(narrow.valueAndGradient(theta, actual) - value))
                .as("value of %s, n = %d", net, x.rows())
                .isLessThanOrEqualTo(rounding * Math.max(1, Math.abs(value)));
        assertThat(Math.abs(narrow.value(theta) - value)).isLessThanOrEqualTo(rounding * Math.max(1, Math.abs(value)));
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("entry %d of the gradient of %s, n = %d: %s for %s", i, net, x.rows(), actual[i], expected[i])
                    .isLessThanOrEqualTo(rounding * scale);
        }
    }

    private static LayerStack stack(Architecture net) {
        return switch (net) {
            case Mlp mlp -> mlp.stack();
            case Residual residual -> residual.stack();
            default -> throw new IllegalArgumentException(net.text());
        };
    }

    @Test
    void hasTheSameBitsOnAnyNumberOfThreads() {
        Architecture net = Architecture.parse("mlp:2-33-17-1:tanh:param=ntk,sb=0.5");
        Seed seed = Seed.of(3);
        double[] theta = net.initialize(seed.named("init"));
        Matrix x = gaussian(seed.named("x"), 2_019, 2);
        Matrix y = gaussian(seed.named("y"), 2_019, 1);
        for (Loss loss : new Loss[] {Loss.SQUARED, Loss.halfSumSquared()}) {
            double[] alone = new double[theta.length];
            double value = Blas.withThreads(1, () -> gradient(net, loss, x, y, theta, alone));
            for (int repeat = 0; repeat < 20; repeat++) {
                double[] shared = new double[theta.length];
                assertThat(gradient(net, loss, x, y, theta, shared)).isEqualTo(value);
                assertThat(shared).isEqualTo(alone);
            }
        }
    }

    private static double gradient(Architecture net, Loss loss, Matrix x, Matrix y, double[] theta, double[] out) {
        GradientWorkspace workspace = net.workspace(loss, x.rows());
        assertThat(workspace).isInstanceOf(NarrowWorkspace.class);
        workspace.load(x, y);
        double value = workspace.valueAndGradient(theta, out);
        assertThat(workspace.value(theta)).isEqualTo(value);
        return value;
    }

    @Test
    void keepsNothingOfAnEarlierBatch() {
        Architecture net = Architecture.parse("mlp:3-9-2:relu");
        Seed seed = Seed.of(4);
        double[] theta = net.initialize(seed.named("init"));
        Matrix x = gaussian(seed.named("x"), 90, 3);
        Matrix y = gaussian(seed.named("y"), 90, 2);
        GradientWorkspace reused = net.workspace(Loss.SQUARED, 90);
        RandomGenerator random = seed.named("rows").generator();
        for (int repeat = 0; repeat < 30; repeat++) {
            int n = 1 + random.nextInt(90);
            int[] rows = random.ints(n, 0, 90).toArray();
            GradientWorkspace fresh = net.workspace(Loss.SQUARED, n);
            fresh.load(x.rows(rows), y.rows(rows));
            reused.load(x, y, rows, 0, n);
            double[] expected = new double[theta.length];
            double[] actual = new double[theta.length];
            assertThat(reused.valueAndGradient(theta, actual)).isEqualTo(fresh.valueAndGradient(theta, expected));
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Architecture net = Architecture.parse("mlp:3-5-2:tanh");
        GradientWorkspace workspace = new NarrowWorkspace(stack(net), Loss.SQUARED, 4);
        Matrix x = Matrix.zeros(4, 3);
        Matrix y = Matrix.zeros(4, 2);
        assertThatThrownBy(() -> workspace.value(new double[net.layout().size()]))
                .hasMessageContaining("no batch is loaded");
        assertThatThrownBy(() -> workspace.load(Matrix.zeros(5, 3), Matrix.zeros(5, 2)))
                .hasMessageContaining("5 samples, the workspace takes 1 to 4");
        assertThatThrownBy(() -> workspace.load(x, y, new int[] {0, 4}, 0, 2)).hasMessageContaining("row 4");
        assertThatThrownBy(() -> workspace.load(Matrix.zeros(4, 2), y)).hasMessageContaining("x has 2 columns");
        workspace.load(x, y);
        assertThatThrownBy(() -> workspace.value(new double[3])).hasMessageContaining("theta has 3 entries");
        assertThatThrownBy(() -> workspace.valueAndGradient(new double[net.layout().size()], new double[2]))
                .hasMessageContaining("gradient has 2 entries");
    }
}
