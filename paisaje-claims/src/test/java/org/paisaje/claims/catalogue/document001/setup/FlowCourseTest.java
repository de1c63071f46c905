package org.paisaje.claims.catalogue.document001.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.claims.catalogue.document001.linearization.CurvatureClaims;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;

final class FlowCourseTest {
    private static final WideNet TANH = WideNet.of(Activation.TANH, 10, 64);

    @Test
    void lossFallsOnTheBoundForLabelsAlongTheSlowestMode() {
        FlowCourse course = FlowCourse.of(TANH, "slowest", Seed.of(1), 40, 2);
        assertThat(course.times()).hasSize(21).isSorted();
        assertClose(course.losses().getFirst(), 25.0 / 40, rounding(40).times(25.0 / 40));
        for (int i = 1; i < course.losses().size(); i++) {
            assertThat(course.losses().get(i)).isLessThan(course.losses().get(i - 1));
        }
        assertThat(course.slowest()).isBetween(1.0, 1.2);
        assertThat(course.excess(1)).isNegative();
        assertThat(course.excess(2)).isGreaterThan(0.01);
        assertThat(course.chattering()).isZero();
    }

    /** Numbers that can be followed by hand: rates 3 and 1 over eigenvalues of at least 2, bounds -2 and -6 of log L. */
    @Test
    void ratesAndExcessByHand() {
        var course = new FlowCourse(List.of(0.0, 1.0, 3.0), List.of(1.0, Math.exp(-3), Math.exp(-5)),
                List.of(3.0, 2.0, 4.0), 0, 2);
        assertClose(course.slowest(), 0.5, rounding(10));
        assertClose(course.excess(1), 1, rounding(10).times(6));
        assertClose(course.excess(0.5), -2, rounding(10).times(6));
    }

    /** A residual along an eigenvector of Theta_0 begins to decay at the rate of its eigenvalue. */
    @ParameterizedTest
    @ValueSource(strings = {"slowest", "fastest"})
    void theRateBeginsAtTheEigenvalue(String labels) {
        double step = 1e-3;
        Seed seed = Seed.of(1);
        FlowCourse course = FlowCourse.of(TANH, labels, seed, 2 * step, step);
        double[] values = SymmetricEigen
                .values(TANH.ntk(seed.gaussians(TANH.network().layout().size()), WideNet.points()));
        double rate = labels.equals("slowest") ? values[0] : values[values.length - 1];
        assertClose(course.eigenvalues().getFirst(), values[0], rounding(20));
        // The kernel changes in proportion to time.
        assertClose(course.slowest(), rate / values[0],
                stated(step, "the change of the kernel").times(rate / values[0]));
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
        assertClose(CurvatureClaims.blockNorm(theta, x.row(0)) / Math.sqrt(5), norm, rounding(20).times(norm));
        assertClose(CurvatureClaims.hessianNorm(net, theta, x, 1e-8), norm,
                stated(1e-8, "the tolerance of Lanczos").times(norm));
    }
}
