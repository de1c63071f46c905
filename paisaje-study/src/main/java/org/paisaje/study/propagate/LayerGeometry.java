package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.theory.geometry.metric.Collision;
import org.paisaje.theory.geometry.metric.Invertibility;
import org.paisaje.theory.geometry.metric.LayerMap;
import org.paisaje.theory.geometry.metric.LocalChange;
import org.paisaje.theory.geometry.metric.SmoothMap;
import org.paisaje.theory.geometry.topology.HullDistance;
import org.paisaje.theory.geometry.topology.StableBetti;

/**
 * What the layers do to space at the end of a run.
 *
 * @param changes the maps between nodes that no skip passes, in order; none for networks that are no row of layers
 * @param parted by node how a hyperplane parts each class from the others; none without classes or where a layer is too wide
 * @param shapes by node and class the shape of the samples, where a node has two or three units
 * @param region the shape of the inputs of the upper class, for two inputs and one output
 * @param collision two inputs with one image behind the last layer before the output, if there are any that were found
 */
record LayerGeometry(List<Change> changes, List<List<HullDistance>> parted, List<List<Optional<StableBetti>>> shapes,
        Optional<StableBetti> region, Optional<Collision> collision) {
    /** Wider layers would cost more than the table is worth. */
    private static final int WIDEST = 64;
    private static final int MOST_CLASSES = 10;
    private static final int LOCAL = 24;
    private static final int CELLS = 128;

    /**
     * One map.
     *
     * @param from the node before it
     * @param to the node behind it
     * @param certificate whether it is one-to-one
     * @param local what it does near some samples
     */
    record Change(int from, int to, Invertibility certificate, List<LocalChange> local) {}

    static LayerGeometry of(PropagateSetting setting, PropagationCourse course, Followed followed) {
        Architecture network = setting.network();
        int end = course.moments() - 1;
        int classes = followed.data().classes().size();
        List<List<HullDistance>> parted = new ArrayList<>();
        List<List<Optional<StableBetti>>> shapes = new ArrayList<>();
        for (int node = 0; node < followed.cube().nodes(); node++) {
            Matrix values = followed.cube().values(end, node);
            boolean looked = classes > 1 && classes <= MOST_CLASSES && values.columns() <= WIDEST;
            parted.add(looked ? parted(values, followed.labels(), classes) : List.of());
            shapes.add(classes > 1 && classes <= 3 && (values.columns() == 2 || values.columns() == 3)
                    ? shapes(values, followed.labels(), classes)
                    : List.of());
        }
        List<Change> changes = network.inRow() ? changes(network, course.end(), followed) : List.of();
        return new LayerGeometry(changes, parted, shapes, region(setting, course, followed),
                network.inRow() ? collision(network, course.end(), followed) : Optional.empty());
    }

    private static List<HullDistance> parted(Matrix values, int[] labels, int classes) {
        List<HullDistance> result = new ArrayList<>();
        // Of two classes one is parted from the other as the other from it.
        for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
            int[] own = Deformation.own(labels, c);
            int kind = c;
            int[] others = Arrays.stream(sequence(labels.length)).filter(i -> labels[i] != kind).toArray();
            if (own.length > 0 && others.length > 0) {
                result.add(HullDistance.of(values.rows(own), values.rows(others)));
            }
        }
        return result;
    }

    private static int[] sequence(int n) {
        int[] result = new int[n];
        Arrays.setAll(result, i -> i);
        return result;
    }

    private static List<Optional<StableBetti>> shapes(Matrix values, int[] labels, int classes) {
        List<Optional<StableBetti>> result = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            int[] own = Deformation.own(labels, c);
            result.add(own.length < 2 ? Optional.empty() : StableBetti.ofPoints(values.rows(own)));
        }
        return result;
    }

    private static List<Change> changes(Architecture network, double[] theta, Followed followed) {
        List<Change> result = new ArrayList<>();
        int[] cuts = LayerMap.cuts(network);
        int n = followed.data().size();
        int looked = Math.min(LOCAL, n);
        for (int k = 1; k < cuts.length; k++) {
            LayerMap map = LayerMap.of(network, theta, cuts[k - 1], cuts[k]);
            if (map.inputs() > WIDEST || map.outputs() > WIDEST) {
                continue;
            }
            Matrix before = followed.cube().values(followed.cube().times() - 1, cuts[k - 1]);
            List<LocalChange> local = new ArrayList<>();
            for (int i = 0; i < looked; i++) {
                local.add(LocalChange.of(map, before.row((int) ((long) i * n / looked))));
            }
            result.add(new Change(cuts[k - 1], cuts[k], Invertibility.of(map), local));
        }
        return result;
    }

    /** The network up to the last node before the output that no skip passes. */
    static Optional<SmoothMap> inner(Architecture network, double[] theta) {
        int[] cuts = LayerMap.cuts(network);
        return cuts.length < 3
                ? Optional.empty()
                : Optional.of(LayerMap.of(network, theta, 0, cuts[cuts.length - 2]));
    }

    private static Optional<Collision> collision(Architecture network, double[] theta, Followed followed) {
        Optional<SmoothMap> inner = inner(network, theta);
        boolean looked = inner.isPresent() && network.inputs() <= WIDEST
                && network.layerShapes().stream().allMatch(layer -> layer.outputs() <= WIDEST);
        if (!looked) {
            return Optional.empty();
        }
        List<double[]> points = new ArrayList<>();
        int n = followed.data().size();
        for (int i = 0; i < Math.min(4 * LOCAL, n); i++) {
            points.add(followed.data().x().row((int) ((long) i * n / Math.min(4 * LOCAL, n))));
        }
        return Collision.search(inner.orElseThrow(), points);
    }

    private static Optional<StableBetti> region(PropagateSetting setting, PropagationCourse course,
            Followed followed) {
        Architecture network = setting.network();
        if (network.inputs() != 2 || network.outputs() != 1 || followed.data().classes().size() != 2) {
            return Optional.empty();
        }
        double[][] box = PropagateFigures.box(followed);
        return StableBetti.of(points -> {
            Matrix outputs = network.forward(course.end(), points);
            boolean[] upper = new boolean[points.rows()];
            for (int i = 0; i < upper.length; i++) {
                upper[i] = setting.problem().loss().decision().classOf(outputs, i) == 1;
            }
            return upper;
        }, new double[] {box[0][0], box[1][0]}, new double[] {box[0][1], box[1][1]}, CELLS);
    }
}
