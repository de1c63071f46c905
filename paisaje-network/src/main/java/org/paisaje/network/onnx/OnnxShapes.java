package org.paisaje.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** Operations that arrange entries anew. */
final class OnnxShapes {
    private final OnnxGraph graph;
    private final GraphBuilder b;

    OnnxShapes(OnnxGraph graph) {
        this.graph = graph;
        this.b = graph.builder;
    }

    private DataFormatException fail(OnnxNode node, String reason) {
        return graph.fail(node.place(), reason);
    }

    Tensor flatten(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        if (node.integer("axis", 1) != 1) {
            throw fail(node, "axis " + node.integer("axis", 1) + " mixes the samples; it is 1");
        }
        return reshaped(x, x.size());
    }

    Tensor reshape(OnnxNode node) {
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
    Tensor reshaped(Tensor x, int... dims) {
        NodeShape to = OnnxGraph.shape(dims);
        NodeShape from = x.value().shape();
        if (to.equals(from)) {
            return new Tensor(x.value(), dims);
        }
        return new Tensor(b.imageByChannel(b.flattenByChannel(x.value()), to), dims);
    }

    Tensor concatenate(OnnxNode node) {
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
}
