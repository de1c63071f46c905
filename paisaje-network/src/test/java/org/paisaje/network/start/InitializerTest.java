package org.paisaje.network.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.standardErrors;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;

/** Variances, limits, orthogonality and the independence of layers. */
final class InitializerTest {
    private static final Seed SEED = Seed.of(4);
    private static final Mlp NET = Mlp.of(Activation.RELU, 300, 200, 100);

    private static double[] slice(Mlp net, double[] theta, String name) {
        Layout.Slice slice = net.layout().slice(name);
        return Arrays.copyOfRange(theta, slice.offset(), slice.offset() + slice.size());
    }

    private static double variance(double[] a) {
        return Arrays.stream(a).map(t -> t * t).average().orElseThrow();
    }

    /** Of 60,000 and 20,000 numbers; the standard error of a normal variance is sqrt(2/n), here at five of them. */
    @ParameterizedTest
    @CsvSource({"lecun-normal,0.0033333333,0.005", "lecun-uniform,0.0033333333,0.005", "he-normal,0.0066666667,0.01",
        "he-uniform,0.0066666667,0.01", "glorot-normal,0.004,0.0066666667", "glorot-uniform,0.004,0.0066666667",
        "standard-normal,1,1", "normal(0.3),0.09,0.09", "uniform(0.3),0.03,0.03", "neurons,0.005,0.005",
        "mean-field,0.0033333333,1", "mup,1.66666667e-5,0.005", "mup-adam,0.0033333333,1"})
    void varianceIsThatOfTheName(String name, double first, double second) {
        Initializer initializer = Initializer.parse(name);
        assertThat(initializer.name()).isEqualTo(name);
        double[] theta = NET.initialize(initializer, SEED);
        double[] hidden = slice(NET, theta, "layers.0.weight");
        double[] readout = slice(NET, theta, "layers.1.weight");
        assertThat(variance(hidden) / first).isCloseTo(1, within(5 * Math.sqrt(2.0 / hidden.length)));
        assertThat(variance(readout) / second).isCloseTo(1, within(5 * Math.sqrt(2.0 / readout.length)));
        assertThat(Arrays.stream(hidden).average().orElseThrow() / Math.sqrt(first))
                .isCloseTo(0, within(5 / Math.sqrt(hidden.length)));
        if (name.contains("uniform")) {
            double limit = Math.sqrt(3 * first);
            assertThat(Arrays.stream(hidden).map(Math::abs).max().orElseThrow()).isBetween(0.999 * limit,
                    limit * (1 + 1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear:7-7", "linear:4-9", "linear:9-4", "linear:1-5"})
    void orthogonalMatricesAreOrthogonal(String text) {
        Mlp net = (Mlp) Architecture.parse(text);
        Matrix w = Matrix.wrap(net.outputs(), net.inputs(), net.initialize(Initializer.orthogonal(2), SEED));
        Matrix gram = net.outputs() <= net.inputs() ? w.times(w.transpose()) : w.transpose().times(w);
        for (int i = 0; i < gram.rows(); i++) {
            for (int j = 0; j < gram.rows(); j++) {
                assertClose(gram.get(i, j), i == j ? 4 : 0, rounding(10).times(4));
            }
        }
    }

    @Test
    void biasesAreZeroUnlessAskedFor() {
        assertThat(slice(NET, NET.initialize(SEED), "layers.0.bias")).containsOnly(0);
        Mlp wide = Mlp.of(Activation.RELU, 1, 100_000, 1);
        double[] biases = slice(wide, wide.initialize(Initializer.heNormal().withBiases(0.5), SEED), "layers.0.bias");
        assertClose(variance(biases), 0.25, standardErrors(4, 0.25 * Math.sqrt(2.0 / biases.length)));
        assertClose(Arrays.stream(biases).average().orElseThrow(), 0,
                standardErrors(4, 0.5 / Math.sqrt(biases.length)));
        assertThat(NET.initialize(Initializer.zero(), SEED)).containsOnly(0);
    }

    /** What one layer draws does not depend on the others, nor on the draw before. */
    @Test
    void layersDrawApart() {
        double[] theta = NET.initialize(SEED);
        double[] deeper = NET.withWidths(300, 200, 50, 100).initialize(SEED);
        assertThat(slice(NET.withWidths(300, 200, 50, 100), deeper, "layers.0.weight"))
                .isEqualTo(slice(NET, theta, "layers.0.weight"));
        assertThat(NET.initialize(SEED)).isEqualTo(theta);
        assertThat(NET.initialize(Seed.of(5))).isNotEqualTo(theta);
    }

    @Test
    void defaultsFollowActivationAndParametrization() {
        assertThat(Initializer.standardFor(NET).name()).isEqualTo("he-normal");
        assertThat(Initializer.standardFor(NET.withActivation(Activation.TANH)).name()).isEqualTo("lecun-normal");
        assertThat(Initializer.standardFor(NET.withParametrization(Parametrization.NTK)).name())
                .isEqualTo("standard-normal");
        assertThat(Initializer.standardFor(NET.withParametrization(Parametrization.MEAN_FIELD)).name())
                .isEqualTo("mean-field");
        assertThat(Initializer.standardFor(NET.withParametrization(Parametrization.MUP)))
                .isEqualTo(Initializer.mup(Math.sqrt(2)));
        assertThat(Initializer.standardFor(NET.withParametrization(Parametrization.MUP_ADAM)))
                .isEqualTo(Initializer.mupAdam(Math.sqrt(2)));
    }

    @Test
    void refusesUnknownNames() {
        assertThatThrownBy(() -> Initializer.parse("xaviour")).hasMessageContaining("glorot-uniform");
        assertThatThrownBy(() -> Initializer.parse("normal(x)")).hasMessageContaining("is not a number");
        assertThatThrownBy(() -> Initializer.normal(-1)).hasMessageContaining("at least 0");
    }
}
