package org.paisaje.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Objective;
import org.paisaje.risk.Risk;
import org.paisaje.training.Cadence;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.StepStability.Regime;
import org.paisaje.training.rule.Adam;

/**
 * The thresholds of a rule against the companion matrix of the step that it makes: the matrix is read off the rule's own
 * code, applied to basis vectors of (w, buffer) on the quadratic {@code h w^2 / 2}.
 */
final class StepStabilityTest {
    /** Entries so small that their squares change no preconditioner of size 1, and linear to rounding. */
    private static final double TINY = 1e-12;
    private static final List<String> SQUARES = List.of("v", "squares");
    private static final List<String> BUFFERS = List.of("m", "momentum");
    /** A double root moves by the square root of a rounding error. */
    private static final double ROOT = 4 * Math.sqrt(Math.ulp(1.0));

    static Stream<String> rules() {
        return Stream.of("gd:0.3", "gd:0.3,decay=0.4", "gd:0.3,decay=0.4,decay-kind=decoupled",
                "momentum:0.2,momentum=0.5",
                "momentum:0.1,momentum=0.9", "momentum:0.1,momentum=0.6,dampening=0.3", "momentum:0.1,decay=0.7",
                "momentum:0.1,momentum=0.6,dampening=0.3,decay=0.7,decay-kind=decoupled", "nesterov:0.2,momentum=0.5",
                "nesterov:0.05", "nesterov:0.05,decay=2", "nesterov:0.05,decay=2,decay-kind=decoupled",
                "nesterov:0.05,decay=12,decay-kind=decoupled", "adam:0.01", "adam:0.01,beta1=0.5,beta2=0.9,eps=0.5",
                "adam:0.01,beta1=0", "adam:0.01,decay=0.3", "adamw:0.01,decay=3", "adamw:0.1,beta1=0.8,decay=5",
                "rmsprop:0.01", "rmsprop:0.01,momentum=0.9,eps=0.3", "rmsprop:0.01,centered=true",
                "rmsprop:0.01,decay=0.5", "rmsprop:0.01,momentum=0.5,decay=4,decay-kind=decoupled", "adagrad:0.1",
                "adagrad:0.1,rate-decay=0.3,eps=0.2", "adagrad:0.1,decay=0.5",
                "adagrad:0.1,rate-decay=0.3,decay=2,decay-kind=decoupled");
    }

    /** One step of the rule in (w, buffers), by its own code, at step number t; and the preconditioner of that step. */
    private record Companion(double[][] matrix, double preconditioner) {
        static Companion of(Optimizer rule, double h, double t) {
            OptimizerState probe = rule.start(1);
            List<String> linear = probe.arrays()
                    .keySet()
                    .stream()
                    .filter(BUFFERS::contains)
                    .toList();
            int n = 1 + linear.size();
            double[][] matrix = new double[n][n];
            double preconditioner = 1;
            for (int column = 0; column < n; column++) {
                OptimizerState state = rule.start(1);
                for (String name : SQUARES) {
                    if (state.arrays().containsKey(name)) {
                        state.vector(name)[0] = 1;
                    }
                }
                if (!Double.isNaN(state.number("steps"))) {
                    state.number(0, t - 1);
                }
                double[] theta = {column == 0 ? TINY : 0};
                if (column > 0) {
                    state.vector(linear.get(column - 1))[0] = TINY;
                }
                rule.step(new Fixed(theta, new double[] {h * theta[0]}, rule.rate(), state), state);
                matrix[0][column] = theta[0] / TINY;
                for (int row = 1; row < n; row++) {
                    matrix[row][column] = state.vector(linear.get(row - 1))[0] / TINY;
                }
                double[] divided = rule.preconditioner(state);
                preconditioner = divided == null ? 1 : divided[0];
            }
            return new Companion(matrix, preconditioner);
        }

        /** By the powers of the matrix, |M^m|^(1/m) with m = 2^40, scaled at each squaring. */
        double radius() {
            double[][] power = matrix;
            double logarithm = 0;
            double share = 1;
            for (int doubling = 0; doubling < 40; doubling++) {
                double largest = 0;
                for (double[] row : power) {
                    for (double value : row) {
                        largest = Math.max(largest, Math.abs(value));
                    }
                }
                logarithm += share * Math.log(largest);
                share /= 2;
                int n = power.length;
                double[][] square = new double[n][n];
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        for (int k = 0; k < n; k++) {
                            square[i][j] += power[i][k] / largest * (power[k][j] / largest);
                        }
                    }
                }
                power = square;
            }
            return Math.exp(logarithm);
        }
    }

    /** At the step number t the thresholds are those of the spectral radius, at every rate, decay, epsilon and correction. */
    @ParameterizedTest
    @MethodSource("rules")
    void theRadiusOfTheCompanionMatrixIsOneAtTheThreshold(String text) {
        Optimizer rule = Optimizers.parse(text);
        StepStability stability = rule.stability(rule.rate()).orElseThrow();
        for (double t : new double[] {2, 7, 1e7}) {
            for (double share : new double[] {0.3, 0.9, 0.99, 1, 1.01, 1.5}) {
                double sharpness = share * stability.stable();
                double h = hessian(rule, stability, sharpness, t);
                double radius = Companion.of(rule, h, t).radius();
                assertThat(radius).describedAs("%s at %s of the threshold, step %s", text, share, t)
                        .isCloseTo(stability.growth(sharpness), within(ROOT * Math.max(1, radius)));
                if (share == 1) {
                    assertThat(radius).isCloseTo(1, within(ROOT));
                } else if (share > 0.5) {
                    assertThat(radius > 1).isEqualTo(share > 1);
                }
            }
        }
    }

    /** The curvature h whose sharpness, as the rule sees it, is given. */
    private static double hessian(Optimizer rule, StepStability stability, double sharpness, double t) {
        if (!stability.preconditioned()) {
            return sharpness;
        }
        return sharpness * Companion.of(rule, 0, t).preconditioner() - stability.coupled();
    }

    /** Below the smooth threshold the roots of the matrix are real and not negative, above it they are not. */
    @ParameterizedTest
    @MethodSource("rules")
    void theRootsLeaveTheRealLineAtTheSmoothThreshold(String text) {
        Optimizer rule = Optimizers.parse(text);
        StepStability stability = rule.stability(rule.rate()).orElseThrow();
        double span = stability.stable() - stability.smooth();
        assertThat(monotone(rule, stability, stability.smooth() - 0.001 * span)).isTrue();
        assertThat(monotone(rule, stability, stability.smooth() + 0.001 * span)).isFalse();
    }

    private static boolean monotone(Optimizer rule, StepStability stability, double sharpness) {
        double[][] m = Companion.of(rule, hessian(rule, stability, sharpness, 7), 7).matrix();
        double a = m[0][0];
        double b = m.length == 1 ? 0 : m[0][1];
        double c = m.length == 1 ? 0 : m[1][0];
        double d = m.length == 1 ? 0 : m[1][1];
        double discriminant = 0.25 * (a - d) * (a - d) + b * c;
        return discriminant >= 0 && a + d >= 0 && a * d - b * c >= -1e-12;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLargestRateIsThatAtWhichASharpnessIsTheThreshold(String text) {
        Optimizer rule = Optimizers.parse(text);
        StepStability stability = rule.stability(rule.rate()).orElseThrow();
        double sharpness = 0.37 * Math.abs(stability.stable());
        double rate = stability.largestRate(sharpness);
        assertThat(rule.stability(rate).orElseThrow().stable())
                .isCloseTo(sharpness, within(1e-12 * stability.stable()));
    }

    /** The formulas that are known for rules without decay. */
    @Test
    void theKnownThresholds() {
        assertThat(stable("gd:0.5")).isEqualTo(2 / 0.5);
        assertClose(stable("momentum:0.1,momentum=0.9"), 2 * 1.9 / 0.1, rounding(8).times(38));
        assertClose(stable("nesterov:0.1,momentum=0.9"), 2 * 1.9 / (0.1 * 2.8), rounding(8).times(14));
        assertClose(stable("adam:0.01"), 2 / 0.01 * 1.9 / 0.1, rounding(20).times(3_800));
        assertThat(Optimizers.parse("adam:0.01").stability(0.01).orElseThrow().formula())
                .isEqualTo("2 (1 + beta1) / ((1 - beta1) eta), Cohen et al. 2022");
        assertThat(Optimizers.parse("newton").stability(1)).isEmpty();
        assertThat(Optimizers.parse("flow").stability(1)).isEmpty();
    }

    private static double stable(String text) {
        Optimizer rule = Optimizers.parse(text);
        return rule.stability(rule.rate()).orElseThrow().stable();
    }

    @Test
    void theRegimesInOrder() {
        StepStability stability = Optimizers.parse("gd:0.5,decay=1").stability(0.5).orElseThrow();
        assertThat(stability.regime(0.9)).isEqualTo(Regime.SMOOTH);
        assertThat(stability.regime(2.9)).isEqualTo(Regime.OSCILLATING);
        assertThat(stability.regime(3.1)).isEqualTo(Regime.UNSTABLE);
        assertThat(stability.largestRate(-1)).isInfinite();
        assertThat(stability.plain()).isFalse();
        assertThat(Optimizers.parse("gd:0.5").stability(0.5).orElseThrow().plain()).isTrue();
        assertThat(Optimizers.parse("momentum:0.5").stability(0.5).orElseThrow().heavyBall()).isTrue();
        assertThat(Optimizers.parse("nesterov:0.5").stability(0.5).orElseThrow().heavyBall()).isFalse();
    }

    /** The preconditioner is what the first moment is divided by: eta m / P is the step made. */
    @ParameterizedTest
    @MethodSource("preconditioned")
    void thePreconditionerIsWhatTheStepIsDividedBy(String text, String vector) {
        Optimizer rule = Optimizers.parse(text);
        Risk risk = Risk.of(Mlp.linear(3, 1), Matrix.of(new double[][] {{1, 2, -3}}), Matrix.of(new double[][] {{1}}),
                Loss.SQUARED);
        double[][] seen = new double[4][];
        Training.with(rule).stop(Stop.after(3)).watch(at -> {
            double[] p = rule.preconditioner(at.state());
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
                if (!vector.isEmpty()) {
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
        return Stream.of(Arguments.of("adam:0.01", "m"), Arguments.of("rmsprop:0.01", ""),
                Arguments.of("rmsprop:0.01,centered=true", ""), Arguments.of("adagrad:0.1", ""),
                Arguments.of("adagrad:0.1,rate-decay=0.5", ""));
    }

    /** The reach is not passed by gradients of any kind, and gradients that grow by beta2 / beta1 attain Adam's. */
    @ParameterizedTest
    @ValueSource(
            strings = {"adam:0.01,eps=1e-300", "adam:0.01,beta1=0.5,beta2=0.9,eps=1e-300",
                "adam:0.01,beta1=0.9,beta2=0.7,eps=1e-300", "adamw:0.01,decay=0,eps=1e-300", "rmsprop:0.01,eps=1e-300",
                "rmsprop:0.01,momentum=0.9,eps=1e-300", "adagrad:0.1,eps=1e-300",
                "adagrad:0.1,rate-decay=0.5,eps=1e-300"})
    void noGradientsMoveAWeightFartherThanTheReach(String text) {
        Optimizer rule = Optimizers.parse(text);
        for (double growth : new double[] {0.9, 1, 1.05, 0.999 / 0.9, 0.9 / 0.5, 0.7 / 0.9, 2, 30}) {
            for (int steps : new int[] {1, 2, 10, 60}) {
                double reach = rule.reach(rule.rate(), steps).orElseThrow();
                double moved = moved(rule, growth, steps);
                assertThat(moved).isLessThanOrEqualTo(reach * (1 + steps * 4 * Math.ulp(1.0)));
                boolean extreme = rule instanceof Adam adam
                        && growth == adam.beta2() / adam.beta1();
                if (extreme || growth == 1 && steps == 1 && text.startsWith("adam")) {
                    assertThat(moved).isCloseTo(reach, within(reach * steps * 4 * Math.ulp(1.0)));
                }
                if (growth == 30 && !text.startsWith("adam:") && !text.startsWith("adamw")) {
                    assertThat(moved).isGreaterThan(0.998 * reach);
                }
            }
        }
    }

    private static double moved(Optimizer rule, double growth, int steps) {
        double[] theta = {0};
        OptimizerState state = rule.start(1);
        double gradient = 1;
        for (int t = 0; t < steps; t++) {
            rule.step(new Fixed(theta, new double[] {gradient}, rule.rate(), state), state);
            gradient *= growth;
        }
        return Math.abs(theta[0]);
    }

    /** A long run costs no more than the steps until the corrections have died down, and is the same as the sum. */
    @Test
    void theReachOfLongRunsIsLinear() {
        Optimizer adam = Optimizers.parse("adam:1e-3");
        double limit = 0.1 / Math.sqrt(0.001) / Math.sqrt(1 - 0.81 / 0.999);
        double million = adam.reach(1e-3, 1_000_000).orElseThrow();
        double more = adam.reach(1e-3, 1_000_000_000).orElseThrow();
        assertClose((more - million) / (1e-3 * 999e6), limit, rounding(20).times(limit));
        assertThat(adam.reach(1e-3, 0).orElseThrow()).isZero();
        assertThat(Optimizers.parse("gd:1").reach(1, 10)).isEmpty();
    }

    @Test
    void aStateNamesItsVectors() {
        OptimizerState state = Optimizers.parse("adam:1").start(2);
        assertThat(state.vector("v")).isSameAs(state.vector(1));
        assertThat(Map.copyOf(state.arrays())).containsKeys("m", "v");
        assertThatThrownBy(() -> state.vector("w")).hasMessageContaining("no \"w\", it keeps [m, v]");
    }

    /** A point with a gradient that somebody else chose. */
    private record Fixed(double[] theta, double[] gradient, double rate, OptimizerState state) implements Point {
        @Override
        public long step() {
            return 0;
        }

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public double[] initial() {
            return theta;
        }

        @Override
        public double value() {
            return 0;
        }

        @Override
        public double gradientNorm() {
            return Math.abs(gradient[0]);
        }

        @Override
        public Objective objective() {
            throw new UnsupportedOperationException("a first-order rule needs no function");
        }

        @Override
        public double fullValue() {
            return 0;
        }

        @Override
        public double fullGradientNorm() {
            return gradientNorm();
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void arrived(double value) {}
    }
}
