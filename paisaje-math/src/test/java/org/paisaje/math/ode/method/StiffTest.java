package org.paisaje.math.ode.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;

class StiffTest {
    /** y_i' = -rate_i y_i - cubic y_i^3: gradient flow of separable quartics with a closed form. */
    private record Quartic(double[] rates, double cubic) implements LinearizableField {
        @Override
        public void apply(double t, double[] y, double[] out) {
            for (int i = 0; i < y.length; i++) {
                out[i] = -rates[i] * y[i] - cubic * y[i] * y[i] * y[i];
            }
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            for (int i = 0; i < y.length; i++) {
                out[i] = (-rates[i] - 3 * cubic * y[i] * y[i]) * v[i];
            }
        }

        double exact(int i, double y0, double t) {
            double decay = Math.exp(-2 * rates[i] * t);
            return y0 * Math.exp(-rates[i] * t) / Math.sqrt(1 + cubic * y0 * y0 * (1 - decay) / rates[i]);
        }
    }

    private static double[] rates(int n, double largest) {
        double[] rates = new double[n];
        Arrays.setAll(rates, i -> Math.pow(largest, i / (n - 1.0)));
        return rates;
    }

    @Test
    void linearStiffFlowIsExactInFewSteps() {
        Quartic field = new Quartic(rates(200, 1e4), 0);
        double[] y0 = Seed.of(31).gaussians(200);
        OdeOutcome outcome = ExponentialRosenbrock.to(1e-6, 1e-8).run(field, 0, y0, 1);
        assertThat(outcome).isInstanceOf(OdeOutcome.Reached.class);
        for (int i = 0; i < 200; i++) {
            assertClose(outcome.y()[i], field.exact(i, y0[i], 1), given(1e-8));
        }
        // explicit stability asks for h below 3.3 / 1e4: 3,000 steps
        assertThat(outcome.statistics().steps()).isLessThan(300);
        assertThat(DormandPrince.to(1e-6, 1e-8).run(field, 0, y0, 1).statistics().steps()).isGreaterThan(2500);
    }

    @Test
    void stiffQuarticFlowIsRightToTheTolerance() {
        Quartic field = new Quartic(rates(50, 1e5), 2);
        double[] y0 = Seed.of(32).gaussians(50);
        for (double tolerance : new double[] {1e-4, 1e-6}) {
            OdeOutcome outcome = ExponentialRosenbrock.to(tolerance, tolerance).run(field, 0, y0, 2);
            assertThat(outcome).isInstanceOf(OdeOutcome.Reached.class);
            for (int i = 0; i < 50; i++) {
                assertThat(outcome.y()[i]).isCloseTo(field.exact(i, y0[i], 2), within(10 * tolerance));
            }
        }
    }

    @Test
    void phiFunctionsOfADiagonalMatrix() {
        for (double z : new double[] {0, -1e-9, -0.3, 2, -40, -1e4}) {
            double[][] phi = PhiFunctions.onFirstUnit(new double[][] {{z}}, 1, 1, 2);
            double first = z == 0 ? 1 : Math.expm1(z) / z;
            assertThat(phi[0][0]).isCloseTo(first, within(1e-13 * Math.max(1, first)));
            double second = Math.abs(z) < 1e-3 ? 0.5 + z / 6 : (first - 1) / z;
            assertClose(phi[1][0], second, rounding(100));
        }
    }

    /** The heat equation u_t = u_xx by differences, from a mode whose decay is known. */
    @Test
    void heatEquationByTheStabilisedMethod() {
        int n = 200;
        double square = (n + 1.0) * (n + 1);
        VectorField heat = (t, u, out) -> {
            for (int i = 0; i < n; i++) {
                double left = i == 0 ? 0 : u[i - 1];
                double right = i == n - 1 ? 0 : u[i + 1];
                out[i] = square * (left - 2 * u[i] + right);
            }
        };
        double[] u0 = new double[n];
        Arrays.setAll(u0, i -> Math.sin(Math.PI * (i + 1) / (n + 1)));
        double rate = 4 * square * Math.pow(Math.sin(Math.PI / (2 * (n + 1))), 2);
        for (Integrator<VectorField> method : List.of(new Chebyshev(), new AutoExplicit(false))) {
            OdeOutcome end = Integration.controlled(method, 1e-6, 1e-8).run(heat, 0, u0, 0.3);
            assertThat(end).isInstanceOf(OdeOutcome.Reached.class);
            // Every step may add its share of the solution, and what there is decays like it.
            Tolerance allowed = given(1e-6).times(end.statistics().steps() * Math.exp(-0.3 * rate));
            for (int i = 0; i < n; i++) {
                assertClose(end.y()[i], u0[i] * Math.exp(-0.3 * rate), allowed);
            }
            // Explicit steps are stable up to 3.3 / 4 square: six evaluations each would be 88,000.
            assertThat(end.statistics().evaluations()).as(method.name()).isLessThan(20_000);
        }
    }

    /** Robertson's reactions at t = 40, against the reference of Hairer and Wanner, IV.10 (7.158270687e-1, 9.185534764e-6). */
    @Test
    void robertsonByRadau() {
        LinearizableField robertson = new LinearizableField() {
            @Override
            public void apply(double t, double[] y, double[] out) {
                out[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
                out[2] = 3e7 * y[1] * y[1];
                out[1] = -out[0] - out[2];
            }

            @Override
            public void jvp(double t, double[] y, double[] v, double[] out) {
                out[0] = -0.04 * v[0] + 1e4 * (v[1] * y[2] + y[1] * v[2]);
                out[2] = 6e7 * y[1] * v[1];
                out[1] = -out[0] - out[2];
            }
        };
        OdeOutcome end = Radau.to(1e-8, 1e-12).run(robertson, 0, new double[] {1, 0, 0}, 40);
        assertThat(end).isInstanceOf(OdeOutcome.Reached.class);
        assertClose(end.y()[0], 0.7158270687193, given(1e-8).plus(printed(13)));
        assertClose(end.y()[1], 9.185534764557e-6, given(1e-12).plus(printed(18)));
        assertClose(end.y()[0] + end.y()[1] + end.y()[2], 1, rounding(1_000));
        // Eigenvalues near -2,200 would hold an explicit method to 27,000 steps.
        assertThat(end.statistics().steps()).isLessThan(270);
        assertThat(end.statistics().jacobians()).isLessThan(end.statistics().steps());
    }

    /** Van der Pol with mu = 1000: half a period ends where x'' is as slow as at the start. */
    @Test
    void vanDerPolIsPeriodicByRadau() {
        double mu = 1000;
        LinearizableField oscillator = new LinearizableField() {
            @Override
            public void apply(double t, double[] y, double[] out) {
                out[0] = y[1];
                out[1] = mu * mu * ((1 - y[0] * y[0]) * y[1] - y[0] / mu / mu * mu * mu);
            }

            @Override
            public void jvp(double t, double[] y, double[] v, double[] out) {
                out[0] = v[1];
                out[1] = mu * mu * ((1 - y[0] * y[0]) * v[1] - 2 * y[0] * y[1] * v[0] - v[0]);
            }
        };
        // In slow time the relaxation oscillation has the period 3 - 2 log 2 + 7.014 mu^(-4/3) + ..., crossed twice a period.
        List<Double> crossings = new java.util.ArrayList<>();
        Integration<LinearizableField> method = Radau.to(1e-7, 1e-7);
        double[] y = {2, -2 / 3.0};
        double t = 0;
        for (int i = 0; i < 3; i++) {
            double sign = i % 2 == 0 ? 1 : -1;
            OdeOutcome end = method.until((s, z) -> sign * z[0]).run(oscillator, t, y, t + 5);
            assertThat(end).isInstanceOf(OdeOutcome.EventReached.class);
            crossings.add(end.t());
            t = end.t();
            y = end.y().clone();
            // Away from the root itself, which is where the next integration starts.
            OdeOutcome away = method.run(oscillator, t, y, t + 0.05);
            t = away.t();
            y = away.y().clone();
        }
        double period = crossings.get(2) - crossings.get(0);
        double asymptotic = 3 - 2 * Math.log(2) + 7.01432 * Math.pow(mu, -4.0 / 3);
        // The next term is of the order of log(mu) / mu^2.
        assertClose(period, asymptotic, stated(Math.log(mu) / (mu * mu), "the next term of the expansion"));
        assertClose(crossings.get(1) - crossings.get(0), period / 2, given(1e-7));
    }

    @Test
    void radauTransformDiagonalises() {
        double[][] inverse = RadauScheme.inverse(RadauScheme.integrals(RadauScheme.nodes(3)));
        RadauTransform t = new RadauTransform(inverse);
        // Hairer and Wanner, IV.8
        assertClose(t.gamma, 3.637834252744496, printed(15).plus(rounding(20).times(4)));
        assertClose(t.alpha, 2.681082873627752, printed(15).plus(rounding(20).times(3)));
        assertClose(t.beta, 3.050430199247411, printed(15).plus(rounding(20).times(4)));
        double[][] block = {{t.gamma, 0, 0}, {0, t.alpha, t.beta}, {0, -t.beta, t.alpha}};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                for (int k = 0; k < 9; k++) {
                    sum += t.t[i][k / 3] * block[k / 3][k % 3] * t.inverse[k % 3][j];
                }
                assertClose(sum, inverse[i][j], rounding(50).times(4));
            }
        }
    }
}
