package org.paisaje.math.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.ode.method.AutoExplicit;
import org.paisaje.math.ode.method.Chebyshev;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.ExponentialRosenbrock;
import org.paisaje.math.ode.method.Radau;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.math.testing.Tolerance;

/** What every integrator must do, each against closed forms or against itself. */
class IntegratorContractTest {
    private static final double[] START = {0.1, 0.7, 0.3};
    /** Longest steps by order: above rounding, and so short that the next term of the error is a tenth of the first. */
    private static final double[] FIRST = {1, 1 / 128.0, 1 / 64.0, 1 / 16.0, 1 / 32.0, 1 / 4.0};
    private static final Tolerance ORDER = fittedOrder(0.1);

    static List<Methods.Case> all() {
        return Methods.all();
    }

    static List<Methods.Case> controlled() {
        return Methods.controlled();
    }

    private static Logistic field(Methods.Case one) {
        return new Logistic(one.symmetric(), 1, 2, -1.5);
    }

    /** Single methods: a switch between two has the orders of both. */
    static List<Methods.Case> single() {
        return all().stream().filter(one -> !(one.method() instanceof AutoExplicit)).toList();
    }

    /** y' = (1 + t) f(y) has the solution of y' = f(y) at the time t + t^2 / 2. */
    private record Driven(Logistic inner) implements LinearizableField {
        @Override
        public void apply(double t, double[] y, double[] out) {
            inner.apply(t, y, out);
            scale(t, out);
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            inner.jvp(t, y, v, out);
            scale(t, out);
        }

        @Override
        public boolean symmetric() {
            return inner.symmetric();
        }

        private static void scale(double t, double[] out) {
            for (int i = 0; i < out.length; i++) {
                out[i] *= 1 + t;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("single")
    void hasItsOrder(Methods.Case one) {
        Logistic field = field(one);
        int order = one.method().order();
        double[] h = Methods.halved(FIRST[order], 4);
        double[] errors = new double[h.length];
        for (int i = 0; i < h.length; i++) {
            OdeOutcome end = Integration.fixed(one.method(), h[i]).run(field, 0, START, 2);
            assertThat(end).isInstanceOf(OdeOutcome.Reached.class);
            assertThat(end.statistics().steps()).isEqualTo(Math.round(2 / h[i]));
            errors[i] = field.error(START, 2, end.y());
        }
        assertClose(Methods.order(h, errors), order, ORDER);
    }

    @ParameterizedTest
    @MethodSource("single")
    void hasItsOrderWhereTheFieldDependsOnTime(Methods.Case one) {
        Logistic field = field(one);
        int order = one.method().order();
        // Shorter steps of Radau would show that its equations are solved to 1e-12.
        double[] h = Methods.halved((one.method() instanceof Radau ? 0.5 : 0.25) * FIRST[order], 3);
        double[] errors = new double[h.length];
        for (int i = 0; i < h.length; i++) {
            double[] y = Integration.fixed(one.method(), h[i]).run(new Driven(field), 0, START, 1).y();
            errors[i] = field.error(START, 1.5, y);
        }
        assertClose(Methods.order(h, errors), order, ORDER);
    }

    @ParameterizedTest
    @MethodSource("controlled")
    void errorFollowsTheTolerance(Methods.Case one) {
        Logistic field = field(one);
        double[] tolerances = {1e-4, 1e-5, 1e-6, 1e-7};
        double[] errors = new double[4];
        for (int i = 0; i < 4; i++) {
            OdeOutcome end = Methods.controlled(one.method(), tolerances[i]).run(field, 0, START, 4);
            errors[i] = field.error(START, 4, end.y());
            // A step adds sqrt(3) (1 + |y|) tol to an entry, and what there is grows at most by 1 / (4 y0 (1 - y0)).
            assertThat(errors[i]).isLessThan(10 * tolerances[i] * end.statistics().steps());
        }
        // The error of the solution falls with the power p of h, its estimate with q: p / q or better.
        assertThat(Methods.order(tolerances, errors)).isBetween(0.55, 1.45);
    }

    @ParameterizedTest
    @MethodSource("all")
    void goesBackToWhereItCameFrom(Methods.Case one) {
        Logistic field = field(one);
        Integration<? super LinearizableField> there = Methods.to(one.method(), 1e-7, 1e-3);
        double[] end = there.run(field, 0, START, 1).y();
        double[] back = there.run(field, 1, end, 0).y();
        // Errors of both ways: equal steps of Euler make h / 2 max |y''| t each.
        double allowed = one.method().estimatesError() ? 1e-5 : 2e-3;
        assertThat(back).containsExactly(START, within(allowed));
    }

    @ParameterizedTest
    @MethodSource("all")
    void goesOnBitForBit(Methods.Case one) {
        Logistic field = new Logistic(one.symmetric(), 1, 40, -1.5);
        Integration<? super LinearizableField> whole = Methods.to(one.method(), 1e-6, 0.007)
                .saveAt(SaveAt.everyStep());
        OdeOutcome expected = whole.run(field, 0, START, 2);
        assertThat(expected).isInstanceOf(OdeOutcome.Reached.class);
        long steps = expected.statistics().steps() + expected.statistics().rejected();
        for (long cut : new long[] {1, 2, steps / 2, steps - 1}) {
            OdeOutcome first = whole.maxSteps(cut).run(field, 0, START, 2);
            assertThat(first).isInstanceOf(OdeOutcome.TooManySteps.class);
            Map<String, double[]> saved = first.state().arrays();
            OdeState again = one.method().start(0, new double[3]);
            again.restore(saved);
            OdeOutcome rest = whole.resume(field, again, 2);
            assertThat(rest.y()).containsExactly(expected.y());
            assertThat(rest.statistics().steps()).isEqualTo(expected.statistics().steps());
            assertThat(rest.statistics().rejected()).isEqualTo(expected.statistics().rejected());
            assertThat(rest.statistics().evaluations()).isEqualTo(expected.statistics().evaluations());
            assertThat(rest.statistics().products()).isEqualTo(expected.statistics().products());
            assertThat(rest.statistics().jacobians()).isEqualTo(expected.statistics().jacobians());
            // The times of all steps too, joined.
            List<Double> times = new ArrayList<>(first.saved().times());
            times.addAll(rest.saved().times().subList(1, rest.saved().times().size()));
            assertThat(times).isEqualTo(expected.saved().times());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void savesWhereItIsAsked(Methods.Case one) {
        Logistic field = field(one);
        Integration<? super LinearizableField> base = Methods.to(one.method(), 1e-6, 0.01);
        double allowed = one.method().order() == 1 ? 1e-2 : 1e-4;
        Saved times = base.saveAt(SaveAt.times(0, 0.3, 1.1, 2)).run(field, 0, START, 2).saved();
        assertThat(times.times()).containsExactly(0.0, 0.3, 1.1, 2.0);
        for (int i = 0; i < 4; i++) {
            assertThat(field.error(START, times.times().get(i), times.states().get(i))).isLessThan(allowed);
        }
        OdeOutcome steps = base.saveAt(SaveAt.everyStep()).run(field, 0, START, 2);
        assertThat(steps.saved().times()).hasSize((int) steps.statistics().steps() + 1).isSorted();
        assertThat(steps.saved().states().getLast()).containsExactly(steps.y());
        DenseSolution dense = base.saveAt(SaveAt.dense()).run(field, 0, START, 2).saved().solution();
        double[] y = new double[3];
        for (double t = 0; t <= 2; t += 0.037) {
            dense.at(t, y);
            assertThat(field.error(START, t, y)).isLessThan(allowed);
        }
        assertThat(base.run(field, 0, START, 2).saved().times()).isEmpty();
        assertThatThrownBy(() -> base.saveAt(SaveAt.times(1, 0.5)).run(field, 0, START, 2))
                .hasMessageContaining("t = 0.5 after 1.0");
        assertThatThrownBy(() -> base.run(field, 0, START, 2).saved().solution())
                .hasMessageContaining("SaveAt.dense()");
    }

    @ParameterizedTest
    @MethodSource("all")
    void stopsAtAnEvent(Methods.Case one) {
        Logistic field = field(one);
        OdeOutcome outcome = Methods.to(one.method(), 1e-8, 1e-3)
                .until((t, y) -> y[0] - 0.5)
                .run(field, 0, START, 10);
        assertThat(outcome).isInstanceOf(OdeOutcome.EventReached.class);
        // y = 1/2 where t = log((1 - y0) / y0)
        assertThat(outcome.t()).isCloseTo(Math.log(9), within(one.method().order() == 1 ? 1e-2 : 1e-5));
        assertClose(outcome.y()[0], 0.5, rounding(20));
    }

    @ParameterizedTest
    @MethodSource("all")
    void failuresAreValues(Methods.Case one) {
        // y' = y^2 from 1 leaves every bound at t = 1.
        Integration<? super LinearizableField> base = Methods.to(one.method(), 1e-6, 0.125);
        OdeOutcome blowUp = base.run(new Power(2), 0, new double[] {1}, 40);
        assertThat(blowUp).isInstanceOf(OdeOutcome.Stopped.class);
        assertThat(blowUp.y()[0]).isFinite();
        assertThat(blowUp.succeeded()).isFalse();
        OdeOutcome few = base.maxSteps(3).run(new Power(1), 0, new double[] {1}, 40);
        assertThat(few).isInstanceOf(OdeOutcome.TooManySteps.class);
        assertThat(few.describe()).startsWith("the 3 steps allowed ended at t = ");
        Thread.currentThread().interrupt();
        OdeOutcome cancelled = base.run(new Power(1), 0, new double[] {1}, 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled).isInstanceOf(OdeOutcome.Cancelled.class);
        assertThat(cancelled.t()).isZero();
        OdeOutcome hole = base.run(new Hole(), 0, new double[] {0}, 1);
        assertThat(hole).isInstanceOf(OdeOutcome.NotFinite.class);
        // Equal steps may end beyond the edge, where the next one fails.
        assertThat(hole.t()).isCloseTo(0.5, within(one.method().estimatesError() ? 1e-6 : 0.125));
        assertClose(hole.y()[0], hole.t(), rounding(8));
        OdeOutcome nothing = base.run(new Power(1), 0, new double[] {Double.NaN}, 1);
        assertThat(nothing).isInstanceOf(OdeOutcome.NotFinite.class);
        assertThat(base.run(new Power(1), 1, new double[] {3}, 1)).isInstanceOf(OdeOutcome.Reached.class);
    }

    /** Where the field is finite but not a function of the state, no step is short enough. */
    @ParameterizedTest
    @MethodSource("controlled")
    void stepsBecomeTooSmall(Methods.Case one) {
        OdeOutcome outcome = Methods.controlled(one.method(), 1e-9).run(new Chatter(), 1, new double[] {0.3}, 2);
        assertThat(outcome).isInstanceOf(OdeOutcome.StepTooSmall.class);
        assertThat(outcome.describe()).startsWith("the step size fell to ");
    }

    @Test
    void mistakesAreRefused() {
        assertThatThrownBy(() -> Integration.controlled(RungeKutta.RK4, 1e-6, 1e-6))
                .hasMessageContaining("RK4 estimates no error");
        assertThatThrownBy(() -> Integration.fixed(RungeKutta.RK4, -1)).hasMessageContaining("fixed step is -1.0");
        assertThatThrownBy(() -> DormandPrince.to(0, 0)).hasMessageContaining("one of them positive");
        assertThatThrownBy(() -> DormandPrince.to(1e-6, 1e-6).maxSteps(0)).hasMessageContaining("at most 0 steps");
        assertThatThrownBy(() -> DormandPrince.to(1e-6, 1e-6).run(new Power(1), 0, new double[1], Double.NaN))
                .hasMessageContaining("end is NaN");
        assertThatThrownBy(() -> Integration.controlled(new DormandPrince(), new StepTolerance(1, 1, 2))
                .run(new Power(1), 0, new double[3], 1)).hasMessageContaining("2 rows");
        assertThatThrownBy(() -> new Chebyshev().start(0, new double[3])
                .restore(new DormandPrince().start(0, new double[3]).arrays()))
                .hasMessageContaining("another method");
        assertThatThrownBy(() -> new Chebyshev().start(0, new double[3])
                .restore(new Chebyshev().start(0, new double[2]).arrays()))
                .hasMessageContaining("another size");
        assertThatThrownBy(() -> new ExponentialRosenbrock(3)).hasMessageContaining("at least 4");
        assertThatThrownBy(() -> new Stepping.Controlled(StepTolerance.of(1, 1), Controller.INTEGRAL, -1))
                .hasMessageContaining("first step is -1.0");
        assertThatThrownBy(() -> new SaveAt.Steps(0)).hasMessageContaining("at least 1");
    }

    /** A thousand steps more cost less than one array of the state a step. */
    @Test
    void nothingIsAllocatedForAStep() {
        double[] y0 = new double[512];
        double[] rates = new double[512];
        Arrays.fill(y0, 0.4);
        Arrays.fill(rates, 1);
        Logistic field = new Logistic(false, rates);
        var counter = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Integrator<? super LinearizableField> method : List.of(RungeKutta.RK4, new DormandPrince(),
                new Chebyshev(), new AutoExplicit(false))) {
            long[] bytes = new long[2];
            for (int round = 0; round < 4; round++) {
                long before = counter.getCurrentThreadAllocatedBytes();
                Integration.fixed(method, 1e-3).run(field, 0, y0, round % 2 == 0 ? 0.5 : 1.5);
                bytes[round % 2] = counter.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat((bytes[1] - bytes[0]) / 1000).as(method.name()).isLessThan(8 * 512);
        }
    }

    /** y' = y^power. */
    private record Power(int power) implements LinearizableField {
        @Override
        public void apply(double t, double[] y, double[] out) {
            for (int i = 0; i < y.length; i++) {
                out[i] = Math.pow(y[i], power);
            }
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            for (int i = 0; i < y.length; i++) {
                out[i] = power * Math.pow(y[i], power - 1) * v[i];
            }
        }
    }

    /** y' = 1 up to y = 1/2, nothing beyond. */
    private record Hole() implements LinearizableField {
        @Override
        public void apply(double t, double[] y, double[] out) {
            out[0] = y[0] > 0.5 ? Double.NaN : 1;
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            out[0] = 0;
        }
    }

    /** A slope that changes from evaluation to evaluation: no step is consistent with any other. */
    private static final class Chatter implements LinearizableField {
        private int count;

        @Override
        public void apply(double t, double[] y, double[] out) {
            count++;
            out[0] = Double.longBitsToDouble(0x3ff0000000000000L | count * 0x9E3779B97F4A7C15L >>> 12) * 1e12;
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            out[0] = 0;
        }
    }
}
