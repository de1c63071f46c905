package org.paisaje.network.graph;

import java.util.Arrays;
import org.paisaje.network.dense.Rows;

/**
 * An operation {@code B(W, h) + b} with B linear in both arguments and b added to every position: dense layers, convolutions,
 * factors of channels. Its passes are three products: B, its adjoint in h, and its adjoint in W.
 */
abstract class ParameterOperation extends Operation {
    final int weight;
    final int bias;
    final double biasScale;
    /** The length of b. */
    final int width;

    ParameterOperation(int weight, int bias, double biasScale, int width) {
        this.weight = weight;
        this.bias = bias;
        this.biasScale = biasScale;
        this.width = width;
    }

    /** The entries of W. */
    abstract int weights();

    /** {@code out = beta out + B(W, h)} with W in {@code parameters}; beta is 0 or 1. */
    abstract void product(Pass pass, double[] parameters, double[] h, int from, int count, double beta, double[] out);

    /** {@code out [+]=} the adjoint of B in h. */
    abstract void adjoint(Pass pass, double[] parameters, double[] g, int from, int count, boolean add, double[] out);

    /** {@code out +=} the adjoint of B in W, written from {@code at + weight} on. */
    abstract void outer(Pass pass, double[] g, double[] h, int from, int count, double[] out, int at);

    @Override
    int parameters() {
        return weights() + (bias < 0 ? 0 : width);
    }

    private void addBias(Node node, double[] parameters, double[] out, int from, int count) {
        if (bias >= 0) {
            Rows.addToEach(out, from * node.size(), count * (node.size() / width), width, biasScale, parameters, bias);
        }
    }

    private void biasGradient(Node node, double[] g, int from, int count, double[] out, int at) {
        if (bias < 0) {
            return;
        }
        int end = (from + count) * node.size();
        for (int row = from * node.size(); row < end; row += width) {
            for (int j = 0; j < width; j++) {
                out[at + bias + j] += biasScale * g[row + j];
            }
        }
    }

    @Override
    void forward(Pass pass, Node node, int from, int count) {
        double[] out = pass.value[node.index()];
        product(pass, pass.theta, pass.value[node.input()], from, count, 0, out);
        addBias(node, pass.theta, out, from, count);
    }

    @Override
    void tangent(Pass pass, Node node, Tangents t, int from, int count) {
        double[] out = t.value[node.index()];
        product(pass, t.direction, pass.value[node.input()], from, count, 0, out);
        addBias(node, t.direction, out, from, count);
        double[] h = t.value[node.input()];
        if (h.length > 0) {
            product(pass, pass.theta, h, from, count, 1, out);
        }
    }

    @Override
    void second(Pass pass, Node node, Tangents a, Tangents b, double[][] both, int from, int count) {
        double[] out = both[node.index()];
        double[] h = both[node.input()];
        if (h.length == 0) {
            Arrays.fill(out, from * node.size(), (from + count) * node.size(), 0);
            return;
        }
        product(pass, pass.theta, h, from, count, 0, out);
        product(pass, a.direction, b.value[node.input()], from, count, 1, out);
        product(pass, b.direction, a.value[node.input()], from, count, 1, out);
    }

    @Override
    void backward(Pass pass, Node node, double[][] gradient, int from, int count) {
        double[] out = gradient[node.input()];
        if (out.length > 0) {
            adjoint(pass, pass.theta, gradient[node.index()], from, count, node.adds()[0], out);
        }
    }

    @Override
    void backwardTangent(Pass pass, Node node, Tangents t, double[][] gradient, double[][] tangent, int from,
            int count) {
        double[] out = tangent[node.input()];
        if (out.length > 0) {
            adjoint(pass, pass.theta, tangent[node.index()], from, count, node.adds()[0], out);
            adjoint(pass, t.direction, gradient[node.index()], from, count, true, out);
        }
    }

    @Override
    void gradient(Pass pass, Node node, double[][] gradient, int from, int count, double[] out, int at) {
        double[] g = gradient[node.index()];
        outer(pass, g, pass.value[node.input()], from, count, out, at);
        biasGradient(node, g, from, count, out, at);
    }

    @Override
    void gradientTangent(Pass pass, Node node, Tangents t, double[][] gradient, double[][] tangent, int from,
            int count, double[] out) {
        gradient(pass, node, tangent, from, count, out, 0);
        double[] h = t.value[node.input()];
        if (h.length > 0) {
            outer(pass, gradient[node.index()], h, from, count, out, 0);
        }
    }
}
