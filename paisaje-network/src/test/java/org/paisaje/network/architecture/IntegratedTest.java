package org.paisaje.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.norm;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.HyperDual;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.LayerTraceTest;
import org.paisaje.network.Linearization;
import org.paisaje.network.NaiveRisk;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Integrated.Scheme;
import org.paisaje.network.start.Initializer;

final class IntegratedTest {
    private static final Seed SEED = Seed.of(12);

    private static Matrix gaussians(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** Every derivative against hyper-dual numbers through the definition; evaluations that share weights included. */
    @ParameterizedTest
    @ValueSource(
            strings = {"resnet:3x3:tanh:scheme=midpoint,step=0.3", "resnet:2-4x3-2:gelu:scheme=leapfrog,step=0.2",
                "resnet:2-3x4-1:tanh:scheme=second-difference,block=two,hidden=5",
                "resnet:2-3x2-2:tanh:scheme=rk4,step=0.7",
                "resnet:2-3x2-1:erf:scheme=rk4,block=projected,hidden=2,step=0.5,param=ntk,sw=1.2,sb=0.3",
                "resnet:2-4x2-1:tanh:scheme=rk4,param=mup",
                "resnet:3x2:tanh:scheme=midpoint,block=projected,bias=false",
                "resnet:2-3x2-1:identity:scheme=rk4,step=0.4"})
    void derivativesAreThoseOfTheDefinition(String text) {
        Architecture net = Architecture.parse(text);
        assertThat(Architecture.parse(net.text())).isEqualTo(net);
        double[] theta = net.initialize(Initializer.normal(0.6), SEED.named("init"));
        double[] v = SEED.named("v").gaussians(theta.length);
        double[] w = SEED.named("w").gaussians(theta.length);
        Matrix x = gaussians("x", 3, net.inputs());
        Matrix u = gaussians("u", 3, net.outputs());
        HyperDual[][] naive = NaiveRisk.outputs(net, theta, v, w, x);
        Linearization at = net.linearize(theta, x);
        assertClose(at.outputs().data(), HyperDual.parts(naive, HyperDual::a), rounding(5_000), 1);
        assertThat(net.forward(theta, x).data()).isEqualTo(at.outputs().data());
        assertClose(at.jvp(v).data(), HyperDual.parts(naive, HyperDual::b), rounding(50_000), norm(v));
        double[] mixed = HyperDual.parts(naive, HyperDual::d);
        assertClose(at.second(v, w).data(), mixed, rounding(50_000), norm(v) * norm(w));
        double[] back = at.vjp(u);
        assertClose(dot(back, v), dot(u.data(), at.jvp(v).data()), rounding(5_000).times(norm(back) * norm(v)));
        double[] product = at.tangent(v).vjp(u, Matrix.zeros(3, net.outputs()));
        assertClose(dot(product, w), dot(u.data(), mixed), rounding(50_000).times(norm(product) * norm(w) + 1));
        Matrix jacobian = at.jacobian();
        assertClose(Matrix.wrap(1, u.data().length, u.data()).times(jacobian).data(), back, rounding(5_000), 1);
        LayerTrace trace = net.trace(theta, x);
        assertThat(trace.layers()).isEqualTo(net.layerShapes());
        assertClose(LayerTraceTest.gram(trace.factors()).data(), jacobian.timesTransposed(jacobian).data(),
                rounding(50_000), 1);
        Matrix perSample = at.perSampleVjp(u);
        assertClose(LayerTraceTest.gram(trace.factors(u)).data(), perSample.timesTransposed(perSample).data(),
                rounding(50_000), 1);
        GradientWorkspace workspace = net.workspace(Loss.halfSumSquared(), 3);
        workspace.load(x, u);
        double[] gradient = new double[theta.length];
        workspace.valueAndGradient(theta, gradient);
        assertClose(gradient, at.vjp(at.outputs().minus(u)), rounding(5_000), norm(gradient));
    }

    /** One rotation, the same in every block: y' = A y turns by T, and y'' = A A y is the cosine. */
    @ParameterizedTest
    @EnumSource(Scheme.class)
    void theOrderIsThatOfTheMethod(Scheme scheme) {
        double time = 1.5;
        double[] depths = {16, 32, 64, 128};
        double[] errors = new double[depths.length];
        boolean second = scheme == Scheme.SECOND_DIFFERENCE;
        for (int k = 0; k < depths.length; k++) {
            int blocks = (int) depths[k];
            var net = new Integrated(Residual.of(Activation.IDENTITY, 2, blocks).withBias(false), scheme)
                    .withStep(time / blocks);
            double[] theta = new double[4 * blocks];
            for (int b = 0; b < blocks; b++) {
                double[] block = second ? new double[] {-1, 0, 0, -1} : new double[] {0, -1, 1, 0};
                System.arraycopy(block, 0, theta, 4 * b, 4);
            }
            double[] end = net.forward(theta, Matrix.of(new double[][] {{1, 0}})).row(0);
            errors[k] = Math.hypot(end[0] - Math.cos(time), second ? end[1] : end[1] - Math.sin(time));
        }
        assertClose(-LineFit.logLog(depths, errors).slope(), scheme.order(), fittedOrder(0.1));
    }

    /** The parameters and their places are those of the residual network. */
    @Test
    void parametersAreThoseOfTheResidualNetwork() {
        Architecture euler = Architecture.parse("resnet:2-3x4-1:relu:block=two,step=0.1");
        Architecture other = Architecture.parse("resnet:2-3x4-1:relu:scheme=rk4,block=two,step=0.1");
        assertThat(other.layout()).isEqualTo(euler.layout());
        assertThat(other.initialize(SEED)).isEqualTo(euler.initialize(SEED));
        assertThat(other.layerShapes().stream().map(LayerShape::name).toList())
                .isEqualTo(euler.layerShapes().stream().map(LayerShape::name).toList());
        assertThat(other.text()).isEqualTo("resnet:2-3x4-1:relu:scheme=rk4,block=two,step=0.1");
        assertThat(Architecture.parse("resnet:2x3:tanh:scheme=euler").text()).isEqualTo("resnet:2x3:tanh");
        assertThatThrownBy(() -> Architecture.parse("resnet:2x3:tanh:scheme=heun"))
                .hasMessageContaining("midpoint, leapfrog, second-difference or rk4");
        assertThat(Arrays.stream(Scheme.values()).map(Scheme::text).toList())
                .isEqualTo(List.of("midpoint", "leapfrog", "second-difference", "rk4"));
    }

    /** A piecewise linear one tells its pieces, which agree with the network. */
    @Test
    void reluSchemesHavePieces() {
        Architecture net = Architecture.parse("resnet:2-3x2-1:relu:scheme=midpoint,step=0.5");
        assertThat(net.pieces(net.initialize(SEED)).steps()).isNotEmpty();
    }
}
