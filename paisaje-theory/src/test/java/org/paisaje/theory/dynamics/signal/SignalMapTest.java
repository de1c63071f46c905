package org.paisaje.theory.dynamics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.stats.NormalAverage;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.dynamics.signal.SignalMap.Edge;
import org.paisaje.theory.dynamics.signal.SignalMap.Fate;
import org.paisaje.theory.dynamics.signal.SignalMap.Phase;

final class SignalMapTest {
    /** A half of E Z^2 passes a ReLU, and a half of the squared slopes (He et al. 2015). */
    @Test
    void reluKeepsEveryLengthAtTheRootOfTwo() {
        Fate fate = SignalMap.of(Activation.RELU, Math.sqrt(2), 0).fate(3);
        assertClose(fate.length(), 3, rounding(4).times(3));
        assertThat(fate.phase()).isEqualTo(Phase.EDGE);
        assertThat(fate.depthScale()).isInfinite();
        assertThat(fate.correlation()).isEqualTo(1);
    }

    /** Without biases each layer of ReLUs multiplies mean squares by sigma_w^2 / 2, whatever their size. */
    @ParameterizedTest
    @CsvSource({"1, 0, ORDER", "2, Infinity, CHAOS"})
    void reluElsewhereScalesAllLengths(double sigmaW, double length, Phase phase) {
        Fate fate = SignalMap.of(Activation.RELU, sigmaW, 0).fate(1);
        assertThat(fate.length()).isEqualTo(length);
        assertThat(fate.phase()).isEqualTo(phase);
        assertClose(fate.depthScale(), 1 / Math.abs(Math.log(sigmaW * sigmaW / 2)), rounding(8).times(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "erf", "sigmoid", "gelu", "softplus", "sin"})
    void theMapsAreAveragesOverNormalVariables(String name) {
        Activation s = Activation.parse(name);
        SignalMap map = SignalMap.of(s, 1.3, 0.4);
        double q = 0.7;
        assertClose(map.length(q), 1.69 * NormalAverage.of(z -> s.value(z) * s.value(z), q) + 0.16,
                stated(1e-9, "the Hermite expansion of a dual without closed form"));
        assertClose(map.chi(q), 1.69 * NormalAverage.of(z -> s.first(z) * s.first(z), q),
                stated(1e-9, "the Hermite expansion of a dual without closed form"));
        assertClose(map.correlations(q, 1)[0], 1, stated(1e-9, "the same"));
        // The slope of the correlation map at 1 is chi where q is kept.
        double kept = map.fate(q).length();
        double h = 1e-4;
        assertThat(Math.abs((1 - map.correlations(kept, 1 - h)[0]) / h - map.chi(kept))).isLessThan(0.02);
    }

    @Test
    void tanhBelowOneDiesAndAboveOneIsChaotic() {
        Fate order = SignalMap.of(Activation.TANH, 0.9, 0).fate(1);
        assertThat(order.length()).isZero();
        assertThat(order.phase()).isEqualTo(Phase.ORDER);
        assertClose(order.depthScale(), -1 / Math.log(0.81), rounding(8).times(5));
        SignalMap map = SignalMap.of(Activation.TANH, 2, 0);
        Fate chaos = map.fate(1);
        assertThat(chaos.phase()).isEqualTo(Phase.CHAOS);
        assertClose(map.length(chaos.length()), chaos.length(), stated(1e-8, "bisection and the Hermite expansion"));
        assertThat(chaos.correlation()).isBetween(-0.01, 0.99);
        assertClose(map.correlations(chaos.length(), chaos.correlation())[0], chaos.correlation(),
                stated(1e-6, "bisection"));
    }

    /** At the edge chi is 1 and the length is kept; ReLU with biases has none (its q grows by sigma_b^2 a layer). */
    @ParameterizedTest
    @CsvSource({"tanh, 0", "tanh, 0.3", "erf, 0.2", "sigmoid, 0", "relu, 0", "leaky-relu(0.1), 0", "sin, 0"})
    void onTheEdgeChiIsOne(String name, double sigmaB) {
        Edge edge = SignalMap.edge(Activation.parse(name), sigmaB).orElseThrow();
        SignalMap map = SignalMap.of(Activation.parse(name), edge.sigmaW(), sigmaB);
        assertClose(map.chi(edge.length()), 1, stated(1e-8, "bisection and the Hermite expansion"));
        assertClose(map.length(edge.length()), edge.length(),
                stated(1e-7 * (1 + edge.length()), "bisection and the Hermite expansion"));
    }

    @Test
    void knownPointsOfTheEdge() {
        assertThat(SignalMap.edge(Activation.TANH, 0)).contains(new Edge(1, 0, 0));
        assertClose(SignalMap.edge(Activation.RELU, 0).orElseThrow().sigmaW(), Math.sqrt(2), rounding(8));
        // Slopes 0.1 and 1: half of 1.01.
        assertClose(SignalMap.edge(Activation.leakyRelu(0.1), 0).orElseThrow().sigmaW(), Math.sqrt(2 / 1.01),
                rounding(8).times(2));
        assertThat(SignalMap.edge(Activation.RELU, 0.1)).isEqualTo(Optional.empty());
    }

    @Test
    void refusesWhatIsNoDeviation() {
        assertThatIllegalArgumentException().isThrownBy(() -> SignalMap.of(Activation.RELU, -1, 0))
                .withMessageContaining("sigma_w is -1.0");
    }
}
