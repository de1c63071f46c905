package org.paisaje.math.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.ode.method.DormandPrince;

class ControllerTest {
    @Test
    void integralControlAimsAtTheSafetyShare() {
        Controller control = Controller.INTEGRAL;
        // err ~ h^4 at 1/16 of what is allowed: twice the step would be just right.
        assertClose(control.afterAccepted(1 / 16.0, 1e-4, 4, false), 0.9 * 2, rounding(4));
        assertThat(control.afterAccepted(1 / 16.0, 1e-4, 4, true)).isEqualTo(1);
        assertThat(control.afterAccepted(0, 1e-4, 4, false)).isEqualTo(5);
        assertClose(control.afterRefused(16, 4), 0.45, rounding(4));
        assertClose(control.afterRefused(1.0001, 4), 0.9 * Math.pow(1.0001, -0.25), rounding(4));
        assertThat(control.afterRefused(1e30, 4)).isEqualTo(0.1);
        assertThat(control.afterRefused(Double.NaN, 4)).isEqualTo(0.1);
    }

    @Test
    void aFallingErrorRaisesTheStepLessByProportionalControl() {
        Controller control = Controller.GUSTAFSSON;
        // 0.9 err^(-0.7/q) err'^(0.4/q)
        assertClose(control.afterAccepted(0.5, 0.25, 3, false), 0.9 * Math.pow(0.5, -0.7 / 3) * Math.pow(0.25, 0.4 / 3),
                rounding(4));
        assertThat(control.afterAccepted(0.5, 1, 3, false)).isGreaterThan(control.afterAccepted(0.5, 0.25, 3, false));
    }

    @Test
    void stepsAreHeldAndBounded() {
        Controller control = Controller.INTEGRAL.withHold(1.2).withLongest(3);
        assertThat(control.afterAccepted(0.6, 1, 4, false)).isEqualTo(1);
        assertThat(control.afterAccepted(0.01, 1, 4, false)).isGreaterThan(1.2);
        double[] longest = new double[1];
        new Integration<>(new DormandPrince(), new Stepping.Controlled(StepTolerance.of(1e-3, 1e-3), control, 0),
                SaveAt.end(), 1000, null, s -> longest[0] = Math.max(longest[0], s.end() - s.start()))
                .run((t, y, out) -> out[0] = 1, 0, new double[1], 100);
        assertClose(longest[0], 3, rounding(100).times(3));
        assertThatThrownBy(() -> new Controller(0, 1, 0, 0.2, 5, 1, 1, 1)).hasMessageContaining("safety 0.0");
    }

    /** With smooth errors few steps are refused, whatever the method: less than one in ten. */
    @Test
    void fewStepsAreRefused() {
        VectorField kepler = (t, y, out) -> {
            double r = Math.pow(y[0] * y[0] + y[1] * y[1], 1.5);
            out[0] = y[2];
            out[1] = y[3];
            out[2] = -y[0] / r;
            out[3] = -y[1] / r;
        };
        double e = 0.6;
        OdeOutcome end = DormandPrince.to(1e-8, 1e-8)
                .run(kepler, 0, new double[] {1 - e, 0, 0, Math.sqrt((1 + e) / (1 - e))}, 20 * Math.PI);
        // Ten periods: back at the start, where x is stationary, so that the error of the phase enters by its square.
        assertClose(end.y()[0], 1 - e, given(1e-8).times(20 * Math.PI));
        assertThat(end.statistics().rejected()).isLessThan(end.statistics().steps() / 10);
    }
}
