package org.paisaje.theory.kernel.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.InfiniteNetworkTest;

final class TaylorNetworkTest {
    /** The remainder of order q + 1 falls by 2^(q + 1) when the displacement is halved. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-6-5-2:tanh", "mlp:3-6-1:gelu:param=ntk,sw=1.3,sb=0.4",
                "resnet:3-4x2-2:silu:block=two,step=0.5", "resnet:3-4x2-2:tanh:step=0.7",
                "resnet:3-4x2-2:tanh:block=projected,hidden=5,step=0.7"})
    void remainderHasItsOrder(String text) {
        Architecture net = Architecture.parse(text);
        double[] theta = net.initialize(Initializer.lecunNormal().withBiases(0.3), Seed.of(2).named(text));
        double[] direction = InfiniteNetworkTest.random(1, theta.length, 4).data();
        Matrix x = InfiniteNetworkTest.random(5, 3, 1);
        for (int order = 1; order <= 2; order++) {
            TaylorNetwork taylor = order == 1 ? TaylorNetwork.first(net, theta) : TaylorNetwork.second(net, theta);
            assertThat(taylor.order()).isEqualTo(order);
            double[] errors = new double[2];
            for (int i = 0; i < 2; i++) {
                double[] at = shifted(theta, direction, 1e-3 / (1 + i));
                errors[i] = net.forward(at, x).minus(taylor.forward(at, x)).frobeniusNorm();
            }
            assertClose(Math.log(errors[0] / errors[1]) / Math.log(2), order + 1, fittedOrder(0.05));
        }
    }

    /** First and second derivatives of both models against differences of polynomials, which are exact for them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void derivativesAgreeWithDifferences(int order) {
        Architecture net = Architecture.parse("resnet:3-4x2-2:tanh:block=two,step=0.7");
        double[] theta = net.initialize(Initializer.lecunNormal().withBiases(0.3), Seed.of(2));
        TaylorNetwork taylor = order == 1 ? TaylorNetwork.first(net, theta) : TaylorNetwork.second(net, theta);
        Matrix x = InfiniteNetworkTest.random(4, 3, 1);
        double[] at = shifted(theta, InfiniteNetworkTest.random(1, theta.length, 4).data(), 0.3);
        double[] v = InfiniteNetworkTest.random(1, theta.length, 5).data();
        Matrix u = InfiniteNetworkTest.random(4, 2, 6);
        Linearization here = taylor.linearize(at, x);
        Matrix image = here.jvp(v);
        Matrix difference = taylor.forward(shifted(at, v, 0.5), x).minus(taylor.forward(shifted(at, v, -0.5), x));
        double[] pulled = here.vjp(u);
        Matrix jacobian = here.jacobian();
        double[] byJacobian = jacobian.transposedTimes(u.data());
        double[] forward = jacobian.times(v);
        for (int i = 0; i < image.data().length; i++) {
            assertClose(image.data()[i], difference.data()[i], rounding(200));
            assertClose(image.data()[i], forward[i], rounding(200));
        }
        double inner = 0;
        for (int j = 0; j < pulled.length; j++) {
            assertClose(pulled[j], byJacobian[j], rounding(200));
            inner += pulled[j] * v[j];
        }
        double other = 0;
        for (int i = 0; i < image.data().length; i++) {
            other += image.data()[i] * u.data()[i];
        }
        assertClose(inner, other, rounding(200));
        Matrix perSample = here.perSampleVjp(u);
        for (int j = 0; j < pulled.length; j++) {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += perSample.get(i, j);
            }
            assertClose(sum, pulled[j], rounding(200));
        }
        // The Hessian of a risk along v against a difference of gradients, exact up to third order.
        Risk risk = Risk.of(taylor, x, InfiniteNetworkTest.random(4, 2, 9), Loss.SQUARED);
        double[] product = risk.hessian(at).apply(v);
        double h = 1e-3;
        double[] plus = risk.gradient(shifted(at, v, h));
        double[] minus = risk.gradient(shifted(at, v, -h));
        for (int j = 0; j < product.length; j++) {
            assertClose((plus[j] - minus[j]) / (2 * h), product[j], centralDifference(h, 500).times(100));
        }
        assertThatThrownBy(() -> here.inputVjp(u)).isInstanceOf(UnsupportedOperationException.class);
    }

    /** A deep linear network of two layers is quadratic in theta, so its second expansion is itself. */
    @Test
    void secondExpansionOfTwoLinearLayersIsExact() {
        Mlp net = Mlp.linear(3, 4, 2);
        double[] theta = net.initialize(Seed.of(1));
        double[] at = net.initialize(Seed.of(2));
        Matrix x = InfiniteNetworkTest.random(5, 3, 1);
        Matrix error = TaylorNetwork.second(net, theta).forward(at, x).minus(net.forward(at, x));
        assertClose(error.frobeniusNorm(), 0, rounding(100));
        assertThat(TaylorNetwork.first(net, theta).forward(at, x).minus(net.forward(at, x)).frobeniusNorm())
                .isGreaterThan(0.1);
    }

    @Test
    void workspaceAgreesWithThePassAndRefusesMistakes() {
        Mlp net = Mlp.of(Activation.TANH, 3, 5, 2);
        double[] theta = net.initialize(Seed.of(1));
        TaylorNetwork taylor = TaylorNetwork.second(net, theta);
        double[] at = shifted(theta, InfiniteNetworkTest.random(1, theta.length, 4).data(), 0.1);
        Matrix x = InfiniteNetworkTest.random(6, 3, 1);
        Matrix y = InfiniteNetworkTest.random(6, 2, 2);
        GradientWorkspace workspace = taylor.workspace(Loss.SQUARED, 4);
        assertThatThrownBy(() -> workspace.value(at)).hasMessageContaining("load");
        assertThatThrownBy(() -> workspace.load(x, y)).hasMessageContaining("at most 4 rows");
        workspace.load(x, y, new int[] {0, 5, 3, 1}, 1, 4);
        double[] gradient = new double[theta.length];
        double value = workspace.valueAndGradient(at, gradient);
        Matrix rows = x.rows(5, 3, 1);
        Matrix f = taylor.forward(at, rows);
        Matrix u = Matrix.zeros(3, 2);
        assertThat(value).isEqualTo(Loss.SQUARED.valueAndGradient(f, y.rows(5, 3, 1), u));
        assertThat(gradient).containsExactly(taylor.linearize(at, rows).vjp(u));
        assertThat(workspace.value(at)).isEqualTo(value);
        assertThatThrownBy(() -> TaylorNetwork.first(net, new double[3])).hasMessageContaining("32 parameters");
        assertThatThrownBy(() -> taylor.linearize(new double[3], x)).hasMessageContaining("32 parameters");
    }

    private static double[] shifted(double[] theta, double[] direction, double factor) {
        double[] result = theta.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += factor * direction[i];
        }
        return result;
    }
}
