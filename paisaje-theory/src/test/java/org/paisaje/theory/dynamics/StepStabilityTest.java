package org.paisaje.theory.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.theory.dynamics.StepStability.Regime;
import org.paisaje.training.Cadence;
import org.paisaje.training.Optimizer;
import org.paisaje.training.Optimizers;
import org.paisaje.training.Probe;
import org.paisaje.training.Series;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.GradientDescent;
import org.paisaje.training.rule.Momentum;
import org.paisaje.training.rule.WeightDecay;
import org.paisaje.training.second.Newton;

/** The three regimes, run on the quadratic lambda w^2 / 2 on both sides of every boundary. */
final class StepStabilityTest {
    private static final int STEPS = 4000;

    static Stream<Arguments> rules() {
        return Stream.of(GradientDescent.withRate(0.3), Momentum.withRate(0.2, 0.5), Momentum.withRate(0.1, 0.9),
                new Momentum(0.1, 0.6, 0.3, false, WeightDecay.NONE), Momentum.nesterov(0.2, 0.5),
                Momentum.nesterov(0.05, 0.9)).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRunBehavesAsItsRegimeSays(Optimizer rule) {
        StepStability stability = StepStability.of(rule, rule.rate()).orElseThrow();
        double stable = stability.stable();
        assertThat(stability.regime(0.98 * stable)).isEqualTo(Regime.OSCILLATING);
        assertThat(stability.regime(1.02 * stable)).isEqualTo(Regime.UNSTABLE);
        assertThat(largest(path(rule, 0.98 * stable))).isLessThan(1e-6);
        assertThat(largest(path(rule, 1.02 * stable))).isGreaterThan(1e6);
        assertThat(stability.regime(0.95 * stability.smooth())).isEqualTo(Regime.SMOOTH);
        assertThat(signChanges(path(rule, 0.95 * stability.smooth()))).isLessThanOrEqualTo(1);
        assertThat(signChanges(path(rule, 1.2 * stability.smooth()))).isGreaterThan(1);
        assertThat(stability.largestRate(stable)).isCloseTo(rule.rate(), within(1e-15));
    }

    /** The path of w itself; the network is f = w x with x = sqrt(lambda), so that the loss is lambda w^2 / 2. */
    private static double[] path(Optimizer rule, double lambda) {
        Risk risk = Risk.of(Mlp.linear(1, 1), Matrix.of(new double[][] {{Math.sqrt(lambda)}}),
                Matrix.of(new double[][] {{0}}), Loss.SQUARED);
        Series series = Training.with(rule)
                .stop(Stop.after(STEPS).orLossAbove(1e100))
                .record(Probe.of("w", at -> at.theta()[0]), Cadence.every(1))
                .run(risk, new double[] {1})
                .series("w");
        return series.values();
    }

    private static double largest(double[] path) {
        double result = 0;
        for (int i = path.length - Math.min(path.length, 5); i < path.length; i++) {
            result = Math.max(result, Math.abs(path[i]));
        }
        return result;
    }

    private static int signChanges(double[] path) {
        int count = 0;
        for (int i = 1; i < path.length && Math.abs(path[i]) > 1e-280; i++) {
            count += path[i] * path[i - 1] < 0 ? 1 : 0;
        }
        return count;
    }

    /** Adam with its preconditioner held still: m <- b m + (1 - b) g / P, w <- w - eta m. */
    @Test
    void adamBearsWhatItsRecurrenceBears() {
        var adam = new Adam(0.01, 0.9, 0.999, 1e-8, WeightDecay.NONE);
        StepStability stability = StepStability.of(adam, 0.01).orElseThrow();
        assertThat(stability.stable()).isCloseTo(3800, within(1e-9));
        assertThat(stability.preconditioned()).isTrue();
        assertThat(recurrence(0.99 * stability.stable())).isLessThan(1e-3);
        assertThat(recurrence(1.01 * stability.stable())).isGreaterThan(1e3);
    }

    private static double recurrence(double sharpness) {
        double w = 1;
        double m = 0;
        for (int t = 0; t < STEPS; t++) {
            m = 0.9 * m + 0.1 * sharpness * w;
            w -= 0.01 * m;
        }
        return Math.abs(w);
    }

    /** The preconditioner is what the first moment is divided by: eta m / P is the step made. */
    @ParameterizedTest
    @MethodSource("preconditioned")
    void thePreconditionerIsWhatTheStepIsDividedBy(String text, int vector) {
        Optimizer rule = Optimizers.parse(text);
        Risk risk = Risk.of(Mlp.linear(3, 1), Matrix.of(new double[][] {{1, 2, -3}}), Matrix.of(new double[][] {{1}}),
                Loss.SQUARED);
        double[][] seen = new double[4][];
        Training.with(rule).stop(Stop.after(3)).watch(at -> {
            double[] p = StepStability.preconditioner(rule, at.state());
            if (at.step() == 0) {
                assertThat(p).isNull();
            }
            if (at.step() == 2) {
                seen[0] = at.theta().clone();
                seen[1] = at.gradient().clone();
            }
            if (at.step() == 3) {
                seen[2] = at.theta().clone();
                seen[3] = Objects.requireNonNull(p);
                if (vector >= 0) {
                    seen[1] = at.state().vector(vector).clone();
                }
            }
        }, Cadence.every(1)).run(risk, new double[] {0.3, -0.2, 0.1});
        for (int i = 0; i < 3; i++) {
            double step = rule.rate() * seen[1][i] / seen[3][i];
            assertThat(seen[0][i] - seen[2][i]).isCloseTo(step, within(1e-12 * Math.abs(step) + 1e-16));
        }
    }

    static Stream<Arguments> preconditioned() {
        return Stream.of(Arguments.of("adam:0.01", 0), Arguments.of("rmsprop:0.01", -1),
                Arguments.of("adagrad:0.1", -1));
    }

    @Test
    void weightDecayCountsAsCurvature() {
        var rule = new GradientDescent(0.5, WeightDecay.coupled(1));
        StepStability stability = StepStability.of(rule, 0.5).orElseThrow();
        assertThat(stability.regime(2.9)).isEqualTo(Regime.OSCILLATING);
        assertThat(stability.regime(3.1)).isEqualTo(Regime.UNSTABLE);
        assertThat(stability.largestRate(-1)).isInfinite();
    }

    @Test
    void rulesThatChooseTheirStepHaveNone() {
        assertThat(StepStability.of(Optimizers.parse("newton"), 1)).isEmpty();
        assertThat(StepStability.of(Optimizers.parse("flow"), 1)).isEmpty();
        assertThat(Optimizers.parse("newton")).isInstanceOf(Newton.class);
    }
}
