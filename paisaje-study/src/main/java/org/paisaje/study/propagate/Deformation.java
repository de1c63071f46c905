package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.LayerShape;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.flow.InputPlane;

/** The picture of what every layer makes of the samples and of a grid around them, by layer and moment. */
final class Deformation {
    private static final int MOST_LAYERS = 13;
    /** As many colours as differ. */
    private static final int MOST_CLASSES = 6;

    private final PropagationCourse course;
    private final Followed followed;
    private final List<LayerShape> layers;
    private final int[] nodes;
    /** The samples and the grid in the plane, by node shown and moment. */
    private final Matrix[][] samples;
    private final Matrix[][] grids;

    private Deformation(PropagateSetting setting, PropagationCourse course, Followed followed) {
        this.course = course;
        this.followed = followed;
        layers = setting.network().layerShapes();
        nodes = shown(layers);
        samples = new Matrix[nodes.length][course.moments()];
        grids = new Matrix[nodes.length][course.moments()];
        for (int t = 0; t < course.moments(); t++) {
            Matrix before = Matrix.zeros(0, 2);
            for (int k = 0; k < nodes.length; k++) {
                Matrix values = followed.cube().values(t, nodes[k]);
                InputPlane plane = k == 0 ? InputPlane.of(values) : InputPlane.of(values, before);
                samples[k][t] = plane.apply(values);
                before = samples[k][t];
                if (followed.grid().isPresent()) {
                    grids[k][t] = plane.apply(followed.grid().get().cube().values(t, nodes[k]));
                }
            }
        }
    }

    /** The input, the last layer before the output and others between; the output too where it has a plane of its own. */
    private static int[] shown(List<LayerShape> layers) {
        int last = layers.getLast().outputs() == 1 ? layers.size() - 1 : layers.size();
        int count = Math.min(last + 1, MOST_LAYERS);
        return IntStream.range(0, count)
                .map(k -> count == 1 ? 0 : (int) Math.round((double) k * last / (count - 1)))
                .toArray();
    }

    static Figure of(PropagateSetting setting, PropagationCourse course, Followed followed) {
        var picture = new Deformation(setting, course, followed);
        List<List<Figure.Chart>> charts = new ArrayList<>();
        for (int k = 0; k < picture.nodes.length; k++) {
            List<Figure.Chart> row = new ArrayList<>();
            for (int t = 0; t < course.moments(); t++) {
                row.add(picture.chart(k, t));
            }
            charts.add(row);
        }
        boolean projected = Arrays.stream(picture.nodes).anyMatch(node -> picture.width(node) > 2);
        String grid = followed.grid().isPresent()
                ? "; grey: a grid around them, which shows how space is bent"
                : "";
        return new Figure.Cube("deformation", "What each layer makes of the data",
                "The samples behind each layer, layer 0 being the input" + grid + ". "
                        + (projected
                                ? "Layers of more than two units are seen in the plane of their two principal components, turned to lie as before. "
                                : "Layers of two units are seen as they are. ")
                        + (course.moments() > 1 ? "Move through the layers, and through training." : ""),
                Axis.linear("layer"), Arrays.stream(picture.nodes).asDoubleStream().toArray(), Axis.linear("epoch"),
                course.epochs(), charts);
    }

    private int width(int node) {
        return followed.cube().values(0, node).columns();
    }

    private Figure.Chart chart(int k, int t) {
        List<Series> series = new ArrayList<>();
        frame(k).ifPresent(series::add);
        if (followed.grid().isPresent()) {
            Followed.Grid grid = followed.grid().get();
            for (int line = 0; line < grid.lines(); line++) {
                Matrix part = grids[k][t].rowRange(line * grid.points(), (line + 1) * grid.points());
                series.add(new Series.Line("", Role.REFERENCE, part.column(0), part.column(1)));
            }
        }
        series.addAll(points(samples[k][t]));
        boolean own = width(nodes[k]) <= 2;
        return new Figure.Chart("layer-" + nodes[k] + "-moment-" + t, "Layer " + nodes[k], "",
                Axis.linear(own ? nodes[k] == 0 ? "x1" : "unit 1" : "first component"),
                Axis.linear(own
                        ? width(nodes[k]) == 1 ? "0, for one unit" : nodes[k] == 0 ? "x2" : "unit 2"
                        : "second component"),
                true,
                series);
    }

    /** The samples by class; the last class first, so that the upper class is blue, as positive outputs are. */
    private List<Series> points(Matrix plane) {
        List<Series> series = new ArrayList<>();
        List<String> classes = followed.data().classes();
        if (classes.isEmpty()) {
            return List.of(new Series.Points("samples", Role.MEASURED, plane.column(0), plane.column(1)));
        }
        int shown = Math.min(MOST_CLASSES, classes.size());
        for (int c = shown - 1; c >= 0; c--) {
            int[] own = own(followed.labels(), c);
            if (own.length > 0) {
                Matrix part = plane.rows(own);
                series.add(new Series.Points(classes.get(c), Role.MEASURED, part.column(0), part.column(1)));
            }
        }
        return series;
    }

    static int[] own(int[] labels, int c) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == c).toArray();
    }

    /** An area without extent whose corners keep the axes of a layer the same at all moments. */
    private Optional<Series> frame(int k) {
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int t = 0; t < course.moments(); t++) {
            for (Matrix points : followed.grid().isPresent()
                    ? new Matrix[] {samples[k][t], grids[k][t]}
                    : new Matrix[] {samples[k][t]}) {
                for (int i = 0; i < points.rows(); i++) {
                    for (int j = 0; j < 2; j++) {
                        low[j] = Math.min(low[j], points.get(i, j));
                        high[j] = Math.max(high[j], points.get(i, j));
                    }
                }
            }
        }
        return Optional.of(new Series.Band("", Role.REFERENCE, new double[] {low[0], high[0]},
                new double[] {low[1], high[1]}, new double[] {low[1], high[1]}));
    }
}
