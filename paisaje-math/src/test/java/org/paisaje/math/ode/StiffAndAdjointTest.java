package org.paisaje.math.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;

class StiffAndAdjointTest {
    /** y_i' = -rate_i y_i - cubic y_i^3: gradient flow of separable quartics with a closed form. */
    private record Quartic(double[] rates, double cubic) implements DifferentiableField {
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

        @Override
        public void vjp(double t, double[] y, double[] u, double[] out, double[] gradient) {
            jvp(t, y, u, out);
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
        Outcome outcome = ExponentialRosenbrock.of(1e-6, 1e-8).integrate(field, 0, y0, 1);
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        for (int i = 0; i < 200; i++) {
            assertThat(outcome.y()[i]).isCloseTo(field.exact(i, y0[i], 1), within(1e-5));
        }
        // explicit stability asks for h below 3.3 / 1e4: 3,000 steps
        assertThat(outcome.work().steps()).isLessThan(300);
        assertThat(DormandPrince.of(1e-6, 1e-8).integrate(field, 0, y0, 1).work().steps()).isGreaterThan(2500);
    }

    @Test
    void stiffQuarticFlowIsRightToTheTolerance() {
        Quartic field = new Quartic(rates(50, 1e5), 2);
        double[] y0 = Seed.of(32).gaussians(50);
        for (double tolerance : new double[] {1e-4, 1e-6}) {
            Outcome outcome = ExponentialRosenbrock.of(tolerance, tolerance).integrate(field, 0, y0, 2);
            assertThat(outcome).isInstanceOf(Outcome.Completed.class);
            for (int i = 0; i < 50; i++) {
                assertThat(outcome.y()[i]).isCloseTo(field.exact(i, y0[i], 2), within(10 * tolerance));
            }
        }
    }

    @Test
    void exponentialRosenbrockHasOrderThree() {
        Quartic field = new Quartic(new double[] {1, 2, 5}, 1);
        double[] y0 = {1, -1.5, 0.7};
        double[] h = {1 / 64.0, 1 / 128.0, 1 / 256.0, 1 / 512.0};
        double[] errors = new double[h.length];
        for (int k = 0; k < h.length; k++) {
            double[] y = y0;
            int steps = (int) Math.round(1 / h[k]);
            for (int i = 0; i < steps; i++) {
                y = new ExponentialRosenbrock(Tolerance.of(1, 1e3), h[k], 3, 8).integrate(field, 0, y, h[k]).y();
            }
            for (int i = 0; i < 3; i++) {
                errors[k] = Math.max(errors[k], Math.abs(y[i] - field.exact(i, y0[i], 1)));
            }
        }
        assertThat(LineFit.logLog(h, errors).slope()).isCloseTo(3, within(0.1));
    }

    @Test
    void phiFunctionsOfADiagonalMatrix() {
        for (double z : new double[] {0, -1e-9, -0.3, 2, -40, -1e4}) {
            double[][] phi = PhiFunctions.onFirstUnit(new double[][] {{z}}, 1, 1, 2);
            double first = z == 0 ? 1 : Math.expm1(z) / z;
            assertThat(phi[0][0]).isCloseTo(first, within(1e-13 * Math.max(1, first)));
            double second = Math.abs(z) < 1e-3 ? 0.5 + z / 6 : (first - 1) / z;
            assertThat(phi[1][0]).isCloseTo(second, within(1e-12));
        }
    }

    /** y1' = theta0 y1 y2, y2' = theta1 sin(y1) - theta0 y2 + t. */
    private static final class Coupled implements DifferentiableField {
        private final double[] theta;

        Coupled(double... theta) {
            this.theta = theta;
        }

        @Override
        public int parameters() {
            return 2;
        }

        @Override
        public void apply(double t, double[] y, double[] out) {
            out[0] = theta[0] * y[0] * y[1];
            out[1] = theta[1] * Math.sin(y[0]) - theta[0] * y[1] + t;
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            out[0] = theta[0] * (v[0] * y[1] + y[0] * v[1]);
            out[1] = theta[1] * Math.cos(y[0]) * v[0] - theta[0] * v[1];
        }

        @Override
        public void vjp(double t, double[] y, double[] u, double[] out, double[] gradient) {
            out[0] = theta[0] * y[1] * u[0] + theta[1] * Math.cos(y[0]) * u[1];
            out[1] = theta[0] * y[0] * u[0] - theta[0] * u[1];
            gradient[0] += y[0] * y[1] * u[0] - y[1] * u[1];
            gradient[1] += Math.sin(y[0]) * u[1];
        }
    }

    private static double goal(double[] y) {
        return y[0] * y[0] + 3 * y[0] * y[1];
    }

    private static double[] goalGradient(double[] y) {
        return new double[] {2 * y[0] + 3 * y[1], 3 * y[0]};
    }

    @ParameterizedTest
    @EnumSource(RungeKutta.class)
    void discreteAdjointAgreesWithDifferences(RungeKutta scheme) {
        double[] y0 = {0.4, -0.3};
        double[] theta = {0.7, 1.3};
        Sensitivity adjoint = scheme.adjoint(new Coupled(theta), 0.1, y0, 0.05, 20, StiffAndAdjointTest::goalGradient);
        double h = 1e-5;
        for (int i = 0; i < 4; i++) {
            double[] values = new double[2];
            for (int side = 0; side < 2; side++) {
                double[] y = y0.clone();
                double[] p = theta.clone();
                (i < 2 ? y : p)[i % 2] += side == 0 ? h : -h;
                values[side] = goal(scheme.integrate(new Coupled(p), 0.1, y, 0.05, 20).y());
            }
            double gradient = i < 2 ? adjoint.initial()[i] : adjoint.parameters()[i - 2];
            // h^2 |phi'''| / 6 and 2^-52 / h, both near 1e-10
            assertThat(gradient).isCloseTo((values[0] - values[1]) / (2 * h), within(1e-8));
        }
    }

    @Test
    void continuousAdjointAgreesWithDifferences() {
        double[] y0 = {0.4, -0.3};
        double[] theta = {0.7, 1.3};
        DormandPrince integrator = DormandPrince.of(1e-11, 1e-11);
        Sensitivity adjoint = ContinuousAdjoint
                .gradient(integrator, new Coupled(theta), 0.1, y0, 1.1, StiffAndAdjointTest::goalGradient)
                .orElseThrow();
        double h = 1e-4;
        for (int i = 0; i < 4; i++) {
            double[] values = new double[2];
            for (int side = 0; side < 2; side++) {
                double[] y = y0.clone();
                double[] p = theta.clone();
                (i < 2 ? y : p)[i % 2] += side == 0 ? h : -h;
                values[side] = goal(RungeKutta.RK4.integrate(new Coupled(p), 0.1, y, 1 / 400.0, 400).y());
            }
            double gradient = i < 2 ? adjoint.initial()[i] : adjoint.parameters()[i - 2];
            assertThat(gradient).isCloseTo((values[0] - values[1]) / (2 * h), within(2e-7));
        }
    }

    @Test
    void adjointOfALinearFieldHasItsClosedForm() {
        // y' = a y: dy(T)/dy0 = e^(aT)
        DifferentiableField linear = new DifferentiableField() {
            @Override
            public int parameters() {
                return 1;
            }

            @Override
            public void apply(double t, double[] y, double[] out) {
                out[0] = -0.8 * y[0];
            }

            @Override
            public void jvp(double t, double[] y, double[] v, double[] out) {
                out[0] = -0.8 * v[0];
            }

            @Override
            public void vjp(double t, double[] y, double[] u, double[] out, double[] gradient) {
                out[0] = -0.8 * u[0];
                gradient[0] += y[0] * u[0];
            }
        };
        Sensitivity continuous = ContinuousAdjoint
                .gradient(DormandPrince.of(1e-12, 1e-12), linear, 0, new double[] {2}, 1.5, y -> new double[] {1})
                .orElseThrow();
        double growth = Math.exp(-1.2);
        assertThat(continuous.initial()[0]).isCloseTo(growth, within(1e-9));
        assertThat(continuous.parameters()[0]).isCloseTo(1.5 * 2 * growth, within(1e-8));
        // Euler: y_N = (1 + h a)^N y0 exactly
        Sensitivity euler = RungeKutta.EULER.adjoint(linear, 0, new double[] {2}, 0.1, 15, y -> new double[] {1});
        assertThat(euler.initial()[0]).isCloseTo(Math.pow(0.92, 15), within(1e-15));
        assertThat(euler.parameters()[0]).isCloseTo(15 * 0.1 * Math.pow(0.92, 14) * 2, within(1e-15));
    }
}
