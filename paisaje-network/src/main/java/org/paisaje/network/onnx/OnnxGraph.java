package org.paisaje.network.onnx;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.head.Head;
import org.paisaje.network.head.Headed;

/**
 * Reads an ONNX file into a {@link Graph} with its parameters. A row of x lists the input in the order of the file, channel
 * by channel. Weights, biases, factors and slopes become parameters under their names in the file; everything else that
 * is constant stays so. A softmax at the end is left to the loss, see {@link Architecture#leftToLoss}.
 */
public final class OnnxGraph {
    private final OnnxModel model;
    final GraphBuilder builder;
    /** What is known of every name: a {@link Constant} or a {@link Tensor}. */
    private final Map<String, Object> known = new HashMap<>();
    private final Map<String, double[]> parameters = new HashMap<>();
    private final Set<String> usedWeights = new HashSet<>();
    private final Set<OnnxNode> done = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final boolean apart;
    private Head head = Head.NONE;
    private Head left = Head.NONE;

    /**
     * A value of a sample.
     *
     * @param value where it is computed
     * @param dims its dimensions in the file without that of the samples
     */
    record Tensor(Graph.Value value, int... dims) {
        int size() {
            return value.shape().size();
        }
    }

    private OnnxGraph(OnnxModel model, boolean apart) {
        this.model = model;
        this.apart = apart;
        known.putAll(model.constants());
        if (model.opset() < 7) {
            throw fail("", "its operators are of version " + model.opset() + "; versions from 7 on are understood: "
                    + "convert it with onnx.version_converter");
        }
        if (model.inputs().size() != 1 || model.outputs().size() != 1) {
            throw fail("", "it has " + model.inputs().size() + " inputs and " + model.outputs().size()
                    + " outputs; one of each is needed");
        }
        Map.Entry<String, int[]> input = model.inputs().entrySet().iterator().next();
        int[] all = input.getValue();
        int[] dims = all.length < 2 ? new int[0] : Arrays.copyOfRange(all, 1, all.length);
        if (dims.length == 0 || dims.length > 3 || Arrays.stream(dims).anyMatch(d -> d < 1)) {
            throw fail("input \"" + input.getKey() + "\"", "its dimensions are " + described(all)
                    + "; needed are samples, of any number, and one to three fixed dimensions: features, or channels and "
                    + "length, or channels, height and width");
        }
        NodeShape shape = shape(dims);
        this.builder = Graph.builder(NodeShape.vector(shape.size()));
        known.put(input.getKey(), new Tensor(builder.imageByChannel(builder.input(), shape), dims));
    }

    private static String described(int[] dims) {
        return Arrays.stream(dims).mapToObj(d -> d < 0 ? "?" : String.valueOf(d)).toList().toString();
    }

    /**
     * Reads a file; the graph's text is {@code onnx:} and the path.
     *
     * @throws DataFormatException naming the place, if the file is damaged or holds what is not understood
     */
    public static Graph read(Path path) {
        return read(path, false).graph;
    }

    /** The same, an activation of the outputs apart, as the head of the network. */
    public static Architecture headed(Path path) {
        Read read = read(path, true);
        return Headed.of(read.graph, read.head);
    }

    private record Read(Graph graph, Head head) {}

    private static Read read(Path path, boolean apart) {
        try {
            var reader = new OnnxGraph(OnnxModel.read(path), apart);
            String text = "onnx:" + path;
            Graph graph = reader.graph(text);
            return new Read(reader.head.none()
                    ? graph
                    : graph.withParameters(text + ":output=none", graph.givenParameters().orElseThrow()), reader.head);
        } catch (ArithmeticException e) {
            var failure = new DataFormatException(path.toString(), "", "a size in it is larger than 2^31");
            failure.initCause(e);
            throw failure;
        }
    }

    DataFormatException fail(String place, String reason) {
        return new DataFormatException(model.file(), place, reason);
    }

    private Graph graph(String text) {
        String end = model.outputs().getFirst();
        Set<String> needed = new HashSet<>(List.of(end));
        for (OnnxNode node : model.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(node.inputs());
            }
        }
        OnnxOperations operations = new OnnxOperations(this);
        for (OnnxNode node : model.nodes()) {
            if (done.contains(node) || node.outputs().stream().noneMatch(needed::contains)) {
                continue;
            }
            try {
                known.put(node.outputs().getFirst(), operations.apply(node));
            } catch (DataFormatException e) {
                throw e;
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                var failure = fail(node.place(), String.valueOf(e.getMessage()));
                failure.initCause(e);
                throw failure;
            }
        }
        if (!(known.get(end) instanceof Tensor output)) {
            throw fail("output \"" + end + "\"", "it does not depend on the input");
        }
        Graph graph;
        try {
            graph = builder.build(builder.flattenByChannel(output.value()));
        } catch (IllegalArgumentException e) {
            var failure = fail("", String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
        double[] theta = new double[graph.layout().size()];
        for (Layout.Slice slice : graph.layout().slices()) {
            double[] values = parameters.get(slice.name());
            if (values == null || values.length != slice.size()) {
                throw fail("", "the parameter " + slice.name() + " has no values of its size");
            }
            System.arraycopy(values, 0, theta, slice.offset(), values.length);
        }
        return graph.withParameters(text, theta).leaving(left);
    }

    /** Takes the activation of a node apart if the node gives the outputs of the model and that is asked for. */
    boolean takesApart(OnnxNode node, Activation activation) {
        boolean taken = apart && isOutput(node.outputs().getFirst());
        head = taken ? new Head.Entrywise(activation) : head;
        return taken;
    }

    /** Says what stands at the end and is left to the loss. */
    void leave(Head behind) {
        left = behind;
    }

    /** Whether a name is the output of the model. */
    boolean isOutput(String name) {
        return model.outputs().contains(name);
    }

    long opset() {
        return model.opset();
    }

    Object get(OnnxNode node, int i) {
        Object found = known.get(node.input(i));
        if (found == null) {
            throw fail(node.place(), node.input(i).isEmpty()
                    ? "its input " + i + " is missing"
                    : "it reads \"" + node.input(i) + "\", which nothing before it writes");
        }
        return found;
    }

    Tensor tensor(OnnxNode node, int i) {
        if (get(node, i) instanceof Tensor tensor) {
            return tensor;
        }
        throw fail(node.place(), "its input " + i + (get(node, i) instanceof Constant
                ? " is a constant; one that depends on the input of the model is needed"
                : " is a mean, a deviation from it or a choice, which are understood in a layer normalisation and in a "
                        + "softplus alone"));
    }

    boolean has(OnnxNode node, int i) {
        return !node.input(i).isEmpty();
    }

    Constant constant(OnnxNode node, int i) {
        if (get(node, i) instanceof Constant constant) {
            return constant;
        }
        throw fail(node.place(), "its input " + i + " depends on the input of the model; a constant is needed");
    }

    @Nullable
    Constant optional(OnnxNode node, int i) {
        return has(node, i) ? constant(node, i) : null;
    }

    /** The only node that reads a name, if it is one and the name is no output. */
    @Nullable
    OnnxNode onlyReader(String name) {
        List<OnnxNode> readers = model.nodes().stream().filter(node -> node.inputs().contains(name)).toList();
        return readers.size() == 1 && !isOutput(name) ? readers.getFirst() : null;
    }

    /** Whether a name is what a node of that kind makes of another name. */
    boolean makes(String name, String op, String of) {
        return model.nodes()
                .stream()
                .anyMatch(node -> node.op().equals(op) && node.outputs().contains(name) && node.input(0).equals(of));
    }

    /** Marks a node as carried out with another one. */
    void finish(OnnxNode node, Tensor result) {
        done.add(node);
        known.put(node.outputs().getFirst(), result);
    }

    @Nullable
    Object known(String name) {
        return known.get(name);
    }

    /** A name for the parameters of a node: that of its weight without the ending, its own, or its kind and place. */
    String name(OnnxNode node, Constant weight) {
        if (!usedWeights.add(weight.name()) && !weight.name().isEmpty()) {
            throw fail(node.place(), "it shares the weights \"" + weight.name()
                    + "\" with a node before it; tied weights are not understood");
        }
        String name = weight.name().endsWith(".weight")
                ? weight.name().substring(0, weight.name().length() - ".weight".length())
                : !node.name().isEmpty() ? node.name() : node.op().toLowerCase(Locale.ROOT) + node.index();
        String result = name;
        for (int i = 2; !names.add(result); i++) {
            result = name + "_" + i;
        }
        return result;
    }

    void parameter(String name, double[] values) {
        parameters.put(name, values);
    }

    /** The shape of an image or a vector of those dimensions. */
    static NodeShape shape(int... dims) {
        return switch (dims.length) {
            case 0 -> NodeShape.vector(1);
            case 1 -> NodeShape.vector(dims[0]);
            case 2 -> new NodeShape(1, dims[1], dims[0]);
            case 3 -> new NodeShape(dims[1], dims[2], dims[0]);
            default -> throw new IllegalArgumentException(
                    "a value of " + dims.length + " dimensions besides the samples; at most three are understood");
        };
    }

    /** Entries listed channel by channel, as those of the image they are. */
    static double[] byPixel(double[] values, NodeShape shape) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % shape.pixels() * shape.channels() + i / shape.pixels()] = values[i];
        }
        return result;
    }
}
