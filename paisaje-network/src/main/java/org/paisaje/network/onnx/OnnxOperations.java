package org.paisaje.network.onnx;

import org.jspecify.annotations.Nullable;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.head.Head;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** Carries out the nodes of a model on the graph under construction. */
final class OnnxOperations {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double NEGLIGIBLE = 20;
    private static final double SELU_GAMMA = 1.0507009873554805;

    private final OnnxGraph graph;
    private final GraphBuilder b;
    private final OnnxConstants constants;
    private final OnnxArithmetic arithmetic;
    private final OnnxWindows windows;
    private final OnnxLayers layers;
    private final OnnxShapes shapes;
    private final OnnxMoments moments;

    OnnxOperations(OnnxGraph graph) {
        this.graph = graph;
        this.b = graph.builder;
        this.constants = new OnnxConstants(graph);
        this.arithmetic = new OnnxArithmetic(graph);
        this.windows = new OnnxWindows(graph);
        this.layers = new OnnxLayers(graph, windows, arithmetic);
        this.shapes = new OnnxShapes(graph);
        this.moments = new OnnxMoments(graph, layers);
    }

    /** The result of a node: a constant or a value. */
    Object apply(OnnxNode node) {
        if (!node.domain().isEmpty()) {
            throw graph.fail(node.place(), "the operator set \"" + node.domain() + "\" is not understood");
        }
        Constant folded = constants.fold(node);
        if (folded != null) {
            return folded;
        }
        Object moment = moments.apply(node);
        if (moment != null) {
            return moment;
        }
        if (node.op().equals("Greater") || node.op().equals("Where")) {
            return chosen(node);
        }
        Tensor x = graph.get(node, 0) instanceof Tensor tensor ? tensor : graph.tensor(node, node.inputs().size() - 1);
        return switch (node.op()) {
            case "Identity", "Dropout", "Cast" -> x;
            case "Gemm" -> layers.gemm(node);
            case "MatMul" -> layers.matMul(node);
            case "Conv" -> layers.convolution(node);
            case "MaxPool", "AveragePool" -> windows.pool(node);
            case "GlobalAveragePool" -> OnnxWindows.global(x, b.globalAverage(x.value()));
            case "GlobalMaxPool" -> OnnxWindows.global(x, b.globalMax(x.value()));
            case "ReduceMean", "ReduceMax" -> windows.reduce(node);
            case "Pad" -> windows.pad(node);
            case "Flatten" -> shapes.flatten(node);
            case "Reshape" -> shapes.reshape(node);
            case "Squeeze", "Unsqueeze" -> shapes.reshaped(x, constants.squeezed(node, x.dims()));
            case "BatchNormalization" -> layers.batchNorm(node);
            case "LayerNormalization" -> layers.layerNorm(node);
            case "Add" -> arithmetic.sum(node, 1);
            case "Sub" -> arithmetic.sum(node, -1);
            case "Mul" -> arithmetic.product(node);
            case "Div" -> arithmetic.quotient(node);
            case "Neg" -> affine(x, -1, 0);
            case "Pow" -> arithmetic.power(node);
            case "Concat" -> shapes.concatenate(node);
            case "Softmax", "LogSoftmax" -> softmax(node, x);
            case "PRelu" -> pRelu(node);
            default -> activation(node, x);
        };
    }

    private DataFormatException fail(OnnxNode node, String reason) {
        return graph.fail(node.place(), reason);
    }

    private Tensor with(Tensor x, Graph.Value value) {
        return new Tensor(value, x.dims());
    }

    private Tensor affine(Tensor x, double factor, double offset) {
        return with(x, b.constant(x.value(), new double[] {factor}, new double[] {offset}));
    }

    private Tensor apply(Tensor x, Activation s) {
        return with(x, b.activation(x.value(), s));
    }

    private Tensor plus(Tensor x, Tensor y, double step) {
        return with(x, b.add(x.value(), y.value(), step));
    }

    private Tensor times(Tensor x, Tensor y) {
        return with(x, b.multiply(x.value(), y.value()));
    }

    private Tensor activation(OnnxNode node, Tensor x) {
        Activation entrywise = entrywise(node);
        if (entrywise != null) {
            return graph.takesApart(node, entrywise) ? x : apply(x, entrywise);
        }
        return switch (node.op()) {
            case "Elu" -> elu(x, node.number("alpha", 1), 1);
            case "Selu" -> elu(x, node.number("alpha", SELU_ALPHA), node.number("gamma", SELU_GAMMA));
            case "Celu" -> celu(x, node.number("alpha", 1));
            case "Gelu" -> node.text("approximate", "none").equals("tanh") ? tanhGelu(x) : apply(x, Activation.GELU);
            case "Mish" -> times(x, apply(apply(x, Activation.SOFTPLUS), Activation.TANH));
            case "Swish" -> node.number("alpha", 1) == 1
                    ? apply(x, Activation.SILU)
                    : times(x, apply(affine(x, node.number("alpha", 1), 0), Activation.SIGMOID));
            case "HardSigmoid" -> clip(affine(x, node.number("alpha", 0.2), node.number("beta", 0.5)), 0, 1);
            case "HardSwish" -> times(x, clip(affine(x, 1.0 / 6, 0.5), 0, 1));
            case "Clip" -> clip(x, bound(node, 1, "min", Double.NEGATIVE_INFINITY),
                    bound(node, 2, "max", Double.POSITIVE_INFINITY));
            default ->
                throw fail(node, "this operation is not understood; a graph has dense layers, convolutions, pools, "
                        + "sums, products, concatenations, activations, batch and layer normalisation");
        };
    }

    private static @Nullable Activation entrywise(OnnxNode node) {
        return switch (node.op()) {
            case "Relu" -> Activation.RELU;
            case "LeakyRelu" -> Activation.leakyRelu(node.number("alpha", 0.01));
            case "Tanh" -> Activation.TANH;
            case "Sigmoid" -> Activation.SIGMOID;
            case "Softplus" -> Activation.SOFTPLUS;
            case "Erf" -> Activation.ERF;
            case "Exp" -> Activation.EXP;
            case "Sin" -> Activation.SIN;
            case "Cos" -> Activation.COS;
            case "Abs" -> Activation.abRelu(-1, 1);
            default -> null;
        };
    }

    /** {@code gamma (max(z, 0) + alpha (e^min(z, 0) - 1))}. */
    private Tensor elu(Tensor x, double alpha, double gamma) {
        Tensor below = affine(apply(apply(x, Activation.abRelu(1, 0)), Activation.EXP), gamma * alpha, -gamma * alpha);
        return plus(apply(x, Activation.abRelu(0, gamma)), below, 1);
    }

    /** {@code max(z, 0) + alpha (e^(min(z, 0)/alpha) - 1)}. */
    private Tensor celu(Tensor x, double alpha) {
        Tensor low = affine(apply(x, Activation.abRelu(1, 0)), 1 / alpha, 0);
        return plus(apply(x, Activation.RELU), affine(apply(low, Activation.EXP), alpha, -alpha), 1);
    }

    /** Where a value is above a threshold. */
    private record Above(Tensor x, double threshold) {}

    /** A softplus that exporters replace by its argument above 20, where it differs from it by less than 2.1e-9. */
    private Object chosen(OnnxNode node) {
        if (node.op().equals("Greater") && graph.get(node, 0) instanceof Tensor x
                && graph.get(node, 1) instanceof Constant threshold && threshold.values().length == 1) {
            return new Above(x, threshold.values()[0]);
        }
        if (node.op().equals("Where") && graph.get(node, 0) instanceof Above above
                && above.threshold() >= NEGLIGIBLE && above.x() == graph.get(node, 1)
                && graph.makes(node.input(2), "Softplus", node.input(1))) {
            return graph.tensor(node, 2);
        }
        throw fail(node, "choices are understood in a softplus alone that is its argument above 20");
    }

    /** {@code z (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3))) / 2}. */
    private Tensor tanhGelu(Tensor x) {
        double factor = Math.sqrt(2 / Math.PI);
        Tensor inner = plus(affine(x, factor, 0), apply(x, Activation.monomial(3)), factor * 0.044715);
        return times(x, affine(apply(inner, Activation.TANH), 0.5, 0.5));
    }

    /** {@code min(max(z, low), high)} as a sum of kinks. */
    private Tensor clip(Tensor x, double low, double high) {
        if (low > high) {
            return affine(x, 0, high);
        }
        if (low == Double.NEGATIVE_INFINITY) {
            return high == Double.POSITIVE_INFINITY
                    ? x
                    : affine(apply(affine(x, -1, high), Activation.RELU), -1, high);
        }
        Tensor above = apply(affine(x, 1, -low), Activation.RELU);
        return high == Double.POSITIVE_INFINITY
                ? affine(above, 1, low)
                : affine(plus(above, apply(affine(x, 1, -high), Activation.RELU), -1), 1, low);
    }

    private double bound(OnnxNode node, int input, String key, double otherwise) {
        Constant given = graph.optional(node, input);
        // Exporters write the largest float where there is no bound.
        double value = given == null ? node.number(key, otherwise) : given.values()[0];
        return Math.abs(value) >= Float.MAX_VALUE ? otherwise : value;
    }

    /** Left to the loss at the end, where it has no parameters and changes no decision. */
    private Tensor softmax(OnnxNode node, Tensor x) {
        if (!graph.isOutput(node.outputs().getFirst()) || x.dims().length != 1) {
            throw fail(node, "a softmax is understood at the end of the model alone, over its classes");
        }
        if (node.op().equals("Softmax")) {
            graph.leave(Head.SOFTMAX);
        }
        return x;
    }

    private Tensor pRelu(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant slope = graph.constant(node, 1);
        NodeShape shape = x.value().shape();
        int count = slope.values().length;
        if (count != 1 && count != x.dims()[0]) {
            throw fail(node, "its slopes are " + slope.shape() + "; there is one, or one for each of " + x.dims()[0]
                    + " channels");
        }
        String name = graph.name(node, slope);
        graph.parameter(name + ".weight", slope.values());
        Graph.Value below = b.activation(x.value(), Activation.abRelu(1, 0));
        Graph.Value cut = count == 1
                ? new Graph.Value(below.node(), new NodeShape(shape.size(), 1, 1))
                : below;
        Graph.Value scaled = b.scale(name, cut, false);
        return plus(apply(x, Activation.RELU), with(x, new Graph.Value(scaled.node(), shape)), 1);
    }
}
