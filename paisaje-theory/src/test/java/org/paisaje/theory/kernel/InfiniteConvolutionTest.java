package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.theory.kernel.InfiniteNetworkTest.assertRelative;
import static org.paisaje.theory.kernel.InfiniteNetworkTest.random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Convolutional;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.PatchMap;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.kernel.dual.DualActivation;

final class InfiniteConvolutionTest {
    /** Values of neural-tangents in float64, printed to 14 digits. */
    @ParameterizedTest
    @CsvSource({"1, false, .20448410102023, .29565116858587", "1, true, .14089293800768, .16746882888836",
        "2, false, .18905206962596, .34101265277809", "2, true, .13951355196244, .20044212211406"})
    void goldenValues(int layers, boolean pooled, double k, double theta) {
        double[] x = new double[16];
        double[] y = new double[16];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                x[4 * i + j] = Math.sin(1 + i + 2 * j);
                y[4 * i + j] = Math.cos(i * j + .5);
            }
        }
        InfiniteConvolution.Builder builder = InfiniteConvolution.builder(4, 4, 1);
        for (int l = 0; l < layers; l++) {
            builder.convolution(3, 1, PatchMap.Padding.ZERO, Math.sqrt(2), .1, Activation.RELU);
        }
        InfiniteConvolution net = pooled ? builder.average(1, 0) : builder.flatten(1, 0);
        WideKernels kernels = net.kernels(Matrix.wrap(1, 16, x), Matrix.wrap(1, 16, y));
        // Half a unit of the last printed digit.
        assertClose(kernels.nngp().get(0, 0), k, printed(14).plus(rounding(4)));
        assertClose(kernels.ntk().get(0, 0), theta, printed(14).plus(rounding(4)));
        Matrix both = Matrix.stackRows(Matrix.wrap(1, 16, x), Matrix.wrap(1, 16, y));
        assertClose(net.ntk(both).get(1, 0), theta, printed(14).plus(rounding(20)));
    }

    /** The recursion on full arrays of pairs of pixels, one entry at a time. */
    private static double[] naive(Convolutional net, double[] a, double[] b) {
        Initializer initializer = Initializer.standardFor(net.activation(), net.parametrization());
        DualActivation dual = DualActivation.of(net.activation());
        double[][][] k = new double[3][][];
        double[][] pairs = {a, a, b, b, a, b};
        int pixels = net.height() * net.width();
        int colours = net.colours();
        for (int which = 0; which < 3; which++) {
            k[which] = new double[pixels][pixels];
            for (int p = 0; p < pixels; p++) {
                for (int r = 0; r < pixels; r++) {
                    for (int c = 0; c < colours; c++) {
                        k[which][p][r] += pairs[2 * which][p * colours + c] * pairs[2 * which + 1][r * colours + c]
                                / colours;
                    }
                }
            }
        }
        double[][] t = new double[pixels][pixels];
        for (int l = 0; l < net.channels().size(); l++) {
            PatchMap map = net.patchMaps().get(l);
            double[] rule = rule(net.layerShapes().get(l), initializer);
            double[][][] next = new double[3][map.pixels()][map.pixels()];
            double[][] nextT = new double[map.pixels()][map.pixels()];
            for (int p = 0; p < map.pixels(); p++) {
                for (int r = 0; r < map.pixels(); r++) {
                    double sumT = 0;
                    for (int tap = 0; tap < map.taps(); tap++) {
                        int from = map.source(p, tap);
                        int to = map.source(r, tap);
                        if (from >= 0 && to >= 0) {
                            sumT += t[from][to] / map.taps();
                            for (int which = 0; which < 3; which++) {
                                next[which][p][r] += k[which][from][to] / map.taps();
                            }
                        }
                    }
                    nextT[p][r] = rule[0] * sumT + rule[2] * next[2][p][r] + rule[3];
                    for (int which = 0; which < 3; which++) {
                        next[which][p][r] = rule[0] * next[which][p][r] + rule[1];
                    }
                }
            }
            double[][][] behind = new double[3][map.pixels()][map.pixels()];
            for (int p = 0; p < map.pixels(); p++) {
                for (int r = 0; r < map.pixels(); r++) {
                    nextT[p][r] *= dual.slope(next[0][p][p], next[1][r][r], next[2][p][r]);
                    behind[0][p][r] = dual.value(next[0][p][p], next[0][r][r], next[0][p][r]);
                    behind[1][p][r] = dual.value(next[1][p][p], next[1][r][r], next[1][p][r]);
                    behind[2][p][r] = dual.value(next[0][p][p], next[1][r][r], next[2][p][r]);
                }
            }
            k = behind;
            t = nextT;
        }
        double meanK = 0;
        double meanT = 0;
        int n = t.length;
        for (int p = 0; p < n; p++) {
            for (int r = 0; r < n; r++) {
                boolean pooled = net.readout() == Convolutional.Readout.AVERAGE;
                if (pooled || p == r) {
                    meanK += k[2][p][r] / (pooled ? n * n : n);
                    meanT += t[p][r] / (pooled ? n * n : n);
                }
            }
        }
        double[] rule = rule(net.layerShapes().getLast(), initializer);
        return new double[] {rule[0] * meanK + rule[1], rule[0] * meanT + rule[2] * meanK + rule[3]};
    }

    private static double[] rule(LayerShape layer, Initializer initializer) {
        double s = layer.weightScale() * layer.weightScale();
        double bias = layer.hasBias() ? layer.biasScale() * layer.biasScale() : 0;
        double deviation = initializer.deviation(layer);
        double beta = initializer.biasDeviation();
        return new double[] {s * deviation * deviation * layer.inputs(), bias * beta * beta, s * layer.inputs(), bias};
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"conv:4x5x2-3-4-1:relu:param=ntk,sw=1.4,sb=0.1", "conv:5x5x1-3-3-1:gelu:readout=average",
                "conv:6x5x3-2-2-1:erf:filter=2,padding=valid,readout=average,param=ntk",
                "conv:7x4x1-4-3-1:exp:stride=2,padding=circular,readout=average,param=ntk,sw=0.5",
                "conv:2x2x1-5-1:tanh:bias=false",
                "conv:7x4x1-4-3-1:relu:stride=2,padding=circular", "conv:6x6x1-2-1:sin:padding=valid,readout=average"})
    @Tag("slow")
    void blocksCrossKernelsAndThreadsAgreeWithTheRecursion(String text) {
        Convolutional finite = Convolutional.parse(text);
        InfiniteConvolution net = InfiniteConvolution.of(finite);
        Matrix x = random(40, net.inputs(), 3);
        Matrix y = random(3, net.inputs(), 4);
        Matrix all = Matrix.stackRows(x, y);
        WideKernels whole = net.kernels(all);
        WideKernels cross = net.kernels(x, y);
        for (int i = 0; i < 40; i += 3) {
            for (int j = 0; j < 3; j++) {
                double size = whole.ntk().get(i, i);
                assertThat(whole.nngp().get(i, 40 + j)).isCloseTo(cross.nngp().get(i, j), Offset.offset(1e-13 * size));
                assertThat(whole.ntk().get(i, 40 + j)).isCloseTo(cross.ntk().get(i, j), Offset.offset(1e-13 * size));
                assertThat(whole.ntk().get(i, 40 + j)).isEqualTo(whole.ntk().get(40 + j, i));
            }
        }
        for (int j = 0; j < 3; j++) {
            double[] naive = naive(finite, x.row(7), y.row(j));
            assertRelative(cross.nngp().get(7, j), naive[0], rounding(2_000));
            assertRelative(cross.ntk().get(7, j), naive[1], rounding(2_000));
        }
        double[] self = naive(finite, x.row(9), x.row(9));
        assertRelative(whole.nngp().get(9, 9), self[0], rounding(2_000));
        assertRelative(whole.ntk().get(9, 9), self[1],
                stated(Math.sqrt(rounding(8).bound()), "the root of the rounding of a cosine near 1"));
        assertThat(net.ntk(all)).isEqualTo(whole.ntk());
        assertThat(net.nngp(all)).isEqualTo(whole.nngp());
        assertThat(Blas.withThreads(1, () -> net.ntk(all))).isEqualTo(whole.ntk());
    }

    /** An image of one pixel is a point, and a filter of one tap an affine map. */
    @Test
    void onePixelIsADenseNetwork() {
        Parametrization ntk = Parametrization.ntk(1.3, 0.2);
        Matrix x = random(6, 5, 1);
        WideKernels dense = WideLimit.of(Mlp.of(Activation.RELU, 5, 9, 9, 1).withParametrization(ntk)).kernels(x);
        for (Convolutional.Readout readout : Convolutional.Readout.values()) {
            Convolutional net = Convolutional.parse("conv:1x1x5-9-9-1:relu:filter=1")
                    .withParametrization(ntk)
                    .withReadout(readout);
            WideKernels kernels = WideLimit.of(net).kernels(x);
            for (int i = 0; i < 36; i++) {
                assertRelative(kernels.nngp().data()[i], dense.nngp().data()[i], rounding(50));
                assertRelative(kernels.ntk().data()[i], dense.ntk().data()[i], rounding(50));
            }
        }
    }

    /** The same description as a finite network: tangent kernels and outputs of random nets, within 4 standard errors. */
    @ParameterizedTest
    @CsvSource({"conv:5x4x2-48-4:relu:param=ntk;sw=1.4;sb=0.3, 150",
        "conv:5x4x2-48-4:erf:readout=average;param=ntk;sw=1.4;sb=0.3, 150",
        "conv:6x6x1-96-96-2:tanh:stride=2;padding=circular;param=ntk;sw=1.4;sb=0.3, 60",
        "conv:5x5x1-96-96-2:relu:readout=average;padding=valid;param=ntk;sw=1.4;sb=0.3, 60"})
    void finiteNetworksFluctuateAboutTheLimit(String text, int draws) {
        Convolutional net = Convolutional.parse(text.replace(';', ','));
        Matrix x = random(2, net.inputs(), 8);
        WideKernels limit = WideLimit.of(net).kernels(x);
        int k = net.outputs();
        double[][] samples = new double[4][draws];
        for (int draw = 0; draw < draws; draw++) {
            var at = net.linearize(net.initialize(Seed.of(5).named("draw " + draw)), x);
            Matrix jacobian = at.jacobian();
            Matrix theta = jacobian.timesTransposed(jacobian);
            for (int c = 0; c < k; c++) {
                samples[0][draw] += at.outputs().get(0, c) * at.outputs().get(1, c) / k;
                samples[1][draw] += at.outputs().get(0, c) * at.outputs().get(0, c) / k;
                samples[2][draw] += theta.get(c, k + c) / k;
                samples[3][draw] += theta.get(c, c) / k;
            }
        }
        double[] predicted = {limit.nngp().get(0, 1), limit.nngp().get(0, 0), limit.ntk().get(0, 1),
            limit.ntk().get(0, 0)};
        for (int q = 0; q < 4; q++) {
            double mean = 0;
            double square = 0;
            for (double value : samples[q]) {
                mean += value / draws;
                square += value * value / draws;
            }
            double error = Math.sqrt((square - mean * mean) / (draws - 1));
            assertThat(mean).as("quantity " + q).isCloseTo(predicted[q], Offset.offset(4 * error));
            assertThat(error).isLessThan(0.15 * Math.abs(predicted[q]) + 0.1 * predicted[1]);
        }
    }

    @Test
    void mistakesAreExplained() {
        InfiniteConvolution net = InfiniteConvolution.of(Convolutional.parse("conv:4x4x1-8-1:relu"));
        assertThatThrownBy(() -> net.ntk(Matrix.zeros(2, 5))).hasMessageContaining("takes 16 inputs (4 x 4 x 1)");
        Matrix bad = Matrix.zeros(2, 16);
        bad.set(1, 2, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> net.kernels(bad)).hasMessageContaining("row 1, column 2");
        assertThatThrownBy(() -> WideLimit.of(Convolutional.parse("conv:4x4x1-8-1:relu:param=mean-field")))
                .hasMessageContaining("mean-field");
        assertThatThrownBy(() -> InfiniteConvolution.builder(4, 4, 1).flatten(1, 0)).hasMessageContaining(
                "call convolution first");
        InfiniteConvolution large = InfiniteConvolution
                .of(Convolutional.parse("conv:300x300x1-8-1:relu:readout=average"));
        if (large.bytes(2, 2, 1) > Runtime.getRuntime().maxMemory()) {
            assertThatThrownBy(() -> large.ntk(Matrix.zeros(2, 90_000))).hasMessageContaining("GB");
        }
    }
}
