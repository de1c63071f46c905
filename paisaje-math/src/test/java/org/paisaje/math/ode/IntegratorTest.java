package org.paisaje.math.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paisaje.math.stats.LineFit;

class IntegratorTest {
    /** y' = cos(t) y, y = e^(sin t), next to a harmonic oscillator. */
    private static final VectorField SMOOTH = (t, y, out) -> {
        out[0] = Math.cos(t) * y[0];
        out[1] = y[2];
        out[2] = -y[1];
    };
    private static final double[] START = {1, 0, 1};

    private static double smoothError(double t, double[] y) {
        return Math.max(Math.abs(y[0] - Math.exp(Math.sin(t))), Math.hypot(y[1] - Math.sin(t), y[2] - Math.cos(t)));
    }

    private static double order(double[] h, DoubleUnaryOperator error) {
        double[] errors = new double[h.length];
        for (int i = 0; i < h.length; i++) {
            errors[i] = error.applyAsDouble(h[i]);
        }
        return LineFit.logLog(h, errors).slope();
    }

    @ParameterizedTest
    @EnumSource(RungeKutta.class)
    void fixedStepSchemesHaveTheirOrder(RungeKutta scheme) {
        double[] h = {1 / 256.0, 1 / 512.0, 1 / 1024.0};
        double slope = order(h,
                step -> smoothError(2, scheme.integrate(SMOOTH, 0, START, step, (int) Math.round(2 / step)).y()));
        assertThat(slope).isCloseTo(scheme.order(), within(0.1));
    }

    @Test
    void dormandPrinceHasOrderFiveAndDenseOutputOrderFour() {
        double[] h = {1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0};
        // a loose tolerance and a first step: one step of size h at a time
        DoubleUnaryOperator global = step -> {
            double[] y = START;
            int steps = (int) Math.round(2 / step);
            for (int i = 0; i < steps; i++) {
                y = new DormandPrince(Tolerance.of(1, 1e3), step, 10).integrate(SMOOTH, i * step, y, (i + 1) * step)
                        .y();
            }
            return smoothError(2, y);
        };
        assertThat(order(h, global)).isCloseTo(5, within(0.1));
        DoubleUnaryOperator dense = step -> {
            double[] state = new double[3];
            double[] worst = new double[1];
            new DormandPrince(Tolerance.of(1, 1e3), step, 10).integrate(SMOOTH, 0.3,
                    new double[] {Math.exp(Math.sin(0.3)),
                        Math.sin(0.3), Math.cos(0.3)},
                    0.3 + step, s -> {
                        for (int i = 1; i < 20; i++) {
                            double t = s.start() + i / 20.0 * step;
                            s.at(t, state);
                            worst[0] = Math.max(worst[0], smoothError(t, state));
                        }
                    }, null);
            return worst[0];
        };
        // a continuous extension of order 4 has a local error of h^5
        assertThat(order(new double[] {1 / 16.0, 1 / 32.0, 1 / 64.0, 1 / 128.0}, dense)).isCloseTo(5, within(0.1));
    }

    @Test
    void errorFollowsTheTolerance() {
        double[] tolerances = {1e-4, 1e-6, 1e-8, 1e-10};
        double slope = order(tolerances,
                tol -> smoothError(10, DormandPrince.of(tol, tol).integrate(SMOOTH, 0, START, 10).y()));
        assertThat(slope).isBetween(0.8, 1.25);
        assertThat(smoothError(10, DormandPrince.of(1e-10, 1e-10).integrate(SMOOTH, 0, START, 10).y()))
                .isLessThan(1e-8);
        // and backwards to where it came from
        double[] end = DormandPrince.of(1e-11, 1e-11).integrate(SMOOTH, 0, START, 3).y();
        assertThat(smoothError(0, DormandPrince.of(1e-11, 1e-11).integrate(SMOOTH, 3, end, 0).y())).isLessThan(1e-8);
    }

    @Test
    void solutionKeepsTheDenseOutput() {
        Solution solution = new Solution(3);
        List<Double> times = new ArrayList<>();
        List<double[]> states = new ArrayList<>();
        DormandPrince.of(1e-6, 1e-6).integrate(SMOOTH, 0, START, 5, step -> {
            solution.accepted(step);
            double t = step.start() + 0.37 * (step.end() - step.start());
            double[] state = new double[3];
            step.at(t, state);
            times.add(t);
            states.add(state);
        }, null);
        double[] state = new double[3];
        for (int i = 0; i < times.size(); i++) {
            solution.at(times.get(i), state);
            assertThat(state).usingComparatorWithPrecision(1e-13).containsExactly(states.get(i));
        }
        assertThatThrownBy(() -> solution.at(6, state)).hasMessageContaining("runs from 0.0 to 5.0");
    }

    @Test
    void stopsAtAnEvent() {
        Outcome outcome = DormandPrince.of(1e-10, 1e-10).integrate(SMOOTH, 0, START, 10, null, (t, y) -> y[1] - 0.5);
        assertThat(outcome).isInstanceOf(Outcome.EventReached.class);
        assertThat(outcome.t()).isCloseTo(Math.PI / 6, within(1e-9));
        assertThat(outcome.y()[1]).isCloseTo(0.5, within(1e-14));
    }

    @Test
    void failuresAreValues() {
        // y' = y^2 blows up at t = 1
        Outcome blowUp = DormandPrince.of(1e-8, 1e-8)
                .integrate((t, y, out) -> out[0] = y[0] * y[0], 0, new double[] {1}, 2);
        assertThat(blowUp.succeeded()).isFalse();
        assertThat(blowUp.t()).isCloseTo(1, within(1e-6));
        assertThat(blowUp.y()[0]).isFinite();
        Outcome few = new DormandPrince(Tolerance.of(1e-8, 1e-8), 0, 5).integrate(SMOOTH, 0, START, 100);
        assertThat(few).isInstanceOf(Outcome.TooManySteps.class);
        Outcome nan = DormandPrince.of(1e-8, 1e-8)
                .integrate((t, y, out) -> out[0] = t > 0.5 ? Double.NaN : 1, 0, new double[1], 1);
        assertThat(nan).isInstanceOf(Outcome.NotFinite.class);
        assertThat(nan.t()).isCloseTo(0.5, within(1e-6));
        assertThat(nan.y()[0]).isCloseTo(0.5, within(1e-6));
        assertThat(RungeKutta.EULER.integrate((t, y, out) -> out[0] = y[0] * y[0], 0, new double[] {1e200}, 1, 3))
                .isInstanceOf(Outcome.NotFinite.class);
        assertThatThrownBy(() -> new DormandPrince(Tolerance.of(1e-8, 1e-8), -1, 5))
                .hasMessageContaining("first step -1.0");
        assertThatThrownBy(() -> Tolerance.of(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DormandPrince(new Tolerance(1, 1, 2), 0, 5).integrate(SMOOTH, 0, START, 1))
                .hasMessageContaining("2 rows");
    }

    @Test
    void aBatchIsControlledRowByRow() {
        int rows = 100;
        double[] y0 = new double[rows];
        java.util.Arrays.fill(y0, 1);
        VectorField oneFast = (t, y, out) -> {
            for (int i = 0; i < rows; i++) {
                out[i] = (i == 42 ? -30 : -0.01) * y[i];
            }
        };
        double[] y = new DormandPrince(new Tolerance(1e-6, 1e-9, rows), 0, 10_000).integrate(oneFast, 0, y0, 0.3).y();
        assertThat(y[42]).isCloseTo(Math.exp(-9), within(1e-5 * Math.exp(-9) + 1e-8));
    }

    @Test
    void leapfrogHasOrderTwoKeepsTheEnergyAndReverses() {
        double[] h = {1 / 64.0, 1 / 128.0, 1 / 256.0};
        Leapfrog.Acceleration pendulum = (q, out) -> out[0] = -Math.sin(q[0]);
        double[] q = {1};
        double[] v = {0};
        double energy = -Math.cos(1);
        double worst = 0;
        for (int i = 0; i < 2000; i++) {
            Leapfrog.integrate(pendulum, q, v, 0.05, 10);
            worst = Math.max(worst, Math.abs(0.5 * v[0] * v[0] - Math.cos(q[0]) - energy));
        }
        // O(h^2) for all times: here h^2 / 8 at most
        assertThat(worst).isLessThan(0.05 * 0.05 / 8);
        v[0] = -v[0];
        Leapfrog.integrate(pendulum, q, v, 0.05, 20_000);
        assertThat(q[0]).isCloseTo(1, within(1e-9));
        double slope = order(h, step -> {
            double[] x = {0};
            double[] w = {1};
            Leapfrog.integrate((z, out) -> out[0] = -z[0], x, w, step, (int) Math.round(2 / step));
            return Math.abs(x[0] - Math.sin(2));
        });
        assertThat(slope).isCloseTo(2, within(0.1));
    }
}
