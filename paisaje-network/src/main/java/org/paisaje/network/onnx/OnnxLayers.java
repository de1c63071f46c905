package org.paisaje.network.onnx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.architecture.Window;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** Operations with parameters of their own: dense layers, convolutions, normalisations. */
final class OnnxLayers {
    private final OnnxGraph graph;
    private final GraphBuilder b;
    private final OnnxWindows windows;
    private final OnnxArithmetic arithmetic;

    OnnxLayers(OnnxGraph graph, OnnxWindows windows, OnnxArithmetic arithmetic) {
        this.graph = graph;
        this.b = graph.builder;
        this.windows = windows;
        this.arithmetic = arithmetic;
    }

    private DataFormatException fail(OnnxNode node, String reason) {
        return graph.fail(node.place(), reason);
    }

    Tensor gemm(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant w = graph.constant(node, 1);
        if (node.integer("transA", 0) != 0 || x.dims().length != 1) {
            throw fail(node, "its input has " + x.dims().length + " dimensions besides the samples"
                    + (node.integer("transA", 0) != 0 ? " and is transposed" : "") + "; a vector is needed");
        }
        Constant c = graph.optional(node, 2);
        return dense(node, x, w, node.integer("transB", 0) != 0, node.number("alpha", 1), c, node.number("beta", 1));
    }

    Tensor matMul(OnnxNode node) {
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

    Tensor convolution(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant w = graph.constant(node, 1);
        int spatial = x.dims().length - 1;
        int groups = node.integer("group", 1);
        if (spatial < 1 || w.dims().length != spatial + 2 || groups < 1
                || (long) w.dims()[1] * groups != x.dims()[0]) {
            throw fail(node, "its filters are " + w.shape() + " in " + groups + " groups, its input is "
                    + Arrays.toString(x.dims()) + "; filters are outputs x channels of a group x height x width");
        }
        Window window = windows.window(node, x, Arrays.copyOfRange(w.dims(), 2, w.dims().length), false);
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
        return OnnxWindows.spatial(x, b.convolution(name, x.value(), outputs, window, groups, bias != null));
    }

    Tensor batchNorm(OnnxNode node) {
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
        return new Tensor(b.batchNorm(name, x.value(), graph.constant(node, 3).values(),
                graph.constant(node, 4).values(), node.number("epsilon", 1e-5f)), x.dims());
    }

    Tensor layerNorm(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        int rank = x.dims().length + 1;
        int axis = node.integer("axis", -1);
        if (Math.floorMod(axis, rank) != 1) {
            throw fail(node,
                    "it normalises from axis " + axis + " of " + rank + "; over all entries of a sample, axis 1, "
                            + "is understood");
        }
        return layerNorm(node, x, graph.constant(node, 1), graph.optional(node, 2), node.number("epsilon", 1e-5f));
    }

    Tensor layerNorm(OnnxNode node, Tensor x, Constant scale, @Nullable Constant bias, double epsilon) {
        String name = graph.name(node, scale);
        NodeShape shape = x.value().shape();
        graph.parameter(name + ".weight", OnnxGraph.byPixel(arithmetic.full(node, scale, x), shape));
        if (bias != null) {
            graph.parameter(name + ".bias", OnnxGraph.byPixel(arithmetic.full(node, bias, x), shape));
        }
        return new Tensor(b.layerNorm(name, x.value(), epsilon, bias != null), x.dims());
    }

    /** Normalised over all entries of a sample, without parameters. */
    Tensor normalized(Tensor x, double epsilon) {
        return new Tensor(b.normalized(x.value(), x.size(), epsilon), x.dims());
    }
}
