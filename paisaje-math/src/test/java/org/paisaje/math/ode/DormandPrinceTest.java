package org.paisaje.math.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.ode.method.DormandPrince;

/** The dense output, the error and the batches of the default method. */
class DormandPrinceTest {
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

    @Test
    void denseOutputHasOrderFour() {
        double[] h = Methods.halved(1 / 16.0, 4);
        double[] errors = new double[4];
        double[] start = {Math.exp(Math.sin(0.3)), Math.sin(0.3), Math.cos(0.3)};
        double[] state = new double[3];
        for (int k = 0; k < 4; k++) {
            int at = k;
            double step = h[k];
            Integration.fixed(new DormandPrince(), step).observedBy(s -> {
                for (int i = 1; i < 20; i++) {
                    double t = s.start() + i / 20.0 * step;
                    s.at(t, state);
                    errors[at] = Math.max(errors[at], smoothError(t, state));
                }
            }).run(SMOOTH, 0.3, start, 0.3 + step);
        }
        // a continuous extension of order 4 has a local error of h^5
        assertClose(Methods.order(h, errors), 5, fittedOrder(h[0]));
    }

    @Test
    void errorFollowsTheTolerance() {
        double[] tolerances = {1e-4, 1e-6, 1e-8, 1e-10};
        double[] errors = new double[4];
        for (int i = 0; i < 4; i++) {
            errors[i] = smoothError(10, DormandPrince.to(tolerances[i], tolerances[i]).run(SMOOTH, 0, START, 10).y());
        }
        assertThat(Methods.order(tolerances, errors)).isBetween(0.8, 1.25);
        assertClose(smoothError(10, DormandPrince.to(1e-10, 1e-10).run(SMOOTH, 0, START, 10).y()), 0,
                given(1e-10).times(10));
        // and backwards to where it came from
        double[] end = DormandPrince.to(1e-11, 1e-11).run(SMOOTH, 0, START, 3).y();
        assertClose(smoothError(0, DormandPrince.to(1e-11, 1e-11).run(SMOOTH, 3, end, 0).y()), 0,
                given(1e-11).times(6));
    }

    @Test
    void solutionKeepsTheDenseOutput() {
        DenseSolution solution = new DenseSolution(3);
        List<Double> times = new ArrayList<>();
        List<double[]> states = new ArrayList<>();
        DormandPrince.to(1e-6, 1e-6).observedBy(step -> {
            solution.accepted(step);
            double t = step.start() + 0.37 * (step.end() - step.start());
            double[] state = new double[3];
            step.at(t, state);
            times.add(t);
            states.add(state);
        }).run(SMOOTH, 0, START, 5);
        double[] state = new double[3];
        for (int i = 0; i < times.size(); i++) {
            solution.at(times.get(i), state);
            assertClose(state, states.get(i), rounding(10).times(3));
        }
        assertThatThrownBy(() -> solution.at(6, state)).hasMessageContaining("runs from 0.0 to 5.0");
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
        double[] y = Integration.controlled(new DormandPrince(), new StepTolerance(1e-6, 1e-9, rows))
                .run(oneFast, 0, y0, 0.3)
                .y();
        assertClose(y[42], Math.exp(-9), given(1e-6).times(Math.exp(-9)).plus(given(1e-9)));
    }
}
