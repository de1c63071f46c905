package org.paisaje.theory.landscape.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/** Spectra of small Hessians that another program computed with 40 and 50 digits, and closed forms. */
final class ReferenceSpectraTest {
    /** The text does not divide the first layer by sqrt(d), the tangent-kernel parametrization does. */
    private static Risk wide(Activation activation, int width, double[][] x, double... y) {
        Matrix inputs = Matrix.of(x);
        inputs.scale(Math.sqrt(x[0].length));
        Mlp net = Mlp.of(activation, x[0].length, width, 1)
                .withBias(false)
                .withParametrization(Parametrization.ntk(1, 0));
        return Risk.of(net, inputs, Matrix.wrap(y.length, 1, y), Loss.SQUARED);
    }

    private static FullSpectrum.Found all(LinearOperator operator) {
        return (FullSpectrum.Found) FullSpectrum.of(operator, List.of(), share -> {});
    }

    private static void spectrum(LinearOperator operator, double... descending) {
        double[] values = all(operator).values();
        double[] exact = descending.clone();
        Arrays.sort(exact);
        assertClose(values, exact, rounding(values.length).times(20));
    }

    @Test
    void twoLayerRelu() {
        Risk risk = wide(Activation.RELU, 3, new double[][] {{0.6, 0.8}, {1, 0}, {-0.8, 0.6}}, 1, -1, 0.5);
        double[] theta = {1, 2, -1, 1, 2, -1, 1, -2, 1};
        var at = risk.at(theta);
        spectrum(at.hessian(), 2.05789271770682, 1.09133252984644, 0.82276363625621, 0.414876265371275,
                0.00661441109778829, 0, -0.35118263616582, -0.517042647647289, -0.72969872090986);
        spectrum(at.gaussNewton(), 1.53008698328741, 0.814895625216063, 0.450572947052086, 0, 0, 0, 0, 0, 0);
        spectrum(at.residual(), 0.865408142448, 0.558531059702499, 0.366597609403719, 0, 0, 0, -0.366597609403719,
                -0.558531059702499, -0.865408142448);
        spectrum(at.tangentKernel(), 1.53008698328741, 0.814895625216063, 0.450572947052086);
        assertThat(all(at.hessian()).rank(1e-12)).isEqualTo(8);
        assertThat(all(at.residual()).rank(1e-12)).isEqualTo(6);
    }

    @Test
    void twoLayerTanh() {
        Risk risk = wide(Activation.TANH, 2, new double[][] {{0.6, 0.8}, {1, 0}}, 0.5, -0.5);
        double[] theta = {1, 0.5, -1.0 / 3, 1.25, 1, -1};
        var at = risk.at(theta);
        spectrum(at.hessian(), 0.564612522355708, 0.417558283190004, 0.0891412950624359, -0.0830478174390398,
                -0.32601419511731, -0.428847076505658);
        spectrum(at.gaussNewton(), 0.590934381325367, 0.202468301771755, 0, 0, 0, 0);
        spectrum(at.residual(), 0.254382375465653, 0.0976150671773419, 0.0449395701307719, -0.095338029131071,
                -0.331372374649151, -0.530226280544528);
        assertClose(all(at.residual()).trace(), -0.559999671550983, printed(14));
    }

    @Test
    void deepLinearOfTwoLayers() {
        double[][] x = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
        Matrix y = Matrix.of(new double[][] {{1, 0}, {0, 1}, {0, 0}, {1, -1}});
        Risk risk = Risk.of(Mlp.linear(3, 2, 2), Matrix.of(x), y, Loss.SQUARED);
        double[] theta = {1, 0, 2, -1, 1, 1, 1, 2, 0, -1};
        var at = risk.at(theta);
        assertClose(at.value(), 5.75, rounding(10).times(10));
        spectrum(at.hessian(), 11.2219486962722, 4.39682922993718, 3.12380511283329, 1.89429792378723,
                1.45568231918667, 0.673246775225032, 0.0538325537504261, -0.262223825924886, -2.04389811803234,
                -2.51352066703479);
        LinearRank ranks = LinearRank.of(risk, theta).orElseThrow();
        assertThat(ranks).isEqualTo(new LinearRank(6, 8, 10));
        assertThat(all(at.gaussNewton()).rank(1e-12)).isEqualTo(6);
        assertThat(all(at.residual()).rank(1e-12)).isEqualTo(8);
    }

    @Test
    void deepLinearOfThreeLayers() {
        Matrix x = Matrix.of(new double[][] {{1, 0}, {0, 1}, {1, -1}});
        Risk risk = Risk.of(Mlp.linear(2, 3, 2, 1), x, Matrix.of(new double[][] {{1}, {2}, {0}}), Loss.SQUARED);
        double[] theta = {1, 2, -1, 1, 0, 1, 1, 0, -1, 2, 1, 0, 1, -1};
        var at = risk.at(theta);
        spectrum(at.hessian(), 34.4186415482654, 10.9215616224072, 5.99590537508273, 3.89425807774648,
                1.2576896757624, 0, 0, 0, 0, -2.21818982685511, -4.37029328838987, -4.57444488705267,
                -7.87447366733813, -9.45065462962843);
        assertThat(LinearRank.of(risk, theta)).hasValue(new LinearRank(2, 9, 10));
        assertThat(all(at.hessian()).rank(1e-11)).isEqualTo(10);
    }

    /** At 0 the Hessian of two linear layers has the least eigenvalue -(2/n) sigma_max(Y X^T), that of more layers is 0. */
    @Test
    void deepLinearAtZero() {
        Matrix x = Matrix.of(new double[][] {{1, 0, 2}, {2, 1, -1}, {0, 1, 1}, {-1, 2, 0}, {1, -1, 1}});
        Matrix y = Matrix.of(new double[][] {{1, 0}, {0, 2}, {2, 1}, {-1, 1}, {1, -2}});
        Risk two = Risk.of(Mlp.linear(3, 4, 2), x, y, Loss.meanSquared());
        assertClose(all(two.at(new double[20]).hessian()).values()[0], -3.333999521397548, rounding(20).times(10));
        Risk three = Risk.of(Mlp.linear(3, 4, 4, 2), x, y, Loss.meanSquared());
        assertThat(all(three.at(new double[36]).hessian()).norm()).isZero();
    }

    /** Two tanh neurons with biases and an l2 penalty: F = (1/m) sum (f - y)^2 + 0.01 |theta|^2. */
    @Test
    void tanhNeuronsWithDecay() {
        Matrix x = Matrix.of(new double[][] {{-1.5}, {-0.5}, {0.5}, {1.5}});
        Matrix y = Matrix.of(new double[][] {{1}, {-0.6}, {0.8}, {-0.9}});
        // The output bias stays at 0 and is left out of the block.
        Risk risk = Risk.of(Mlp.of(Activation.TANH, 1, 2, 1), x, y, Loss.meanSquared()).with(Regularizer.l2(0.01));
        double[] theta = {0.7, -1.1, 0.2, 0.4, 0.9, -0.5, 0};
        var at = risk.at(theta);
        assertClose(at.value(), 2.2487943486100583, rounding(10).times(10));
        spectrum(at.hessian().restricted(0, 6), -2.9010940581714864, -0.9737283331546986, -0.3544120601896376,
                0.07403437193022219, 0.5094588225791306, 2.5409168420283543);
    }
}
