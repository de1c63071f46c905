package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.signal.WideSignals;

/** The pictures of a propagation. */
final class PropagateFigures {
    private static final int FIELD = 81;
    private static final int UNIT_FIELD = 61;
    private static final int MOST_UNITS = 8;
    private static final int MOST_LAYERS = 12;
    private static final int ARROWS = 2400;
    private static final int TRAVELLERS = 60;

    private PropagateFigures() {}

    /** What the network answers over the plane of its inputs, by moment; only for inputs of two dimensions and one output. */
    static Optional<Figure> answers(PropagateSetting setting, PropagationCourse course, Followed followed) {
        Architecture network = setting.network();
        if (network.inputs() != 2 || network.outputs() != 1 || followed.grid().isEmpty()) {
            return Optional.empty();
        }
        double[][] box = box(followed);
        Matrix plane = plane(box, FIELD);
        // Where the decision lies: an output of 1/4 is of the second class for logits, and not where 1/2 parts the classes.
        boolean classes = !followed.data().classes().isEmpty();
        double middle = classes
                && setting.problem().loss().decision().classOf(Matrix.of(new double[][] {{0.25}}), 0) == 0 ? 0.5 : 0;
        List<List<Figure.Chart>> row = new ArrayList<>(List.of(new ArrayList<>()));
        for (int t = 0; t < course.moments(); t++) {
            double[] outputs = network.forward(course.thetas().get(t), plane).column(0);
            List<Series> series = new ArrayList<>();
            series.add(shade(box, FIELD, i -> outputs[i] - middle, classes));
            series.addAll(samples(followed));
            row.getFirst()
                    .add(new Figure.Chart("answers-" + t, "Answers", "", Axis.linear("x1"), Axis.linear("x2"), true,
                            series));
        }
        return Optional.of(new Figure.Cube("answers", "What the network answers",
                classes
                        ? "The output over the plane of the inputs, blue where it says "
                                + followed.data().classes().getLast()
                                + ", orange where it says " + followed.data().classes().getFirst()
                                + ", pale where it is undecided; the dots are the samples."
                        : "The output over the plane of the inputs, from dark (low) to bright; the dots are the samples.",
                Axis.linear("part"), new double[] {1}, Axis.linear("epoch"), course.epochs(), row));
    }

    /** What every unit answers over the plane of the inputs, at the end. */
    static Optional<Figure> units(PropagateSetting setting, PropagationCourse course, Followed followed) {
        Architecture network = setting.network();
        List<LayerShape> layers = network.layerShapes();
        if (network.inputs() != 2 || layers.size() < 2 || followed.grid().isEmpty()) {
            return Optional.empty();
        }
        int inner = layers.size() - 1;
        int[] shown = IntStream.range(0, Math.min(inner, MOST_LAYERS))
                .map(k -> (int) ((long) k * inner / Math.min(inner, MOST_LAYERS)))
                .toArray();
        int units = Math.min(MOST_UNITS, Arrays.stream(shown).map(l -> layers.get(l).outputs()).min().orElse(0));
        double[][] box = box(followed);
        Matrix plane = plane(box, UNIT_FIELD);
        var trace = network.trace(course.end(), plane);
        List<List<Figure.Chart>> charts = new ArrayList<>();
        for (int l : shown) {
            Matrix values = trace.values(l);
            List<Figure.Chart> row = new ArrayList<>();
            for (int j = 0; j < units; j++) {
                int unit = j;
                List<Series> series = new ArrayList<>();
                series.add(shade(box, UNIT_FIELD, i -> values.get(i, unit), true));
                series.addAll(samples(followed));
                row.add(new Figure.Chart("unit-" + (l + 1) + "-" + (j + 1), "Unit", "", Axis.linear("x1"),
                        Axis.linear("x2"), true, series));
            }
            charts.add(row);
        }
        return Optional.of(new Figure.Cube("units", "What each unit sees",
                "The value of one unit over the plane of the inputs, at the end: blue above zero, orange below, white where it is silent. The "
                        + "first layer draws lines; later ones combine them.",
                Axis.linear("layer"), Arrays.stream(shown).mapToDouble(l -> l + 1).toArray(), Axis.linear("unit"),
                IntStream.rangeClosed(1, units).asDoubleStream().toArray(), charts));
    }

    static double[][] box(Followed followed) {
        Matrix grid = followed.grid().orElseThrow().cube().values(0, 0);
        double[][] box = new double[2][2];
        for (int j = 0; j < 2; j++) {
            double[] column = grid.column(j);
            box[j][0] = Arrays.stream(column).min().orElse(0);
            box[j][1] = Arrays.stream(column).max().orElse(1);
        }
        return box;
    }

    /** Row {@code i * count + j} is the point (x_j, y_i). */
    static Matrix plane(double[][] box, int count) {
        Matrix plane = Matrix.zeros(count * count, 2);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                plane.set(i * count + j, 0, at(box[0], j, count));
                plane.set(i * count + j, 1, at(box[1], i, count));
            }
        }
        return plane;
    }

    private static double at(double[] range, int i, int count) {
        return range[0] + (range[1] - range[0]) * i / (count - 1);
    }

    static Series shade(double[][] box, int count, IntToDoubleFunction value,
            boolean diverging) {
        double[] xs = IntStream.range(0, count).mapToDouble(i -> at(box[0], i, count)).toArray();
        double[] ys = IntStream.range(0, count).mapToDouble(i -> at(box[1], i, count)).toArray();
        double[][] z = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                z[i][j] = value.applyAsDouble(i * count + j);
            }
        }
        return new Series.Shade("", xs, ys, z, diverging);
    }

    /** The samples in the plane of the inputs, the last class first. */
    private static List<Series> samples(Followed followed) {
        List<Series> series = new ArrayList<>();
        Matrix x = followed.data().x();
        List<String> classes = followed.data().classes();
        for (int c = Math.max(1, classes.size()) - 1; c >= 0; c--) {
            Matrix own = x.rows(Deformation.own(followed.labels(), c));
            if (own.rows() > 0) {
                series.add(new Series.Points(classes.isEmpty() ? "samples" : classes.get(c), Role.MEASURED,
                        own.column(0), own.column(1)));
            }
        }
        return series;
    }

    /** The way of some samples through layers of one width, as arrows. */
    static Optional<Figure> trajectories(PropagateSetting setting, Followed followed) {
        int[] stretch = Followed.stretch(setting.network());
        int from = stretch[0];
        int to = stretch[1];
        if (to - from < 2 || followed.cube().values(0, from).columns() > 3) {
            return Optional.empty();
        }
        int t = followed.cube().times() - 1;
        int n = followed.data().size();
        int count = Math.max(1, Math.min(Math.min(TRAVELLERS, n), ARROWS / (to - from)));
        List<String> classes = followed.data().classes();
        List<Series> series = new ArrayList<>();
        for (int c = Math.max(1, classes.size()) - 1; c >= 0; c--) {
            int[] own = Deformation.own(followed.labels(), c);
            int share = Math.max(1, count / Math.max(1, classes.size()));
            int[] some = IntStream.range(0, Math.min(own.length, share))
                    .map(i -> own[(int) ((long) i * own.length / Math.min(own.length, share))])
                    .toArray();
            double[][] arrows = new double[4][some.length * (to - from)];
            for (int i = 0; i < some.length; i++) {
                for (int l = from; l < to; l++) {
                    int k = i * (to - from) + l - from;
                    for (int j = 0; j < 2; j++) {
                        double here = entry(followed.cube().values(t, l), some[i], j);
                        arrows[j][k] = here;
                        arrows[2 + j][k] = entry(followed.cube().values(t, l + 1), some[i], j) - here;
                    }
                }
            }
            if (some.length > 0) {
                series.add(new Series.Arrows(classes.isEmpty() ? "samples" : classes.get(c), Role.MEASURED, arrows[0],
                        arrows[1], arrows[2], arrows[3]));
            }
        }
        return Optional.of(new Figure.Chart("trajectories", "Depth as time",
                "The way of some samples from " + (from == 0 ? "the input" : "layer " + from) + " to layer " + to
                        + ", an arrow for each layer, at the end of training; the first two units.",
                Axis.linear("unit 1"), Axis.linear("unit 2"), true, series));
    }

    private static double entry(Matrix values, int i, int j) {
        return j < values.columns() ? values.get(i, j) : 0;
    }

    /** Values and gradients by layer at the start and the end, beside wide random layers. */
    static Figure signals(PropagationCourse course, Followed followed, Optional<WideSignals> expected) {
        List<Series> forward = new ArrayList<>();
        List<Series> backward = new ArrayList<>();
        expected.ifPresent(theory -> {
            line(forward, theory.activation());
            line(backward, theory.gradient());
        });
        boolean still = course.moments() == 1;
        band(forward, still ? "these weights" : "start", followed, 0);
        points(backward, still ? "these weights" : "start", followed.signals().getFirst(), LayerSignal::gradient);
        if (!still) {
            band(forward, "end", followed, course.moments() - 1);
            points(backward, "end", followed.signals().getLast(), LayerSignal::gradient);
        }
        return new Figure.Panels("signals", "Signals through depth",
                "First: the norm of the values behind each layer over the root of its width, the middle sample and the middle half "
                        + "of the samples. Second: the root mean square of the gradients there, of outputs whose gradients have "
                        + "mean square 1." + (expected.isPresent() ? " Dashed: exact for wide random layers." : ""),
                List.of(new Figure.Chart("forward", "Values, forward", "", Axis.linear("layer"),
                        Axis.log("size of values"),
                        drawable(forward)),
                        new Figure.Chart("backward", "Gradients, backward", "", Axis.linear("layer"),
                                Axis.log("gradient, rms"), drawable(backward))));
    }

    private static List<Series> drawable(List<Series> series) {
        return series.isEmpty()
                ? List.of(new Series.Line("all are 0", Role.REFERENCE, new double[] {1, 2}, new double[] {1, 1}))
                : series;
    }

    private static void line(List<Series> series, double[] values) {
        int[] known = IntStream.range(0, values.length)
                .filter(l -> values[l] > 0 && Double.isFinite(values[l]))
                .toArray();
        if (known.length > 0) {
            series.add(new Series.Line("wide random layers", Role.THEORY,
                    Arrays.stream(known).mapToDouble(l -> l + 1).toArray(),
                    Arrays.stream(known).mapToDouble(l -> values[l]).toArray()));
        }
    }

    private static void points(List<Series> series, String name, List<LayerSignal> signals,
            ToDoubleFunction<LayerSignal> value) {
        List<LayerSignal> known = signals.stream()
                .filter(signal -> value.applyAsDouble(signal) > 0 && Double.isFinite(value.applyAsDouble(signal)))
                .toList();
        if (!known.isEmpty()) {
            series.add(new Series.Points(name, Role.MEASURED,
                    known.stream().mapToDouble(signal -> signal.index() + 1).toArray(),
                    known.stream().mapToDouble(value).toArray()));
        }
    }

    private static void band(List<Series> series, String name, Followed followed, int moment) {
        int nodes = followed.cube().nodes();
        List<double[]> rows = new ArrayList<>();
        for (int l = 1; l < nodes; l++) {
            double[] norms = followed.cube().norms(moment, l);
            double root = Math.sqrt(followed.cube().values(moment, l).columns());
            double low = Followed.quantile(norms, 0.25) / root;
            double high = Followed.quantile(norms, 0.75) / root;
            if (low > 0 && Double.isFinite(high)) {
                rows.add(new double[] {l, low, Followed.quantile(norms, 0.5) / root, high});
            }
        }
        if (!rows.isEmpty()) {
            series.add(new Series.Band("", Role.MEASURED, column(rows, 0), column(rows, 1), column(rows, 3)));
            series.add(new Series.Points(name, Role.MEASURED, column(rows, 0), column(rows, 2)));
        }
    }

    private static double[] column(List<double[]> rows, int j) {
        return rows.stream().mapToDouble(row -> row[j]).toArray();
    }

    /** How far apart the classes are behind each layer, and how many units are dead, along the run. */
    static Optional<Figure> separation(PropagationCourse course, Followed followed) {
        if (followed.data().classes().size() < 2) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        int last = course.moments() - 1;
        for (int t : last == 0 ? new int[] {0} : new int[] {0, last}) {
            double[] values = IntStream.range(0, followed.cube().nodes())
                    .mapToDouble(l -> followed.cube().separation(t, l, followed.labels()))
                    .toArray();
            int[] known = IntStream.range(0, values.length)
                    .filter(l -> values[l] > 0 && Double.isFinite(values[l]))
                    .toArray();
            if (known.length > 0) {
                series.add(new Series.Points(last == 0 ? "these weights" : t == 0 ? "start" : "end", Role.MEASURED,
                        Arrays.stream(known).asDoubleStream().toArray(),
                        Arrays.stream(known).mapToDouble(l -> values[l]).toArray()));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure.Chart("separation", "How far apart the classes are",
                        "The spread of the class means over the spread inside the classes (Fisher's ratio), behind each layer; layer 0 "
                                + "is the input. Training pulls the classes apart; which layers do the work is seen here.",
                        Axis.linear("layer"), Axis.log("between classes / within"), series));
    }
}
