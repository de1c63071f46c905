package org.paisaje.theory.geometry.metric;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;

/**
 * Some layers of a network at theta as a map from the values of one node to those of a later one; node 0 is the input, node l
 * lies behind layer l. A block with a skip is one map.
 */
public final class LayerMap implements SmoothMap {
    private final List<LayerShape> layers;
    private final List<Matrix> weights;
    private final List<double[]> biases;
    private final int from;

    private LayerMap(List<LayerShape> layers, double[] theta) {
        this.layers = List.copyOf(layers);
        this.from = layers.getFirst().index();
        this.weights = new ArrayList<>();
        this.biases = new ArrayList<>();
        for (LayerShape layer : layers) {
            int count = layer.inputs() * layer.outputs();
            double[] entries = new double[count];
            for (int k = 0; k < count; k++) {
                entries[k] = layer.weightScale() * theta[layer.weight() + k];
            }
            weights.add(Matrix.wrap(layer.outputs(), layer.inputs(), entries));
            double[] bias = new double[layer.outputs()];
            for (int i = 0; layer.hasBias() && i < bias.length; i++) {
                bias[i] = layer.biasScale() * theta[layer.bias() + i];
            }
            biases.add(bias);
        }
    }

    /**
     * The nodes between which no skip passes: where the network can be cut into maps, the input and the output among them.
     *
     * @throws IllegalArgumentException unless the layers are dense and stand in a row
     */
    public static int[] cuts(Architecture network) {
        List<LayerShape> layers = row(network);
        List<Integer> cuts = new ArrayList<>();
        for (int node = 0; node <= layers.size(); node++) {
            int at = node;
            if (layers.stream().noneMatch(l -> l.hasSkip() && l.skip() < at && l.index() >= at)) {
                cuts.add(node);
            }
        }
        return cuts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<LayerShape> row(Architecture network) {
        if (!network.inRow()) {
            throw new IllegalArgumentException("LayerMap: " + network.text() + " is not a row of dense layers; mlp, "
                    + "linear and resnet are");
        }
        return network.layerShapes();
    }

    /**
     * The layers between two nodes.
     *
     * @throws IllegalArgumentException if a skip passes one of the two nodes
     */
    public static LayerMap of(Architecture network, double[] theta, int from, int to) {
        List<LayerShape> layers = row(network);
        if (from < 0 || to > layers.size() || from >= to) {
            throw new IllegalArgumentException(
                    "LayerMap: from node " + from + " to node " + to + "; the nodes are 0 to "
                            + layers.size() + ", the first before the second");
        }
        for (LayerShape layer : layers.subList(from, to)) {
            if (layer.hasSkip() && layer.skip() < from) {
                throw new IllegalArgumentException(
                        "LayerMap: the skip into layer " + layer.index() + " starts before node "
                                + from + "; cut between blocks");
            }
        }
        return new LayerMap(layers.subList(from, to), theta);
    }

    /** The maps between the cuts, in order. */
    public static List<LayerMap> between(Architecture network, double[] theta) {
        int[] cuts = cuts(network);
        List<LayerMap> result = new ArrayList<>();
        for (int k = 1; k < cuts.length; k++) {
            result.add(of(network, theta, cuts[k - 1], cuts[k]));
        }
        return result;
    }

    @Override
    public int inputs() {
        return layers.getFirst().inputs();
    }

    @Override
    public int outputs() {
        return layers.getLast().outputs();
    }

    /** The layers. */
    public List<LayerShape> layers() {
        return layers;
    }

    /** The matrix of the k-th of them, its scale multiplied in. */
    public Matrix weight(int k) {
        return weights.get(k).copy();
    }

    /** Whether this is {@code x + g(x)}: one block of a residual network. */
    public boolean residual() {
        LayerShape last = layers.getLast();
        return last.hasSkip() && last.skip() == from
                && layers.stream().filter(LayerShape::hasSkip).count() == 1;
    }

    private static double step(LayerShape layer) {
        return layer.hasSkip() && !layer.activation().identity() ? layer.step() : 1;
    }

    @Override
    public double[] value(double[] x) {
        return branch(x, true);
    }

    /** g(x), for {@link #residual()} maps. */
    double[] branch(double[] x) {
        return branch(x, false);
    }

    private double[] branch(double[] x, boolean skips) {
        List<double[]> nodes = new ArrayList<>();
        nodes.add(x);
        for (int k = 0; k < layers.size(); k++) {
            LayerShape layer = layers.get(k);
            double[] h = argument(k, nodes.getLast());
            for (int i = 0; i < h.length; i++) {
                h[i] = step(layer) * layer.activation().value(h[i])
                        + (skips && layer.hasSkip() ? nodes.get(layer.skip() - from)[i] : 0);
            }
            nodes.add(h);
        }
        return nodes.getLast();
    }

    private double[] argument(int k, double[] h) {
        Matrix w = weights.get(k);
        double[] z = biases.get(k).clone();
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < h.length; j++) {
                z[i] += w.get(i, j) * h[j];
            }
        }
        return z;
    }

    @Override
    public Matrix jacobian(double[] x) {
        List<double[]> nodes = new ArrayList<>();
        List<Matrix> jacobians = new ArrayList<>();
        nodes.add(x);
        jacobians.add(Matrix.identity(x.length));
        for (int k = 0; k < layers.size(); k++) {
            LayerShape layer = layers.get(k);
            double[] z = argument(k, nodes.getLast());
            Matrix next = weights.get(k).times(jacobians.getLast());
            double[] h = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                double slope = step(layer) * layer.activation().first(z[i]);
                h[i] = step(layer) * layer.activation().value(z[i])
                        + (layer.hasSkip() ? nodes.get(layer.skip() - from)[i] : 0);
                for (int j = 0; j < next.columns(); j++) {
                    next.set(i, j, slope * next.get(i, j)
                            + (layer.hasSkip() ? jacobians.get(layer.skip() - from).get(i, j) : 0));
                }
            }
            nodes.add(h);
            jacobians.add(next);
        }
        return jacobians.getLast();
    }

    /**
     * A bound on the Lipschitz constant of the layers without their skips: the product of the largest singular values, the
     * Lipschitz constants of the activations and the step; infinite where an activation has none.
     */
    public double branchLipschitz() {
        double product = 1;
        for (int k = 0; k < layers.size(); k++) {
            LayerShape layer = layers.get(k);
            double sigma = Svd.of(weights.get(k)).values()[0];
            double rounding = 1 + 16.0 * Math.max(layer.inputs(), layer.outputs()) * 0x1p-53;
            product *= Math.abs(step(layer)) * layer.activation().lipschitz() * sigma * rounding;
        }
        return product;
    }
}
