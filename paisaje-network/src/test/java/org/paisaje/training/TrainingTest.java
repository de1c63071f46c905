package org.paisaje.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Objective;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.GradientDescent;
import org.paisaje.training.rule.Momentum;
import org.paisaje.training.rule.WeightDecay;

/** The loop: batches, ends, records, settings. */
final class TrainingTest {
    private static final Seed SEED = Seed.of(5);

    /** Notes which samples each step saw. */
    private static final class Noting implements SampledObjective {
        private final int n;
        private final List<int[]> seen = new ArrayList<>();
        private int[] present = new int[0];

        Noting(int n) {
            this.n = n;
        }

        @Override
        public int samples() {
            return n;
        }

        @Override
        public void select(int[] rows, int from, int to) {
            present = Arrays.copyOfRange(rows, from, to);
        }

        @Override
        public void selectAll() {
            present = IntStream.range(0, n).toArray();
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double value(double[] theta) {
            return 1;
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
            seen.add(present);
            gradient[0] = 1;
            return 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 9, 10})
    void everyEpochVisitsEverySampleOnce(int size) {
        int n = 10;
        var objective = new Noting(n);
        var batches = Batches.of(size, SEED);
        var run = Training.with(GradientDescent.withRate(1))
                .batches(batches)
                .stop(Stop.afterEpochs(3))
                .run(objective,
                        new double[] {0});
        int perEpoch = (n + size - 1) / size;
        assertThat(run.steps()).isEqualTo(3L * perEpoch);
        assertThat(objective.seen).hasSize(3 * perEpoch);
        List<List<Integer>> orders = new ArrayList<>();
        for (int e = 0; e < 3; e++) {
            var order = objective.seen.subList(e * perEpoch, (e + 1) * perEpoch)
                    .stream()
                    .flatMapToInt(Arrays::stream)
                    .boxed()
                    .toList();
            assertThat(order).containsExactlyInAnyOrderElementsOf(IntStream.range(0, n).boxed().toList());
            assertThat(objective.seen.get((e + 1) * perEpoch - 1)).hasSize(n - (perEpoch - 1) * size);
            orders.add(order);
        }
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void shufflingIsUniform() {
        int n = 4;
        int[] order = new int[n];
        int[] counts = new int[24];
        int trials = 24_000;
        for (int e = 0; e < trials; e++) {
            Batches.of(1, SEED).order(e, order);
            int code = 0;
            for (int i = 0; i < n; i++) {
                int rank = 0;
                for (int j = i + 1; j < n; j++) {
                    rank += order[j] < order[i] ? 1 : 0;
                }
                code = code * (n - i) + rank;
            }
            counts[code]++;
        }
        double chi = 0;
        for (int count : counts) {
            chi += Math.pow(count - 1000, 2) / 1000;
        }
        // The 0.999 quantile of chi-squared with 23 degrees of freedom.
        assertThat(chi).isLessThan(49.7);
    }

    @Test
    void fullBatchEqualsOneBatchOfAll() {
        var objective = new Functions.Logistic(20, 3, 0.1, SEED);
        var all = Training.with(Adam.withRate(0.1)).stop(Stop.after(30)).run(objective, new double[3]);
        var one = Training.with(Adam.withRate(0.1))
                .batches(Batches.inOrder(20))
                .stop(Stop.after(30))
                .run(objective,
                        new double[3]);
        assertThat(one.theta()).containsExactly(all.theta());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gd:0.1", "momentum:0.1", "nesterov:0.1", "adagrad:0.1", "rmsprop:0.1",
                "rmsprop:0.1,momentum=0.5,centered=true", "adam:0.1", "adamw:0.1"})
    void threadsDoNotChangeTheResult(String optimizer) {
        int p = 200_003;
        var objective = new Functions.Diagonal(SEED.gaussians(p));
        double[] start = SEED.named("start").gaussians(p);
        var one = Training.with(Optimizers.parse(optimizer)).threads(1).stop(Stop.after(5)).run(objective, start);
        for (int threads : new int[] {2, 3, 8}) {
            var many = Training.with(Optimizers.parse(optimizer))
                    .threads(threads)
                    .stop(Stop.after(5))
                    .run(objective, start);
            assertThat(Arrays.equals(many.theta(), one.theta())).isTrue();
        }
    }

    @Test
    void entriesDoNotDependOnTheirPosition() {
        // One entry per lane and tail position: all have the same start and curvature.
        for (String optimizer : List.of("gd:0.1,decay=0.1", "momentum:0.1", "nesterov:0.1", "adagrad:0.1",
                "rmsprop:0.1", "rmsprop:0.1,momentum=0.5,centered=true", "adam:0.1,decay=0.1", "adamw:0.1")) {
            for (int p = 1; p < 20; p++) {
                double[] lambda = new double[p];
                double[] start = new double[p];
                Arrays.fill(lambda, 1.7);
                Arrays.fill(start, 0.9);
                double[] end = Training.run(Optimizers.parse(optimizer), new Functions.Diagonal(lambda), start,
                        Stop.after(9)).theta();
                assertThat(Arrays.stream(end).distinct().count()).as("%s, p = %d", optimizer, p).isEqualTo(1);
            }
        }
    }

    @Test
    void stoppingRulesCompose() {
        var quadratic = new Functions.Diagonal(1.0);
        var gd = GradientDescent.withRate(0.5);
        double[] one = {1};
        assertThat(Training.run(gd, quadratic, one, Stop.after(1000).orGradientBelow(1e-3)).outcome())
                .isInstanceOfSatisfying(Outcome.Converged.class, outcome -> {
                    assertThat(outcome.step()).isEqualTo(10);
                    assertThat(outcome.value()).isEqualTo(Math.pow(0.5, 10));
                });
        assertThat(Training.run(gd, quadratic, one, Stop.after(1000).orLossBelow(0.01)).outcome().step())
                .isEqualTo(3);
        assertThat(Training.run(gd, quadratic, one, Stop.after(5)).outcome())
                .isEqualTo(new Outcome.Finished(5, "5 steps"));
        assertThat(Training.run(gd, quadratic, one, Stop.after(0)).theta()).containsExactly(1);
        assertThat(Training.run(gd, quadratic, one, Stop.never().orTime(Duration.ofMillis(20))).outcome())
                .isInstanceOf(Outcome.Finished.class);
        assertThat(Training.run(gd, quadratic, one, Stop.never().orWhen("half", at -> at.theta()[0] < 0.3))
                .outcome()).isEqualTo(new Outcome.Converged(2, "half", 0.03125));
        // Overshooting by 2 steps over the same two points: no improvement after the first.
        assertThat(Training.run(GradientDescent.withRate(2), quadratic, one, Stop.never().orStalled(5, 1e-3))
                .outcome()).isInstanceOfSatisfying(Outcome.Stalled.class,
                        outcome -> assertThat(outcome.step()).isEqualTo(5));
    }

    @Test
    void minibatchRulesLookAtAllSamples() {
        var objective = new Functions.Logistic(40, 3, 0.5, SEED);
        var run = Training.with(GradientDescent.withRate(0.05))
                .schedule(Schedule.exponential(0.99))
                .batches(Batches.of(7, SEED))
                .record(Probe.fullLoss(), Cadence.epochs(1))
                .record(Probe.fullGradientNorm(), Cadence.epochs(1))
                .stop(Stop.afterEpochs(500).orGradientBelow(0.05))
                .run(objective, new double[] {1, 1, 1});
        assertThat(run.outcome()).isInstanceOf(Outcome.Converged.class);
        assertThat(run.outcome().step() % 6).isZero();
        double[] g = new double[3];
        objective.selectAll();
        double value = objective.valueAndGradient(run.theta(), g);
        assertThat(run.series("full loss").last()).isEqualTo(value);
        assertThat(run.series("full gradient norm").last()).isEqualTo(Norms.euclidean(g));
    }

    @Test
    void probesDoNotDisturbTheRun() {
        var objective = new Functions.Logistic(20, 3, 0.1, SEED);
        Training plain = Training.with(Adam.withRate(0.1)).batches(Batches.of(6, SEED)).stop(Stop.after(50));
        Training watched = plain.record(Probe.fullLoss(), Cadence.every(3))
                .record(Probe.fullGradientNorm(), Cadence.every(1))
                .record(Probe.gradientNorm(), Cadence.geometric(1.1))
                .snapshots(Cadence.every(1));
        assertThat(watched.run(objective, new double[3]).theta())
                .containsExactly(plain.run(objective, new double[3]).theta());
    }

    @Test
    void recordsComeAtTheirSteps() {
        var run = Training.with(GradientDescent.withRate(0.5))
                .record(Probe.loss(), Cadence.every(4))
                .record(Probe.norm(), Cadence.geometric(2))
                .record(Probe.distanceFromStart(), Cadence.ends())
                .record(Probe.rate(), Cadence.every(100))
                .snapshots(Cadence.every(5))
                .stop(Stop.after(10))
                .run(new Functions.Diagonal(1.0), new double[] {1});
        assertThat(run.series("loss").steps()).containsExactly(0, 4, 8, 10);
        assertThat(run.series("theta norm").steps()).containsExactly(0, 1, 2, 4, 8, 10);
        assertThat(run.series("distance").values()).containsExactly(0, 1 - Math.pow(0.5, 10));
        assertThat(run.series("rate").values()).containsExactly(0.5, 0.5);
        assertThat(run.snapshots()).extracting(Trajectory.Snapshot::step).containsExactly(0L, 5L, 10L);
        assertThat(run.series("loss").at(5)).isEqualTo(0.5 * Math.pow(0.25, 4));
        assertThatThrownBy(() -> run.series("los")).hasMessageContaining("\"los\"").hasMessageContaining("theta norm");
    }

    @Test
    void sharpnessIsTheLargestEigenvalue() {
        var objective = new Functions.Rosenbrock();
        var run = Training.with(GradientDescent.withRate(1e-4))
                .record(Probe.sharpness(objective), Cadence.ends())
                .stop(Stop.after(0))
                .run(objective, new double[] {1, 1});
        // The Hessian at (1, 1) is (802, -400; -400, 200): trace 1002, determinant 400.
        double largest = 501 + Math.sqrt(501 * 501 - 400);
        assertThat(run.series("sharpness").last()).isCloseTo(largest, within(1e-6 * largest));
    }

    @Test
    void geometricCadenceSkipsNothingAndRepeatsNothing() {
        RandomGenerator generator = SEED.named("ratios").generator();
        for (int trial = 0; trial < 50; trial++) {
            double ratio = 1 + generator.nextDouble() * 3 + 1e-3;
            Cadence cadence = Cadence.geometric(ratio);
            List<Long> expected = new ArrayList<>();
            for (int k = 0; Math.round(Math.pow(ratio, k)) < 5_000; k++) {
                expected.add(Math.round(Math.pow(ratio, k)));
            }
            List<Long> got = new ArrayList<>();
            for (long step = cadence.after(0, 1); step < 5_000; step = cadence.after(step, 1)) {
                got.add(step);
            }
            assertThat(got).as("ratio %s", ratio).isEqualTo(expected.stream().distinct().toList());
        }
    }

    @Test
    void ensembleIsTheSameOnAnyNumberOfThreads() {
        List<double[]> starts = IntStream.range(0, 17).mapToObj(i -> SEED.at(i).gaussians(3)).toList();
        Training training = Training.with(Adam.withRate(0.1)).batches(Batches.of(6, SEED)).stop(Stop.after(40));
        var one = Ensemble.train(training, () -> new Functions.Logistic(20, 3, 0.1, SEED), starts, 1);
        for (int threads : new int[] {2, 5}) {
            var many = Ensemble.train(training, () -> new Functions.Logistic(20, 3, 0.1, SEED), starts, threads);
            for (int i = 0; i < starts.size(); i++) {
                assertThat(many.get(i).theta()).containsExactly(one.get(i).theta());
            }
        }
        assertThatThrownBy(() -> Ensemble.run(5, 2, i -> {
            if (i == 3) {
                throw new IllegalArgumentException("three");
            }
            return i;
        })).hasMessage("three");
    }

    @Test
    void nothingThatIsNotFiniteGetsOut() {
        Objective cliff = new Objective() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double value(double[] theta) {
                return valueAndGradient(theta, new double[1]);
            }

            @Override
            public double valueAndGradient(double[] theta, double[] gradient) {
                gradient[0] = theta[0] < 3 ? -1 : Double.NaN;
                return 1;
            }
        };
        var run = Training.with(GradientDescent.withRate(1))
                .record(Probe.loss(), Cadence.every(1))
                .record(Probe.gradientNorm(), Cadence.every(1))
                .record(Probe.norm(), Cadence.every(1))
                .stop(Stop.after(10))
                .run(cliff, new double[] {0});
        assertThat(run.outcome()).isInstanceOf(Outcome.Diverged.class);
        assertThat(run.theta()).containsExactly(3);
        run.series().values().forEach(series -> assertThat(series.values()).doesNotContain(Double.NaN));
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> GradientDescent.withRate(-1)).hasMessage(
                "GradientDescent: rate is -1.0, needs a finite learning rate above 0; the sign of the step is the optimizer's");
        assertThatThrownBy(() -> Adam.withRate(Double.NaN)).hasMessageContaining("rate is NaN");
        assertThatThrownBy(() -> new Adam(0.1, 1, 0.9, 1e-8, WeightDecay.NONE)).hasMessageContaining("beta1 is 1.0");
        assertThatThrownBy(() -> WeightDecay.coupled(-1)).hasMessageContaining("lambda is -1.0");
        assertThatThrownBy(() -> new Momentum(0.1, 0.9, 0.1, true, WeightDecay.NONE)).hasMessageContaining("dampening");
        assertThatThrownBy(() -> Batches.of(0, SEED)).hasMessageContaining("size is 0");
        assertThatThrownBy(() -> Training.with(Adam.withRate(1)).clip(0)).hasMessageContaining("clip is 0.0");
        assertThatThrownBy(() -> Stop.after(-1)).hasMessageContaining("steps is -1");
        assertThatThrownBy(() -> Stop.after(1).orGradientBelow(Double.NaN))
                .hasMessageContaining("gradientBelow is NaN");
        assertThatThrownBy(() -> Cadence.every(0)).hasMessageContaining("n is 0");
        assertThatThrownBy(() -> Cadence.geometric(1)).hasMessageContaining("ratio is 1.0");
        var objective = new Functions.Logistic(20, 3, 0.1, SEED);
        Training training = Training.with(Adam.withRate(0.1)).stop(Stop.after(1));
        assertThatThrownBy(() -> training.run(objective, new double[2])).hasMessageContaining("length of theta is 2")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> training.run(objective, new double[] {0, Double.NaN, 0}))
                .hasMessageContaining("theta[1] is NaN");
        assertThatThrownBy(() -> training.batches(Batches.inOrder(21)).run(objective, new double[3]))
                .hasMessageContaining("batch size is 21")
                .hasMessageContaining("20 samples");
        assertThatThrownBy(() -> training.batches(Batches.inOrder(2)).run(new Functions.Rosenbrock(), new double[2]))
                .hasMessageContaining("does not know its samples");
        assertThatThrownBy(() -> training.record(Probe.loss(), Cadence.ends()).record(Probe.loss(), Cadence.ends()))
                .hasMessageContaining("different names");
    }

    @Test
    void schedulesHaveTheirClosedForms() {
        assertClose(Schedule.stepDecay(10, 0.1).factor(25, 0), 0.01, rounding(4).times(0.01));
        assertThat(Schedule.exponential(0.5).factor(3, 0)).isEqualTo(0.125);
        assertThat(Schedule.cosine(100, 0.2).factor(0, 0)).isEqualTo(1);
        assertClose(Schedule.cosine(100, 0.2).factor(50, 0), 0.6, rounding(4));
        assertClose(Schedule.cosine(100, 0.2).factor(500, 0), 0.2, rounding(4).times(0.2));
        assertThat(Schedule.linear(1, 0, 4).factor(1, 0)).isEqualTo(0.75);
        assertThat(Schedule.constant().warmedUp(4).factor(0, 0)).isEqualTo(0.25);
        assertThat(Schedule.exponential(0.5).warmedUp(4).factor(5, 0)).isEqualTo(0.5);
        assertThat(Schedule.exponential(0.5).perEpoch().factor(77, 2)).isEqualTo(0.25);
        Schedule own = (step, epoch) -> 1.0 / (1 + step);
        var run = Training.with(GradientDescent.withRate(1))
                .schedule(own)
                .stop(Stop.after(3))
                .run(new Functions.Diagonal(0.5), new double[] {1});
        assertClose(run.theta()[0], 0.5 * 0.75 * (1 - 0.5 / 3), rounding(1).times(0.3125));
    }

    @Test
    void textsReadBackToEqualValues() {
        for (String text : List.of("gd:0.1", "gd", "sgd:0.1,momentum=0.9", "sgd:1e-2,decay=1e-4,decay-kind=decoupled",
                "nesterov:0.3,momentum=0.5", "adagrad", "rmsprop:0.1,centered=true", "adam:1e-3", "adam:rate=0.5",
                "adamw:1e-3,decay=0.1", "flow:tol=1e-8", "flow:1e-3,until=4,method=explicit", "newton",
                "newton:0.5,modify=cg,search=false", "gauss-newton:0.5,ridge=1e-3", "lm:0.1")) {
            Optimizer optimizer = Optimizers.parse(text);
            assertThat(Optimizers.parse(optimizer.text())).isEqualTo(optimizer);
        }
        for (String text : List.of("constant", "step:30", "exponential:0.9", "cosine:100,floor=0.1,warmup=10",
                "linear:10,from=0.5", "onecycle:100", "step:3,gamma=0.5,unit=epoch", "constant:warmup=7")) {
            Schedule schedule = Schedule.parse(text);
            assertThat(Schedule.parse(schedule.text())).isEqualTo(schedule);
        }
    }

    @Test
    void badTextsArePointedAt() {
        assertThatThrownBy(() -> Optimizers.parse("adma:1e-3")).hasMessageContaining("\"adma:1e-3\" is not known")
                .hasMessageContaining("adam:RATE");
        assertThatThrownBy(() -> Optimizers.parse("adam:fast")).hasMessageContaining("rate is \"fast\"");
        assertThatThrownBy(() -> Optimizers.parse("adam:1e-3,beta3=1"))
                .hasMessageContaining("there is no option beta3; did you mean beta1?")
                .hasMessageContaining("beta1");
        assertThatThrownBy(() -> Optimizers.parse("adam:1e-3,0.9")).hasMessageContaining("\"0.9\" has no key");
        assertThatThrownBy(() -> Optimizers.parse("adam:1e-3,")).hasMessageContaining("part 2");
        assertThatThrownBy(() -> Optimizers.parse("adam:1e-3,rate=2")).hasMessageContaining("given twice");
        assertThatThrownBy(() -> Optimizers.parse("adam:-1")).hasMessageContaining("rate is -1.0");
        assertThatThrownBy(() -> Optimizers.parse("flow:method=fast")).hasMessageContaining("explicit");
        assertThatThrownBy(() -> Schedule.parse("cosine")).hasMessageContaining("TOTAL is missing");
        assertThatThrownBy(() -> Schedule.parse("cosine:1.5")).hasMessageContaining("whole number");
    }
}
