package org.paisaje.theory.dynamics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.kernel.InfiniteNetwork;

final class WideSignalsTest {
    private static final Seed SEED = Seed.of(11);

    private static Matrix gaussian(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** The mean square and the cosine of the outputs are those of the NNGP kernel, which another recursion computes. */
    @ParameterizedTest
    @CsvSource({"mlp:3-8-8-2:relu", "mlp:3-8-8-8-2:tanh", "mlp:3-8-8-2:erf:param=ntk,sw=1.3,sb=0.4",
        "resnet:3-8x4-2:relu:step=0.5", "resnet:3x3:tanh:step=0.3,block=two",
        "resnet:3-8x4-2:relu:block=projected,hidden=16,step=0.3"})
    void outputsHaveTheMomentsOfTheKernel(String text) {
        Architecture network = Architecture.parse(text);
        Initializer initializer = Initializer.standardFor(network).withBiases(0.2);
        Matrix x = gaussian("x", 6, network.inputs());
        WideSignals signals = WideSignals.of(network, initializer, x).orElseThrow();
        Matrix kernel = InfiniteNetwork.of(network, initializer).nngp(x);
        double trace = 0;
        for (int i = 0; i < 6; i++) {
            trace += kernel.get(i, i);
        }
        int last = signals.activation().length - 1;
        assertClose(signals.activation()[last], Math.sqrt(trace / 6), stated(1e-8, "Hermite expansions of tanh"));
        assertClose(signals.correlation()[last], WideSignals.cosine(kernel), stated(1e-8, "the same"));
    }

    /** He's weights keep gradients exactly where layers are equally wide, and Glorot's half them for ReLU. */
    @Test
    void gradientsBehindReluAreKnown() {
        Architecture network = Architecture.parse("mlp:4-9-9-9-9:relu");
        Matrix x = gaussian("x", 3, 4);
        double[] he = WideSignals.of(network, Initializer.heNormal(), x).orElseThrow().gradient();
        double[] glorot = WideSignals.of(network, Initializer.glorotNormal(), x).orElseThrow().gradient();
        // The last layer is affine: half of its gain is not lost.
        assertClose(he, new double[] {Math.sqrt(2), Math.sqrt(2), Math.sqrt(2), 1}, rounding(40).times(2));
        assertClose(glorot, new double[] {0.5, Math.sqrt(0.5), 1, 1}, rounding(40).times(2));
    }

    /** Means over random nets of width 64 lie near what is exact for endless width. */
    @ParameterizedTest
    @CsvSource({"mlp:5-64-64-64-3:tanh, he-normal", "mlp:5-64-64-64-3:relu, orthogonal(1.4)",
        "resnet:5-64x4-3:relu:step=0.4, he-normal", "resnet:5-64x3-3:tanh:block=two, glorot-uniform"})
    void randomNetsAreNear(String text, String init) {
        Architecture network = Architecture.parse(text);
        Initializer initializer = Initializer.parse(init);
        Matrix x = gaussian("x", 8, 5);
        WideSignals expected = WideSignals.of(network, initializer, x).orElseThrow();
        int depth = expected.activation().length;
        double[] forward = new double[depth];
        double[] backward = new double[depth];
        int draws = 60;
        for (int k = 0; k < draws; k++) {
            double[] theta = network.initialize(initializer, SEED.named("init").at(k));
            Matrix u = gaussian("u" + k, 8, network.outputs());
            List<LayerSignal> signals = LayerSignals.measured(network.trace(theta, x), u);
            for (int l = 0; l < depth; l++) {
                forward[l] += Math.pow(signals.get(l).activation(), 2) / draws;
                backward[l] += Math.pow(signals.get(l).gradient(), 2) / draws;
            }
        }
        for (int l = 0; l < depth; l++) {
            // A share of 1/width from the finite width, and 4 standard errors of 60 draws whose spread is about 1/3.
            assertThat(Math.sqrt(forward[l]) / expected.activation()[l]).isBetween(0.8, 1.2);
            assertThat(Math.sqrt(backward[l]) / expected.gradient()[l]).isBetween(0.75, 1.25);
        }
    }

    /** The singular values of df/dx, from the backward pass, and by the chain of layers. */
    @ParameterizedTest
    @CsvSource({"mlp:3-5-4-2:tanh", "resnet:3x4:relu:step=0.3",
        "resnet:2-3x3-2:tanh:block=projected,hidden=5,step=0.4"})
    void theJacobianOfAllLayersIsThatOfTheNetwork(String text) {
        Architecture network = Architecture.parse(text);
        double[] theta = network.initialize(SEED.named("theta"));
        Matrix x = gaussian("x", 2, network.inputs());
        LayerTrace trace = network.trace(theta, x);
        DepthJacobian depth = DepthJacobian.of(network, theta, trace, 1);
        Matrix jacobian = Matrix.zeros(network.outputs(), network.inputs());
        for (int c = 0; c < network.outputs(); c++) {
            Matrix u = Matrix.zeros(2, network.outputs());
            u.set(1, c, 1);
            jacobian.setRow(c, network.linearize(theta, x).inputVjp(u).row(1));
        }
        double[] values = depth.values().getLast();
        assertClose(values, Svd.of(jacobian).values(), rounding(60).times(values[0]));
        assertThat(depth.exponents(values.length - 1)).isNotEmpty();
        int last = depth.values().size() - 1;
        assertClose(depth.exponents(last)[0] * (last + 1), Math.log(values[0]), rounding(8).times(4));
        assertThat(Arrays.stream(depth.exponents(0)).max()).isPresent();
    }
}
