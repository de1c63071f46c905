package org.paisaje.theory.dynamics.flow;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;

/**
 * Points on their way through the layers and through training: Phi(x, l, tau), document 004 equations (3.8) and (3.9). Node 0
 * is the input, node l the values behind layer l. The parameters decide it, so a run from the same seed gives it again bit by
 * bit. Where a layer has several positions of a sample its values are in one row.
 */
public final class LayerCube {
    private final List<LayerShape> layers;
    private final List<List<Matrix>> values;

    private LayerCube(List<LayerShape> layers, List<List<Matrix>> values) {
        this.layers = layers;
        this.values = values;
    }

    /**
     * Follows points at several times.
     *
     * @param thetas the parameters at each time, at least one
     * @param x n x d points
     * @throws IllegalArgumentException if the cube would not fit into memory
     */
    public static LayerCube of(Architecture network, List<double[]> thetas, Matrix x) {
        List<LayerShape> layers = network.layerShapes();
        if (thetas.isEmpty()) {
            throw new IllegalArgumentException(
                    "LayerCube: there are no parameters; at least those of one time are needed");
        }
        long entries = x.columns();
        for (LayerShape layer : layers) {
            entries += (long) layer.outputs() * layer.positions();
        }
        MemoryEstimate.require("LayerCube", 8L * thetas.size() * x.rows() * entries,
                "follow fewer points or keep fewer times");
        List<List<Matrix>> values = new ArrayList<>();
        for (double[] theta : thetas) {
            LayerTrace trace = network.trace(theta, x);
            List<Matrix> nodes = new ArrayList<>();
            nodes.add(x);
            for (int l = 0; l < layers.size(); l++) {
                Matrix all = trace.values(l);
                nodes.add(Matrix.wrap(x.rows(), all.rows() / x.rows() * all.columns(), all.data().clone()));
            }
            values.add(List.copyOf(nodes));
        }
        return new LayerCube(layers, List.copyOf(values));
    }

    /** How many times there are. */
    public int times() {
        return values.size();
    }

    /** How many nodes there are: the layers and the input. */
    public int nodes() {
        return layers.size() + 1;
    }

    /** The points at a node and time, a row each; not to be changed. */
    public Matrix values(int time, int node) {
        return values.get(time).get(node);
    }

    /** The Euclidean norms of the points at a node and time. */
    public double[] norms(int time, int node) {
        Matrix at = values(time, node);
        double[] result = new double[at.rows()];
        for (int i = 0; i < result.length; i++) {
            result[i] = norm(at, at, i, 0);
        }
        return result;
    }

    /**
     * How far each point travels from one node to a later one through nodes of one dimension, and how far it is from where it
     * began: {@code [i] = {sum |h_(l+1) - h_l|, |h_to - h_from|}}.
     *
     * @throws IllegalArgumentException if the dimension changes on the way
     */
    public double[][] lengths(int time, int from, int to) {
        int n = values(time, from).rows();
        double[][] result = new double[n][2];
        for (int l = from; l < to; l++) {
            if (values(time, l).columns() != values(time, l + 1).columns()) {
                throw new IllegalArgumentException("lengths: node " + l + " has dimension "
                        + values(time, l).columns() + ", node " + (l + 1) + " has " + values(time, l + 1).columns()
                        + "; there is no distance between them");
            }
            for (int i = 0; i < n; i++) {
                result[i][0] += norm(values(time, l + 1), values(time, l), i, -1);
            }
        }
        for (int i = 0; i < n; i++) {
            result[i][1] = norm(values(time, to), values(time, from), i, -1);
        }
        return result;
    }

    /** The norm of row i of {@code a + factor b}. */
    private static double norm(Matrix a, Matrix b, int i, double factor) {
        double sum = 0;
        for (int j = 0; j < a.columns(); j++) {
            double entry = a.get(i, j) + factor * b.get(i, j);
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }

    /**
     * How far apart classes are at a node: the mean square distance of the class means from the mean of all, over the mean
     * square distance of points from the mean of their class (Fisher 1936). Infinite where each class is a point, 0 where all
     * points are one.
     *
     * @param labels the number of the class of each point
     */
    public double separation(int time, int node, int[] labels) {
        Matrix at = values(time, node);
        int classes = 0;
        for (int label : labels) {
            classes = Math.max(classes, label + 1);
        }
        int d = at.columns();
        double[][] means = new double[classes + 1][d];
        int[] counts = new int[classes + 1];
        for (int i = 0; i < at.rows(); i++) {
            for (int group : new int[] {labels[i], classes}) {
                counts[group]++;
                for (int j = 0; j < d; j++) {
                    means[group][j] += at.get(i, j);
                }
            }
        }
        for (int c = 0; c <= classes; c++) {
            for (int j = 0; j < d; j++) {
                means[c][j] /= Math.max(1, counts[c]);
            }
        }
        double between = 0;
        double within = 0;
        for (int i = 0; i < at.rows(); i++) {
            for (int j = 0; j < d; j++) {
                double own = means[labels[i]][j];
                between += (own - means[classes][j]) * (own - means[classes][j]);
                within += (at.get(i, j) - own) * (at.get(i, j) - own);
            }
        }
        return between == 0 ? 0 : between / within;
    }
}
