package org.paisaje.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.graph.ChannelScale;
import org.paisaje.network.graph.Constant;
import org.paisaje.network.graph.Convolution;
import org.paisaje.network.graph.Dense;
import org.paisaje.network.graph.Gather;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.Maximum;
import org.paisaje.network.graph.Nonlinear;
import org.paisaje.network.graph.Normalization;
import org.paisaje.network.graph.Operation;
import org.paisaje.network.graph.Pooling;
import org.paisaje.network.graph.Product;
import org.paisaje.network.graph.StructureBuilder;
import org.paisaje.network.graph.Sum;

/**
 * A network of nodes that read values computed before them: dense layers, convolutions, pools, sums, products,
 * concatenations, activations, normalisations. Composed by a {@link Builder} or read from a file; the derivatives are as
 * exact as those of the other architectures. Values are {@linkplain NodeShape images of channels}, the channels of a pixel
 * next to each other. Parameters are in the standard parametrization and called {@code <node>.weight} and
 * {@code <node>.bias}; a filter is outputs x taps x channels. Immutable; equal only to itself.
 */
public final class Graph implements Architecture {
    private final GraphStructure structure;
    private final NodeShape input;
    private final Set<String> factors;
    private final String text;
    private final double[] parameters;

    private Graph(GraphStructure structure, NodeShape input, Set<String> factors, String text, double[] parameters) {
        this.structure = structure;
        this.input = input;
        this.factors = factors;
        this.text = text;
        this.parameters = parameters;
    }

    /** Starts a graph. */
    public static Builder builder(NodeShape input) {
        return new Builder(input);
    }

    /** The same graph with the parameters it came with, which training starts from; {@code text} is where it came from. */
    public Graph withParameters(String text, double[] theta) {
        if (theta.length != layout().size()) {
            throw new IllegalArgumentException("withParameters: theta has " + theta.length
                    + " entries, the network has " + layout().size() + " parameters");
        }
        return new Graph(structure, input, factors, text, theta.clone());
    }

    @Override
    public Optional<double[]> givenParameters() {
        return parameters.length == 0 ? Optional.empty() : Optional.of(parameters.clone());
    }

    /** The shape of a sample. */
    public NodeShape input() {
        return input;
    }

    @Override
    public String text() {
        return text;
    }

    /** The nonlinearity that most nodes have; the identity if there is none. */
    @Override
    public Activation activation() {
        List<Activation> all = structure.activations();
        return all.stream()
                .max((a, b) -> Long.compare(all.stream().filter(a::equals).count(),
                        all.stream().filter(b::equals).count()))
                .orElse(Activation.IDENTITY);
    }

    @Override
    public Parametrization parametrization() {
        return Parametrization.STANDARD;
    }

    @Override
    public List<LayerShape> layerShapes() {
        return structure.shapes();
    }

    /** Weights of dense layers and filters are drawn; factors of channels start at 1 and their offsets at 0. */
    @Override
    public double[] initialize(Initializer initializer, Seed seed) {
        double[] theta = new double[layout().size()];
        for (String name : factors) {
            Layout.Slice slice = layout().slice(name);
            Arrays.fill(theta, slice.offset(), slice.offset() + slice.size(), 1);
        }
        List<LayerShape> layers = layerShapes();
        for (LayerShape layer : layers) {
            initializer.fill(layer, layer.index() == layers.size() - 1 && layers.size() > 1, seed, theta);
        }
        return theta;
    }

    @Override
    public KinkCount kinks(double[] theta, Matrix x, double within) {
        return structure.kinks(theta, x, within);
    }

    @Override
    public LayerTrace trace(double[] theta, Matrix x) {
        return structure.trace(theta, x);
    }

    @Override
    public long traceEntries(int gradients) {
        return structure.traceEntries(gradients);
    }

    @Override
    public boolean inRow() {
        return false;
    }

    @Override
    public Layout layout() {
        return structure.layout();
    }

    @Override
    public int inputs() {
        return structure.inputs();
    }

    @Override
    public int outputs() {
        return structure.outputs();
    }

    @Override
    public Matrix forward(double[] theta, Matrix x) {
        return structure.forward(theta, x);
    }

    @Override
    public Linearization linearize(double[] theta, Matrix x) {
        return structure.linearize(theta, x);
    }

    @Override
    public GradientWorkspace workspace(Loss loss, int capacity) {
        return structure.workspace(loss, capacity);
    }

    @Override
    public String toString() {
        return text;
    }

    /** A value of a graph under construction. */
    public record Value(int node, NodeShape shape) {}

    /** Composes a graph node by node; each method says what it computes and returns its value. */
    public static final class Builder {
        private final StructureBuilder nodes;
        private final Layout.Builder layout = Layout.builder();
        private final Set<String> names = new HashSet<>();
        private final Set<String> factors = new HashSet<>();
        private final Value input;
        private int end;
        private int unnamed;

        private Builder(NodeShape shape) {
            this.nodes = new StructureBuilder(shape);
            this.input = new Value(0, shape);
        }

        /** The input. */
        public Value input() {
            return input;
        }

        private static IllegalArgumentException wrong(String operation, String reason) {
            return new IllegalArgumentException(operation + ": " + reason);
        }

        private Value add(Operation operation, NodeShape shape, Value... inputs) {
            unnamed++;
            return new Value(nodes.add("node " + unnamed, operation, shape,
                    Arrays.stream(inputs).mapToInt(Value::node).toArray()), shape);
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
        public Value dense(String name, Value h, int outputs, boolean bias) {
            int inputs = h.shape().size();
            int weight = slice(name + ".weight", outputs, inputs, List.of());
            int b = bias ? slice(name + ".bias", outputs, 1, List.of()) : -1;
            NodeShape shape = NodeShape.vector(outputs);
            return new Value(nodes.add(name, new Dense(inputs, outputs, weight, b, 1, 1), shape, h.node()), shape);
        }

        /** Filters over windows padded with zeros, channels in groups that do not see each other. */
        public Value convolution(String name, Value h, int outputs, Window window, int groups, boolean bias) {
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
            return new Value(nodes.add(name, new Convolution(map, from.channels(), outputs, groups, weight, b, 1, 1),
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
        public Value maxPool(Value h, Window window) {
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
        public Value averagePool(Value h, Window window, boolean counted) {
            PatchMap map = map("averagePool", h.shape(), window);
            int[] sizes = new int[map.pixels()];
            for (int p = 0; p < sizes.length; p++) {
                sizes[p] = counted ? map.taps() : Math.max(1, map.inside(p));
            }
            return add(new Pooling(map, h.shape().channels(), sizes),
                    new NodeShape(map.height(), map.width(), h.shape().channels()), h);
        }

        /** The mean over all pixels, channel by channel. */
        public Value globalAverage(Value h) {
            return averagePool(h, whole(h), true);
        }

        /** The largest entry of all pixels, channel by channel. */
        public Value globalMax(Value h) {
            return maxPool(h, whole(h));
        }

        private static Window whole(Value h) {
            return new Window(h.shape().height(), h.shape().width(), 1, 1, 1, 1, 0, 0, 0, 0);
        }

        /** All entries as a vector, pixel by pixel; costs nothing. */
        public Value flatten(Value h) {
            return new Value(h.node(), NodeShape.vector(h.shape().size()));
        }

        /** All entries as a vector, channel by channel, as PyTorch and ONNX flatten. */
        public Value flattenByChannel(Value h) {
            return h.shape().pixels() == 1 || h.shape().channels() == 1
                    ? flatten(h)
                    : permuted(h, NodeShape.vector(h.shape().size()), byChannel(h.shape()));
        }

        /** A vector that lists an image channel by channel, as that image. */
        public Value imageByChannel(Value h, NodeShape shape) {
            if (h.shape().size() != shape.size()) {
                throw wrong("imageByChannel", h.shape().size() + " entries are no image of " + shape);
            }
            if (shape.pixels() == 1 || shape.channels() == 1) {
                return new Value(h.node(), shape);
            }
            int[] order = byChannel(shape);
            int[] inverse = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                inverse[order[i]] = i;
            }
            return permuted(h, shape, inverse);
        }

        /** Entry i of a list by channels is that entry of the image. */
        static int[] byChannel(NodeShape shape) {
            int[] order = new int[shape.size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i % shape.pixels() * shape.channels() + i / shape.pixels();
            }
            return order;
        }

        /** {@code out_i = h_order(i)}. */
        public Value permuted(Value h, NodeShape shape, int[] order) {
            return add(new Gather(new int[order.length], order, h.shape().size()), shape, h);
        }

        /** The channels of several images of one size after each other; vectors follow each other. */
        public Value concatenate(List<Value> parts) {
            NodeShape first = parts.getFirst().shape();
            int channels = 0;
            for (Value part : parts) {
                if (part.shape().height() != first.height() || part.shape().width() != first.width()) {
                    throw wrong("concatenate", "an image of " + part.shape() + " does not continue one of " + first);
                }
                channels += part.shape().channels();
            }
            NodeShape shape = new NodeShape(first.height(), first.width(), channels);
            int[] which = new int[shape.size()];
            int[] place = new int[shape.size()];
            int at = 0;
            for (int p = 0; p < shape.pixels(); p++) {
                for (int k = 0; k < parts.size(); k++) {
                    int own = parts.get(k).shape().channels();
                    for (int c = 0; c < own; c++) {
                        which[at] = k;
                        place[at++] = p * own + c;
                    }
                }
            }
            int[] sizes = parts.stream().mapToInt(part -> part.shape().size()).toArray();
            return add(new Gather(which, place, sizes), shape, parts.toArray(Value[]::new));
        }

        /** {@code a + step b}, b of the shape of a or with one entry per channel. */
        public Value add(Value a, Value b, double step) {
            if (!fits(b, a) && fits(a, b)) {
                return combine("add", new Sum(step, 1), b, a);
            }
            return combine("add", new Sum(1, step), a, b);
        }

        /** {@code a b} entry by entry, b of the shape of a or with one entry per channel. */
        public Value multiply(Value a, Value b) {
            return !fits(b, a) && fits(a, b)
                    ? combine("multiply", new Product(), b, a)
                    : combine("multiply", new Product(), a, b);
        }

        private static boolean fits(Value small, Value large) {
            return small.shape().equals(large.shape())
                    || small.shape().isVector() && small.shape().channels() == large.shape().channels()
                    || small.shape().size() == 1;
        }

        private Value combine(String operation, Operation how, Value a, Value b) {
            if (!fits(b, a)) {
                throw wrong(operation, "values of " + a.shape() + " and " + b.shape()
                        + " do not fit; they are equal or one has an entry per channel");
            }
            return add(how, a.shape(), a, b);
        }

        /** s entry by entry. */
        public Value activation(Value h, Activation s) {
            return s.identity() ? h : add(new Nonlinear(s), h.shape(), h);
        }

        /** A factor for every channel and, if asked for, an offset, both parameters. */
        public Value scale(String name, Value h, boolean bias) {
            int channels = h.shape().channels();
            int weight = slice(name + ".weight", channels, 1, List.of());
            int b = bias ? slice(name + ".bias", channels, 1, List.of()) : -1;
            factors.add(name + ".weight");
            return new Value(nodes.add(name, new ChannelScale(h.shape().size(), channels, weight, b), h.shape(),
                    h.node()), h.shape());
        }

        /** {@code factor h + offset} with constants of one entry, one per channel or one per entry each. */
        public Value constant(Value h, double[] factor, double[] offset) {
            for (double[] constants : new double[][] {factor, offset}) {
                if (constants.length != 1 && constants.length != h.shape().channels()
                        && constants.length != h.shape().size()) {
                    throw wrong("constant", constants.length + " constants for a value of " + h.shape()
                            + "; there is one, one per channel or one per entry");
                }
            }
            return add(new Constant(factor.clone(), offset.clone()), h.shape(), h);
        }

        /**
         * Batch normalisation as it is used after training: {@code weight (h - mean) / sqrt(variance + epsilon) + bias} with
         * the mean and variance of each channel given, weight and bias parameters.
         */
        public Value batchNorm(String name, Value h, double[] mean, double[] variance, double epsilon) {
            double[] factor = new double[mean.length];
            double[] offset = new double[mean.length];
            for (int c = 0; c < mean.length; c++) {
                factor[c] = 1 / Math.sqrt(variance[c] + epsilon);
                offset[c] = -mean[c] * factor[c];
            }
            return scale(name, constant(h, factor, offset), true);
        }

        /** Each sample, or each run of {@code run} entries of it, shifted and scaled to mean 0 and variance 1. */
        public Value normalized(Value h, int run, double epsilon) {
            if (run < 1 || h.shape().size() % run != 0) {
                throw wrong("normalized", "runs of " + run + " entries do not divide a value of " + h.shape());
            }
            return add(new Normalization(run, epsilon), h.shape(), h);
        }

        /** Layer normalisation of all entries, with a factor and an offset for each. */
        public Value layerNorm(String name, Value h, double epsilon, boolean bias) {
            Value all = flatten(normalized(h, h.shape().size(), epsilon));
            return new Value(scale(name, all, bias).node(), h.shape());
        }

        /** The finished graph. */
        public Graph build(Value output) {
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
            return new Graph(structure, input.shape(), Set.copyOf(factors), structure.toString(), new double[0]);
        }
    }
}
