package org.paisaje.math.ode.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.ode.DifferentiableField;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.Logistic;
import org.paisaje.math.ode.Methods;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.RungeKutta;

/** Gradients through integrations, discrete and continuous, against closed forms and differences. */
class AdjointTest {
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
        Sensitivity adjoint = scheme.adjoint(new Coupled(theta), 0.1, y0, 0.05, 20, AdjointTest::goalGradient);
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
            assertClose(gradient, (values[0] - values[1]) / (2 * h), centralDifference(h, 20));
        }
    }

    static List<Methods.Case> all() {
        return Methods.all();
    }

    @Test
    void continuousAdjointAgreesWithDifferences() {
        double[] y0 = {0.4, -0.3};
        double[] theta = {0.7, 1.3};
        Sensitivity adjoint = ContinuousAdjoint
                .gradient(DormandPrince.to(1e-11, 1e-11), new Coupled(theta), 0.1, y0, 1.1, AdjointTest::goalGradient)
                .orThrow();
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
            // Third derivatives of the goal are below 30.
            assertClose(gradient, (values[0] - values[1]) / (2 * h), centralDifference(h, 400).times(5));
        }
    }

    /** y = y0 / (y0 + (1 - y0) e^-rt): derivatives by y0 and r in closed form, by every method. */
    @ParameterizedTest
    @MethodSource("all")
    void everyMethodFindsTheGradient(Methods.Case one) {
        double[] rates = {1, -0.5};
        double[] y0 = {0.2, 0.6};
        // The dense output of the forward solution limits the methods of low order.
        Integration<? super LinearizableField> method = Methods.to(one.method(), 1e-8, 1e-3);
        Sensitivity found = ContinuousAdjoint
                .gradient(method, new Logistic(one.symmetric(), rates), 0, y0, 1.5, y -> new double[] {1, 2})
                .orThrow();
        double allowed = one.method().order() == 1 ? 2e-3 : one.method() instanceof RungeKutta ? 1e-6 : 1e-5;
        for (int i = 0; i < 2; i++) {
            double e = Math.exp(-rates[i] * 1.5);
            double below = y0[i] + (1 - y0[i]) * e;
            double weight = i + 1;
            assertThat(found.initial()[i]).isCloseTo(weight * e / (below * below), within(allowed));
            assertThat(found.parameters()[i])
                    .isCloseTo(weight * 1.5 * y0[i] * (1 - y0[i]) * e / (below * below), within(allowed));
        }
        Sensitivity still = ContinuousAdjoint
                .gradient(method, new Logistic(one.symmetric(), rates), 1, y0, 1, y -> new double[] {1, 2})
                .orThrow();
        assertThat(still.initial()).containsExactly(1, 2);
        assertThat(still.parameters()).containsExactly(0, 0);
    }

    @Test
    void failuresSayWhichWay() {
        var result = ContinuousAdjoint.gradient(DormandPrince.to(1e-8, 1e-8).maxSteps(2), new Coupled(0.7, 1.3), 0,
                new double[] {0.4, -0.3}, 5, AdjointTest::goalGradient);
        assertThat(result).isInstanceOf(ContinuousAdjoint.Result.Stopped.class);
        assertThatThrownBy(result::orThrow).hasMessageContaining("forward").hasMessageContaining("2 steps allowed");
        var back = ContinuousAdjoint.gradient(DormandPrince.to(1e-8, 1e-8), DormandPrince.to(1e-8, 1e-8).maxSteps(1),
                new Coupled(0.7, 1.3), 0, new double[] {0.4, -0.3}, 5, AdjointTest::goalGradient);
        assertThatThrownBy(back::orThrow).hasMessageContaining("backward");
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
                .gradient(DormandPrince.to(1e-12, 1e-12), linear, 0, new double[] {2}, 1.5, y -> new double[] {1})
                .orThrow();
        double growth = Math.exp(-1.2);
        assertClose(continuous.initial()[0], growth, given(1e-12));
        assertClose(continuous.parameters()[0], 1.5 * 2 * growth, given(1e-12).times(2 * 1.5));
        // Euler: y_N = (1 + h a)^N y0 exactly
        Sensitivity euler = RungeKutta.EULER.adjoint(linear, 0, new double[] {2}, 0.1, 15, y -> new double[] {1});
        assertClose(euler.initial()[0], Math.pow(0.92, 15), rounding(4));
        assertClose(euler.parameters()[0], 15 * 0.1 * Math.pow(0.92, 14) * 2, rounding(4));
    }
}
