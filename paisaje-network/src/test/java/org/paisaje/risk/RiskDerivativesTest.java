package org.paisaje.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.norm;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.HyperDual;
import org.paisaje.network.NaiveRisk;
import org.paisaje.network.RandomProblem;

/** Value, gradient and curvature of random risks against hyper-dual numbers and differences. */
final class RiskDerivativesTest {
    static Stream<RandomProblem> problems() {
        return RandomProblem.all(300);
    }

    static Stream<RandomProblem> small() {
        return RandomProblem.all(600).filter(q -> q.parameters() <= 24).limit(120);
    }

    private static Risk risk(RandomProblem q) {
        return Risk.of(q.net(), q.x(), q.y(), q.loss());
    }

    @ParameterizedTest
    @MethodSource("problems")
    void valueAndGradient(RandomProblem q) {
        Risk risk = risk(q);
        double[] v = q.direction("v");
        HyperDual naive = NaiveRisk.loss(q.loss(), q.naive(v, v), q.y());
        double[] gradient = new double[v.length];
        double value = risk.valueAndGradient(q.theta(), gradient);
        assertThat(Math.abs(value - naive.a())).isLessThanOrEqualTo(1e-13 * Math.max(1, Math.abs(naive.a())));
        double scale = Math.max(1, norm(gradient) * norm(v));
        assertThat(Math.abs(dot(gradient, v) - naive.b())).isLessThanOrEqualTo(1e-12 * scale);
        RiskPoint at = risk.at(q.theta());
        assertThat(Math.abs(at.value() - value)).isLessThanOrEqualTo(1e-14 * Math.max(1, Math.abs(value)));
        assertClose(at.gradient(), gradient, rounding(500), 1);
        double h = 1e-6;
        double slope = (risk.value(Vectors.plus(q.theta(), h, v)) - risk.value(Vectors.plus(q.theta(), -h, v)))
                / (2 * h);
        assertThat(Math.abs(slope - dot(gradient, v))).isLessThanOrEqualTo(1e-6 * scale);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void hessianProductIsTheSlopeOfTheGradient(RandomProblem q) {
        Risk risk = risk(q);
        double[] v = q.direction("v");
        double[] w = q.direction("w");
        LinearOperator hessian = risk.hessian(q.theta());
        double[] product = hessian.apply(v);
        double h = 1e-6;
        double[] plus = risk.gradient(Vectors.plus(q.theta(), h, v));
        double[] minus = risk.gradient(Vectors.plus(q.theta(), -h, v));
        double[] slope = new double[v.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (plus[i] - minus[i]) / (2 * h);
        }
        assertClose(product, slope, centralDifference(h, 5_000), 1);
        double scale = Math.max(1, norm(product) * norm(w));
        assertThat(Math.abs(dot(product, w) - dot(hessian.apply(w), v))).isLessThanOrEqualTo(1e-12 * scale);
    }

    @ParameterizedTest
    @MethodSource("small")
    void denseMatricesAreThoseOfTheDefinition(RandomProblem q) {
        RiskPoint at = risk(q).at(q.theta());
        Matrix naive = NaiveRisk.hessian(q.net(), q.theta(), q.x(), q.y(), q.loss());
        assertClose(at.denseHessian().data(), naive.data(), rounding(5_000), 1);
        double[] v = q.direction("v");
        double[] product = naive.times(Matrix.wrap(v.length, 1, v)).data();
        assertClose(at.hessian().apply(v), product, rounding(500_000), 1);
        Matrix u = Matrix.zeros(q.y().rows(), q.y().columns());
        q.loss().valueAndGradient(at.outputs(), q.y(), u);
        Matrix second = NaiveRisk.hessian(q.net(), q.theta(), q.x(), u, null);
        assertClose(at.residual().apply(v), second.times(Matrix.wrap(v.length, 1, v)).data(), rounding(5_000), 1);
        double[] sum = Vectors.plus(at.gaussNewton().apply(v), 1, at.residual().apply(v));
        assertClose(at.hessian().apply(v), sum, rounding(5_000), 1);
    }

    @ParameterizedTest
    @MethodSource("small")
    void perSampleGradientsMakeGradientAndFisher(RandomProblem q) {
        RiskPoint at = risk(q).at(q.theta());
        Matrix g = at.perSampleGradients();
        double factor = q.loss().averages() ? 1.0 / g.rows() : 1;
        double[] v = q.direction("v");
        double[] mean = new double[v.length];
        double[] fisher = new double[v.length];
        for (int i = 0; i < g.rows(); i++) {
            mean = Vectors.plus(mean, factor, g.row(i));
            fisher = Vectors.plus(fisher, factor * dot(g.row(i), v), g.row(i));
        }
        assertClose(mean, at.gradient(), rounding(500), 1);
        assertClose(at.empiricalFisher().apply(v), fisher, rounding(5_000), 1);
        assertThat(dot(at.gaussNewton().apply(v), v)).isGreaterThanOrEqualTo(-1e-12);
    }
}
