package org.paisaje.study.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.attempt.Origin;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.chapter.KernelDiagnosis;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.Optimizers;

/** Weights that were trained before: no theory of random ones is held against them, and they can be looked at as they are. */
final class LoadedWeightsTest {
    private static final Seed SEED = Seed.of(9);
    private static final Dataset MOONS = Datasets.named("moons:n=60", SEED);
    private static final Architecture NET = Architecture.parse("mlp:2-8-8-1:tanh");

    private static Subject subject(Dataset data, Architecture net, double[] start, String rule, int batch, long steps) {
        return new Subject(data, Optional.empty(), net, start, ProblemBuilder.usualLoss(data.task(), net.outputs()),
                Optimizers.parse(rule), batch, steps, SEED, 1);
    }

    private static double[] trained() {
        Subject fresh = subject(MOONS, NET, NET.initialize(SEED.named("init")), "gd:0.5", 0, 500);
        return Training.with(fresh.optimizer()).stop(Stop.after(500)).run(fresh.risk(), fresh.start()).theta();
    }

    private static Explanation explain(Subject subject) {
        return Explainer.standard().explain(subject, (share, note) -> {});
    }

    private static List<String> origins(Explanation result) {
        return result.findings().flatMap(finding -> finding.theory().stream()).map(Finding.Theory::origin).toList();
    }

    @Test
    void weightsAreToldApartByWhereTheyComeFromAndWhatTheyDo() {
        assertThat(origin(NET.initialize(SEED.named("init")))).isEqualTo(Origin.DRAWN);
        assertThat(origin(trained())).isEqualTo(Origin.TRAINED);
        // The level of the test is 1 in 20: of ten draws hardly more than two are taken for trained.
        long taken = IntStream.range(0, 10)
                .filter(i -> origin(NET.initialize(SEED.named("other").at(i))) == Origin.TRAINED)
                .count();
        assertThat(taken).isLessThanOrEqualTo(2);
        assertThat(origin(new double[NET.layout().size()])).isEqualTo(Origin.LOADED);
    }

    /** Weights trained for other labels do no better than a constant; their singular values tell them from drawn ones. */
    @Test
    void weightsThatWereTrainedForOtherLabelsAreNotTakenForABadStart() {
        Dataset blobs = Datasets.named("blobs:n=120,d=20,classes=3", SEED);
        int[] labels = blobs.labels();
        Dataset turned = Dataset.classification("turned", blobs.x(),
                IntStream.range(0, labels.length).map(i -> (labels[i] + 1) % 3).toArray(), blobs.classes());
        Architecture net = Architecture.parse("mlp:20-24-3:relu");
        Subject fresh = subject(blobs, net, net.initialize(SEED.named("init")), "gd:0.3", 0, 500);
        double[] theta = Training.with(fresh.optimizer())
                .stop(Stop.after(500))
                .run(fresh.risk(), fresh.start())
                .theta();
        Explanation result = explain(subject(turned, net, theta, "gd:0.3", 0, 0));
        assertThat(result.answer().happened()).contains("singular values that random ones do not have");
        assertThat(result.answer().rule()).doesNotStartWith("start.");
        assertThat(origins(result)).noneMatch(origin -> origin.contains("random weights"));
        for (Initializer how : List.of(Initializer.heNormal(), Initializer.standardFor(net),
                Initializer.parse("uniform(2)"), Initializer.parse("orthogonal"))) {
            double[] drawn = net.initialize(how, SEED.named("drawn"));
            assertThat(Origin.of(subject(turned, net, drawn, "gd:0.3", 0, 1).setup())).as(how.name())
                    .isNotEqualTo(Origin.TRAINED);
        }
    }

    private static Origin origin(double[] start) {
        return Origin.of(subject(MOONS, NET, start, "gd:0.5", 0, 1).setup());
    }

    @Test
    void theoryOfRandomWeightsIsLeftOutForTrainedOnesOnly() {
        Explanation drawn = explain(subject(MOONS, NET, NET.initialize(SEED.named("init")), "gd:0.5", 0, 30));
        assertThat(origins(drawn)).anyMatch(origin -> origin.contains("random weights"));
        assertThat(drawn.findings().map(Finding::id)).contains("mode-rate", "kernel-budget");
        Explanation loaded = explain(
                subject(MOONS, NET, NET.initialize(SEED.named("other").at(1)), "gd:0.5", 0, 30));
        assertThat(origins(loaded)).anyMatch(origin -> origin.contains("random weights"));
        Explanation trained = explain(subject(MOONS, NET, trained(), "gd:0.5", 0, 30));
        assertThat(origins(trained)).noneMatch(
                origin -> origin.contains("random weights") || origin.contains("infinite width"));
        assertThat(trained.findings().map(Finding::id)).doesNotContain("mode-rate", "kernel-budget", "residual-left");
        assertThat(trained.answer().unchecked())
                .anyMatch(one -> one.rules().contains("start.too-large") && one.reason().contains("trained"));
        assertThat(trained.answer().happened()).startsWith("The loaded weights had a loss of");
        trained.chapters()
                .stream()
                .flatMap(chapter -> chapter.figures().stream())
                .forEach(figure -> assertThat(figure.caption()).doesNotContain("andom weights"));
    }

    /** No step is made; a step that is not made is known by its quadratic model, to third order in its length. */
    @Test
    void withoutStepsTheWeightsAreExplainedAsTheyAre() {
        double[] theta = trained();
        for (int batch : new int[] {0, 12}) {
            Subject subject = subject(MOONS, NET, theta, "gd:0.01", batch, 0);
            Explanation result = explain(subject);
            assertThat(result.still()).isTrue();
            Finding next = result.finding("next-loss");
            double predicted = next.theory().orElseThrow().value().value();
            assertClose(next.measured().orElseThrow().value(), predicted,
                    stated(0.01 * Math.abs(predicted), "the next power of the rate"));
            assertThat(result.finding("train-loss").measured().orElseThrow().value())
                    .isEqualTo(subject.risk().value(theta));
            assertThat(result.chapters().stream().map(Chapter::id))
                    .contains("curvature", "layers", "fit", "next-step")
                    .doesNotContain("convergence", "lazy-or-rich");
            assertThat(result.leftOut()).containsEntry("convergence", "no steps were made");
            assertThat(result.answer().unchecked())
                    .anyMatch(
                            one -> one.rules().contains("step.too-small") && one.reason().equals("no steps were made"));
            assertThat(result.headline()).startsWith("These weights");
        }
    }

    @Test
    void withoutStepsPoorWeightsAreAdvisedToBeTrained() {
        Explanation result = explain(subject(MOONS, NET, NET.initialize(SEED.named("init")), "adam:0.01", 0, 0));
        assertThat(result.answer().todo()).contains("leave out --steps 0");
        assertThat(result.answer().changes()).containsKey("---steps");
        assertThat(result.finding("sharpness-end").verdict()).isEqualTo("no bound");
    }

    /** What would change training is no command where nothing is trained. */
    @Test
    void withoutStepsNoOptionOfTrainingIsAdvised() {
        Matrix far = MOONS.x().copy();
        for (int i = 0; i < far.rows(); i++) {
            far.set(i, 1, 1e4 * far.get(i, 1));
        }
        Dataset data = MOONS.withInputs(far);
        Explanation still = explain(subject(data, NET, NET.initialize(SEED.named("init")), "adam:0.01", 0, 0));
        assertThat(still.answer().rule()).isEqualTo("data.input-scale");
        assertThat(still.answer().todo()).startsWith("When these weights are trained again: standardize the inputs");
        assertThat(still.answer().tried()).isEmpty();
        assertThat(still.answer().changes()).isEmpty();
        Explanation trained = explain(subject(data, NET, NET.initialize(SEED.named("init")), "adam:0.01", 0, 20));
        assertThat(trained.answer().changes()).containsKey("--standardize");
    }

    /** A linear model keeps its kernel: on some of the samples the rates agree exactly if the run is one on the same samples. */
    @Test
    void theKernelOfSomeSamplesIsHeldAgainstARunOnThem() {
        int n = 1300;
        Matrix x = Matrix.wrap(n, 3, SEED.named("x").gaussians(3 * n));
        Matrix y = Matrix.wrap(n, 1, SEED.named("y").gaussians(n));
        Architecture net = Architecture.parse("linear:3-1");
        Subject subject = subject(Dataset.regression("many", x, y), net, net.initialize(SEED.named("init")), "gd:0.1",
                0,
                20);
        Chapter chapter = new KernelDiagnosis()
                .examine(Evidence.of(subject, Course.run(subject, 8, 2, (s, l) -> {}),
                        new Lazy<>(() -> DataSignals.of(subject.setup())), done -> {}));
        Finding rate = chapter.findings()
                .stream()
                .filter(one -> one.id().equals("mode-rate"))
                .findFirst()
                .orElseThrow();
        assertClose(rate.measured().orElseThrow().low(), 1, rounding(n).times(10));
        assertClose(rate.measured().orElseThrow().high(), 1, rounding(n).times(10));
        assertThat(chapter.figures().getFirst().caption()).contains("on these samples alone");
    }

    /** A rate at which the fastest mode grows: nothing speaks of budgets or shares beside it. */
    @Test
    void aKernelThatGrowsPredictsNoBudget() {
        Explanation result = explain(subject(MOONS, NET, NET.initialize(SEED.named("init")), "gd:60", 0, 20));
        assertThat(result.finding("kernel-budget").measured()).isEmpty();
        assertThat(result.finding("residual-left").verdict()).isEqualTo("would grow");
        assertThat(result.finding("residual-left").theory()).isEmpty();
    }

    @Test
    void captionsTellOfWhatIsDrawn() {
        Subject subject = subject(MOONS, NET, trained(), "gd:0.5", 0, 0);
        explain(subject).chapters()
                .stream()
                .filter(chapter -> chapter.id().equals("kernel-modes"))
                .flatMap(chapter -> chapter.figures().stream())
                .forEach(figure -> assertThat(figure.caption()).doesNotContain("Left:").doesNotContain("Right:"));
    }
}
