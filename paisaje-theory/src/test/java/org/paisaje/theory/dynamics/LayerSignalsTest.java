package org.paisaje.theory.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Residual;

final class LayerSignalsTest {
    private static final Seed SEED = Seed.of(5);

    private static double rms(Matrix a) {
        return Math.sqrt(Arrays.stream(a.data()).map(v -> v * v).sum() / a.data().length);
    }

    private static Matrix gaussian(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** The tail of a network is a network: its gradient in its inputs is the gradient at the node where it begins. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"mlp:3-5-4-2:tanh; mlp:5-4-2:tanh; 0",
                "mlp:3-5-4-2:relu:param=ntk,sw=1.3,sb=0.4; mlp:5-4-2:relu:param=ntk,sw=1.3,sb=0.4; 0",
                "resnet:3x3:tanh:step=0.3; resnet:3x2:tanh:step=0.3; 0",
                "resnet:3x3:tanh:block=two,step=0.3; resnet:3x2:tanh:block=two,step=0.3; 1",
                "resnet:3x3-2:relu:block=projected,hidden=5,step=0.3; resnet:3x2-2:relu:block=projected,hidden=5,step=0.3; 1",
                "resnet:2-4x2-3:tanh:step=0.5; resnet:4x2-3:tanh:step=0.5; 0"})
    void signalsAreThoseOfTheNetworkAndItsTail(String whole, String rest, int index) {
        Architecture network = Architecture.parse(whole);
        Architecture tail = Architecture.parse(rest);
        double[] theta = SEED.named("theta").gaussians(network.layout().size());
        double[] last = Arrays.copyOfRange(theta, theta.length - tail.layout().size(), theta.length);
        Matrix x = gaussian("x", 7, network.inputs());
        Matrix u = gaussian("u", 7, network.outputs());
        List<LayerSignal> signals = LayerSignals.of(network, theta, x, u);
        assertThat(signals).hasSize(network.layerShapes().size());
        assertClose(signals.getLast().activation(), rms(network.forward(theta, x)), rounding(500));
        assertClose(signals.getLast().gradient(), rms(u), rounding(500));
        // Inputs of the tail with the outputs of the head: found by running the head as the network without its tail.
        Matrix head = head(network, theta, x, tail, index);
        assertClose(signals.get(index).activation(), rms(head), rounding(500));
        Matrix gradient = tail.linearize(last, head).inputVjp(u);
        assertThat(signals.get(index).gradient()).isCloseTo(rms(gradient), within(1e-12 * (1 + rms(gradient))));
    }

    private static Matrix head(Architecture network, double[] theta, Matrix x, Architecture tail, int index) {
        Matrix h = x;
        Matrix skip = x;
        double step = network instanceof Residual residual ? residual.step() : 1;
        boolean lifted = network instanceof Residual residual && residual.lift();
        for (int l = 0; l <= index; l++) {
            var shape = network.layerShapes().get(l);
            Matrix z = Matrix.zeros(h.rows(), shape.outputs());
            for (int i = 0; i < h.rows(); i++) {
                for (int o = 0; o < shape.outputs(); o++) {
                    double sum = shape.hasBias() ? shape.biasScale() * theta[shape.bias() + o] : 0;
                    for (int j = 0; j < shape.inputs(); j++) {
                        sum += shape.weightScale() * theta[shape.weight() + o * shape.inputs() + j] * h.get(i, j);
                    }
                    z.set(i, o, shape.activation().value(sum));
                }
            }
            h = z;
        }
        if (network instanceof Residual && !lifted) {
            Matrix result = skip.copy();
            boolean linear = network.layerShapes().get(index).activation().name().equals("identity");
            result.addScaled(linear ? 1 : step, h);
            return result;
        }
        assertThat(h.columns()).isEqualTo(tail.inputs());
        return h;
    }

    /** Biases of -100 silence ReLUs, of +100 not; a zero row of weights with positive bias is constant but alive. */
    @Test
    void deadUnitsAreCounted() {
        Architecture network = Architecture.parse("mlp:2-5-3-1:relu");
        double[] theta = SEED.named("dead").gaussians(network.layout().size());
        var first = network.layerShapes().get(0);
        var second = network.layerShapes().get(1);
        for (int j = 0; j < 5; j++) {
            theta[first.bias() + j] = j < 3 ? -100 : 100;
        }
        Arrays.fill(theta, second.weight(), second.weight() + 5, 0);
        theta[second.bias()] = 1;
        theta[second.bias() + 1] = -1e5;
        theta[second.bias() + 2] = 1e5;
        List<LayerSignal> signals = LayerSignals.of(network, theta, gaussian("x", 50, 2), gaussian("u", 50, 1));
        assertThat(signals.get(0).dead()).isEqualTo(3);
        assertThat(signals.get(0).constant()).isEqualTo(3);
        assertThat(signals.get(1).dead()).isEqualTo(1);
        assertThat(signals.get(1).constant()).isEqualTo(2);
        assertThat(signals.get(2).hidden()).isFalse();
        assertThat(signals.get(2).dead()).isZero();
    }

    @Test
    void saturatedUnitsAreCounted() {
        Architecture network = Architecture.parse("mlp:2-4-1:tanh");
        double[] theta = new double[network.layout().size()];
        var first = network.layerShapes().get(0);
        theta[first.bias()] = 5;
        theta[first.bias() + 1] = -5;
        theta[first.bias() + 2] = 0.5;
        List<LayerSignal> signals = LayerSignals.of(network, theta, gaussian("x", 50, 2), gaussian("u", 50, 1));
        assertThat(signals.get(0).saturated()).isEqualTo(2);
        assertThat(signals.get(0).dead()).isZero();
    }

    /** Wide layers follow the recursion: relative deviations of about 1/sqrt(width) a layer, five of them allowed. */
    @Test
    void wideLayersFollowTheMeanField() {
        for (String text : List.of("mlp:20-2000-2000-1:relu", "mlp:20-2000-2000-1:tanh")) {
            Architecture network = Architecture.parse(text);
            double[] theta = network.initialize(SEED.named(text));
            List<LayerSignal> signals = LayerSignals.of(network, theta, gaussian("wide", 20, 20), gaussian("u", 20, 1));
            for (LayerSignal signal : signals.subList(0, 2)) {
                double expected = signal.expectedActivation().orElseThrow();
                // The inputs have different lengths; a ReLU does not care, tanh does by a few per cent.
                assertThat(signal.activation() / expected).isCloseTo(1,
                        within(text.endsWith("relu") ? 5 / Math.sqrt(2000) : 0.05));
            }
            double gain = signals.get(1).expectedGain().orElseThrow();
            double measured = signals.get(0).gradient() / signals.get(1).gradient();
            assertThat(measured / gain).isCloseTo(1, within(5 / Math.sqrt(2000)));
        }
    }

    @Test
    void conditionOfALinearNetworkIsThatOfItsMatrix() {
        Architecture network = Architecture.parse("linear:3-2");
        double[] theta = {3, 0, 0, 0, 0.5, 0};
        JacobianCondition condition = JacobianCondition.of(network, theta, gaussian("x", 4, 3));
        assertClose(condition.quantile(0.5), 6, rounding(100).times(6));
        assertClose(condition.largest()[0], 3, rounding(100).times(3));
        double[] flat = {3, 0, 0, 3, 0, 0};
        assertThat(JacobianCondition.of(network, flat, gaussian("x", 4, 3)).deficient()).isEqualTo(4);
    }

    @Test
    void plateausAreFound() {
        long[] steps = new long[100];
        double[] losses = new double[100];
        for (int i = 0; i < 100; i++) {
            steps[i] = i;
            losses[i] = i < 30 ? 1 : i < 60 ? Math.exp(-0.1 * (i - 29)) : Math.exp(-3.1);
        }
        List<Plateau> found = Plateau.find(steps, losses, 0.2, 0.01);
        assertThat(found).hasSize(2);
        assertThat(found.getFirst()).isEqualTo(new Plateau(0, 29, 1));
        assertThat(found.getLast().to()).isEqualTo(99);
        assertThat(Plateau.find(steps, Arrays.stream(steps).mapToDouble(s -> Math.exp(-s)).toArray(), 0.2, 0.01))
                .isEmpty();
    }

    /** A channel is a unit, over all pixels and samples. */
    @Test
    void channelsOfAConvolutionAreUnits() {
        Architecture network = Architecture.parse("conv:4x4x1-3-2:relu");
        double[] theta = network.initialize(SEED);
        var shape = network.layerShapes().getFirst();
        theta[shape.bias() + 1] = -1e3;
        Matrix x = Matrix.wrap(6, 16, SEED.named("images").gaussians(96));
        Matrix u = Matrix.wrap(6, 2, SEED.named("slopes").gaussians(12));
        List<LayerSignal> signals = LayerSignals.of(network, theta, x, u);
        assertThat(signals).hasSize(2);
        assertThat(signals.getFirst().width()).isEqualTo(3);
        assertThat(signals.getFirst().dead()).isEqualTo(1);
        assertThat(signals.getFirst().constant()).isEqualTo(1);
        assertThat(signals.getFirst().expectedActivation()).isEmpty();
        assertClose(signals.getLast().gradient(), rms(u), rounding(40));
    }
}
