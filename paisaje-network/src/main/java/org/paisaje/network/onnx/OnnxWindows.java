package org.paisaje.network.onnx;

import java.util.Arrays;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.architecture.Window;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** Windows that move over images, and the pools that need nothing else. */
final class OnnxWindows {
    private final OnnxGraph graph;
    private final GraphBuilder b;

    OnnxWindows(OnnxGraph graph) {
        this.graph = graph;
        this.b = graph.builder;
    }

    private DataFormatException fail(OnnxNode node, String reason) {
        return graph.fail(node.place(), reason);
    }

    /** A value with as many dimensions as x has. */
    static Tensor spatial(Tensor x, Graph.Value value) {
        NodeShape shape = value.shape();
        return new Tensor(value, x.dims().length == 2
                ? new int[] {shape.channels(), shape.width()}
                : new int[] {shape.channels(), shape.height(), shape.width()});
    }

    /** The window of a node with its padding written out. */
    Window window(OnnxNode node, Tensor x, int[] kernel, boolean pool) {
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

    Tensor pool(OnnxNode node) {
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

    /** A value of one pixel. */
    static Tensor global(Tensor x, Graph.Value value) {
        int[] dims = x.dims().clone();
        Arrays.fill(dims, 1, dims.length, 1);
        return new Tensor(value, dims);
    }

    /** The axes of a mean or maximum from 0 on, sorted. */
    static int[] axes(OnnxGraph graph, OnnxNode node, int rank) {
        Constant given = graph.optional(node, 1);
        int[] axes = given == null
                ? node.integers("axes")
                : Arrays.stream(given.values()).mapToInt(v -> (int) v).toArray();
        return Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
    }

    /** The mean or maximum over all pixels, which exporters write for global pooling. */
    Tensor reduce(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        int rank = x.dims().length + 1;
        int[] axes = axes(graph, node, rank);
        int[] pixels = new int[Math.max(0, rank - 2)];
        Arrays.setAll(pixels, i -> i + 2);
        if (pixels.length == 0 || !Arrays.equals(axes, pixels)) {
            throw fail(node, "means or maxima over the axes " + Arrays.toString(axes) + " of a value of " + rank
                    + " dimensions; those over all pixels of a channel are understood, and means in a layer normalisation");
        }
        Tensor mean = global(x, node.op().equals("ReduceMax") ? b.globalMax(x.value()) : b.globalAverage(x.value()));
        return node.integer("keepdims", 1) != 0 ? mean : new Tensor(mean.value(), x.dims()[0]);
    }

    /** Padding by nothing, as it stands before pools without padding. */
    Tensor pad(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        Constant given = graph.optional(node, 1);
        boolean none = given == null
                ? Arrays.stream(node.integers("pads", new int[1])).allMatch(pad -> pad == 0)
                : Arrays.stream(given.values()).allMatch(pad -> pad == 0);
        if (!none) {
            throw fail(node, "padding that is not part of a convolution or pool is not understood");
        }
        return x;
    }
}
