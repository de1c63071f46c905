package org.paisaje.study.explain.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.data.log.RunLog;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.study.Finding;
import org.paisaje.study.Problem;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.explain.wiring.change.Changes;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.explain.wiring.change.Part;

/** Every hypothesis is found in numbers that were computed plainly here, printed to six digits at five checkpoints. */
final class WiringsTest {
    private static final int N = 60;
    private static final int CHECKPOINTS = 5;
    private static final int BATCH = 16;

    private final Dataset classes = labelled(1, N);
    private final Dataset held = labelled(2, 45);
    private final Dataset two = binary(3, N);
    private final Dataset reals = regression(4, N, 3);
    private final Dataset single = regression(5, N, 1);
    private final Architecture softmax = Architecture.parse("mlp:9-8-4:tanh");
    private final Architecture logit = Architecture.parse("mlp:9-8-1:tanh");
    private final Architecture values = Architecture.parse("mlp:9-8-3:tanh");

    private static Matrix inputs(long seed, int n) {
        Matrix x = Matrix.wrap(n, 9, Seed.of(seed).gaussians(9 * n));
        // Columns that differ, so that their order and scale count.
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = 0.3 * (1 + i % 9) * x.data()[i] + 0.1 * (i % 9);
        }
        return x;
    }

    private static Dataset labelled(long seed, int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            // Uneven classes, the first row of class 2.
            labels[i] = i % 7 == 0 ? 2 : i % 5 == 0 ? 3 : i % 3 == 0 ? 1 : 0;
        }
        return Dataset.classification("four", inputs(seed, n), labels, List.of("a", "b", "c", "d"));
    }

    private static Dataset binary(long seed, int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3 == 0 ? 1 : 0;
        }
        return Dataset.classification("two", inputs(seed, n), labels, List.of("no", "yes"));
    }

    private static Dataset regression(long seed, int n, int k) {
        return Dataset.regression("real", inputs(seed, n), Matrix.wrap(n, k, Seed.of(seed + 100).gaussians(n * k)));
    }

    private static List<double[]> weights(Architecture net, double size) {
        List<double[]> result = new ArrayList<>();
        for (int c = 0; c < CHECKPOINTS; c++) {
            double[] theta = net.initialize(Seed.of(7 + c));
            for (int i = 0; i < theta.length; i++) {
                theta[i] *= size * (1 + 0.4 * c);
            }
            result.add(theta);
        }
        return result;
    }

    /** A log of one series, a number for each checkpoint, at epochs from 0 and moved by {@code shift}. */
    private static RunLog log(String name, List<double[]> thetas, ToDoubleFunction<double[]> number, int shift) {
        List<LoggedSeries.Point> points = new ArrayList<>();
        for (int c = 0; c < thetas.size(); c++) {
            String text = String.format(Locale.ROOT, "%.5e", number.applyAsDouble(thetas.get(c)));
            points.add(new LoggedSeries.Point(Double.NaN, c + shift, c, Double.parseDouble(text),
                    LoggedSeries.halfUnit(text)));
        }
        return new RunLog(List.of(), List.of(LoggedSeries.of(name, points)), List.of());
    }

    private static Problem problem(Dataset data, Optional<Dataset> test, Architecture net, Loss loss,
            boolean standardized) {
        var builder = Problem.builder(1).data(data).network(net).loss(loss);
        test.ifPresentOrElse(builder::test, () -> builder.split(0));
        return (standardized ? builder.standardized() : builder).build();
    }

    private static Context context(Dataset data, Optional<Dataset> test, Architecture net, Loss loss) {
        Problem problem = problem(data, test, net, loss, false);
        return Context.of(problem, problem, BATCH, 0.02);
    }

    private static SeriesVerdict verdict(Context context, List<double[]> thetas, RunLog log) {
        List<Wirings.Weighed> weighed = new ArrayList<>();
        for (int c = 0; c < thetas.size(); c++) {
            weighed.add(new Wirings.Weighed(Double.NaN, c, Double.NaN, context.network(), thetas.get(c)));
        }
        return Wirings.of(context, log, weighed).verdicts().getFirst();
    }

    private static List<String> rules(SeriesVerdict verdict) {
        return verdict.found()
                .map(way -> way.changes().stream().map(Change::rule).toList())
                .orElse(List.of("none; nearest " + verdict.nearest().words()));
    }

    /** One class with four: the plain number, and the rules that must be found. */
    private void finds(ToDoubleFunction<double[]> number, String... rules) {
        List<double[]> thetas = weights(softmax, 1);
        SeriesVerdict verdict = verdict(context(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, log("train_loss", thetas, number, 0));
        assertThat(rules(verdict)).containsExactly(rules);
        assertThat(verdict.agreement().agrees()).isTrue();
        assertThat(WiringWords.convincing(verdict)).isTrue();
    }

    private void findsReal(Dataset data, Architecture net, ToDoubleFunction<double[]> number, String... rules) {
        List<double[]> thetas = weights(net, 1);
        assertThat(rules(verdict(context(data, Optional.empty(), net, Loss.SQUARED), thetas,
                log("loss", thetas, number, 0)))).containsExactly(rules);
    }

    // Plain computations, none of which calls what is tested.

    private static double[] probabilities(double[] f) {
        double sum = Arrays.stream(f).map(Math::exp).sum();
        return Arrays.stream(f).map(one -> Math.exp(one) / sum).toArray();
    }

    /** The loss of a sample of a class. */
    private interface PerSample {
        double of(double[] f, int label);
    }

    private static double entropy(double[] f, int label) {
        return -Math.log(probabilities(f)[label]);
    }

    private double sum(double[] theta, Dataset data, Matrix x, PerSample loss) {
        Matrix f = softmax.forward(theta, x);
        int[] labels = data.labels();
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += loss.of(f.row(i), labels[i]);
        }
        return sum;
    }

    private double mean(double[] theta, PerSample loss) {
        return sum(theta, classes, classes.x(), loss) / N;
    }

    private double meanOn(double[] theta, Dataset data, Matrix x) {
        return sum(theta, data, x, WiringsTest::entropy) / data.size();
    }

    private static Matrix scaled(Matrix x, double factor) {
        Matrix copy = x.copy();
        copy.scale(factor);
        return copy;
    }

    private static double square(double a) {
        return a * a;
    }

    @Test
    void asTold() {
        finds(theta -> mean(theta, WiringsTest::entropy));
    }

    @Test
    void softmaxTwice() {
        finds(theta -> mean(theta, (f, y) -> entropy(probabilities(f), y)), "wiring.softmax-twice");
    }

    @Test
    void sumsInsteadOfMeans() {
        finds(theta -> sum(theta, classes, classes.x(), WiringsTest::entropy), "wiring.sum");
        finds(theta -> sum(theta, classes, classes.x(), WiringsTest::entropy) / 4, "wiring.sum");
    }

    @Test
    void meansOverBatchesOfUnequalSize() {
        finds(theta -> {
            Matrix f = softmax.forward(theta, classes.x());
            double means = 0;
            for (int from = 0; from < N; from += BATCH) {
                double sum = 0;
                int to = Math.min(N, from + BATCH);
                for (int i = from; i < to; i++) {
                    sum += entropy(f.row(i), classes.labels()[i]);
                }
                means += sum / (to - from);
            }
            return means / 4;
        }, "wiring.convention");
    }

    @Test
    void labels() {
        finds(theta -> mean(theta, (f, y) -> entropy(f, (y + 1) % 4)), "wiring.labels-off-by-one");
        finds(theta -> mean(theta, (f, y) -> entropy(f, (y + 3) % 4)), "wiring.labels-off-by-one");
        finds(theta -> mean(theta, (f, y) -> entropy(f, 3 - y)), "wiring.labels-reversed");
        // In the order of their first rows: c, a, b, d.
        finds(theta -> mean(theta, (f, y) -> entropy(f, new int[] {1, 2, 0, 3}[y])), "wiring.labels-order");
        finds(theta -> {
            Matrix f = softmax.forward(theta, classes.x());
            double sum = 0;
            for (int i = 0; i < N; i++) {
                sum += entropy(f.row(i), classes.labels()[(i + 1) % N]) / N;
            }
            return sum;
        }, "wiring.rows-shifted");
    }

    /** The order is not known: the numbers are within what it leaves open, and that is said. */
    @Test
    void shuffledLabels() {
        // A network that is right of all samples, surer from checkpoint to checkpoint.
        List<double[]> thetas = new ArrayList<>();
        for (int c = 0; c < CHECKPOINTS; c++) {
            double size = 1 + 0.5 * c;
            thetas.add(Arrays.stream(softmax.initialize(Seed.of(7))).map(one -> size * one).toArray());
        }
        int n = 900;
        Matrix x = inputs(8, n);
        Matrix first = softmax.forward(thetas.getFirst(), x);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < 4; c++) {
                labels[i] = first.get(i, c) > first.get(i, labels[i]) ? c : labels[i];
            }
        }
        Dataset many = Dataset.classification("many", x, labels, List.of("a", "b", "c", "d"));
        // 7 has no factor in common with 900, so this is an order of all rows.
        SeriesVerdict verdict = verdict(context(many, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, log("loss", thetas, theta -> {
                    Matrix f = softmax.forward(theta, many.x());
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += entropy(f.row(i), labels[(7 * i + 11) % n]) / n;
                    }
                    return sum;
                }, 0));
        assertThat(rules(verdict)).containsExactly("wiring.labels-shuffled");
        assertThat(verdict.agreement().exact()).isFalse();
    }

    @Test
    void inputs() {
        finds(theta -> meanOn(theta, classes, scaled(classes.x(), 255)), "wiring.inputs-scale");
        finds(theta -> meanOn(theta, classes, scaled(classes.x(), 1 / 255.0)), "wiring.inputs-scale");
        finds(theta -> meanOn(theta, classes, standardised(classes.x(), held.x())),
                "wiring.inputs-standardized-by");
        finds(theta -> meanOn(theta, classes, reordered(classes.x(), j -> 8 - j)), "wiring.inputs-order");
        finds(theta -> meanOn(theta, classes, reordered(classes.x(), j -> j % 3 * 3 + j / 3)),
                "wiring.inputs-order");
    }

    private static Matrix reordered(Matrix x, IntUnaryOperator from) {
        Matrix other = Matrix.zeros(x.rows(), 9);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < 9; j++) {
                other.set(i, j, x.get(i, from.applyAsInt(j)));
            }
        }
        return other;
    }

    private static Matrix standardised(Matrix x, Matrix by) {
        Matrix other = x.copy();
        for (int j = 0; j < 9; j++) {
            double[] column = by.column(j);
            double mean = Arrays.stream(column).average().orElseThrow();
            double variance = Arrays.stream(column).map(one -> square(one - mean)).average().orElseThrow();
            for (int i = 0; i < x.rows(); i++) {
                other.set(i, j, (x.get(i, j) - mean) / Math.sqrt(variance));
            }
        }
        return other;
    }

    @Test
    void inputsThatAreNotStandardised() {
        List<double[]> thetas = weights(softmax, 1);
        Context context = Context.of(
                problem(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY, true),
                problem(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY, false), BATCH, 0);
        assertThat(rules(verdict(context, thetas, log("loss", thetas,
                theta -> meanOn(theta, classes, standardised(classes.x(), classes.x())), 0)))).isEmpty();
        assertThat(rules(verdict(context, thetas, log("loss", thetas, theta -> meanOn(theta, classes, classes.x()),
                0)))).containsExactly("wiring.inputs-not-standardized");
        assertThat(rules(verdict(context, thetas, log("val_loss", thetas,
                theta -> meanOn(theta, held, standardised(held.x(), held.x())), 0))))
                .containsExactly("wiring.inputs-standardized-by");
    }

    @Test
    void clippedLogarithms() {
        List<double[]> thetas = weights(softmax, 12);
        Context context = context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY);
        SeriesVerdict verdict = verdict(context, thetas, log("loss", thetas,
                theta -> mean(theta, (f, y) -> -Math.log(Math.max(1e-7, probabilities(f)[y]))), 0));
        assertThat(rules(verdict)).containsExactly("wiring.clipped-log");
        assertThat(verdict.found().orElseThrow().words()).contains("clipped at 1e-7");
        assertThat(verdict(context, thetas, log("loss", thetas,
                theta -> mean(theta, (f, y) -> -Math.log(1e-3 + probabilities(f)[y])), 0)).found()
                .orElseThrow()
                .words())
                .contains("p + 1e-3");
    }

    private static double squares(double[] theta) {
        return Arrays.stream(theta).map(WiringsTest::square).sum();
    }

    @Test
    void penalties() {
        // The decay of 0.02 was told.
        finds(theta -> mean(theta, WiringsTest::entropy) + 0.01 * squares(theta), "wiring.penalty");
        // One that fits all checkpoints.
        finds(theta -> mean(theta, WiringsTest::entropy) + 0.0375 * squares(theta), "wiring.penalty");
        finds(theta -> mean(theta, WiringsTest::entropy)
                + 0.003 * Arrays.stream(theta).map(Math::abs).sum(), "wiring.penalty");
        finds(theta -> 0.3125 * mean(theta, WiringsTest::entropy), "wiring.factor");
    }

    @Test
    void otherSamples() {
        finds(theta -> meanOn(theta, held, held.x()), "wiring.part");
        finds(theta -> (sum(theta, classes, classes.x(), WiringsTest::entropy)
                + sum(theta, held, held.x(), WiringsTest::entropy)) / (N + held.size()), "wiring.part");
    }

    @Test
    void otherLossesOfClasses() {
        finds(theta -> mean(theta, (f, y) -> {
            double smooth = 0;
            for (int c = 0; c < 4; c++) {
                smooth += (0.1 / 4 + (c == y ? 0.9 : 0)) * entropy(f, c);
            }
            return smooth;
        }), "wiring.label-smoothing");
        int[] counts = classes.classCounts();
        finds(theta -> sum(theta, classes, classes.x(), (f, y) -> entropy(f, y) / counts[y]) / 4,
                "wiring.class-weights");
        finds(theta -> mean(theta, (f, y) -> {
            double sum = 0;
            for (int c = 0; c < 4; c++) {
                sum += square(probabilities(f)[c] - (c == y ? 1 : 0));
            }
            return sum;
        }), "wiring.other-loss");
    }

    @Test
    void pairs() {
        finds(theta -> mean(theta, (f, y) -> entropy(probabilities(f), (y + 1) % 4)), "wiring.softmax-twice",
                "wiring.labels-off-by-one");
        finds(theta -> sum(theta, classes, scaled(classes.x(), 255), WiringsTest::entropy), "wiring.inputs-scale",
                "wiring.sum");
    }

    @Test
    void sigmoidTwice() {
        List<double[]> thetas = weights(logit, 1);
        SeriesVerdict verdict = verdict(context(two, Optional.empty(), logit, Loss.BINARY_CROSS_ENTROPY), thetas,
                log("loss", thetas, theta -> {
                    Matrix f = logit.forward(theta, two.x());
                    double sum = 0;
                    for (int i = 0; i < N; i++) {
                        double p = 1 / (1 + Math.exp(-f.get(i, 0)));
                        sum += Math.log(1 + Math.exp(p)) - two.labels()[i] * p;
                    }
                    return sum / N;
                }, 0));
        assertThat(rules(verdict)).containsExactly("wiring.sigmoid-twice");
    }

    private interface Entry {
        double of(double f, double y);
    }

    private static double entries(Architecture net, double[] theta, Dataset data, Entry loss) {
        Matrix f = net.forward(theta, data.x());
        double sum = 0;
        for (int i = 0; i < f.data().length; i++) {
            sum += loss.of(f.data()[i], data.y().data()[i]);
        }
        return sum;
    }

    @Test
    void normalisationsOfSquares() {
        findsReal(reals, values, theta -> 0.5 * entries(values, theta, reals, (f, y) -> square(f - y)) / N);
        findsReal(reals, values, theta -> entries(values, theta, reals, (f, y) -> square(f - y)) / N / 3,
                "wiring.convention");
        findsReal(reals, values, theta -> entries(values, theta, reals, (f, y) -> square(f - y)) / N,
                "wiring.convention");
        findsReal(reals, values, theta -> Math.sqrt(entries(values, theta, reals, (f, y) -> square(f - y)) / N / 3),
                "wiring.convention");
        findsReal(reals, values, theta -> entries(values, theta, reals, (f, y) -> Math.abs(f - y)) / N / 3,
                "wiring.other-loss", "wiring.convention");
        findsReal(reals, values,
                theta -> 0.5 * entries(values, theta, reals, (f, y) -> square(1 / (1 + Math.exp(-f)) - y)) / N,
                "wiring.output-activation");
    }

    @Test
    void broadcastTargets() {
        findsReal(single, logit, theta -> {
            Matrix f = logit.forward(theta, single.x());
            double sum = 0;
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    sum += square(f.get(i, 0) - single.y().get(j, 0));
                }
            }
            return sum / N / N;
        }, "wiring.broadcast", "wiring.convention");
    }

    @Test
    void numbersOneAhead() {
        List<double[]> thetas = weights(softmax, 1);
        SeriesVerdict verdict = verdict(context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, log("loss", thetas, theta -> mean(theta, WiringsTest::entropy), 1));
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
            double between = 0.6 * mean(thetas.get(c - 1), WiringsTest::entropy)
                    + 0.4 * mean(thetas.get(c), WiringsTest::entropy);
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
        List<String> found = Stream
                .concat(contexts.stream().flatMap(context -> Changes.all(context, Part.TRAIN).stream()), inEvaluation)
                .filter(Change::fault)
                // One that is never exact is never blamed.
                .filter(one -> !one.rule().equals("wiring.labels-shuffled"))
                .map(Change::rule)
                .distinct()
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(Wirings.rules());
    }
}
