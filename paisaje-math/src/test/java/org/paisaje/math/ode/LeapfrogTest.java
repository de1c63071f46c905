package org.paisaje.math.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.paisaje.math.ode.adjoint.ContinuousAdjoint;
import org.paisaje.math.ode.adjoint.Sensitivity;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.Leapfrog;
import org.paisaje.math.testing.Tolerance;

class LeapfrogTest {
    private static final SecondOrderField PENDULUM = (t, y, out) -> out[1] = -Math.sin(y[0]);
    private static final SecondOrderField OSCILLATOR = (t, y, out) -> out[1] = -y[0];

    private static double energy(double[] y) {
        return 0.5 * y[1] * y[1] - Math.cos(y[0]);
    }

    @Test
    void hasOrderTwo() {
        double[] h = Methods.halved(1 / 64.0, 3);
        double[] errors = new double[3];
        for (int i = 0; i < 3; i++) {
            OdeOutcome end = Integration.fixed(new Leapfrog(), h[i]).run(OSCILLATOR, 0, new double[] {0, 1}, 2);
            errors[i] = Math.abs(end.y()[0] - Math.sin(2));
            // One evaluation a step and one for the first slope.
            assertThat(end.statistics().evaluations()).isEqualTo(end.statistics().steps() + 1);
        }
        assertClose(Methods.order(h, errors), 2, fittedOrder(h[0] * h[0]));
        // With a force that depends on time: q'' = -q + cos 2t has q = (cos t - cos 2t) / 3 from rest at 0.
        SecondOrderField driven = (t, y, out) -> out[1] = -y[0] + Math.cos(2 * t);
        for (int i = 0; i < 3; i++) {
            double[] y = Integration.fixed(new Leapfrog(), h[i]).run(driven, 0, new double[] {0, 0}, 2).y();
            errors[i] = Math.abs(y[0] - (Math.cos(2) - Math.cos(4)) / 3);
        }
        assertClose(Methods.order(h, errors), 2, fittedOrder(h[0] * h[0]));
    }

    @Test
    void keepsTheEnergyAndReverses() {
        double[] start = {1, 0};
        double[] worst = new double[1];
        Integration<SecondOrderField> method = Integration.fixed(new Leapfrog(), 0.05);
        OdeOutcome there = method
                .observedBy(step -> worst[0] = Math.max(worst[0], Math.abs(energy(step.to()) - energy(start))))
                .run(PENDULUM, 0, start, 1000);
        // O(h^2) for all times: here h^2 / 8 at most
        assertThat(worst[0]).isLessThan(0.05 * 0.05 / 8);
        double[] turned = {there.y()[0], -there.y()[1]};
        double[] back = method.run(PENDULUM, 0, turned, 1000).y();
        // The roundings of 40,000 steps add up like a random walk of so many: four of its standard deviations.
        Tolerance walk = rounding(200).times(4);
        assertClose(back[0], 1, walk);
        // Reversing time is the same as reversing velocities.
        double[] again = method.run(PENDULUM, 1000, there.y(), 0).y();
        assertClose(again[0], 1, walk);
    }

    @Test
    void goesOnBitForBit() {
        Integration<SecondOrderField> method = Integration.fixed(new Leapfrog(), 0.03);
        double[] expected = method.run(PENDULUM, 0, new double[] {1, 0}, 7).y();
        Map<String, double[]> saved = method.maxSteps(50).run(PENDULUM, 0, new double[] {1, 0}, 7).state().arrays();
        OdeState again = new Leapfrog().start(0, new double[2]);
        again.restore(saved);
        OdeOutcome rest = method.resume(PENDULUM, again, 7);
        assertThat(rest.y()).containsExactly(expected);
        assertThat(rest.statistics().steps()).isEqualTo(234);
    }

    @Test
    void failuresAreValues() {
        SecondOrderField hole = (t, y, out) -> out[1] = y[0] > 0.5 ? Double.NaN : 0;
        OdeOutcome outcome = Integration.fixed(new Leapfrog(), 0.125).run(hole, 0, new double[] {0, 1}, 1);
        assertThat(outcome).isInstanceOf(OdeOutcome.NotFinite.class);
        assertThat(outcome.t()).isEqualTo(0.5);
        assertThatThrownBy(() -> Integration.fixed(new Leapfrog(), 1).run(hole, 0, new double[3], 1))
                .hasMessageContaining("as many velocities");
        assertThatThrownBy(() -> Integration.controlled(new Leapfrog(), 1, 1))
                .hasMessageContaining("leapfrog estimates no error");
    }

    /** q'' = -theta q: dq(T)/dq0 = cos(wT), dq(T)/dv0 = sin(wT)/w and dq(T)/dtheta = -(q0 T sin wT)/2w from v0 = 0. */
    private record Spring(double theta) implements SecondOrderField, DifferentiableField {
        @Override
        public int parameters() {
            return 1;
        }

        @Override
        public void acceleration(double t, double[] y, double[] out) {
            out[1] = -theta * y[0];
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            out[0] = v[1];
            out[1] = -theta * v[0];
        }

        @Override
        public void vjp(double t, double[] y, double[] u, double[] out, double[] gradient) {
            out[0] = -theta * u[1];
            out[1] = u[0];
            gradient[0] -= y[0] * u[1];
        }
    }

    @Test
    void adjointAlongLeapfrog() {
        double w = 1.7;
        double end = 2;
        Sensitivity found = ContinuousAdjoint.gradient(Integration.fixed(new Leapfrog(), 1e-3),
                DormandPrince.to(1e-9, 1e-9), new Spring(w * w), 0, new double[] {1.3, 0}, end,
                y -> new double[] {1, 0}).orThrow();
        // The field is linear: its adjoint needs no state, and the default method takes ten steps and fewer.
        assertClose(found.initial()[0], Math.cos(w * end), given(1e-9).times(10));
        assertClose(found.initial()[1], Math.sin(w * end) / w, given(1e-9).times(10));
        // The frequency of the states is off by a share of h^2 w^2 / 24.
        assertClose(found.parameters()[0], -1.3 * end * Math.sin(w * end) / (2 * w),
                truncation(1e-3, 2).times(1.3 * w * w * end / 24).plus(given(1e-9)));
    }
}
