package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.kernel.dual.DualActivation;
import org.paisaje.theory.kernel.dual.HermiteDual;

public final class InfiniteNetworkTest {
    private static final Matrix X = Matrix.of(new double[][] {{1, 2, 3}});
    private static final Matrix Y = Matrix.of(new double[][] {{-1, .5, 2}});

    /** Values of neural-tangents in float64. */
    @ParameterizedTest
    @CsvSource({"relu, 1, 1.4142135623730951, .1, 4.306521284394045, 7.301664996912166",
        "relu, 2, 1.4142135623730951, .1, 4.533866011267015, 10.157645262105326",
        "relu, 3, 1.4142135623730951, .1, 4.713381801269098, 12.729820666641874",
        "relu, 10, 1.4142135623730951, .1, 5.361257969178306, 27.35931424600681",
        "erf, 1, 1.5, .3, 1.099333164240688, 2.317247047488424",
        "erf, 3, 1.5, .3, .7309760004166777, 2.827477908152332",
        "gelu, 1, 1.5, .3, 5.352216784531132, 9.380494060961897"})
    void goldenValuesOfPerceptrons(String activation, int hidden, double sw, double sb, double k, double theta) {
        int[] widths = new int[hidden + 2];
        Arrays.fill(widths, 7);
        widths[0] = 3;
        Mlp net = Mlp.of(Activation.parse(activation), widths).withParametrization(Parametrization.ntk(sw, sb));
        WideKernels kernels = InfiniteNetwork.of(net).kernels(X, Y);
        assertRelative(kernels.nngp().get(0, 0), k, rounding(200));
        assertRelative(kernels.ntk().get(0, 0), theta, rounding(200));
        assertThat(kernels.dualError()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1.6568622575724143, 3.1089032454416294", "5, 8.841365625954872, 22.29055996568953"})
    void goldenValuesOfResidualNetworks(int blocks, double k, double theta) {
        InfiniteNetwork.Builder builder = InfiniteNetwork.builder(3).dense(1, .1);
        for (int i = 0; i < blocks; i++) {
            builder.fork().activation(Activation.RELU).dense(1, .1).join(1);
        }
        WideKernels kernels = builder.activation(Activation.RELU).dense(1, .1).build().kernels(X, Y);
        assertRelative(kernels.nngp().get(0, 0), k, rounding(200));
        assertRelative(kernels.ntk().get(0, 0), theta, rounding(200));
    }

    /** Reference case R4 of 50-digit arithmetic; first layer w ~ N(0, I), so inputs are scaled by sqrt d. */
    @ParameterizedTest
    @CsvSource({"relu, 1, .550223613292996, -.0683732459041696, .159154943091895, 1",
        "relu, 2, .386104075169303, .0656082392915789, .171427159070736, .75",
        "erf, 1, .539823408086052, -.75950302988639, 0, 1.03396908913128",
        "erf, 2, .545315376436007, -.782032084163417, 0, 1.09860621347145"})
    void referenceCases(String activation, int hidden, double a, double b, double c, double diagonal) {
        double root = Math.sqrt(2);
        Matrix x = Matrix.of(new double[][] {{1, 0}, {.6, .8}, {-.8, .6}});
        x.scale(root);
        int[] widths = new int[hidden + 2];
        Arrays.fill(widths, 4);
        widths[0] = 2;
        Matrix theta = InfiniteNetwork
                .of(Mlp.of(Activation.parse(activation), widths).withParametrization(Parametrization.NTK))
                .ntk(x);
        assertClose(theta.get(0, 1), a, rounding(40));
        assertClose(theta.get(0, 2), b, rounding(40));
        assertClose(theta.get(1, 2), c, rounding(40));
        assertClose(theta.get(0, 0), diagonal, rounding(40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"erf", "gelu", "sin", "cos", "gaussian", "quadratic", "identity", "exp",
                "monomial(1)", "monomial(3)", "monomial(4)", "monomial(5)"})
    void expansionAgreesWithClosedForms(String name) {
        Activation s = Activation.parse(name);
        DualActivation closed = DualActivation.of(s);
        DualActivation numeric = DualActivation.numeric(s);
        assertThat(closed).isNotInstanceOf(HermiteDual.class);
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 5; trial++) {
            double q1 = random.nextDouble(0.01, 3);
            double q2 = random.nextDouble(0.01, 3);
            double k = Math.sqrt(q1 * q2) * random.nextDouble(-1, 1);
            double size = Math.sqrt(closed.square(q1) * closed.square(q2));
            double slopes = Math.sqrt(closed.slopeSquare(q1) * closed.slopeSquare(q2));
            double error = numeric.points(new double[] {q1, q2}).error();
            assertThat(error).as("stated error").isLessThan(1e-12 * Math.max(size, slopes) + 1e-11);
            assertThat(numeric.value(q1, q2, k)).isCloseTo(closed.value(q1, q2, k), within(error + 1e-13 * size));
            assertThat(numeric.slope(q1, q2, k)).isCloseTo(closed.slope(q1, q2, k), within(error + 1e-13 * slopes));
            assertThat(numeric.mean(q1)).isCloseTo(closed.mean(q1), within(1e-13 * Math.sqrt(closed.square(q1))));
            assertRelative(closed.value(q1, q1, q1), closed.square(q1), rounding(200));
            assertRelative(closed.slope(q1, q1, q1), closed.slopeSquare(q1), rounding(200));
        }
    }

    /** E[u^p v^p] by Wick's sum over the pairs that join u and v, and the low degrees that have names. */
    @Test
    void monomialsAreExact() {
        double q1 = 1.25;
        double q2 = 0.5;
        double k = -0.375;
        DualActivation cubic = DualActivation.of(Activation.monomial(3));
        assertRelative(cubic.value(q1, q2, k), 9 * q1 * q2 * k + 6 * k * k * k, rounding(4));
        assertRelative(cubic.slope(q1, q2, k), 9 * (q1 * q2 + 2 * k * k), rounding(4));
        assertRelative(DualActivation.of(Activation.monomial(4)).value(q1, q2, k),
                9 * q1 * q1 * q2 * q2 + 72 * q1 * q2 * k * k + 24 * k * k * k * k, rounding(4));
        for (String[] pair : new String[][] {{"monomial(1)", "identity"}, {"monomial(2)", "quadratic"}}) {
            DualActivation a = DualActivation.of(Activation.parse(pair[0]));
            DualActivation b = DualActivation.of(Activation.parse(pair[1]));
            assertThat(a.value(q1, q2, k)).isEqualTo(b.value(q1, q2, k));
            assertThat(a.slope(q1, q2, k)).isEqualTo(b.slope(q1, q2, k));
            assertThat(a.mean(q1)).isEqualTo(b.mean(q1));
        }
        assertThatThrownBy(() -> Activation.parse("monomial(0)")).hasMessageContaining("1 to 24");
        assertThatThrownBy(() -> Activation.parse("monomial(x)")).hasMessageContaining("monomial(DEGREE)");
    }

    /** ReLU is kinked: the expansion converges slowly and has to say so. */
    @Test
    @Tag("slow")
    void statedErrorHoldsForKinks() {
        DualActivation closed = DualActivation.of(Activation.abRelu(-0.3, 1.2));
        DualActivation numeric = DualActivation.numeric(Activation.abRelu(-0.3, 1.2));
        double error = numeric.points(new double[] {0.7, 2.5}).error();
        assertThat(error).isBetween(1e-9, 0.1);
        for (double c = -1; c <= 1; c += 0.125) {
            double k = c * Math.sqrt(0.7 * 2.5);
            assertThat(numeric.value(0.7, 2.5, k)).isCloseTo(closed.value(0.7, 2.5, k), within(error));
            assertThat(numeric.slope(0.7, 2.5, k)).isCloseTo(closed.slope(0.7, 2.5, k), within(error));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "sigmoid", "softplus", "silu"})
    @Tag("slow")
    void expansionAgreesWithTwoDimensionalQuadrature(String name) {
        Activation s = Activation.parse(name);
        DualActivation dual = DualActivation.of(s);
        double q1 = 1.3;
        double q2 = 0.4;
        for (double c : new double[] {-0.95, -0.2, 0, 0.5, 0.9}) {
            double value = 0;
            double slope = 0;
            // The trapezoidal rule converges exponentially for analytic functions.
            double h = 1.0 / 16;
            for (double z = -9; z <= 9; z += h) {
                for (double w = -9; w <= 9; w += h) {
                    double u = Math.sqrt(q1) * z;
                    double v = Math.sqrt(q2) * (c * z + Math.sqrt(1 - c * c) * w);
                    double weight = h * h * Math.exp(-0.5 * (z * z + w * w)) / (2 * Math.PI);
                    value += weight * s.value(u) * s.value(v);
                    slope += weight * s.first(u) * s.first(v);
                }
            }
            double k = c * Math.sqrt(q1 * q2);
            // 289 x 289 terms are added, each rounding about once: sqrt(289^2) ulp.
            assertThat(dual.value(q1, q2, k)).isCloseTo(value, within(289 * Math.ulp(1.0)));
            assertThat(dual.slope(q1, q2, k)).isCloseTo(slope, within(289 * Math.ulp(1.0)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:11-5-5-1:relu:param=ntk,sw=1.4,sb=0.1", "mlp:11-5-5-1:tanh", "mlp:11-4-1:erf:bias=false",
                "linear:11-4-4-2", "resnet:11-6x3-2:relu:block=two,step=0.5,param=ntk,sb=0.2",
                "resnet:11-6x3-2:gelu:param=ntk", "resnet:11-6x2-1:tanh:block=projected,hidden=9"})
    @Tag("slow")
    void blocksCrossKernelsAndThreadsAgree(String text) {
        InfiniteNetwork net = InfiniteNetwork.of(Architecture.parse(text));
        Matrix x = random(260, 11, 3);
        Matrix y = random(20, 11, 4);
        Matrix all = Matrix.stackRows(x, y);
        WideKernels whole = net.kernels(all);
        WideKernels cross = net.kernels(x, y);
        for (int i = 0; i < 260; i += 7) {
            for (int j = 0; j < 20; j++) {
                assertRelative(whole.nngp().get(i, 260 + j), cross.nngp().get(i, j), rounding(2_000));
                assertThat(whole.ntk().get(i, 260 + j)).isEqualTo(whole.ntk().get(260 + j, i));
                assertThat(whole.ntk().get(i, 260 + j))
                        .isCloseTo(cross.ntk().get(i, j), within(1e-11 * whole.ntk().get(i, i)));
            }
        }
        assertThat(net.ntk(all)).isEqualTo(whole.ntk());
        assertThat(net.nngp(all)).isEqualTo(whole.nngp());
        assertThat(Blas.withThreads(1, () -> net.ntk(all))).isEqualTo(whole.ntk());
        // One point by itself: the diagonal, computed another way.
        WideKernels one = net.kernels(x.rows(5), x.rows(5));
        assertRelative(one.ntk().get(0, 0), whole.ntk().get(5, 5),
                stated(Math.sqrt(rounding(8).bound()), "the root of the rounding of a cosine near 1"));
    }

    /** The same function in both parametrizations: K agrees, and Theta by the naive recursion of its layers. */
    @Test
    void standardParametrizationScalesLayersByTheirFanIn() {
        Mlp standard = Mlp.of(Activation.RELU, 6, 40, 30, 1);
        Mlp ntk = standard.withParametrization(Parametrization.ntk(Math.sqrt(2), 0));
        Matrix x = random(4, 6, 9);
        WideKernels a = InfiniteNetwork.of(standard).kernels(x);
        WideKernels b = InfiniteNetwork.of(ntk).kernels(x);
        DualActivation relu = DualActivation.of(Activation.RELU);
        double[] q = new double[2];
        double k = 0;
        double theta = 0;
        for (int j = 0; j < 6; j++) {
            k += x.get(0, j) * x.get(1, j) / 6;
            q[0] += x.get(0, j) * x.get(0, j) / 6;
            q[1] += x.get(1, j) * x.get(1, j) / 6;
        }
        int[] fan = {6, 40, 30};
        for (int l = 0; l < 3; l++) {
            theta = 2 * theta + fan[l] * k + 1;
            k *= 2;
            q[0] *= 2;
            q[1] *= 2;
            if (l < 2) {
                theta *= relu.slope(q[0], q[1], k);
                k = relu.value(q[0], q[1], k);
                q[0] = relu.square(q[0]);
                q[1] = relu.square(q[1]);
            }
        }
        assertRelative(a.nngp().get(0, 1), b.nngp().get(0, 1), rounding(50));
        assertRelative(a.nngp().get(0, 1), k, rounding(50));
        assertRelative(a.ntk().get(0, 1), theta, rounding(50));
    }

    /** Positive homogeneity: Theta(cx, x') = c Theta(x, x') without biases. */
    @Test
    void withoutBiasReluKernelIsHomogeneous() {
        InfiniteNetwork net = InfiniteNetwork.of(Mlp.of(Activation.RELU, 5, 3, 3, 1)
                .withBias(false)
                .withParametrization(Parametrization.NTK));
        Matrix x = random(3, 5, 1);
        Matrix y = x.copy();
        y.scale(4);
        Matrix once = net.ntk(x, x.copy());
        Matrix four = net.ntk(x, y);
        for (int i = 0; i < 9; i++) {
            assertRelative(four.data()[i], 4 * once.data()[i], rounding(20));
        }
    }

    @Test
    void equalPointsHaveEqualKernels() {
        Matrix x = random(40, 17, 6);
        x.setRow(31, x.row(2));
        Matrix theta = InfiniteNetwork.of(Mlp.of(Activation.RELU, 17, 3, 3, 1)).ntk(x);
        assertRelative(theta.get(31, 2), theta.get(2, 2), rounding(50));
    }

    @Test
    void mistakesAreExplained() {
        InfiniteNetwork net = InfiniteNetwork.of(Mlp.of(Activation.RELU, 3, 4, 1));
        assertThatThrownBy(() -> net.ntk(Matrix.zeros(2, 5))).hasMessageContaining(
                "ntk: x has 5 columns, the network takes 3 inputs");
        Matrix bad = Matrix.zeros(2, 3);
        bad.set(1, 2, Double.NaN);
        assertThatThrownBy(() -> net.kernels(bad)).hasMessageContaining("row 1, column 2");
        assertThatThrownBy(() -> InfiniteNetwork.of(Mlp.of(Activation.RELU, 3, 4, 1)
                .withParametrization(Parametrization.MEAN_FIELD))).hasMessageContaining("mean-field");
        assertThatThrownBy(() -> InfiniteNetwork.of(Residual.of(Activation.TANH, 3, 2), Initializer.orthogonal(1)))
                .hasMessageContaining("independent");
        assertThatThrownBy(() -> InfiniteNetwork.builder(3).activation(Activation.RELU))
                .hasMessageContaining("call dense before");
        assertThatThrownBy(() -> InfiniteNetwork.builder(3).dense(1, 0).fork().activation(Activation.RELU).join(1))
                .hasMessageContaining("no affine map");
        InfiniteNetwork exp = InfiniteNetwork.of(Mlp.of(Activation.EXP, 3, 4, 4, 4, 1)
                .withParametrization(Parametrization.ntk(3, 0)));
        assertThatThrownBy(() -> exp.ntk(Matrix.of(new double[][] {{4, 4, 4}})))
                .hasMessageContaining("scale the inputs");
        int n = 46_000;
        assertThat(net.bytes(n, n, 2)).isGreaterThan(2L * 8 * n * n);
        if (net.bytes(n, n, 2) > Runtime.getRuntime().maxMemory()) {
            assertThatThrownBy(() -> net.kernels(Matrix.zeros(n, 3))).hasMessageContaining("GB");
        }
    }

    public static Matrix random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] data = new double[rows * columns];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextGaussian();
        }
        return Matrix.wrap(rows, columns, data);
    }

    static void assertRelative(double actual, double expected, Tolerance tolerance) {
        assertClose(actual, expected, tolerance.times(expected));
    }

    private static Offset<Double> within(double tolerance) {
        return Offset.offset(tolerance);
    }
}
