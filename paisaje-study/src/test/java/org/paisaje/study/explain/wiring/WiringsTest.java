package org.paisaje.study.explain.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.study.explain.wiring.WiringRuns.CHECKPOINTS;
import static org.paisaje.study.explain.wiring.WiringRuns.N;
import static org.paisaje.study.explain.wiring.WiringRuns.classes;
import static org.paisaje.study.explain.wiring.WiringRuns.context;
import static org.paisaje.study.explain.wiring.WiringRuns.entries;
import static org.paisaje.study.explain.wiring.WiringRuns.entropy;
import static org.paisaje.study.explain.wiring.WiringRuns.held;
import static org.paisaje.study.explain.wiring.WiringRuns.log;
import static org.paisaje.study.explain.wiring.WiringRuns.logit;
import static org.paisaje.study.explain.wiring.WiringRuns.mean;
import static org.paisaje.study.explain.wiring.WiringRuns.probabilities;
import static org.paisaje.study.explain.wiring.WiringRuns.reals;
import static org.paisaje.study.explain.wiring.WiringRuns.rules;
import static org.paisaje.study.explain.wiring.WiringRuns.softmax;
import static org.paisaje.study.explain.wiring.WiringRuns.square;
import static org.paisaje.study.explain.wiring.WiringRuns.two;
import static org.paisaje.study.explain.wiring.WiringRuns.values;
import static org.paisaje.study.explain.wiring.WiringRuns.verdict;
import static org.paisaje.study.explain.wiring.WiringRuns.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.data.log.RunLog;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.explain.wiring.change.Changes;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.explain.wiring.change.Part;

/** What is said of the numbers of a log: what they count, what nothing reproduces, what too few digits cannot tell. */
final class WiringsTest {
    @Test
    void numbersOneAhead() {
        List<double[]> thetas = weights(softmax, 1);
        SeriesVerdict verdict = verdict(context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, log("loss", thetas, theta -> mean(theta, WiringRuns::entropy), 1));
        assertThat(rules(verdict)).isEmpty();
        assertThat(verdict.points().how()).contains("one ahead");
        assertThat(verdict.points().pairs()).hasSize(CHECKPOINTS);
    }

    @Test
    void accuracies() {
        List<double[]> thetas = weights(softmax, 1);
        Context context = context(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY);
        ToDoubleFunction<double[]> share = theta -> mean(theta, (f, y) -> {
            int most = 0;
            for (int c = 1; c < 4; c++) {
                most = f[c] > f[most] ? c : most;
            }
            return most == y ? 1 : 0;
        });
        assertThat(rules(verdict(context, thetas, log("acc", thetas, share, 0)))).isEmpty();
        assertThat(rules(verdict(context, thetas,
                log("train_accuracy", thetas, theta -> 100 * share.applyAsDouble(theta), 0)))).isEmpty();
    }

    @Test
    void meansOfAnEpochAreSaidToBeThat() {
        List<double[]> thetas = new ArrayList<>();
        double[] theta = softmax.initialize(Seed.of(3));
        for (int c = 0; c < CHECKPOINTS; c++) {
            thetas.add(Arrays.stream(theta).map(one -> one).toArray());
            for (int i = 0; i < theta.length; i++) {
                theta[i] *= 0.8;
            }
        }
        List<LoggedSeries.Point> points = new ArrayList<>();
        for (int c = 1; c < CHECKPOINTS; c++) {
            double between = 0.6 * mean(thetas.get(c - 1), WiringRuns::entropy)
                    + 0.4 * mean(thetas.get(c), WiringRuns::entropy);
            points.add(new LoggedSeries.Point(Double.NaN, c, c - 1, between, 0));
        }
        // One before, which no checkpoint has, so that all of four epochs have one before them.
        points.addFirst(new LoggedSeries.Point(Double.NaN, 0, 0, 5, 0));
        SeriesVerdict verdict = verdict(context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, new RunLog(List.of(), List.of(LoggedSeries.of("train_loss", points)), List.of()));
        assertThat(verdict.found()).isEmpty();
        assertThat(verdict.averaged().orElseThrow().way().changes()).isEmpty();
        assertThat(WiringWords.sentence(verdict, false)).contains("4 of 4 epochs").contains("mean");
    }

    @Test
    void whatNothingReproducesIsSaid() {
        List<double[]> thetas = weights(softmax, 1);
        double[] strange = {0.7312, 0.9213, 0.6112, 1.3177, 0.5131};
        List<LoggedSeries.Point> points = new ArrayList<>();
        for (int c = 0; c < CHECKPOINTS; c++) {
            points.add(new LoggedSeries.Point(Double.NaN, c, c, strange[c], 0.00005));
        }
        List<Wirings.Weighed> weighed = new ArrayList<>();
        for (int c = 0; c < CHECKPOINTS; c++) {
            weighed.add(new Wirings.Weighed(Double.NaN, c, Double.NaN, softmax, thetas.get(c)));
        }
        Wirings wirings = Wirings.of(context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                new RunLog(List.of(), List.of(LoggedSeries.of("loss", points)), List.of()), weighed);
        assertThat(wirings.mistake()).isEmpty();
        Chapter chapter = WiringChapter.of(wirings);
        Finding finding = chapter.findings().getFirst();
        assertThat(finding.note()).startsWith("None of the ").contains("the nearest is");
        assertThat(finding.verdict()).isEqualTo("not reproduced");
    }

    /** Two digits at one checkpoint are reproduced by accident when hundreds of ways are tried. */
    @Test
    void fewDigitsConvinceNobody() {
        List<double[]> thetas = weights(softmax, 1).subList(0, 1);
        double value = mean(thetas.getFirst(), (f, y) -> entropy(probabilities(f), y));
        double rounded = Math.rint(value * 10) / 10;
        SeriesVerdict verdict = verdict(context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, new RunLog(List.of(), List.of(LoggedSeries.of("loss",
                        List.of(new LoggedSeries.Point(Double.NaN, 0, 0, rounded, 0.05)))), List.of()));
        assertThat(verdict.found()).isPresent();
        assertThat(WiringWords.convincing(verdict)).isFalse();
        assertThat(WiringWords.sentence(verdict, false)).contains("too little to convince");
    }

    @Test
    void asToldOrAChoiceIsNoMistake() {
        List<double[]> thetas = weights(values, 1);
        List<Wirings.Weighed> weighed = new ArrayList<>();
        for (int c = 0; c < CHECKPOINTS; c++) {
            weighed.add(new Wirings.Weighed(Double.NaN, c, Double.NaN, values, thetas.get(c)));
        }
        Wirings wirings = Wirings.of(context(reals, Optional.empty(), values, Loss.SQUARED),
                log("loss", thetas, theta -> entries(values, theta, reals, (f, y) -> square(f - y)) / N, 0), weighed);
        assertThat(wirings.mistake()).isEmpty();
        assertThat(wirings.asTold()).isTrue();
    }

    @Test
    void allMistakesAreNamed() {
        List<Context> contexts = List.of(context(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                context(two, Optional.empty(), logit, Loss.BINARY_CROSS_ENTROPY),
                context(reals, Optional.empty(), values, Loss.SQUARED));
        GraphBuilder b = Graph.builder(new NodeShape(1, 1, classes.inputs()));
        Graph normed = b.build(b.batchNorm("bn", b.dense("fc", b.input(), classes.outputs(), true),
                new double[classes.outputs()], DoubleStream.generate(() -> 1).limit(classes.outputs()).toArray(), 0));
        Stream<Change> inEvaluation = Changes
                .all(context(classes, Optional.of(held), normed, Loss.SOFTMAX_CROSS_ENTROPY), Part.TEST)
                .stream();
        List<String> found = new ArrayList<>(Stream
                .concat(contexts.stream().flatMap(context -> Changes.all(context, Part.TRAIN).stream()), inEvaluation)
                .filter(Change::fault)
                // One that is never exact is never blamed.
                .filter(one -> !one.rule().equals("wiring.labels-shuffled"))
                .map(Change::rule)
                .distinct()
                .toList());
        // What none of them explains.
        found.add("wiring.other-data");
        found.add("wiring.other-test-data");
        assertThat(found).containsExactlyInAnyOrderElementsOf(Wirings.rules());
    }
}
