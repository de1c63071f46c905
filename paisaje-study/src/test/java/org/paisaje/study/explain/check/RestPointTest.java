package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/** Critical points in closed form: those of {@code (1 - ab)^2 / 2 + kappa (a^2 + b^2) / 2}, and a network that answers 0. */
final class RestPointTest {
    private static final Risk CHAIN = Risk.of(Mlp.linear(1, 1, 1), Matrix.wrap(1, 1, new double[] {1}),
            Matrix.wrap(1, 1, new double[] {1}), Loss.SQUARED);

    @Test
    void aSaddleIsFoundWithItsProof() {
        RestPoint place = RestPoint.of(CHAIN, new double[] {1e-4, 2e-4}).orElseThrow();
        assertThat(place.saddle()).isTrue();
        assertThat(place.minimum()).isFalse();
        assertClose(place.lowest(), -1, rounding(10));
        assertClose(place.distance(), Math.hypot(1e-4, 2e-4), rounding(10));
        assertThat(place.words()).contains("1 of 2 eigenvalues is negative").contains("It is proven");
    }

    /** Without a penalty the minima are the curve ab = 1, along which the Hessian is 0; with one they are points. */
    @Test
    void aMinimumIsStrictOnlyWhereItIs() {
        RestPoint valley = RestPoint.of(CHAIN, new double[] {1.01, 1}).orElseThrow();
        assertThat(valley.saddle()).isFalse();
        assertThat(valley.minimum()).isFalse();
        assertThat(valley.words()).contains("1 of 2 eigenvalues may be 0").contains("Not proven");
        RestPoint point = RestPoint.of(CHAIN.with(Regularizer.halfL2(0.1)), new double[] {0.949, 0.948}).orElseThrow();
        assertThat(point.minimum()).isTrue();
        // a = b with 1 - a^2 = kappa: the eigenvalues are 2 kappa across and 2 a^2 along.
        assertClose(point.point().x()[0], Math.sqrt(0.9), rounding(20));
        assertClose(point.lowest(), 0.2, rounding(20));
        assertThat(point.words()).contains("a strict local minimum").contains("It is proven");
    }

    @Test
    void farFromCriticalPointsAndForLargeNetworksThereIsNone() {
        assertThat(RestPoint.of(CHAIN, new double[] {5, -3})).isEmpty();
        Architecture large = Architecture.parse("mlp:40-100-1:tanh");
        Risk risk = Risk.of(large, Matrix.zeros(10, 40), Matrix.zeros(10, 1), Loss.SQUARED);
        assertThat(RestPoint.of(risk, new double[risk.dimension()])).isEmpty();
    }
}
