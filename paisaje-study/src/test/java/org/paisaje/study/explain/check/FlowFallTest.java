package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

final class FlowFallTest {
    @Test
    void onAQuadraticItIsWhatTheFlowTakesOff() {
        // Two inputs that do not go together: L = sum_i a_i^2 (w_i - 1)^2 / 4 with curvatures a_i^2 / 2.
        Matrix x = Matrix.of(new double[][] {{2, 0}, {0, 0.1}});
        Matrix y = Matrix.of(new double[][] {{2}, {0.1}});
        Risk risk = Risk.of(Mlp.linear(2, 1), x, y, Loss.SQUARED);
        double[] theta = {0.5, 3};
        for (double time : new double[] {0.1, 3, 1000}) {
            double[] later = {1 - 0.5 * Math.exp(-2 * time), 1 + 2 * Math.exp(-0.005 * time)};
            double fall = risk.value(theta) - risk.value(later);
            assertClose(FlowFall.of(risk, theta, time), fall, rounding(50).times(risk.value(theta)));
        }
    }

    @Test
    void besideASaddleItHasNoBound() {
        Risk product = Risk.of(Mlp.linear(1, 1, 1), Matrix.wrap(1, 1, new double[] {1}),
                Matrix.wrap(1, 1, new double[] {1}), Loss.SQUARED);
        assertThat(FlowFall.of(product, new double[] {1e-6, 1e-6}, 1000)).isInfinite();
    }
}
