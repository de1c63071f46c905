package org.paisaje.network.graph.operation;

import java.util.Arrays;
import org.paisaje.network.dense.Rows;

/**
 * An operation {@code B(W, h) + b} with B linear in both arguments and b added to every position: dense layers, convolutions,
 * factors of channels. Its passes are three products: B, its adjoint in h, and its adjoint in W.
 */
public abstract class ParameterOperation extends Operation {
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

    /** Where W starts in theta. */
    public int weight() {
        return weight;
    }

    /** Where b starts in theta, -1 without it. */
    public int bias() {
        return bias;
    }

    /** The factor of b. */
    public double biasScale() {
        return biasScale;
    }

    /** The length of b. */
    public int width() {
        return width;
    }

    /** The entries of W. */
    public abstract int weights();

    /** {@code out = beta out + B(W, h)} with W in {@code parameters}; beta is 0 or 1. */
    public abstract void product(PassState pass, double[] parameters, double[] h, int from, int count, double beta,
            double[] out);

    /** {@code out [+]=} the adjoint of B in h. */
    public abstract void adjoint(PassState pass, double[] parameters, double[] g, int from, int count, boolean add,
            double[] out);

    /** {@code out +=} the adjoint of B in W, written from {@code at + weight} on. */
    public abstract void outer(PassState pass, double[] g, double[] h, int from, int count, double[] out, int at);

    @Override
    public int parameters() {
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
    public void forward(PassState pass, Node node, int from, int count) {
        double[] out = pass.value[node.index()];
        product(pass, pass.theta, pass.value[node.input()], from, count, 0, out);
        addBias(node, pass.theta, out, from, count);
    }

    @Override
    public void tangent(PassState pass, Node node, Tangents t, int from, int count) {
        double[] out = t.value[node.index()];
        product(pass, t.direction, pass.value[node.input()], from, count, 0, out);
        addBias(node, t.direction, out, from, count);
        double[] h = t.value[node.input()];
        if (h.length > 0) {
            product(pass, pass.theta, h, from, count, 1, out);
        }
    }

    @Override
    public void second(PassState pass, Node node, Tangents a, Tangents b, double[][] both, int from, int count) {
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
    public void backward(PassState pass, Node node, double[][] gradient, int from, int count) {
        double[] out = gradient[node.input()];
        if (out.length > 0) {
            adjoint(pass, pass.theta, gradient[node.index()], from, count, node.adds()[0], out);
        }
    }

    @Override
    public void backwardTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count) {
        double[] out = tangent[node.input()];
        if (out.length > 0) {
            adjoint(pass, pass.theta, tangent[node.index()], from, count, node.adds()[0], out);
            adjoint(pass, t.direction, gradient[node.index()], from, count, true, out);
        }
    }

    @Override
    public void gradient(PassState pass, Node node, double[][] gradient, int from, int count, double[] out, int at) {
        double[] g = gradient[node.index()];
        outer(pass, g, pass.value[node.input()], from, count, out, at);
        biasGradient(node, g, from, count, out, at);
    }

    @Override
    public void gradientTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count, double[] out) {
        gradient(pass, node, tangent, from, count, out, 0);
        double[] h = t.value[node.input()];
        if (h.length > 0) {
            outer(pass, gradient[node.index()], h, from, count, out, 0);
        }
    }
}
