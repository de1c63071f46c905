package org.paisaje.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.plus;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;

/** Penalties, chunks of many samples, views and refusals. */
final class RiskTest {
    private static final Seed SEED = Seed.of(31);
    private static final Mlp NET = Mlp.of(Activation.TANH, 3, 4, 2);

    private static Matrix gaussian(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    static Stream<Regularizer> penalties() {
        return Stream.of(Regularizer.l1(0.3), Regularizer.squaredL1(0.2), Regularizer.l2(0.7), Regularizer.halfL2(1.1));
    }

    @Test
    void penaltiesAreThoseOfTheirNames() {
        double[] theta = {1, -2, 0};
        assertThat(Regularizer.l1(0.5).value(theta)).isEqualTo(1.5);
        assertThat(Regularizer.squaredL1(0.5).value(theta)).isEqualTo(4.5);
        assertThat(Regularizer.l2(0.5).value(theta)).isEqualTo(2.5);
        assertThat(Regularizer.halfL2(0.5).value(theta)).isEqualTo(1.25);
        double[] gradient = new double[3];
        Regularizer.l1(0.5).addGradient(theta, gradient);
        assertThat(gradient).containsExactly(0.5, -0.5, 0);
        assertThatThrownBy(() -> Regularizer.l2(-1)).hasMessageContaining("lambda is -1.0");
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void penaltiesAreDifferentiated(Regularizer penalty) {
        Risk risk = Risk.of(NET, gaussian("x", 5, 3), gaussian("y", 5, 2), Loss.SQUARED).with(penalty);
        double[] theta = SEED.named("theta").gaussians(risk.dimension());
        double[] v = SEED.named("v").gaussians(risk.dimension());
        double h = 1e-6;
        double[] gradient = risk.gradient(theta);
        double slope = (risk.value(plus(theta, h, v)) - risk.value(plus(theta, -h, v))) / (2 * h);
        assertClose(IntStream.range(0, v.length).mapToDouble(i -> gradient[i] * v[i]).sum(), slope,
                centralDifference(h, 1_000));
        double[] above = risk.gradient(plus(theta, h, v));
        double[] below = risk.gradient(plus(theta, -h, v));
        double[] bend = IntStream.range(0, v.length).mapToDouble(i -> (above[i] - below[i]) / (2 * h)).toArray();
        assertClose(risk.hessian(theta).apply(v), bend, centralDifference(h, 5_000), 1);
        RiskPoint at = risk.at(theta);
        assertClose(plus(at.gaussNewton().apply(v), 1, at.residual().apply(v)), at.hessian().apply(v), rounding(500),
                1);
        assertThat(at.value()).isCloseTo(risk.value(theta), within(1e-14 * at.value()));
    }

    /** More samples than a chunk: the whole is the mean, or the sum, of its parts. */
    @ParameterizedTest
    @ValueSource(strings = {"squared", "half-sum-squared"})
    void chunksMakeTheWhole(String name) {
        Loss loss = Loss.parse(name);
        int n = 2 * Risk.CHUNK + 100;
        Matrix x = gaussian("many x", n, 3);
        Matrix y = gaussian("many y", n, 2);
        Risk whole = Risk.of(NET, x, y, loss);
        double[] theta = NET.initialize(SEED);
        double[] v = SEED.named("v").gaussians(theta.length);
        double value = 0;
        double[] gradient = new double[theta.length];
        double[] product = new double[theta.length];
        double[] fisher = new double[theta.length];
        for (int from = 0; from < n; from += 1000) {
            int[] rows = IntStream.range(from, Math.min(n, from + 1000)).toArray();
            double weight = loss.averages() ? (double) rows.length / n : 1;
            RiskPoint part = whole.on(rows).at(theta);
            value += weight * part.value();
            gradient = plus(gradient, weight, part.gradient());
            product = plus(product, weight, part.hessian().apply(v));
            fisher = plus(fisher, weight, part.empiricalFisher().apply(v));
        }
        RiskPoint at = whole.at(theta);
        assertThat(whole.value(theta)).isCloseTo(value, within(1e-12 * value));
        assertThat(at.value()).isCloseTo(value, within(1e-12 * value));
        assertClose(whole.gradient(theta), gradient, rounding(5_000), 0);
        assertClose(at.gradient(), gradient, rounding(5_000), 0);
        assertClose(at.hessian().apply(v), product, rounding(5_000), 0);
        assertClose(at.empiricalFisher().apply(v), fisher, rounding(5_000), 0);
        assertClose(at.outputs().data(), NET.forward(theta, x).data(), rounding(50), 1);
        assertThat(at.perSampleGradients().rows()).isEqualTo(n);
        assertClose(at.perSampleGradients().row(n - 1), whole.on(n - 1).gradient(theta), rounding(5_000), 0);
    }

    @Test
    void productsOfManyVectorsAreThoseOfEach() {
        Risk risk = Risk.of(NET, gaussian("x", 700, 3), gaussian("y", 700, 2), Loss.SQUARED);
        double[] theta = NET.initialize(SEED);
        Matrix vectors = gaussian("vectors", 7, theta.length);
        for (LinearOperator operator : new LinearOperator[] {risk.hessian(theta), risk.gaussNewton(theta)}) {
            Matrix out = Matrix.zeros(7, theta.length);
            operator.applyAll(vectors, out);
            for (int i = 0; i < 7; i++) {
                assertClose(out.row(i), operator.apply(vectors.row(i)), rounding(500), 1);
            }
        }
    }

    @Test
    void aPointKeepsItsTheta() {
        Risk risk = Risk.of(NET, gaussian("x", 5, 3), gaussian("y", 5, 2), Loss.SQUARED);
        double[] theta = NET.initialize(SEED);
        double[] v = SEED.named("v").gaussians(theta.length);
        LinearOperator hessian = risk.hessian(theta);
        double[] before = hessian.apply(v);
        Arrays.fill(theta, 0);
        risk.value(theta);
        assertThat(hessian.apply(v)).isEqualTo(before);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Matrix x = gaussian("x", 5, 3);
        assertThatThrownBy(() -> Risk.of(NET, gaussian("x", 5, 4), gaussian("y", 5, 2), Loss.SQUARED))
                .hasMessageContaining("x has 4 columns, the network takes 3 inputs");
        assertThatThrownBy(() -> Risk.of(NET, x, gaussian("y", 5, 1), Loss.SQUARED))
                .hasMessageContaining("y is 5 x 1, needed are 5 x 2");
        assertThatThrownBy(() -> Risk.of(NET, Matrix.zeros(0, 3), Matrix.zeros(0, 2), Loss.SQUARED))
                .hasMessageContaining("no sample");
        Mlp large = Mlp.of(Activation.TANH, 3, 30_000, 2);
        Risk risk = Risk.of(large, x, gaussian("y", 5, 2), Loss.SQUARED);
        RiskPoint at = risk.at(large.initialize(SEED));
        assertThatThrownBy(at::denseHessian).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("denseHessian: 180002 x 180002 entries take 259.21 GB");
        assertThatThrownBy(() -> at.hessian().apply(new double[3])).hasMessageContaining("v has 3");
    }
}
