package org.paisaje.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.Graph;
import org.paisaje.network.GraphBuilder;
import org.paisaje.network.NodeShape;
import org.paisaje.network.Window;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** Carries out the nodes of a model on the graph under construction. */
final class OnnxOperations {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_GAMMA = 1.0507009873554805;

    private final OnnxGraph graph;
    private final GraphBuilder b;
    private final OnnxConstants constants;

    OnnxOperations(OnnxGraph graph) {
        this.graph = graph;
        this.b = graph.builder;
        this.constants = new OnnxConstants(graph);
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
        Tensor x = graph.get(node, 0) instanceof Tensor tensor ? tensor : graph.tensor(node, node.inputs().size() - 1);
        return switch (node.op()) {
            case "Identity", "Dropout", "Cast" -> x;
            case "Gemm" -> gemm(node);
            case "MatMul" -> matMul(node);
            case "Conv" -> convolution(node);
            case "MaxPool", "AveragePool" -> pool(node);
            case "GlobalAveragePool" -> global(x, b.globalAverage(x.value()));
            case "GlobalMaxPool" -> global(x, b.globalMax(x.value()));
            case "ReduceMean" -> reduceMean(node);
            case "Flatten" -> flatten(node);
            case "Reshape" -> reshape(node);
            case "Squeeze", "Unsqueeze" -> reshaped(x, constants.squeezed(node, x.dims()));
            case "BatchNormalization" -> batchNorm(node);
            case "LayerNormalization" -> layerNorm(node);
            case "Add" -> sum(node, 1);
            case "Sub" -> sum(node, -1);
            case "Mul" -> product(node);
            case "Div" -> quotient(node);
            case "Neg" -> affine(x, -1, 0);
            case "Pow" -> power(node);
            case "Concat" -> concatenate(node);
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
        return switch (node.op()) {
            case "Relu" -> apply(x, Activation.RELU);
            case "LeakyRelu" -> apply(x, Activation.leakyRelu(node.number("alpha", 0.01)));
            case "Tanh" -> apply(x, Activation.TANH);
            case "Sigmoid" -> apply(x, Activation.SIGMOID);
            case "Softplus" -> apply(x, Activation.SOFTPLUS);
            case "Erf" -> apply(x, Activation.ERF);
            case "Exp" -> apply(x, Activation.EXP);
            case "Sin" -> apply(x, Activation.SIN);
            case "Cos" -> apply(x, Activation.COS);
            case "Abs" -> apply(x, Activation.abRelu(-1, 1));
            case "Elu" -> elu(x, node.number("alpha", 1), 1);
            case "Selu" -> elu(x, node.number("alpha", SELU_ALPHA), node.number("gamma", SELU_GAMMA));
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

    /** {@code gamma (max(z, 0) + alpha (e^min(z, 0) - 1))}. */
    private Tensor elu(Tensor x, double alpha, double gamma) {
        Tensor below = affine(apply(apply(x, Activation.abRelu(1, 0)), Activation.EXP), gamma * alpha, -gamma * alpha);
        return plus(apply(x, Activation.abRelu(0, gamma)), below, 1);
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

    private Tensor gemm(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant w = graph.constant(node, 1);
        if (node.integer("transA", 0) != 0 || x.dims().length != 1) {
            throw fail(node, "its input has " + x.dims().length + " dimensions besides the samples"
                    + (node.integer("transA", 0) != 0 ? " and is transposed" : "") + "; a vector is needed");
        }
        Constant c = graph.optional(node, 2);
        return dense(node, x, w, node.integer("transB", 0) != 0, node.number("alpha", 1), c, node.number("beta", 1));
    }

    private Tensor matMul(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant w = graph.constant(node, 1);
        if (x.dims().length != 1) {
            throw fail(node,
                    "its input has " + x.dims().length + " dimensions besides the samples; a vector is needed");
        }
        OnnxNode next = graph.onlyReader(node.outputs().getFirst());
        if (next != null && next.op().equals("Add") && w.dims().length == 2) {
            int other = next.input(0).equals(node.outputs().getFirst()) ? 1 : 0;
            if (graph.known(next.input(other)) instanceof Constant bias && bias.values().length == w.dims()[1]) {
                Tensor result = dense(node, x, w, false, 1, bias, 1);
                graph.finish(next, result);
                return result;
            }
        }
        return dense(node, x, w, false, 1, null, 1);
    }

    private Tensor dense(OnnxNode node, Tensor x, Constant w, boolean transposed, double alpha, @Nullable Constant c,
            double beta) {
        int inputs = x.size();
        int rows = w.dims().length == 2 ? w.dims()[0] : 0;
        int columns = w.dims().length == 2 ? w.dims()[1] : 0;
        int outputs = transposed ? rows : columns;
        if ((transposed ? columns : rows) != inputs || outputs == 0) {
            throw fail(node, "its weights are " + w.shape() + ", its input has " + inputs + " features");
        }
        String name = graph.name(node, w);
        double[] weights = new double[inputs * outputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                weights[o * inputs + i] = alpha * w.values()[transposed ? o * inputs + i : i * outputs + o];
            }
        }
        graph.parameter(name + ".weight", weights);
        if (c != null) {
            if (c.values().length != outputs && c.values().length != 1) {
                throw fail(node, "its bias is " + c.shape() + ", it has " + outputs + " outputs");
            }
            double[] bias = new double[outputs];
            for (int o = 0; o < outputs; o++) {
                bias[o] = beta * c.values()[c.values().length == 1 ? 0 : o];
            }
            graph.parameter(name + ".bias", bias);
        }
        return new Tensor(b.dense(name, x.value(), outputs, c != null), outputs);
    }

    private Tensor convolution(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant w = graph.constant(node, 1);
        int spatial = x.dims().length - 1;
        int groups = node.integer("group", 1);
        if (spatial < 1 || w.dims().length != spatial + 2 || groups < 1
                || (long) w.dims()[1] * groups != x.dims()[0]) {
            throw fail(node, "its filters are " + w.shape() + " in " + groups + " groups, its input is "
                    + Arrays.toString(x.dims()) + "; filters are outputs x channels of a group x height x width");
        }
        Window window = window(node, x, Arrays.copyOfRange(w.dims(), 2, w.dims().length), false);
        int outputs = w.dims()[0];
        int each = w.dims()[1];
        int taps = window.height() * window.width();
        String name = graph.name(node, w);
        double[] weights = new double[w.values().length];
        for (int i = 0; i < weights.length; i++) {
            int o = i / (each * taps);
            int c = i / taps % each;
            weights[(o * taps + i % taps) * each + c] = w.values()[i];
        }
        graph.parameter(name + ".weight", weights);
        Constant bias = graph.optional(node, 2);
        if (bias != null) {
            graph.parameter(name + ".bias", bias.values());
        }
        return spatial(x, b.convolution(name, x.value(), outputs, window, groups, bias != null));
    }

    /** A value with as many dimensions as x has. */
    private static Tensor spatial(Tensor x, Graph.Value value) {
        NodeShape shape = value.shape();
        return new Tensor(value, x.dims().length == 2
                ? new int[] {shape.channels(), shape.width()}
                : new int[] {shape.channels(), shape.height(), shape.width()});
    }

    private Window window(OnnxNode node, Tensor x, int[] kernel, boolean pool) {
        int spatial = x.dims().length - 1;
        int[] ones = new int[spatial];
        Arrays.fill(ones, 1);
        int[] strides = node.integers("strides", ones);
        int[] gaps = node.integers("dilations", ones);
        int[] pads = node.integers("pads", new int[2 * spatial]);
        if (kernel.length != spatial || strides.length != spatial || gaps.length != spatial
                || pads.length != 2 * spatial || spatial < 1 || spatial > 2) {
            throw fail(node, "its window of " + Arrays.toString(kernel) + " does not move over an input of "
                    + Arrays.toString(x.dims()));
        }
        String auto = node.text("auto_pad", "NOTSET");
        for (int d = 0; d < spatial; d++) {
            int size = x.dims()[d + 1];
            int covered = gaps[d] * (kernel[d] - 1) + 1;
            if (auto.startsWith("SAME")) {
                int all = Math.max(0, (Math.ceilDiv(size, strides[d]) - 1) * strides[d] + covered - size);
                pads[d] = auto.equals("SAME_LOWER") ? all - all / 2 : all / 2;
                pads[d + spatial] = all - pads[d];
            } else if (pool && node.integer("ceil_mode", 0) != 0) {
                int room = size + pads[d] + pads[d + spatial] - covered;
                int steps = Math.ceilDiv(room, strides[d]);
                // A window that starts in the padding behind the image is left out.
                if (steps * strides[d] >= size + pads[d]) {
                    steps--;
                }
                pads[d + spatial] += Math.max(0, steps * strides[d] - room);
            }
        }
        return spatial == 1
                ? new Window(1, kernel[0], 1, strides[0], 1, gaps[0], 0, pads[0], 0, pads[1])
                : new Window(kernel[0], kernel[1], strides[0], strides[1], gaps[0], gaps[1], pads[0], pads[1], pads[2],
                        pads[3]);
    }

    private Tensor pool(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Window window = window(node, x, node.integers("kernel_shape"), true);
        if (node.op().equals("MaxPool")) {
            return spatial(x, b.maxPool(x.value(), window));
        }
        boolean counted = node.integer("count_include_pad", 0) != 0;
        if (counted && node.integer("ceil_mode", 0) != 0) {
            throw fail(node, "ceil_mode and count_include_pad together are not understood");
        }
        return spatial(x, b.averagePool(x.value(), window, counted));
    }

    private static Tensor global(Tensor x, Graph.Value value) {
        int[] dims = x.dims().clone();
        Arrays.fill(dims, 1, dims.length, 1);
        return new Tensor(value, dims);
    }

    /** The mean over all pixels, which exporters write for global pooling. */
    private Tensor reduceMean(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant given = graph.optional(node, 1);
        int[] axes = given == null
                ? node.integers("axes")
                : Arrays.stream(given.values()).mapToInt(v -> (int) v).toArray();
        int rank = x.dims().length + 1;
        int[] sorted = Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
        int[] pixels = new int[Math.max(0, rank - 2)];
        Arrays.setAll(pixels, i -> i + 2);
        if (pixels.length == 0 || !Arrays.equals(sorted, pixels)) {
            throw fail(node, "means over the axes " + Arrays.toString(axes) + " of a value of " + rank
                    + " dimensions; those over all pixels of a channel are understood");
        }
        Tensor mean = global(x, b.globalAverage(x.value()));
        return node.integer("keepdims", 1) != 0 ? mean : new Tensor(mean.value(), x.dims()[0]);
    }

    private Tensor flatten(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        if (node.integer("axis", 1) != 1) {
            throw fail(node, "axis " + node.integer("axis", 1) + " mixes the samples; it is 1");
        }
        return reshaped(x, x.size());
    }

    private Tensor reshape(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        double[] to = graph.constant(node, 1).values();
        if (to.length < 2) {
            throw fail(node, "it gives " + to.length + " dimensions; the samples and at least one more are needed");
        }
        int[] dims = new int[to.length - 1];
        int free = -1;
        int product = 1;
        for (int i = 0; i < dims.length; i++) {
            double d = to[i + 1] == 0 && i < x.dims().length ? x.dims()[i] : to[i + 1];
            if (d == -1 && free < 0) {
                free = i;
            } else if (d >= 1 && d <= x.size()) {
                dims[i] = (int) d;
                product = Math.multiplyExact(product, dims[i]);
            } else {
                throw fail(node,
                        "it gives the dimensions " + Arrays.toString(to) + ", where NaN stands for the number of "
                                + "samples, to a value of " + x.size() + " entries for a sample");
            }
        }
        if (free >= 0) {
            dims[free] = x.size() / product;
            product *= dims[free];
        }
        if (product != x.size()) {
            throw fail(node,
                    "it makes " + product + " entries of the " + x.size() + " of a sample; samples stay apart");
        }
        return reshaped(x, dims);
    }

    /** The same entries in the order of the file with other dimensions. */
    private Tensor reshaped(Tensor x, int... dims) {
        NodeShape to = OnnxGraph.shape(dims);
        NodeShape from = x.value().shape();
        if (to.equals(from)) {
            return new Tensor(x.value(), dims);
        }
        return new Tensor(b.imageByChannel(b.flattenByChannel(x.value()), to), dims);
    }

    private Tensor batchNorm(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        int channels = x.dims()[0];
        Constant scale = graph.constant(node, 1);
        for (int i = 1; i <= 4; i++) {
            if (graph.constant(node, i).values().length != channels) {
                throw fail(node, "its input " + i + " is " + graph.constant(node, i).shape() + ", there are " + channels
                        + " channels");
            }
        }
        if (node.integer("training_mode", 0) != 0) {
            throw fail(node, "it was exported for training, with the statistics of a batch; export the model in "
                    + "evaluation mode");
        }
        String name = graph.name(node, scale);
        graph.parameter(name + ".weight", scale.values());
        graph.parameter(name + ".bias", graph.constant(node, 2).values());
        return with(x, b.batchNorm(name, x.value(), graph.constant(node, 3).values(),
                graph.constant(node, 4).values(), node.number("epsilon", 1e-5f)));
    }

    private Tensor layerNorm(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        int rank = x.dims().length + 1;
        int axis = node.integer("axis", -1);
        if (Math.floorMod(axis, rank) != 1) {
            throw fail(node,
                    "it normalises from axis " + axis + " of " + rank + "; over all entries of a sample, axis 1, "
                            + "is understood");
        }
        Constant scale = graph.constant(node, 1);
        Constant bias = graph.optional(node, 2);
        String name = graph.name(node, scale);
        NodeShape shape = x.value().shape();
        graph.parameter(name + ".weight", OnnxGraph.byPixel(full(node, scale, x), shape));
        if (bias != null) {
            graph.parameter(name + ".bias", OnnxGraph.byPixel(full(node, bias, x), shape));
        }
        return with(x, b.layerNorm(name, x.value(), node.number("epsilon", 1e-5f), bias != null));
    }

    /** A constant repeated to the entries of a sample of x, in the order of the file. */
    private double[] full(OnnxNode node, Constant c, Tensor x) {
        int[] dims = c.dims();
        int extra = dims.length - x.dims().length;
        for (int d = 0; d < extra; d++) {
            if (dims[d] != 1) {
                throw fail(node, "a constant of " + c.shape() + " makes more dimensions of a value of "
                        + Arrays.toString(x.dims()));
            }
        }
        double[] result = new double[x.size()];
        for (int i = 0; i < result.length; i++) {
            int rest = i;
            int at = 0;
            int stride = 1;
            for (int d = dims.length - 1; d >= Math.max(0, extra); d--) {
                int size = x.dims()[d - extra];
                if (dims[d] != 1 && dims[d] != size) {
                    throw fail(node, "a constant of " + c.shape() + " does not fit a value of "
                            + Arrays.toString(x.dims()));
                }
                at += dims[d] == 1 ? 0 : rest % size * stride;
                stride *= dims[d];
                rest /= size;
            }
            result[i] = c.values()[at];
        }
        return result;
    }

    private double[] fitted(OnnxNode node, Constant c, Tensor x) {
        return c.values().length == 1 ? c.values() : OnnxGraph.byPixel(full(node, c, x), x.value().shape());
    }

    private Tensor sum(OnnxNode node, double step) {
        Object left = graph.get(node, 0);
        Object right = graph.get(node, 1);
        if (left instanceof Tensor a && right instanceof Tensor c) {
            return larger(a, c, b.add(a.value(), c.value(), step));
        }
        if (left instanceof Tensor a) {
            double[] offset = fitted(node, graph.constant(node, 1), a).clone();
            for (int i = 0; i < offset.length; i++) {
                offset[i] *= step;
            }
            return with(a, b.constant(a.value(), new double[] {1}, offset));
        }
        Tensor a = graph.tensor(node, 1);
        return with(a, b.constant(a.value(), new double[] {step}, fitted(node, graph.constant(node, 0), a)));
    }

    private static Tensor larger(Tensor a, Tensor c, Graph.Value value) {
        return new Tensor(value, a.size() >= c.size() ? a.dims() : c.dims());
    }

    private Tensor product(OnnxNode node) {
        if (graph.get(node, 0) instanceof Tensor a && graph.get(node, 1) instanceof Tensor c) {
            return larger(a, c, b.multiply(a.value(), c.value()));
        }
        int variable = graph.get(node, 0) instanceof Tensor ? 0 : 1;
        Tensor a = graph.tensor(node, variable);
        return with(a, b.constant(a.value(), fitted(node, graph.constant(node, 1 - variable), a), new double[1]));
    }

    private Tensor quotient(OnnxNode node) {
        Tensor a = graph.tensor(node, 0);
        double[] factor = fitted(node, graph.constant(node, 1), a).clone();
        for (int i = 0; i < factor.length; i++) {
            factor[i] = 1 / factor[i];
        }
        return with(a, b.constant(a.value(), factor, new double[1]));
    }

    private Tensor power(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        double exponent = graph.constant(node, 1).values()[0];
        if (exponent != Math.rint(exponent) || exponent < 1 || exponent > 24) {
            throw fail(node, "the exponent is " + exponent + "; whole numbers from 1 to 24 are understood");
        }
        return apply(x, Activation.monomial((int) exponent));
    }

    private Tensor concatenate(OnnxNode node) {
        List<Graph.Value> parts = new ArrayList<>();
        int[] dims = graph.tensor(node, 0).dims().clone();
        int axis = node.integer("axis", 1);
        if (Math.floorMod(axis, dims.length + 1) != 1) {
            throw fail(node, "it joins along axis " + axis + "; channels, axis 1, are joined");
        }
        int channels = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
            Tensor part = graph.tensor(node, i);
            parts.add(part.value());
            channels += part.dims()[0];
        }
        dims[0] = channels;
        return new Tensor(b.concatenate(parts), dims);
    }

    /** Left to the loss at the end, where it has no parameters and changes no decision. */
    private Tensor softmax(OnnxNode node, Tensor x) {
        if (!graph.isOutput(node.outputs().getFirst()) || x.dims().length != 1) {
            throw fail(node, "a softmax is understood at the end of the model alone, over its classes");
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
