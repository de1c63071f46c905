package org.paisaje.network.onnx;

import java.util.Arrays;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** Sums, products, quotients and powers of values, with each other and with constants. */
final class OnnxArithmetic {
    private final OnnxGraph graph;
    private final GraphBuilder b;

    OnnxArithmetic(OnnxGraph graph) {
        this.graph = graph;
        this.b = graph.builder;
    }

    private DataFormatException fail(OnnxNode node, String reason) {
        return graph.fail(node.place(), reason);
    }

    /** A constant repeated to the entries of a sample of x, in the order of the file. */
    double[] full(OnnxNode node, Constant c, Tensor x) {
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

    double[] fitted(OnnxNode node, Constant c, Tensor x) {
        return c.values().length == 1 ? c.values() : OnnxGraph.byPixel(full(node, c, x), x.value().shape());
    }

    Tensor sum(OnnxNode node, double step) {
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
            return new Tensor(b.constant(a.value(), new double[] {1}, offset), a.dims());
        }
        Tensor a = graph.tensor(node, 1);
        return new Tensor(b.constant(a.value(), new double[] {step}, fitted(node, graph.constant(node, 0), a)),
                a.dims());
    }

    private static Tensor larger(Tensor a, Tensor c, Graph.Value value) {
        return new Tensor(value, a.size() >= c.size() ? a.dims() : c.dims());
    }

    Tensor product(OnnxNode node) {
        if (graph.get(node, 0) instanceof Tensor a && graph.get(node, 1) instanceof Tensor c) {
            return larger(a, c, b.multiply(a.value(), c.value()));
        }
        int variable = graph.get(node, 0) instanceof Tensor ? 0 : 1;
        Tensor a = graph.tensor(node, variable);
        return new Tensor(b.constant(a.value(), fitted(node, graph.constant(node, 1 - variable), a), new double[1]),
                a.dims());
    }

    Tensor quotient(OnnxNode node) {
        Tensor a = graph.tensor(node, 0);
        double[] factor = fitted(node, graph.constant(node, 1), a).clone();
        for (int i = 0; i < factor.length; i++) {
            factor[i] = 1 / factor[i];
        }
        return new Tensor(b.constant(a.value(), factor, new double[1]), a.dims());
    }

    Tensor power(OnnxNode node) {
        Tensor x = graph.tensor(node, 0);
        double exponent = graph.constant(node, 1).values()[0];
        if (exponent != Math.rint(exponent) || exponent < 1 || exponent > 24) {
            throw fail(node, "the exponent is " + exponent + "; whole numbers from 1 to 24 are understood");
        }
        return new Tensor(b.activation(x.value(), Activation.monomial((int) exponent)), x.dims());
    }
}
