package org.paisaje.training.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.given;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Objective;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Functions;
import org.paisaje.training.Outcome;
import org.paisaje.training.Schedule;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;

/** The flow against exp(-tH) and against itself. */
final class GradientFlowTest {
    private static double loss(double[] lambda, double[] start, double t) {
        double sum = 0;
        for (int i = 0; i < lambda.length; i++) {
            sum += 0.5 * lambda[i] * start[i] * start[i] * Math.exp(-2 * lambda[i] * t);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-5, 1e-7, 1e-9, 1e-11})
    void lossIsRightToTheTolerance(double tolerance) {
        double[] lambda = {0.3, 1, 2.5, 7};
        double[] start = {1, -0.5, 2, 0.7};
        for (double t : new double[] {0.1, 1, 5}) {
            var run = Training.run(GradientFlow.withTolerance(tolerance).until(t), new Functions.Diagonal(lambda),
                    start, Stop.never());
            assertThat(run.outcome()).isInstanceOf(Outcome.Finished.class);
            double exact = loss(lambda, start, t);
            // Each accepted step adds at most tol to the relative error of the loss.
            assertThat(Math.abs(run.value() - exact) / exact).isLessThan(tolerance * run.steps());
            for (int i = 0; i < lambda.length; i++) {
                assertThat(run.theta()[i])
                        .isCloseTo(Math.exp(-lambda[i] * t) * start[i], within(3 * tolerance * run.steps()));
            }
        }
    }

    @Test
    void errorIsProportionalToTheTolerance() {
        double[] lambda = {0.3, 1, 2.5, 7};
        double[] start = {1, -0.5, 2, 0.7};
        double[] errors = new double[3];
        double[] tolerances = {1e-4, 1e-6, 1e-8};
        for (int i = 0; i < 3; i++) {
            var run = Training.run(GradientFlow.withTolerance(tolerances[i]).until(2),
                    new Functions.Diagonal(lambda), start, Stop.never());
            errors[i] = Math.abs(run.value() / loss(lambda, start, 2) - 1);
        }
        double slope = Math.log10(errors[0] / errors[2]) / 4;
        assertThat(slope).isBetween(0.7, 1.3);
    }

    @ParameterizedTest
    @EnumSource(GradientFlow.Method.class)
    void stiffQuadraticAgreesWithItsClosedForm(GradientFlow.Method method) {
        double[] lambda = {1, 10, 2_000};
        double[] start = {1, 1, 1};
        double tolerance = 1e-6;
        var run = Training.run(GradientFlow.withTolerance(tolerance).until(3).by(method),
                new Functions.Diagonal(lambda), start, Stop.never());
        assertThat(run.completed()).isTrue();
        double exact = loss(lambda, start, 3);
        assertThat(Math.abs(run.value() / exact - 1)).isLessThan(tolerance * run.steps());
    }

    @Test
    void stiffPhaseIsHandedToTheStabilizedMethod() {
        double[] lambda = {0.01, 1, 1e5};
        var function = new Counting(new Functions.Diagonal(lambda));
        double[] start = {1, 1, 1};
        var auto = Training.run(GradientFlow.withTolerance(1e-4).until(10), function, start, Stop.never());
        long spent = function.count;
        // The explicit method needs at least 6 gradients per 3.3 / lambda_max of time: 1.8e6 here.
        assertThat(spent).isLessThan(60_000);
        assertThat(Math.abs(auto.value() / loss(lambda, start, 10) - 1)).isLessThan(1e-4 * auto.steps());
    }

    @ParameterizedTest
    @CsvSource({"EXPLICIT, 20, 5", "STABILIZED, 100, 2", "EXPONENTIAL, 40, 3"})
    void methodsHaveTheirOrders(GradientFlow.Method method, int coarse, double order) {
        var function = new Functions.Logistic(30, 3, 0.5, Seed.of(3));
        double[] start = {0.5, -0.6, 2};
        double[] reference = GradientFlow.withTolerance(1e-13)
                .by(GradientFlow.Method.EXPLICIT)
                .solve(function, start, 4)
                .points()
                .row(0);
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            double[] end = fixed(method.integrator(), function, start, 4, 4.0 / (coarse << i));
            errors[i] = Norms.distance(end, reference);
        }
        assertClose(Math.log(errors[0] / errors[1]) / Math.log(2), order, fittedOrder(0.1));
    }

    private static double[] fixed(Integrator<? super LinearizableField> method,
            Objective function, double[] from, double time, double h) {
        return Integration.fixed(method, h).run(GradientField.of(function), 0, from, time).y();
    }

    /** Where a run is cut and resumed, every bit of what follows is the same, whatever the method. */
    @ParameterizedTest
    @EnumSource(GradientFlow.Method.class)
    void resumedRunsGiveTheSameBits(GradientFlow.Method method, @TempDir Path folder) {
        var function = new Functions.Diagonal(0.3, 5, 2_000);
        double[] start = {1, 1, 1};
        var training = Training.with(GradientFlow.withTolerance(1e-5).until(1).by(method));
        var whole = training.run(function, start);
        assertThat(whole.outcome()).isInstanceOf(Outcome.Finished.class);
        Path file = folder.resolve("flow.checkpoint");
        for (long cut : new long[] {1, whole.steps() / 2, whole.steps() - 1}) {
            training.checkpoint(file, Cadence.every(1_000_000)).stop(Stop.after(cut)).run(function, start);
            var rest = training.resume(file, function);
            assertThat(rest.steps()).isEqualTo(whole.steps());
            assertThat(rest.theta()).containsExactly(whole.theta());
            assertThat(rest.value()).isEqualTo(whole.value());
        }
    }

    @Test
    void gradientFieldIsMinusTheGradient() {
        var function = new Functions.Diagonal(1, 3);
        GradientField field = GradientField.of(function);
        double[] out = new double[2];
        field.apply(0, new double[] {2, -1}, out);
        assertThat(out).containsExactly(-2, 3);
        assertThat(field.value()).isEqualTo(0.5 * (4 + 3));
        field.jvp(0, new double[] {2, -1}, new double[] {1, 1}, out);
        assertThat(out).containsExactly(-1, -3);
    }

    @Test
    void exponentialMethodCrossesAStiffQuadraticInFewSteps() {
        double[] lambda = {0.01, 1, 1e8};
        double[] start = {1, 1, 1};
        var run = Training.run(GradientFlow.withTolerance(1e-6).until(10).by(GradientFlow.Method.EXPONENTIAL),
                new Functions.Diagonal(lambda), start, Stop.never());
        // Exact on quadratics: only the growth of the step by at most 5 limits it.
        assertThat(run.steps()).isLessThan(40);
        assertClose(run.value() / loss(lambda, start, 10) - 1, 0, given(1e-6));
    }

    @Test
    void exponentialMethodNeedsSecondDerivatives() {
        var flow = GradientFlow.withTolerance(1e-6).by(GradientFlow.Method.EXPONENTIAL);
        var plain = new Counting(new Functions.Diagonal(1.0));
        assertThatThrownBy(() -> Training.run(flow, plain, new double[] {1}, Stop.after(1)))
                .hasMessageContaining("flow: the objective has no second derivatives");
    }

    @Test
    void solveGivesThePointsAsked() {
        double[] lambda = {1, 3};
        var solution = GradientFlow.withTolerance(1e-9)
                .solve(new Functions.Diagonal(lambda), new double[] {1, 2}, 0,
                        0.5, 2);
        assertThat(solution.points().rows()).isEqualTo(3);
        assertThat(solution.points().row(0)).containsExactly(1, 2);
        assertClose(solution.points().get(1, 1), 2 * Math.exp(-1.5), given(1e-9));
        assertClose(solution.points().get(2, 0), Math.exp(-2), given(1e-9));
    }

    @Test
    void unboundedDescentDiverges() {
        var run = Training.run(GradientFlow.withTolerance(1e-6), new Functions.Diagonal(-1.0), new double[] {1},
                Stop.never().orLossAbove(1).orLossBelow(-1e20));
        assertThat(run.outcome()).isInstanceOf(Outcome.Converged.class);
        assertThat(run.theta()[0]).isFinite();
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> GradientFlow.withTolerance(0)).hasMessageContaining("tolerance is 0.0");
        assertThatThrownBy(() -> GradientFlow.withTolerance(1e-6).until(Double.NaN)).hasMessageContaining("until");
        assertThatThrownBy(() -> Training.with(GradientFlow.withTolerance(1e-6)).schedule(Schedule.exponential(0.9)))
                .hasMessageContaining("flow chooses its own steps");
        assertThatThrownBy(() -> Training.with(GradientFlow.withTolerance(1e-6)).batches(Batches.inOrder(2)))
                .hasMessageContaining("all samples");
    }

    private static final class Counting implements Objective {
        private final Objective inner;
        private long count;

        Counting(Objective inner) {
            this.inner = inner;
        }

        @Override
        public int dimension() {
            return inner.dimension();
        }

        @Override
        public double value(double[] theta) {
            return inner.value(theta);
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
            count++;
            return inner.valueAndGradient(theta, gradient);
        }
    }
}
