package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.dead.BornDeadSample;
import org.paisaje.theory.dynamics.signal.SignalMap;
import org.paisaje.theory.dynamics.signal.WideSignals;

/** The pictures of an initialisation, with a better one beside it where there is one. */
final class InitializeFigures {
    private static final int MOST_WIDTH = 16;

    private InitializeFigures() {}

    /** Values forward and gradients backward. */
    static Figure signals(StartSample given, Optional<StartSample> better) {
        List<Series> forward = new ArrayList<>();
        List<Series> backward = new ArrayList<>();
        for (StartSample sample : both(given, better)) {
            String name = sample.name();
            draws(forward, name, sample.activation());
            draws(backward, name, sample.gradient());
            sample.expected().ifPresent(expected -> {
                line(forward, name + ", wide layers", expected.activation());
                line(backward, name + ", wide layers", expected.gradient());
            });
        }
        return new Figure.Panels("signals", "Signals through the layers, before any training",
                "First: root mean square of the values behind each layer. Second: of the gradients there, on their way back "
                        + "from outputs whose gradients have mean square 1. Points are the middle draw, bands the middle 80 % of the "
                        + "draws, dashed lines what is exact for wide layers. Level is good: a line that falls or climbs "
                        + "is a signal that is lost or blown up.",
                List.of(chart("forward", "Values, forward", "values, rms", forward),
                        chart("backward", "Gradients, backward", "gradient, rms", backward)));
    }

    private static List<StartSample> both(StartSample given, Optional<StartSample> better) {
        List<StartSample> all = new ArrayList<>(List.of(given));
        better.ifPresent(all::add);
        return all;
    }

    private static Figure.Chart chart(String id, String title, String y, List<Series> series) {
        return new Figure.Chart(id, title, "", Axis.linear("layer"), Axis.log(y),
                series.isEmpty()
                        ? List.of(new Series.Line("all are 0", Role.REFERENCE, new double[] {1, 2},
                                new double[] {1, 1}))
                        : series);
    }

    /** A band and its middle; layers at which a draw is 0 are left out on logarithmic axes. */
    private static void draws(List<Series> series, String name, double[][] values) {
        int[] shown = IntStream.range(0, values.length)
                .filter(l -> StartSample.quantile(values[l], 0.1) > 0
                        && Double.isFinite(StartSample.quantile(values[l], 0.9)))
                .toArray();
        if (shown.length == 0) {
            return;
        }
        double[] x = Arrays.stream(shown).mapToDouble(l -> l + 1).toArray();
        series.add(new Series.Band("", Role.MEASURED, x, at(values, shown, 0.1), at(values, shown, 0.9)));
        series.add(new Series.Points(name, Role.MEASURED, x, at(values, shown, 0.5)));
    }

    private static double[] at(double[][] values, int[] layers, double share) {
        return Arrays.stream(layers).mapToDouble(l -> StartSample.quantile(values[l], share)).toArray();
    }

    private static void line(List<Series> series, String name, double[] values) {
        int[] shown = IntStream.range(0, values.length)
                .filter(l -> values[l] > 0 && Double.isFinite(values[l]))
                .toArray();
        if (shown.length > 0) {
            series.add(new Series.Line(name, Role.THEORY, Arrays.stream(shown).mapToDouble(l -> l + 1).toArray(),
                    Arrays.stream(shown).mapToDouble(l -> values[l]).toArray()));
        }
    }

    /** How alike inputs become, and how many units die. */
    static Figure alike(StartSample given, Optional<StartSample> better) {
        List<Series> cosines = new ArrayList<>();
        List<Series> dead = new ArrayList<>();
        for (StartSample sample : both(given, better)) {
            int depth = sample.layers().size();
            double[] middle = new double[depth + 1];
            middle[0] = sample.inputCosine();
            for (int l = 0; l < depth; l++) {
                middle[l + 1] = StartSample.median(sample.cosine()[l]);
            }
            int[] known = IntStream.rangeClosed(0, depth).filter(l -> !Double.isNaN(middle[l])).toArray();
            if (known.length > 0) {
                cosines.add(new Series.Points(sample.name(), Role.MEASURED,
                        Arrays.stream(known).asDoubleStream().toArray(),
                        Arrays.stream(known).mapToDouble(l -> middle[l]).toArray()));
            }
            sample.expected().ifPresent(expected -> {
                int[] shown = IntStream.range(0, depth).filter(l -> !Double.isNaN(expected.correlation()[l])).toArray();
                if (shown.length > 0) {
                    cosines.add(new Series.Line(sample.name() + ", wide layers", Role.THEORY,
                            Arrays.stream(shown).mapToDouble(l -> l + 1).toArray(),
                            Arrays.stream(shown).mapToDouble(l -> expected.correlation()[l]).toArray()));
                }
            });
            dead.add(new Series.Points(sample.name(), Role.MEASURED,
                    IntStream.range(0, depth).mapToDouble(l -> l + 1).toArray(),
                    IntStream.range(0, depth).mapToDouble(sample::deadShare).toArray()));
        }
        cosines.add(new Series.Line("all alike", Role.REFERENCE, new double[] {0, given.layers().size()},
                new double[] {1, 1}));
        return new Figure.Panels("alike", "How alike inputs become, and which units die",
                "First: the mean cosine of two different inputs behind each layer, layer 0 being the input; at 1 the network cannot "
                        + "tell them apart. Second: the share of units through which no gradient passes for any input.",
                List.of(new Figure.Chart("cosine", "Cosine of two inputs", "", Axis.linear("layer"),
                        Axis.linear("cosine"),
                        cosines),
                        new Figure.Chart("dead", "Dead units", "", Axis.linear("layer"), Axis.linear("share dead"),
                                dead)));
    }

    /** The probability to be born dead over width and depth, with this network in it; for hidden layers of one small width. */
    static Optional<Figure> bornDead(StartSample given) {
        int width = given.layers().getFirst().outputs();
        boolean even = given.layers().subList(0, given.inner()).stream().allMatch(layer -> layer.outputs() == width);
        if (!even || width > MOST_WIDTH) {
            return Optional.empty();
        }
        int deepest = Math.max(50, given.inner());
        double[] depths = IntStream.rangeClosed(1, deepest).asDoubleStream().toArray();
        double[] widths = IntStream.rangeClosed(1, MOST_WIDTH).asDoubleStream().toArray();
        double[][] z = new double[widths.length][depths.length];
        for (int i = 0; i < widths.length; i++) {
            for (int j = 0; j < depths.length; j++) {
                z[i][j] = new BornDeadSample((int) widths[i], (int) depths[j], 0).probability();
            }
        }
        return Optional.of(new Figure.Chart("born-dead", "Where ReLU networks are born dead",
                "The probability that a random ReLU network without biases is dead at one input, from 0 (dark) to 1 (bright), "
                        + "over its width and depth: 1 - (1 - 2^-N)^H. Deep and narrow is where networks start dead; above the line fewer than "
                        + "one in a hundred is.",
                Axis.linear("hidden layers H"), Axis.linear("units of each, N"),
                List.of(new Series.Shade("", depths, widths, z, false),
                        new Series.Line("1 % born dead", Role.REFERENCE, depths,
                                Arrays.stream(depths)
                                        .map(h -> -Math.log(-Math.expm1(Math.log(0.99) / h)) / Math.log(2))
                                        .toArray()),
                        new Series.Marks("this network", Role.MEASURED, new double[] {given.inner()},
                                new double[] {width}, Series.Mark.DISC))));
    }

    /** The correlation map of a layer. */
    static Optional<Figure> map(Architecture network, StartSample given, Optional<StartSample> better) {
        Optional<LayerShape> layer = InitializeWords.typical(given);
        if (layer.isEmpty() || given.expected().isEmpty() || layer.get().activation().identity()
                || given.layers().stream().anyMatch(LayerShape::hasSkip)) {
            return Optional.empty();
        }
        double[] c = IntStream.rangeClosed(0, 50).mapToDouble(i -> i / 50.0).toArray();
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("as before", Role.REFERENCE, c, c));
        for (StartSample sample : both(given, better)) {
            SignalMap map = WideSignals.map(network, sample.initializer(), layer.get());
            double start = sample.expected().orElseThrow().activation()[0];
            double q = map.fate(Math.max(1e-6, start * start)).length();
            double at = q > 0 && Double.isFinite(q) ? q : 1;
            series.add(new Series.Line(sample.name(), Role.THEORY, c, map.correlations(at, c)));
        }
        return Optional.of(new Figure.Chart("correlation-map", "What a wide layer does to the likeness of two inputs",
                "The correlation of two inputs behind a layer against the one before it, once lengths have settled. Above the "
                        + "grey line inputs grow alike, below it they drift apart; where a curve meets it the likeness stays.",
                Axis.linear("correlation before"), Axis.linear("correlation behind"), true, series));
    }

    /** Eigenvalues of the tangent kernel by rank. */
    static Figure kernel(StartSample given, Optional<StartSample> better, Optional<double[]> wide) {
        List<Series> series = new ArrayList<>();
        wide.ifPresent(values -> ranked(series, given.name() + ", infinitely wide", Role.THEORY, values));
        for (StartSample sample : both(given, better)) {
            if (!sample.kernel().isEmpty()) {
                ranked(series, sample.name(), Role.MEASURED,
                        sample.kernel().getFirst().eigenvalues());
            }
        }
        return new Figure.Chart("kernel-spectrum", "Eigenvalues of the tangent kernel",
                "By rank, of the first draw. What lies along a large eigenvalue is learned first; a spectrum that falls off at "
                        + "once is a network that can learn only one thing at the start.",
                Axis.log("rank"), Axis.log("eigenvalue"), series);
    }

    private static void ranked(List<Series> series, String name, Role role, double[] values) {
        double least = values[0] * 1e-15;
        int count = (int) Arrays.stream(values).filter(v -> v > least).count();
        double[] ranks = IntStream.rangeClosed(1, count).asDoubleStream().toArray();
        double[] shown = Arrays.copyOf(values, count);
        series.add(role == Role.THEORY
                ? new Series.Line(name, role, ranks, shown)
                : new Series.Points(name, role, ranks, shown));
    }
}
