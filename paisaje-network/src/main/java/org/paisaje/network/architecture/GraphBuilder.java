package org.paisaje.network.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.StructureBuilder;
import org.paisaje.network.graph.operation.ChannelScale;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.FixedAffine;
import org.paisaje.network.graph.operation.Gather;
import org.paisaje.network.graph.operation.Maximum;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Normalization;
import org.paisaje.network.graph.operation.Operation;
import org.paisaje.network.graph.operation.Pooling;
import org.paisaje.network.graph.operation.Product;
import org.paisaje.network.graph.operation.Sum;

/** Composes a graph node by node; each method says what it computes and returns its value. */
public final class GraphBuilder {
    private final StructureBuilder nodes;
    private final Layout.Builder layout = Layout.builder();
    private final Set<String> names = new HashSet<>();
    private final Set<String> factors = new HashSet<>();
    private final Graph.Value input;
    private int end;
    private int unnamed;

    GraphBuilder(NodeShape shape) {
        this.nodes = new StructureBuilder(shape);
        this.input = new Graph.Value(0, shape);
    }

    /** The input. */
    public Graph.Value input() {
        return input;
    }

    private static IllegalArgumentException wrong(String operation, String reason) {
        return new IllegalArgumentException(operation + ": " + reason);
    }

    private Graph.Value add(Operation operation, NodeShape shape, Graph.Value... inputs) {
        unnamed++;
        return new Graph.Value(nodes.add("node " + unnamed, operation, shape,
                Arrays.stream(inputs).mapToInt(Graph.Value::node).toArray()), shape);
    }

    private int slice(String name, int rows, int columns, List<Integer> window) {
        if (!names.add(name)) {
            throw wrong("Graph", "two parameters are called " + name + "; name the nodes apart");
        }
        layout.add(name, rows, columns, window, false);
        int at = end;
        end = Math.addExact(end, Math.multiplyExact(rows, columns));
        return at;
    }

    /** {@code W h + b} of all entries of h. */
    public Graph.Value dense(String name, Graph.Value h, int outputs, boolean bias) {
        int inputs = h.shape().size();
        int weight = slice(name + ".weight", outputs, inputs, List.of());
        int b = bias ? slice(name + ".bias", outputs, 1, List.of()) : -1;
        NodeShape shape = NodeShape.vector(outputs);
        return new Graph.Value(nodes.add(name, new Dense(inputs, outputs, weight, b, 1, 1), shape, h.node()), shape);
    }

    /** Filters over windows padded with zeros, channels in groups that do not see each other. */
    public Graph.Value convolution(String name, Graph.Value h, int outputs, Window window, int groups, boolean bias) {
        NodeShape from = h.shape();
        if (groups < 1 || from.channels() % groups != 0 || outputs % groups != 0) {
            throw wrong("convolution", name + " has " + groups + " groups of " + from.channels() + " channels and "
                    + outputs + " filters; both are multiples of the groups");
        }
        PatchMap map = map(name, from, window);
        int each = from.channels() / groups;
        int weight = slice(name + ".weight", outputs, map.taps() * each, List.of(window.height(), window.width()));
        int b = bias ? slice(name + ".bias", outputs, 1, List.of()) : -1;
        NodeShape shape = new NodeShape(map.height(), map.width(), outputs);
        return new Graph.Value(nodes.add(name, new Convolution(map, from.channels(), outputs, groups, weight, b, 1, 1),
                shape, h.node()), shape);
    }

    private static PatchMap map(String name, NodeShape from, Window window) {
        if (window.down(from.height()) < 1 || window.across(from.width()) < 1) {
            throw wrong("Graph", name + " has a window of " + window.height() + " x " + window.width()
                    + ", which does not fit into an image of " + from.height() + " x " + from.width()
                    + " with its padding");
        }
        return PatchMap.of(from.height(), from.width(), window);
    }

    /** The largest entry of each window. */
    public Graph.Value maxPool(Graph.Value h, Window window) {
        PatchMap map = map("maxPool", h.shape(), window);
        for (int p = 0; p < map.pixels(); p++) {
            if (map.inside(p) == 0) {
                throw wrong("maxPool", "the padding is as large as the window, so that one sees nothing");
            }
        }
        return add(new Maximum(map, h.shape().channels()),
                new NodeShape(map.height(), map.width(), h.shape().channels()), h);
    }

    /**
     * The mean of each window.
     *
     * @param counted whether the zeros of the padding count in the mean
     */
    public Graph.Value averagePool(Graph.Value h, Window window, boolean counted) {
        PatchMap map = map("averagePool", h.shape(), window);
        int[] sizes = new int[map.pixels()];
        for (int p = 0; p < sizes.length; p++) {
            sizes[p] = counted ? map.taps() : Math.max(1, map.inside(p));
        }
        return add(new Pooling(map, h.shape().channels(), sizes),
                new NodeShape(map.height(), map.width(), h.shape().channels()), h);
    }

    /** The mean over all pixels, channel by channel. */
    public Graph.Value globalAverage(Graph.Value h) {
        return averagePool(h, whole(h), true);
    }

    /** The largest entry of all pixels, channel by channel. */
    public Graph.Value globalMax(Graph.Value h) {
        return maxPool(h, whole(h));
    }

    private static Window whole(Graph.Value h) {
        return new Window(h.shape().height(), h.shape().width(), 1, 1, 1, 1, 0, 0, 0, 0);
    }

    /** All entries as a vector, pixel by pixel; costs nothing. */
    public Graph.Value flatten(Graph.Value h) {
        return new Graph.Value(h.node(), NodeShape.vector(h.shape().size()));
    }

    /** All entries as a vector, channel by channel, as PyTorch and ONNX flatten. */
    public Graph.Value flattenByChannel(Graph.Value h) {
        return h.shape().pixels() == 1 || h.shape().channels() == 1
                ? flatten(h)
                : permuted(h, NodeShape.vector(h.shape().size()), Rearrangement.byChannel(h.shape()));
    }

    /** A vector that lists an image channel by channel, as that image. */
    public Graph.Value imageByChannel(Graph.Value h, NodeShape shape) {
        if (h.shape().size() != shape.size()) {
            throw wrong("imageByChannel", h.shape().size() + " entries are no image of " + shape);
        }
        if (shape.pixels() == 1 || shape.channels() == 1) {
            return new Graph.Value(h.node(), shape);
        }
        return permuted(h, shape, Rearrangement.inverse(Rearrangement.byChannel(shape)));
    }

    /** {@code out_i = h_order(i)}. */
    public Graph.Value permuted(Graph.Value h, NodeShape shape, int[] order) {
        return add(new Gather(new int[order.length], order, h.shape().size()), shape, h);
    }

    /** The channels of several images of one size after each other; vectors follow each other. */
    public Graph.Value concatenate(List<Graph.Value> parts) {
        List<NodeShape> shapes = parts.stream().map(Graph.Value::shape).toList();
        return add(Rearrangement.joined(shapes), Rearrangement.joinedShape(shapes), parts.toArray(Graph.Value[]::new));
    }

    /** {@code a + step b}, b of the shape of a or with one entry per channel. */
    public Graph.Value add(Graph.Value a, Graph.Value b, double step) {
        if (!fits(b, a) && fits(a, b)) {
            return combine("add", new Sum(step, 1), b, a);
        }
        return combine("add", new Sum(1, step), a, b);
    }

    /** {@code a b} entry by entry, b of the shape of a or with one entry per channel. */
    public Graph.Value multiply(Graph.Value a, Graph.Value b) {
        return !fits(b, a) && fits(a, b)
                ? combine("multiply", new Product(), b, a)
                : combine("multiply", new Product(), a, b);
    }

    private static boolean fits(Graph.Value small, Graph.Value large) {
        return small.shape().equals(large.shape())
                || small.shape().isVector() && small.shape().channels() == large.shape().channels()
                || small.shape().size() == 1;
    }

    private Graph.Value combine(String operation, Operation how, Graph.Value a, Graph.Value b) {
        if (!fits(b, a)) {
            throw wrong(operation, "values of " + a.shape() + " and " + b.shape()
                    + " do not fit; they are equal or one has an entry per channel");
        }
        return add(how, a.shape(), a, b);
    }

    /** s entry by entry. */
    public Graph.Value activation(Graph.Value h, Activation s) {
        return s.identity() ? h : add(new Nonlinear(s), h.shape(), h);
    }

    /** A factor for every channel and, if asked for, an offset, both parameters. */
    public Graph.Value scale(String name, Graph.Value h, boolean bias) {
        int channels = h.shape().channels();
        int weight = slice(name + ".weight", channels, 1, List.of());
        int b = bias ? slice(name + ".bias", channels, 1, List.of()) : -1;
        factors.add(name + ".weight");
        return new Graph.Value(nodes.add(name, new ChannelScale(h.shape().size(), channels, weight, b), h.shape(),
                h.node()), h.shape());
    }

    /** {@code factor h + offset} with constants of one entry, one per channel or one per entry each. */
    public Graph.Value constant(Graph.Value h, double[] factor, double[] offset) {
        for (double[] constants : new double[][] {factor, offset}) {
            if (constants.length != 1 && constants.length != h.shape().channels()
                    && constants.length != h.shape().size()) {
                throw wrong("constant", constants.length + " constants for a value of " + h.shape()
                        + "; there is one, one per channel or one per entry");
            }
        }
        return add(new FixedAffine(factor.clone(), offset.clone()), h.shape(), h);
    }

    /**
     * Batch normalisation as it is used after training: {@code weight (h - mean) / sqrt(variance + epsilon) + bias} with
     * the mean and variance of each channel given, weight and bias parameters.
     */
    public Graph.Value batchNorm(String name, Graph.Value h, double[] mean, double[] variance, double epsilon) {
        int channels = h.shape().channels();
        if (mean.length != channels) {
            throw wrong("batchNorm", mean.length + " means for a value of " + h.shape() + "; there is one per channel");
        }
        var statistics = new ChannelStatistics(name, mean.clone(), variance.clone(), epsilon);
        return scale(name, add(FixedAffine.normalizing(statistics), h.shape(), h), true);
    }

    /** Each sample, or each run of {@code run} entries of it, shifted and scaled to mean 0 and variance 1. */
    public Graph.Value normalized(Graph.Value h, int run, double epsilon) {
        if (run < 1 || h.shape().size() % run != 0) {
            throw wrong("normalized", "runs of " + run + " entries do not divide a value of " + h.shape());
        }
        return add(new Normalization(run, epsilon), h.shape(), h);
    }

    /** Layer normalisation of all entries, with a factor and an offset for each. */
    public Graph.Value layerNorm(String name, Graph.Value h, double epsilon, boolean bias) {
        Graph.Value all = flatten(normalized(h, h.shape().size(), epsilon));
        return new Graph.Value(scale(name, all, bias).node(), h.shape());
    }

    /** The finished graph. */
    public Graph build(Graph.Value output) {
        Layout finished = layout.build();
        if (finished.size() == 0) {
            throw wrong("Graph", "there are no parameters: nothing can be trained or differentiated");
        }
        GraphStructure structure = nodes.build(output.node(), finished, "graph of " + unnamed + " nodes");
        List<String> lost = new ArrayList<>(finished.slices().stream().map(Layout.Slice::name).toList());
        lost.removeAll(structure.used(finished));
        if (!lost.isEmpty()) {
            throw wrong("Graph", "the output does not depend on the parameters " + lost);
        }
        return Graph.of(structure, input.shape(), factors);
    }
}
