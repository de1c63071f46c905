package org.paisaje.study.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Assessment;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.chapter.Diagnosis;
import org.paisaje.study.explain.evidence.ConstantPrediction;
import org.paisaje.study.explain.evidence.LowestLoss;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/** The cases people come with, each with numbers that are known beforehand. */
@Tag("slow")
final class ExplainerTest {
    private static final Tolerance LANCZOS = stated(1e-3, "the tolerance of Lanczos");
    private static final Seed SEED = Seed.of(4);

    private static Subject subject(Dataset data, String net, double[] start, String rule, long steps) {
        Architecture network = Architecture.parse(net);
        return new Subject(data, Optional.empty(), network, start,
                ProblemBuilder.usualLoss(data.task(), network.outputs()),
                Optimizers.parse(rule), 0, steps, SEED, 2);
    }

    private static Subject random(Dataset data, String net, String rule, long steps) {
        return subject(data, net, Architecture.parse(net).initialize(SEED.named("init")), rule, steps);
    }

    /** Explains, and checks what must hold whatever the case: ids differ, figures can be drawn, every line has a verdict. */
    private static Explanation explain(Subject subject) {
        double[] last = {0};
        Explanation result = Explainer.standard().explain(subject, (share, note) -> {
            assertThat(share).isBetween(last[0], 1.0);
            last[0] = share;
        });
        List<String> ids = result.findings().map(Finding::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(result.headline()).isNotBlank().doesNotContain("NaN");
        result.findings().forEach(finding -> {
            if (finding.assessment() == Assessment.UNMEASURED) {
                assertThat(finding.note()).as(finding.id()).isNotBlank();
            } else {
                assertThat(finding.measured()).as(finding.id()).isPresent();
            }
        });
        // Only the part on a further step has nothing to say of a run that made steps.
        assertThat(result.chapters()).hasSize(Diagnosis.standard().size() - 1);
        return result;
    }

    private static Dataset regression() {
        int n = 50;
        Matrix x = Matrix.wrap(n, 4, SEED.named("x").gaussians(4 * n));
        Matrix y = Matrix.wrap(n, 1, SEED.named("y").gaussians(n));
        return Dataset.regression("regression", x, y);
    }

    private static double[] eigenvalues(Dataset data) {
        Matrix gram = data.x().transposedTimes(data.x());
        gram.scale(1.0 / data.size());
        return SymmetricEigen.values(gram);
    }

    private static double measured(Explanation result, String id) {
        return result.finding(id).measured().orElseThrow().value();
    }

    private static String verdict(Explanation result, String id) {
        return result.finding(id).verdict();
    }

    @Test
    void linearRegressionHasTheNumbersThatAreKnown() {
        Dataset data = regression();
        double top = eigenvalues(data)[3];
        double rate = 0.5 / top;
        Explanation result = explain(random(data, "linear:4-1", "gd:" + rate, 200));
        assertClose(measured(result, "sharpness-end"), top, LANCZOS.times(top));
        assertClose(measured(result, "largest-rate"), 2 / top, LANCZOS.times(2 / top));
        assertThat(verdict(result, "sharpness-end")).isEqualTo("smooth");
        assertClose(measured(result, "largest-eigenvalue"), top, rounding(54).times(top));
        assertClose(measured(result, "smallest-eigenvalue"), eigenvalues(data)[0], rounding(54).times(top));
        assertThat(measured(result, "rank")).isEqualTo(4);
        double trace = Arrays.stream(eigenvalues(data)).sum();
        assertClose(measured(result, "trace"), trace, rounding(54).times(trace));
        assertClose(measured(result, "effective-directions"), trace / top, rounding(108).times(trace / top));
        assertThat(measured(result, "idle-parameters")).isZero();
        assertThat(measured(result, "split")).isZero();
        assertThat(measured(result, "kernel-change")).isZero();
        assertClose(measured(result, "linear-error"), 0, rounding(200));
        assertThat(verdict(result, "linear-error")).isEqualTo("linear");
        assertThat(result.diverged()).isFalse();
    }

    /** A model linear in theta keeps its kernel, so its modes decay as predicted, and so does its twin. */
    @Test
    void theModesOfALinearModelDecayAsItsKernelSays() {
        Dataset data = regression();
        double[] eigen = eigenvalues(data);
        for (String rule : List.of("gd:" + 0.1 / eigen[3], "momentum:" + 0.1 / eigen[3] + ",momentum=0.5")) {
            Explanation result = explain(random(data, "linear:4-1", rule, 60));
            Finding rate = result.finding("mode-rate");
            // The logarithms of sums over 50 samples, over the smallest of the rates.
            Tolerance decays = rounding(50).times(eigen[3] / (0.1 * eigen[0]));
            assertClose(rate.measured().orElseThrow().low(), 1, decays);
            assertClose(rate.measured().orElseThrow().high(), 1, decays);
            assertThat(rate.verdict()).isEqualTo("as predicted");
            Finding left = result.finding("residual-left");
            assertClose(left.measured().orElseThrow().value(), left.theory().orElseThrow().value().value(),
                    rounding(60));
            assertClose(measured(result, "kernel-top"), 0.1, rounding(50).times(0.1));
            // n k - p modes have no rate, and the noise lies in them.
            assertThat(result.finding("kernel-budget").assessment()).isEqualTo(Assessment.UNMEASURED);
            assertThat(result.finding("kernel-budget").note()).contains("rate is 0");
            assertClose(measured(result, "linear-training"), 0, rounding(60));
        }
    }

    /** The steps to a tenth of the squared residual along the slowest mode are known: (1 - eta lambda)^2t = 1/10. */
    @Test
    void theBudgetOfASlowModeIsSaid() {
        Dataset noisy = regression();
        Dataset data = Dataset.regression("noiseless", noisy.x(), Matrix.zeros(noisy.size(), 1));
        Matrix gram = data.x().transposedTimes(data.x());
        gram.scale(1.0 / data.size());
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        double rate = 0.01 / eigen.values()[3];
        double expected = Math.ceil(-0.5 * Math.log(10) / Math.log1p(-rate * eigen.values()[0]));
        Explanation result = explain(subject(data, "linear:4-1", eigen.vectors().row(0), "gd:" + rate, 20));
        Finding budget = result.finding("kernel-budget");
        assertThat(budget.measured().orElseThrow().value()).isEqualTo(expected);
        assertThat(budget.verdict()).isEqualTo("too slow");
        assertThat(budget.note()).contains("too short").contains("After 20 steps modes that hold 100 %");
        Explanation longer = explain(
                subject(data, "linear:4-1", eigen.vectors().row(0), "gd:" + rate, (long) expected + 1));
        assertThat(verdict(longer, "kernel-budget")).isEqualTo("within the budget");
    }

    /** A wide network in the tangent-kernel parametrization hardly leaves its linearisation, a narrow one with large steps does. */
    @Test
    void wideNetworksAreLazyAndFollowTheirKernel() {
        Dataset data = Datasets.named("gaussian:n=30", SEED);
        Explanation wide = explain(random(data, "mlp:10-2048-1:tanh:param=ntk", "gd:0.5", 100));
        assertThat(verdict(wide, "linear-training")).isEqualTo("lazy");
        assertThat(verdict(wide, "kernel-change")).isEqualTo("lazy");
        assertThat(verdict(wide, "mode-rate")).isEqualTo("as predicted");
        assertThat(verdict(wide, "residual-left")).isEqualTo("as the kernel");
        assertThat(wide.findings().map(Finding::id)).doesNotContain("lazy-until");
        Explanation narrow = explain(random(data, "mlp:10-8-1:tanh", "gd:0.2", 400));
        assertThat(measured(narrow, "linear-training")).isGreaterThan(5 * measured(wide, "linear-training"));
        assertThat(narrow.finding("lazy-until").measured().orElseThrow().high()).isLessThanOrEqualTo(400);
    }

    /** A linear model trained to the end is its own kernel machine: same errors, no difference. */
    @Test
    void theKernelPredictorOfALinearModelIsTheModel() {
        int n = 30;
        Matrix x = Matrix.wrap(n, 4, SEED.named("x").gaussians(4 * n));
        Matrix truth = Matrix.wrap(4, 1, new double[] {1, -2, 0.5, 3});
        Dataset data = Dataset.regression("plane", x, x.times(truth));
        Matrix other = Matrix.wrap(20, 4, SEED.named("z").gaussians(80));
        Dataset test = Dataset.regression("plane", other, other.times(truth));
        Architecture network = Architecture.parse("linear:4-1:bias=true");
        var subject = new Subject(data, Optional.of(test), network, network.initialize(SEED), Loss.SQUARED,
                Optimizers.parse("gd:0.3"), 0, 400, SEED, 2);
        Explanation result = explain(subject);
        assertClose(measured(result, "network-error"), 0, rounding(100).squared());
        assertClose(measured(result, "linearised-error"), 0, rounding(100).squared());
        // K = x.z + 1 has rank 5, so the interpolant of 30 points is that of a kernel with a jitter of the root of an ulp.
        Tolerance jitter = stated(10 * Math.sqrt(Math.ulp(1.0)), "the jitter, of a tenth of the variance").squared();
        assertClose(measured(result, "empirical-error"), 0, jitter);
        assertClose(measured(result, "infinite-error"), 0, jitter);
        assertThat(explain(random(data, "linear:4-1", "gd:0.3", 10)).finding("network-error").assessment())
                .isEqualTo(Assessment.UNMEASURED);
    }

    /** Everything that cannot be had is said: no limit kernel, rates of another rule, modes on a part of the samples. */
    @Test
    void whatTheKernelCannotSayIsSaid() {
        Dataset data = Datasets.named("moons:n=1300", SEED);
        Architecture network = Architecture.parse("mlp:2-8-2:tanh:param=mean-field");
        var subject = new Subject(data, Optional.of(Datasets.named("moons:n=50", SEED.named("test"))), network,
                network.initialize(SEED), Loss.SOFTMAX_CROSS_ENTROPY, Optimizers.parse("adam:0.01"), 50, 30, SEED, 2);
        Explanation result = explain(subject);
        Finding infinite = result.finding("infinite-error");
        assertThat(infinite.assessment()).isEqualTo(Assessment.UNMEASURED);
        assertThat(infinite.note()).contains("mean-field");
        assertThat(result.finding("empirical-error").note()).contains("on all training samples");
        assertThat(result.finding("kernel-top").note()).contains("600 of the 1,300 samples")
                .contains("exact to first order")
                .contains("rates are those of gradient descent at rate 0.01");
    }

    /** Noiseless regression from a point on the slowest eigenvector: the loss falls by (1 - eta lambda_min)^2, and mu = lambda_min. */
    @Test
    void theFittedRateIsTheKnownOne() {
        Dataset noisy = regression();
        Dataset data = Dataset.regression("noiseless", noisy.x(), Matrix.zeros(noisy.size(), 1));
        Matrix gram = data.x().transposedTimes(data.x());
        gram.scale(1.0 / data.size());
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        double low = eigen.values()[0];
        double rate = 0.4 / eigen.values()[3];
        Explanation result = explain(subject(data, "linear:4-1", eigen.vectors().row(0), "gd:" + rate, 100));
        Finding fitted = result.finding("rate");
        double expected = -2 * Math.log1p(-rate * low);
        assertClose(fitted.measured().orElseThrow().value(), expected, rounding(100));
        assertClose(measured(result, "pl-constant"), low, rounding(54).times(eigen.values()[3]));
        double guaranteed = fitted.theory().orElseThrow().value().value();
        assertThat(guaranteed).isPositive().isLessThanOrEqualTo(expected * (1 + 1e-9));
        assertThat(fitted.verdict()).isEqualTo("as guaranteed");
    }

    /** With noise the lowest loss is that of least squares; the excess over it, not the loss, falls geometrically. */
    @Test
    void withNoiseTheRateIsThatOfTheExcess() {
        Dataset data = regression();
        double[] eigen = eigenvalues(data);
        double rate = 0.9 / eigen[3];
        Explanation result = explain(random(data, "linear:4-1", "gd:" + rate, 400));
        SymmetricEigen gram = SymmetricEigen.of(data.x().transposedTimes(data.x()));
        double[] best = gram.apply(value -> 1 / value, data.x().transposedTimes(data.y()).data());
        Subject subject = random(data, "linear:4-1", "gd:0.1", 1);
        double lowest = subject.risk().value(best);
        assertClose(LowestLoss.of(subject).value(), lowest, rounding(100).times(lowest));
        Finding constant = result.finding("pl-constant");
        assertClose(constant.theory().orElseThrow().value().value(), eigen[0], rounding(54).times(eigen[3]));
        // At an excess of 1e-10 rounding of the loss moves the constant by 1e-5 or so.
        assertThat(constant.measured().orElseThrow().value()).isBetween(eigen[0] * (1 - 1e-4), eigen[3]);
        Finding fitted = result.finding("rate");
        assertThat(fitted.measured().orElseThrow().high())
                .isGreaterThanOrEqualTo(fitted.theory().orElseThrow().value().value());
        // The slowest mode is left alone in the end.
        double slowest = -2 * Math.log1p(-rate * eigen[0]);
        assertThat(fitted.measured().orElseThrow().value()).isBetween(slowest * (1 - 1e-4), 2 * slowest);
        assertThat(result.findings().noneMatch(finding -> finding.id().startsWith("plateau"))).isTrue();
    }

    @Test
    void aStepBeyondTheThresholdDivergesAndIsExplained() {
        Dataset data = regression();
        double top = eigenvalues(data)[3];
        Explanation result = explain(random(data, "linear:4-1", "gd:" + 2.2 / top, 500));
        assertThat(result.diverged()).isTrue();
        assertThat(result.headline()).contains("diverged").contains("too large");
        assertThat(verdict(result, "sharpness-end")).isEqualTo("unstable");
        assertClose(measured(result, "largest-rate"), 2 / top, LANCZOS.times(2 / top));
        assertThat(result.advice().getFirst()).startsWith("Lower the rate");
        assertThat(verdict(explain(random(data, "linear:4-1", "gd:" + 1.8 / top, 500)), "sharpness-end"))
                .isIn("oscillating", "edge of stability");
    }

    @Test
    void momentumBearsMore() {
        Dataset data = regression();
        double top = eigenvalues(data)[3];
        Explanation result = explain(random(data, "linear:4-1", "momentum:" + 3.4 / top + ",momentum=0.8", 200));
        assertThat(result.diverged()).isFalse();
        assertClose(measured(result, "largest-rate"), 3.6 / top, LANCZOS.times(3.6 / top));
    }

    @Test
    void weightsOfZeroAreNamedAsTheCause() {
        Dataset data = Datasets.named("moons:n=60", SEED);
        double[] zero = new double[Architecture.parse("mlp:2-8-1:tanh").layout().size()];
        Explanation result = explain(subject(data, "mlp:2-8-1:tanh", zero, "gd:0.1", 50));
        assertThat(verdict(result, "constant-outputs")).isEqualTo("constant");
        assertThat(result.answer().rule()).isEqualTo("start.zero-weights");
        assertThat(result.headline()).contains("all start at 0");
        assertThat(result.advice()).containsExactly("Leave out --weights: draw them at random.");
    }

    @Test
    void aSingleClassIsTold() {
        Matrix x = Matrix.wrap(20, 2, SEED.gaussians(40));
        Dataset data = Dataset.classification("one class", x, new int[20], List.of("a", "b", "c"));
        Explanation result = explain(random(data, "mlp:2-8-3:relu", "gd:0.5", 200));
        assertThat(verdict(result, "classes")).isEqualTo("single class");
        assertThat(result.headline()).contains("one class");
        Dataset constant = Dataset.regression("constant", x, Matrix.zeros(20, 1));
        assertThat(explain(random(constant, "mlp:2-8-1:relu", "gd:0.1", 50)).headline()).contains("same");
    }

    @Test
    void allUnitsDeadIsToldWithTheLayer() {
        Dataset data = Datasets.named("moons:n=60", SEED);
        Mlp network = (Mlp) Architecture.parse("mlp:2-8-8-1:relu");
        double[] start = network.initialize(SEED);
        var shape = network.layerShapes().get(1);
        Arrays.fill(start, shape.bias(), shape.bias() + 8, -1000);
        var first = network.layerShapes().get(0);
        Arrays.fill(start, first.bias(), first.bias() + 8, 100);
        Explanation result = explain(subject(data, network.text(), start, "gd:0.1", 200));
        assertThat(measured(result, "dead-units")).isEqualTo(8);
        assertThat(verdict(result, "dead-units")).isEqualTo("all dead");
        assertThat(result.answer().rule()).isEqualTo("start.dead");
        assertThat(result.headline()).contains("All units of hidden layer 2 are dead from the start");
    }

    /** A step of 4 on a sharpness of about 2.7 kills most ReLUs; the finding names the step and a rate that is stable. */
    @Test
    void unitsKilledByTheStepNameIt() {
        Dataset digits = Datasets.named("digits", SEED).sample(300, SEED);
        Explanation result = explain(random(digits, "mlp:64-32-32-10:relu", "gd:8", 60));
        Finding dead = result.finding("dead-units");
        assertThat(dead.assessment()).isEqualTo(Assessment.TROUBLE);
        assertThat(dead.note()).contains("The step was too large for them");
        assertThat(result.answer().rule()).isEqualTo("step.too-large");
        assertThat(result.answer().todo()).startsWith("Lower the rate to ");
        String advised = result.answer().changes().getOrDefault("--optimizer", "");
        Explanation cured = explain(random(digits, "mlp:64-32-32-10:relu", advised, 60));
        assertThat(measured(cured, "dead-units")).isLessThan(measured(result, "dead-units") / 2);
        assertThat(measured(cured, "idle-parameters")).isLessThan(measured(result, "idle-parameters") / 2);
        assertThat(measured(cured, "train-loss")).isLessThan(measured(result, "train-loss"));
    }

    @Test
    void oneSampleIsEnoughToRun() {
        Dataset data = Dataset.regression("one", Matrix.of(new double[][] {{1, 2}}), Matrix.of(new double[][] {{3}}));
        Explanation result = explain(random(data, "mlp:2-4-1:tanh", "gd:0.1", 100));
        assertThat(verdict(result, "samples")).isEqualTo("one sample");
        assertThat(result.finding("noise-scale").assessment()).isEqualTo(Assessment.UNMEASURED);
    }

    @Test
    void moreParametersThanSamplesInterpolates() {
        Dataset data = regression().subset(0, 1, 2, 3, 4);
        Explanation result = explain(random(data, "mlp:4-50-1:tanh", "gd:0.05", 2000));
        assertThat(verdict(result, "parameters")).isEqualTo("over-parametrised");
        assertThat(verdict(result, "train-loss")).isEqualTo("nearly interpolates");
        assertThat(measured(result, "rank")).isLessThanOrEqualTo(5);
    }

    @Test
    void minibatchesAndAdam() {
        Dataset data = Datasets.named("moons:n=120", SEED);
        Architecture network = Architecture.parse("mlp:2-16-1:tanh");
        var subject = new Subject(data, Optional.of(Datasets.named("moons:n=80", SEED.named("test"))), network,
                network.initialize(SEED), Loss.BINARY_CROSS_ENTROPY, Optimizers.parse("adam:0.01"), 16, 200, SEED, 2);
        Explanation result = explain(subject);
        Finding end = result.finding("sharpness-end");
        assertThat(end.quantity()).startsWith("preconditioned");
        assertClose(end.theory().orElseThrow().value().value(), 3800, rounding(20).times(3800));
        assertThat(result.finding("test-accuracy").measured().orElseThrow().low()).isGreaterThan(0.5);
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        Dataset data = Datasets.named("moons:n=60", SEED);
        Explanation first = explain(random(data, "mlp:2-8-1:tanh", "gd:0.3", 60));
        Explanation second = explain(random(data, "mlp:2-8-1:tanh", "gd:0.3", 60));
        assertThat(second.findings().toList()).isEqualTo(first.findings().toList());
    }

    @Test
    void figuresHaveSomethingToDraw() {
        Explanation result = explain(random(Datasets.named("moons:n=60", SEED), "mlp:2-8-1:tanh", "gd:0.3", 60));
        assertThat(result.chapters().stream().flatMap(c -> c.figures().stream()).map(Figure::id).toList())
                .containsExactlyInAnyOrder("step-size", "kernel-modes", "kernel-drift", "spectral-density",
                        "eigenvalues",
                        "layers", "layer-table", "layer-steps");
    }

    @Test
    void badSettingsAreRefused() {
        Dataset data = regression();
        double[] broken = {1, Double.NaN, 0, 0};
        assertThatThrownBy(() -> subject(data, "linear:4-1", broken, "gd:0.1", 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 1 is NaN");
        assertThatThrownBy(() -> subject(data, "linear:5-1", new double[5], "gd:0.1", 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 5 inputs");
        Subject huge = subject(data, "linear:4-1", new double[] {1e200, 0, 0, 0}, "gd:0.1", 5);
        assertThatThrownBy(() -> Explainer.standard().explain(huge, (share, note) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overflow");
    }

    @Test
    void theBestConstantIsTheMeanOrTheFrequencies() {
        Matrix y = Matrix.of(new double[][] {{1, 0}, {1, 0}, {1, 0}, {0, 1}});
        assertClose(ConstantPrediction.of(Loss.SOFTMAX_CROSS_ENTROPY, y).orElseThrow().loss(),
                -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), rounding(10));
        Matrix targets = Matrix.of(new double[][] {{1}, {3}});
        assertClose(ConstantPrediction.of(Loss.SQUARED, targets).orElseThrow().loss(), 0.5, rounding(2));
        Matrix labels = Matrix.of(new double[][] {{0}, {1}, {1}, {1}});
        assertClose(ConstantPrediction.of(Loss.BINARY_CROSS_ENTROPY, labels).orElseThrow().loss(),
                -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), rounding(10));
        Matrix signs = Matrix.of(new double[][] {{-1}, {1}, {1}, {1}});
        assertClose(ConstantPrediction.of(Loss.LOGISTIC, signs).orElseThrow().loss(),
                -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), rounding(10));
    }
}
