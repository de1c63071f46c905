package org.paisaje.study.explain.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.paisaje.data.Dataset;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.data.log.RunLog;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.problem.Problem;

/** Data, networks and logs whose numbers are computed plainly here, printed to six digits at five checkpoints. */
final class WiringRuns {
    static final int N = 60;
    static final int CHECKPOINTS = 5;
    static final int BATCH = 16;

    static final Dataset classes = labelled(1, N);
    static final Dataset held = labelled(2, 45);
    static final Dataset two = binary(3, N);
    static final Dataset reals = regression(4, N, 3);
    static final Dataset single = regression(5, N, 1);
    static final Architecture softmax = Architecture.parse("mlp:9-8-4:tanh");
    static final Architecture logit = Architecture.parse("mlp:9-8-1:tanh");
    static final Architecture values = Architecture.parse("mlp:9-8-3:tanh");

    static Matrix inputs(long seed, int n) {
        Matrix x = Matrix.wrap(n, 9, Seed.of(seed).gaussians(9 * n));
        // Columns that differ, so that their order and scale count.
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = 0.3 * (1 + i % 9) * x.data()[i] + 0.1 * (i % 9);
        }
        return x;
    }

    static Dataset labelled(long seed, int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            // Uneven classes, the first row of class 2.
            labels[i] = i % 7 == 0 ? 2 : i % 5 == 0 ? 3 : i % 3 == 0 ? 1 : 0;
        }
        return Dataset.classification("four", inputs(seed, n), labels, List.of("a", "b", "c", "d"));
    }

    static Dataset binary(long seed, int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3 == 0 ? 1 : 0;
        }
        return Dataset.classification("two", inputs(seed, n), labels, List.of("no", "yes"));
    }

    static Dataset regression(long seed, int n, int k) {
        return Dataset.regression("real", inputs(seed, n), Matrix.wrap(n, k, Seed.of(seed + 100).gaussians(n * k)));
    }

    static List<double[]> weights(Architecture net, double size) {
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
    static RunLog log(String name, List<double[]> thetas, ToDoubleFunction<double[]> number, int shift) {
        List<LoggedSeries.Point> points = new ArrayList<>();
        for (int c = 0; c < thetas.size(); c++) {
            String text = String.format(Locale.ROOT, "%.5e", number.applyAsDouble(thetas.get(c)));
            points.add(new LoggedSeries.Point(Double.NaN, c + shift, c, Double.parseDouble(text),
                    LoggedSeries.halfUnit(text)));
        }
        return new RunLog(List.of(), List.of(LoggedSeries.of(name, points)), List.of());
    }

    static Problem problem(Dataset data, Optional<Dataset> test, Architecture net, Loss loss,
            boolean standardized) {
        var builder = Problem.builder(1).data(data).network(net).loss(loss);
        test.ifPresentOrElse(builder::test, () -> builder.split(0));
        return (standardized ? builder.standardized() : builder).build();
    }

    static Context context(Dataset data, Optional<Dataset> test, Architecture net, Loss loss) {
        Problem problem = problem(data, test, net, loss, false);
        return Context.of(problem, problem, BATCH, 0.02);
    }

    static SeriesVerdict verdict(Context context, List<double[]> thetas, RunLog log) {
        List<Wirings.Weighed> weighed = new ArrayList<>();
        for (int c = 0; c < thetas.size(); c++) {
            weighed.add(new Wirings.Weighed(Double.NaN, c, Double.NaN, context.network(), thetas.get(c)));
        }
        return Wirings.of(context, log, weighed).verdicts().getFirst();
    }

    static List<String> rules(SeriesVerdict verdict) {
        return verdict.found()
                .map(way -> way.changes().stream().map(Change::rule).toList())
                .orElse(List.of("none; nearest " + verdict.nearest().words()));
    }

    /** One class with four: the plain number, and the rules that must be found. */
    static void finds(ToDoubleFunction<double[]> number, String... rules) {
        List<double[]> thetas = weights(softmax, 1);
        SeriesVerdict verdict = verdict(context(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, log("train_loss", thetas, number, 0));
        assertThat(rules(verdict)).containsExactly(rules);
        assertThat(verdict.agreement().agrees()).isTrue();
        assertThat(WiringWords.convincing(verdict)).isTrue();
    }

    static void findsReal(Dataset data, Architecture net, ToDoubleFunction<double[]> number, String... rules) {
        List<double[]> thetas = weights(net, 1);
        assertThat(rules(verdict(context(data, Optional.empty(), net, Loss.SQUARED), thetas,
                log("loss", thetas, number, 0)))).containsExactly(rules);
    }

    // Plain computations, none of which calls what is tested.

    static double[] probabilities(double[] f) {
        double sum = Arrays.stream(f).map(Math::exp).sum();
        return Arrays.stream(f).map(one -> Math.exp(one) / sum).toArray();
    }

    /** The loss of a sample of a class. */
    interface PerSample {
        double of(double[] f, int label);
    }

    static double entropy(double[] f, int label) {
        return -Math.log(probabilities(f)[label]);
    }

    static double sum(double[] theta, Dataset data, Matrix x, PerSample loss) {
        Matrix f = softmax.forward(theta, x);
        int[] labels = data.labels();
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += loss.of(f.row(i), labels[i]);
        }
        return sum;
    }

    static double mean(double[] theta, PerSample loss) {
        return sum(theta, classes, classes.x(), loss) / N;
    }

    static double meanOn(double[] theta, Dataset data, Matrix x) {
        return sum(theta, data, x, WiringRuns::entropy) / data.size();
    }

    static Matrix scaled(Matrix x, double factor) {
        Matrix copy = x.copy();
        copy.scale(factor);
        return copy;
    }

    static double square(double a) {
        return a * a;
    }

    interface Entry {
        double of(double f, double y);
    }

    static double entries(Architecture net, double[] theta, Dataset data, Entry loss) {
        Matrix f = net.forward(theta, data.x());
        double sum = 0;
        for (int i = 0; i < f.data().length; i++) {
            sum += loss.of(f.data()[i], data.y().data()[i]);
        }
        return sum;
    }

    private WiringRuns() {}
}
