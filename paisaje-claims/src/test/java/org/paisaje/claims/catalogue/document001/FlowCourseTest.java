package org.paisaje.claims.catalogue.document001;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;

final class FlowCourseTest {
    private static final WideNet TANH = WideNet.of(Activation.TANH, 10, 64);

    @Test
    void lossFallsOnTheBoundForLabelsAlongTheSlowestMode() {
        FlowCourse course = FlowCourse.of(TANH, "slowest", Seed.of(1), 40, 2);
        assertThat(course.times()).hasSize(21).isSorted();
        assertThat(course.losses().getFirst()).isCloseTo(25.0 / 40, within(1e-12));
        for (int i = 1; i < course.losses().size(); i++) {
            assertThat(course.losses().get(i)).isLessThan(course.losses().get(i - 1));
        }
        assertThat(course.slowest()).isBetween(0.999, 1.2);
        assertThat(course.excess(1)).isLessThan(1e-6);
        assertThat(course.excess(2)).isGreaterThan(0.01);
        assertThat(course.chattering()).isZero();
    }

    @Test
    void labelsAlongTheFastestModeFallFaster() {
        FlowCourse course = FlowCourse.of(TANH, "fastest", Seed.of(1), 40, 2);
        assertThat(course.excess(2)).isLessThan(0);
        assertThat(course.slowest()).isGreaterThan(2);
    }

    @Test
    void unknownLabelsAreRefused() {
        assertThatThrownBy(() -> FlowCourse.of(TANH, "random", Seed.of(1), 40, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("random")
                .hasMessageContaining("slowest");
    }

    /** The formula for the norm of the second derivative against the eigenvalues of the dense matrix. */
    @Test
    void secondDerivativeFallsApartIntoNeurons() {
        WideNet net = WideNet.of(Activation.TANH, 3, 5);
        double[] theta = Seed.of(7).gaussians(20);
        Matrix x = WideNet.sphere(3, 1, 3);
        Linearization at = net.network().linearize(theta, net.inputs(x));
        Matrix one = Matrix.wrap(1, 1, new double[] {1});
        Matrix dense = Matrix.zeros(20, 20);
        for (int i = 0; i < 20; i++) {
            double[] unit = new double[20];
            unit[i] = 1;
            dense.setRow(i, at.tangent(unit).vjp(one, Matrix.zeros(1, 1)));
        }
        double[] values = SymmetricEigen.values(dense);
        double norm = Math.max(-values[0], values[19]);
        assertThat(CurvatureClaims.blockNorm(theta, x.row(0)) / Math.sqrt(5)).isCloseTo(norm, within(1e-13));
        assertThat(CurvatureClaims.hessianNorm(net, theta, x, 1e-8)).isCloseTo(norm, within(1e-8));
    }
}
