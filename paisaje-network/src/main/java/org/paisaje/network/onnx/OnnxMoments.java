package org.paisaje.network.onnx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/**
 * Layer normalisation as exporters write it before version 17 of the operators: the mean over the entries of a sample, the
 * difference from it, the mean of its squares, the square root of that and epsilon, a quotient, then factors and offsets. What
 * stands between is known as a {@link Moment}, of which nothing else can be made.
 */
final class OnnxMoments {
    private final OnnxGraph graph;
    private final OnnxLayers layers;

    OnnxMoments(OnnxGraph graph, OnnxLayers layers) {
        this.graph = graph;
        this.layers = layers;
    }

    /** What a moment is. */
    enum Kind {
        MEAN, CENTRED, SQUARES, VARIANCE, ROOT
    }

    /** A step on the way to the normalised x. */
    record Moment(Kind kind, Tensor x, double epsilon) {
        Moment as(Kind next) {
            return new Moment(next, x, epsilon);
        }
    }

    /** The result of a node that is part of a layer normalisation; null if it is none. */
    @Nullable
    Object apply(OnnxNode node) {
        return switch (node.op()) {
            case "ReduceMean" -> mean(node);
            case "Sub" -> graph.get(node, 0) instanceof Tensor x && of(Kind.MEAN, node, 1) instanceof Moment mean
                    && mean.x() == x ? mean.as(Kind.CENTRED) : null;
            case "Pow" -> of(Kind.CENTRED, node, 0) instanceof Moment centred
                    && graph.get(node, 1) instanceof Constant two && Arrays.equals(two.values(), new double[] {2})
                            ? centred.as(Kind.SQUARES)
                            : null;
            case "Mul" -> of(Kind.CENTRED, node, 0) instanceof Moment one && of(Kind.CENTRED, node, 1) == one
                    ? one.as(Kind.SQUARES)
                    : null;
            case "Add" -> {
                int at = graph.get(node, 0) instanceof Constant ? 0 : 1;
                yield of(Kind.VARIANCE, node, 1 - at) instanceof Moment variance
                        && graph.get(node, at) instanceof Constant epsilon && epsilon.values().length == 1
                                ? new Moment(Kind.VARIANCE, variance.x(), variance.epsilon() + epsilon.values()[0])
                                : null;
            }
            case "Sqrt" -> of(Kind.VARIANCE, node, 0) instanceof Moment variance ? variance.as(Kind.ROOT) : null;
            case "Div" -> of(Kind.CENTRED, node, 0) instanceof Moment centred
                    && of(Kind.ROOT, node, 1) instanceof Moment root && root.x() == centred.x()
                            ? normalized(node, root)
                            : null;
            default -> null;
        };
    }

    private @Nullable Moment of(Kind kind, OnnxNode node, int i) {
        return i < node.inputs().size() && graph.get(node, i) instanceof Moment moment && moment.kind() == kind
                ? moment
                : null;
    }

    private @Nullable Moment mean(OnnxNode node) {
        Moment squares = of(Kind.SQUARES, node, 0);
        Tensor x = squares != null ? squares.x() : graph.get(node, 0) instanceof Tensor tensor ? tensor : null;
        if (x == null || node.integer("keepdims", 1) == 0) {
            return null;
        }
        int rank = x.dims().length + 1;
        int[] all = new int[x.dims().length];
        Arrays.setAll(all, i -> i + 1);
        return Arrays.equals(OnnxWindows.axes(graph, node, rank), all)
                ? squares != null ? squares.as(Kind.VARIANCE) : new Moment(Kind.MEAN, x, 0)
                : null;
    }

    /** With the factors and offsets that stand behind it. */
    private Tensor normalized(OnnxNode node, Moment root) {
        OnnxNode factors = behind(node, "Mul");
        if (factors == null) {
            return layers.normalized(root.x(), root.epsilon());
        }
        OnnxNode offsets = behind(factors, "Add");
        Tensor result = layers.layerNorm(node, root.x(), beside(factors, node), offsets == null
                ? null
                : beside(offsets, factors), root.epsilon());
        graph.finish(factors, result);
        if (offsets != null) {
            graph.finish(offsets, result);
        }
        return result;
    }

    /** The only node that reads the result of a node, if it is of that kind and brings a constant. */
    private @Nullable OnnxNode behind(OnnxNode node, String op) {
        OnnxNode next = graph.onlyReader(node.outputs().getFirst());
        return next != null && next.op().equals(op) && graph.known(other(next, node)) instanceof Constant ? next : null;
    }

    private static String other(OnnxNode next, OnnxNode node) {
        return next.input(next.input(0).equals(node.outputs().getFirst()) ? 1 : 0);
    }

    private Constant beside(OnnxNode next, OnnxNode node) {
        return graph.known(other(next, node)) instanceof Constant constant
                ? constant
                : graph.constant(next, next.inputs().size() - 1);
    }
}
