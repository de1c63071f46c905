package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

final class EmpiricalNtkTest {
    /** All forms against the explicit Jacobian, for every family of networks. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:4-7-5-3:tanh", "mlp:4-6-1:relu:bias=false", "mlp:4-6-2:erf:param=ntk,sw=1.3,sb=0.4",
                "mlp:4-6-2:gelu:param=mean-field", "mlp:4-3:relu", "linear:4-5-6-2", "resnet:4x3:tanh:step=0.3",
                "resnet:3-4x2-2:silu:block=two,step=0.5,param=ntk", "resnet:3-4x2-3:relu:block=projected,hidden=6",
                "conv:3x3x2-3-2-2:tanh", "conv:4x3x1-4-3:relu:readout=average,param=ntk,sw=1.3,sb=0.4"})
    void agreesWithTheJacobian(String text) {
        Architecture net = Architecture.parse(text);
        double[] theta = net.initialize(
                net.parametrization() instanceof Parametrization.Ntk
                        ? Initializer.standardNormal()
                        : Initializer.lecunNormal().withBiases(0.5),
                Seed.of(3).named(text));
        int k = net.outputs();
        Matrix x = InfiniteNetworkTest.random(150, net.inputs(), 1);
        Matrix y = InfiniteNetworkTest.random(11, net.inputs(), 2);
        Matrix jx = net.linearize(theta, x).jacobian();
        Matrix jy = net.linearize(theta, y).jacobian();
        Matrix whole = jx.timesTransposed(jx);
        Matrix cross = jx.timesTransposed(jy);
        double size = 0;
        for (int i = 0; i < whole.rows(); i++) {
            size = Math.max(size, whole.get(i, i));
        }
        EmpiricalNtk ntk = EmpiricalNtk.of(net, theta);
        Matrix gram = ntk.gram(x);
        assertClose(gram, whole, rounding(theta.length).times(size));
        assertThat(gram).isEqualTo(gram.transpose());
        assertClose(ntk.gram(x, y), cross, rounding(theta.length).times(size));
        assertThat(Blas.withThreads(1, () -> ntk.gram(x))).isEqualTo(gram);
        SingleMatrix single = ntk.gramSingle(x);
        for (int i = 0; i < single.data().length; i++) {
            assertThat((double) single.data()[i]).isCloseTo(whole.data()[i], offset(50 * Math.ulp(1f) * size));
        }
        Matrix trace = Matrix.zeros(150, 11);
        Matrix last = Matrix.zeros(150, 11);
        for (int i = 0; i < 150; i++) {
            for (int j = 0; j < 11; j++) {
                for (int c = 0; c < k; c++) {
                    trace.set(i, j, trace.get(i, j) + cross.get(i * k + c, j * k + c));
                }
                last.set(i, j, cross.get(i * k + k - 1, j * k + k - 1));
            }
        }
        assertClose(ntk.trace(x, y), trace, rounding(theta.length).times(k * size));
        assertClose(ntk.output(k - 1, x, y), last, rounding(theta.length).times(size));
        assertThat(ntk.trace(x)).isEqualTo(ntk.trace(x).transpose());
        LinearOperator operator = ntk.operator(x);
        double[] v = InfiniteNetworkTest.random(1, 150 * k, 8).data();
        double[] product = operator.apply(v);
        double[] expected = whole.times(v);
        for (int i = 0; i < v.length; i++) {
            assertThat(product[i]).isCloseTo(expected[i], offset(1e-10 * size * v.length));
        }
    }

    /** E Theta_m -> Theta as m grows: 60 draws at width 400, within four standard errors and the 1/m bias. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-400-400-1:relu:param=ntk,sw=1.4,sb=0.3", "mlp:3-400-400-1:tanh:param=ntk,sb=0.3",
                "resnet:3-400x2-1:relu:step=0.7,param=ntk,sb=0.3", "resnet:3-400x2-1:erf:block=two,step=0.7,param=ntk"})
    @Tag("slow")
    void wideNetworksApproachTheLimit(String text) {
        Architecture net = Architecture.parse(text);
        Matrix x = InfiniteNetworkTest.random(3, 3, 12);
        Matrix limit = InfiniteNetwork.of(net).ntk(x);
        int draws = 60;
        double[][] values = new double[9][draws];
        for (int draw = 0; draw < draws; draw++) {
            double[] theta = net.initialize(Seed.of(77).named(text).at(draw));
            Matrix gram = EmpiricalNtk.of(net, theta).gram(x);
            for (int e = 0; e < 9; e++) {
                values[e][draw] = gram.data()[e];
            }
        }
        for (int e = 0; e < 9; e++) {
            double mean = 0;
            double square = 0;
            for (double value : values[e]) {
                mean += value / draws;
                square += value * value / draws;
            }
            double error = Math.sqrt((square - mean * mean) / (draws - 1));
            double bias = 5.0 / 400 * limit.get(e / 3, e / 3);
            assertThat(mean).isCloseTo(limit.data()[e], offset(4 * error + bias));
        }
    }

    @Test
    void mistakesAreExplained() {
        Mlp net = Mlp.of(Activation.TANH, 3, 4, 2);
        assertThatThrownBy(() -> EmpiricalNtk.of(net, new double[5])).hasMessageContaining("26 parameters");
        EmpiricalNtk ntk = EmpiricalNtk.of(net, new double[26]);
        assertThatThrownBy(() -> ntk.output(2, Matrix.zeros(2, 3))).hasMessageContaining("2 outputs");
        assertThatThrownBy(() -> ntk.gram(Matrix.zeros(2, 4))).hasMessageContaining("takes 3 inputs");
        assertThatThrownBy(() -> ntk.operator(Matrix.zeros(2, 3)).apply(new double[3]))
                .hasMessageContaining("order 4");
    }
}
