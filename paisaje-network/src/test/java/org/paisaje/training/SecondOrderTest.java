package org.paisaje.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.plus;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Objective;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.second.GaussNewton;
import org.paisaje.training.second.LevenbergMarquardt;
import org.paisaje.training.second.Newton;

/** Newton, Gauss-Newton and Levenberg-Marquardt. */
final class SecondOrderTest {
    private static final Seed SEED = Seed.of(21);

    @ParameterizedTest
    @ValueSource(
            strings = {"newton:modify=none,search=false", "newton:modify=shift", "newton:modify=absolute",
                "gauss-newton"})
    void oneStepSolvesAConvexQuadratic(String text) {
        double[] lambda = {1e-3, 1, 50, 1e4};
        var run = Training.run(Optimizers.parse(text), new Functions.Diagonal(lambda), new double[] {3, -2, 1, 5},
                Stop.after(1));
        for (double entry : run.theta()) {
            assertThat(entry).isCloseTo(0, within(8 * 5 * Math.ulp(1.0)));
        }
    }

    @Test
    void dampedNewtonShrinksEveryDirectionAlike() {
        var run = Training.run(new Newton(0.25, Newton.Modification.NONE, false),
                new Functions.Diagonal(1e-2, 1, 100), new double[] {1, 1, 1}, Stop.after(10));
        for (double entry : run.theta()) {
            assertClose(entry, Math.pow(0.75, 10), rounding(40));
        }
    }

    @Test
    void pureNewtonGoesToSaddlesAndModifiedDescends() {
        var saddle = new Functions.Diagonal(2.0, -1.0);
        double[] start = {1, 0.1};
        var pure = Training.run(Newton.pure(), saddle, start, Stop.after(1));
        assertThat(pure.theta()).containsExactly(0, 0);
        for (Newton rule : new Newton[] {Newton.modified(), Newton.truncated()}) {
            var run = Training.with(rule)
                    .record(Probe.loss(), Cadence.every(1))
                    .stop(Stop.after(20).orLossBelow(-1e6))
                    .run(saddle, start);
            double[] values = run.series("loss").values();
            for (int i = 1; i < values.length; i++) {
                assertThat(values[i]).as(rule.text()).isLessThan(values[i - 1]);
            }
        }
    }

    /** |H|^-1 g on diag(2, -1): the saddle coordinate doubles, the other vanishes. */
    @Test
    void saddleFreeStepHasItsClosedForm() {
        var run = Training.run(new Newton(1, Newton.Modification.ABSOLUTE, false), new Functions.Diagonal(2.0, -1.0),
                new double[] {1, 0.1}, Stop.after(1));
        assertThat(run.theta()[0]).isCloseTo(0, within(4 * Math.ulp(1.0)));
        assertThat(run.theta()[1]).isCloseTo(0.2, within(4 * Math.ulp(1.0)));
    }

    @Test
    void singularHessianIsStuckNotNaN() {
        var run = Training.run(Newton.pure(), new Functions.Diagonal(1.0, 0.0), new double[] {1, 1}, Stop.after(5));
        assertThat(run.outcome()).isInstanceOf(Outcome.Stalled.class);
        assertThat(run.theta()).containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newton", "newton:modify=absolute", "newton:modify=cg", "lm"})
    void rosenbrockIsSolved(String text) {
        var run = Training.run(Optimizers.parse(text), new Functions.Rosenbrock(), new double[] {-1.2, 1},
                Stop.after(200).orGradientBelow(1e-10));
        assertThat(run.outcome()).isInstanceOf(Outcome.Converged.class);
        assertClose(run.theta()[0], 1, given(1e-10).times(1 / 0.39));
        assertClose(run.theta()[1], 1, given(1e-10).times(1 / 0.39));
    }

    @Test
    void newtonConvergesQuadratically() {
        var objective = new Functions.Logistic(50, 4, 0.01, SEED);
        var run = Training.with(Newton.pure())
                .record(Probe.gradientNorm(), Cadence.every(1))
                .stop(Stop.after(12)
                        .orGradientBelow(1e-14))
                .run(objective, new double[4]);
        double[] norms = run.series("gradient norm").values();
        assertThat(run.completed()).isTrue();
        // In the last phase log |g| doubles: compare where rounding does not interfere.
        int last = 0;
        while (last + 1 < norms.length && norms[last + 1] > 1e-12) {
            last++;
        }
        assertThat(Math.log(norms[last]) / Math.log(norms[last - 1])).isGreaterThan(1.6);
    }

    @Test
    void gaussNewtonSolvesLinearLeastSquaresInOneStep() {
        var net = Mlp.linear(3, 2);
        Matrix x = Matrix.wrap(8, 3, SEED.named("x").gaussians(24));
        Matrix y = Matrix.wrap(8, 2, SEED.named("y").gaussians(16));
        Risk risk = Risk.of(net, x, y, Loss.SQUARED);
        double[] start = SEED.named("start").gaussians(risk.dimension());
        for (Optimizer rule : new Optimizer[] {GaussNewton.pure(), Newton.pure()}) {
            var run = Training.with(rule)
                    .record(Probe.gradientNorm(), Cadence.every(1))
                    .stop(Stop.after(1))
                    .run(risk, start);
            assertThat(run.series("gradient norm").last())
                    .isLessThan(1e-13 * run.series("gradient norm").first());
        }
    }

    @Test
    void levenbergMarquardtFitsANetwork() {
        var net = Mlp.of(Activation.TANH, 1, 6, 1);
        int n = 30;
        double[] at = new double[n];
        double[] to = new double[n];
        for (int i = 0; i < n; i++) {
            at[i] = -2 + 4.0 * i / (n - 1);
            to[i] = Math.sin(2 * at[i]);
        }
        Risk risk = Risk.of(net, Matrix.wrap(n, 1, at), Matrix.wrap(n, 1, to), Loss.SQUARED);
        double[] start = SEED.named("fit").gaussians(risk.dimension());
        var lm = Training.with(LevenbergMarquardt.standard())
                .record(Probe.loss(), Cadence.every(1))
                .stop(Stop.after(100))
                .run(risk, start);
        double[] values = lm.series("loss").values();
        for (int i = 1; i < values.length; i++) {
            assertThat(values[i]).isLessThanOrEqualTo(values[i - 1]);
        }
        var adam = Training.run(Adam.withRate(1e-2), risk, start, Stop.after(1_000));
        assertThat(lm.value()).isLessThan(adam.value() / 10);

        // Five steps as the method is defined, with the Jacobian in full and an eigendecomposition for each system.
        int steps = 5;
        double[] theta = start.clone();
        double mu = 0;
        double growth = 2;
        for (int s = 0; s < steps; s++) {
            Matrix jacobian = net.linearize(theta, Matrix.wrap(n, 1, at)).jacobian();
            Matrix gram = jacobian.transposedTimes(jacobian);
            gram.scale(1.0 / n);
            double[] g = risk.gradient(theta);
            if (s == 0) {
                mu = 1e-3 * dot(g, gram.times(g)) / dot(g, g);
            }
            SymmetricEigen eigen = SymmetricEigen.of(gram);
            while (true) {
                double damping = mu;
                double[] d = eigen.apply(value -> -1 / (value + damping), g);
                double[] trial = plus(theta, 1, d);
                double actual = risk.value(theta) - risk.value(trial);
                double rho = actual / (-dot(g, d) - 0.5 * dot(d, gram.times(d)));
                if (actual > 0) {
                    theta = trial;
                    mu *= Math.max(1.0 / 3, 1 - Math.pow(2 * rho - 1, 3));
                    growth = 2;
                    break;
                }
                mu *= growth;
                growth *= 2;
            }
        }
        double[] reached = Training.run(LevenbergMarquardt.standard(), risk, start, Stop.after(steps)).theta();
        // Each system has the condition 1 / damping at most.
        assertClose(reached, theta, rounding(theta.length).times(steps / 1e-3), 1);
    }

    @Test
    void minibatchesOfARiskAreItsRows() {
        var net = Mlp.of(Activation.TANH, 2, 4, 3);
        Matrix x = Matrix.wrap(11, 2, SEED.named("bx").gaussians(22));
        Matrix y = Matrix.wrap(11, 3, SEED.named("by").gaussians(33));
        Risk risk = Risk.of(net, x, y, Loss.SQUARED).with(Regularizer.halfL2(0.1));
        var sampled = SampledRisk.of(risk);
        double[] theta = SEED.named("btheta").gaussians(risk.dimension());
        double[] g = new double[theta.length];
        int[] rows = {9, 2, 2, 7, 0};
        sampled.select(rows, 1, 5);
        double value = sampled.valueAndGradient(theta, g);
        Risk part = risk.on(2, 2, 7, 0);
        double scale = 64 * Math.ulp(1.0);
        assertThat(value).isCloseTo(part.value(theta), within(scale * Math.abs(value)));
        double[] expected = part.gradient(theta);
        for (int i = 0; i < g.length; i++) {
            assertThat(g[i]).isCloseTo(expected[i], within(scale * Norms.euclidean(expected)));
        }
        assertThat(sampled.hessian(theta).apply(g)).containsExactly(part.hessian(theta).apply(g));
        sampled.selectAll();
        assertThat(sampled.value(theta)).isEqualTo(risk.value(theta));
    }

    @Test
    void objectivesWithoutCurvatureAreRefused() {
        Objective flat = new Objective() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double value(double[] theta) {
                return theta[0];
            }

            @Override
            public double valueAndGradient(double[] theta, double[] gradient) {
                Arrays.fill(gradient, 1);
                return theta[0];
            }
        };
        assertThatThrownBy(() -> Training.run(Newton.pure(), flat, new double[1], Stop.after(1)))
                .hasMessageContaining("no second derivatives");
    }
}
