package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.norm;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.linalg.Matrix;

/** Every derivative of the outputs against hyper-dual numbers, on random networks. */
final class DerivativesTest {
    static Stream<RandomProblem> problems() {
        return RandomProblem.all(300);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void outputsAndTangents(RandomProblem q) {
        double[] v = q.direction("v");
        HyperDual[][] naive = q.naive(v, v);
        Linearization at = q.net().linearize(q.theta(), q.x());
        double[] f = HyperDual.parts(naive, HyperDual::a);
        assertClose(at.outputs().data(), f, rounding(500), 1);
        assertClose(q.net().forward(q.theta(), q.x()).data(), f, rounding(500), 1);
        assertClose(at.jvp(v).data(), HyperDual.parts(naive, HyperDual::b), rounding(5_000), 1);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void pullbackIsAdjoint(RandomProblem q) {
        Linearization at = q.net().linearize(q.theta(), q.x());
        double[] v = q.direction("v");
        Matrix u = q.outputDirection("u");
        double[] back = at.vjp(u);
        Matrix forward = at.jvp(v);
        double scale = Math.max(1, norm(back) * norm(v));
        assertThat(Math.abs(dot(u.data(), forward.data()) - dot(back, v))).isLessThanOrEqualTo(1e-13 * scale);
        assertThat(at.pullback(u).gradient()).isEqualTo(back);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void jacobianHoldsAllGradients(RandomProblem q) {
        Linearization at = q.net().linearize(q.theta(), q.x());
        Matrix u = q.outputDirection("u");
        Matrix jacobian = at.jacobian();
        Matrix row = Matrix.wrap(1, u.data().length, u.data());
        assertClose(at.vjp(u), row.times(jacobian).data(), rounding(5_000), 1);
        double[] v = q.direction("v");
        assertClose(at.jvp(v).data(), jacobian.times(Matrix.wrap(v.length, 1, v)).data(), rounding(5_000), 1);
        Matrix perSample = at.perSampleVjp(u);
        for (int i = 0; i < q.x().rows(); i++) {
            Matrix one = Matrix.zeros(u.rows(), u.columns());
            one.setRow(i, u.row(i));
            assertClose(perSample.row(i), at.vjp(one), rounding(500), 1);
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void inputGradientIsTheSlopeInTheInput(RandomProblem q) {
        InputSlope.assertGradient(q.net(), q.theta(), q.x(), q.outputDirection("u"), q.seed(),
                centralDifference(InputSlope.STEP, 500));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void secondDerivativesOfTheOutputs(RandomProblem q) {
        Linearization at = q.net().linearize(q.theta(), q.x());
        Matrix u = q.outputDirection("u");
        double[] v = q.direction("v");
        double[] w = q.direction("w");
        Matrix zero = Matrix.zeros(u.rows(), u.columns());
        double[] product = at.tangent(v).vjp(u, zero);
        double exact = NaiveRisk.inner(q.naive(v, w), u).d();
        double scale = Math.max(1, norm(product) * norm(w));
        assertThat(Math.abs(dot(product, w) - exact)).isLessThanOrEqualTo(1e-12 * scale);
        double[] mixed = HyperDual.parts(q.naive(v, w), HyperDual::d);
        assertClose(at.second(v, w).data(), mixed, rounding(5_000), 1);
        Matrix both = Matrix.of(new double[][] {v, w, v});
        Matrix out = Matrix.zeros(3, v.length);
        at.pullback(u).second(both, (direction, image) -> Arrays.fill(image.data(), 0), out);
        assertClose(out.row(0), product, rounding(500), 1);
        assertClose(out.row(2), product, rounding(500), 1);
        assertClose(out.row(1), at.tangent(w).vjp(u, zero), rounding(500), 1);
    }
}
