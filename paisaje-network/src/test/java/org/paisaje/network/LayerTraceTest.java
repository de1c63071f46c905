package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.activation.Activation;

/** What a trace shows of a pass, against the definition of a layer and against the derivatives of the linearization. */
public final class LayerTraceTest {
    static Stream<RandomProblem> problems() {
        return RandomProblem.all(200);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void layersFollowTheirDefinition(RandomProblem q) {
        LayerTrace trace = q.net().trace(q.theta(), q.x());
        List<LayerShape> layers = trace.layers();
        assertThat(layers).isEqualTo(q.net().layerShapes());
        for (LayerShape layer : layers) {
            int l = layer.index();
            Matrix z = affine(layer, q.theta(), trace.inputs(l));
            assertClose(trace.arguments(l).data(), z.data(), rounding(500), 1);
            double[] value = Arrays.stream(z.data())
                    .map(layer.activation()::value)
                    .map(s -> layer.step() * s)
                    .toArray();
            if (layer.hasSkip()) {
                value = Vectors.plus(value, 1, trace.inputs(layer.skip()).data());
            }
            assertClose(trace.values(l).data(), value, rounding(500), 1);
            boolean linear = layer.activation().equals(Activation.IDENTITY);
            double[] slope = linear
                    ? new double[0]
                    : Arrays.stream(z.data()).map(layer.activation()::first).map(s -> layer.step() * s).toArray();
            assertClose(trace.slopes(l).data(), slope, rounding(500), 1);
        }
        assertClose(trace.outputs().data(), q.net().forward(q.theta(), q.x()).data(), rounding(50), 1);
    }

    private static Matrix affine(LayerShape layer, double[] theta, Matrix h) {
        Matrix z = Matrix.zeros(h.rows(), layer.outputs());
        for (int i = 0; i < h.rows(); i++) {
            for (int o = 0; o < layer.outputs(); o++) {
                double sum = layer.hasBias() ? layer.biasScale() * theta[layer.bias() + o] : 0;
                for (int j = 0; j < layer.inputs(); j++) {
                    sum += layer.weightScale() * theta[layer.weight() + o * layer.inputs() + j] * h.get(i, j);
                }
                z.set(i, o, sum);
            }
        }
        return z;
    }

    @ParameterizedTest
    @MethodSource("problems")
    void deltasMakeTheGradient(RandomProblem q) {
        LayerTrace trace = q.net().trace(q.theta(), q.x());
        Matrix u = q.outputDirection("u");
        LayerTrace.Gradients back = trace.pullback(u);
        double[] gradient = new double[q.parameters()];
        for (LayerShape layer : trace.layers()) {
            Matrix delta = back.deltas().get(layer.index());
            Matrix weights = delta.transpose().times(trace.inputs(layer.index()));
            for (int j = 0; j < weights.data().length; j++) {
                gradient[layer.weight() + j] = layer.weightScale() * weights.data()[j];
            }
            for (int i = 0; layer.hasBias() && i < delta.rows(); i++) {
                for (int o = 0; o < layer.outputs(); o++) {
                    gradient[layer.bias() + o] += layer.biasScale() * delta.get(i, o);
                }
            }
            Matrix slopes = trace.slopes(layer.index());
            double[] value = back.values().get(layer.index()).data().clone();
            for (int i = 0; i < slopes.data().length; i++) {
                value[i] *= slopes.data()[i];
            }
            assertClose(delta.data(), value, rounding(500), 1);
        }
        assertClose(gradient, q.net().linearize(q.theta(), q.x()).vjp(u), rounding(5_000), 1);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void factorsMakeTheTangentKernel(RandomProblem q) {
        LayerTrace trace = q.net().trace(q.theta(), q.x());
        Matrix u = q.outputDirection("u");
        Linearization at = q.net().linearize(q.theta(), q.x());
        Matrix one = at.perSampleVjp(u);
        assertClose(gram(trace.factors(u)).data(), one.timesTransposed(one).data(), rounding(5_000), 1);
        Matrix all = at.jacobian();
        assertClose(gram(trace.factors()).data(), all.timesTransposed(all).data(), rounding(5_000), 1);
    }

    public static Matrix gram(List<JacobianFactor> factors) {
        int rows = factors.getFirst().gradients().rows();
        Matrix sum = Matrix.zeros(rows, rows);
        for (JacobianFactor factor : factors) {
            Matrix inputs = factor.inputs().gram();
            Matrix gradients = factor.gradients().gram();
            int each = rows / factor.inputs().rows();
            for (int r = 0; r < rows; r++) {
                for (int s = 0; s < rows; s++) {
                    double a = factor.inputWeight() * inputs.get(r / each, s / each) + factor.offset();
                    sum.set(r, s, sum.get(r, s) + a * gradients.get(r, s));
                }
            }
        }
        return sum;
    }
}
