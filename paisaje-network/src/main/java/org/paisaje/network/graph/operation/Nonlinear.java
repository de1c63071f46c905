package org.paisaje.network.graph.operation;

import org.paisaje.network.activation.Activation;
import org.paisaje.network.dense.Rows;

/** An activation entry by entry; keeps its slopes. */
public final class Nonlinear extends Operation {
    final Activation activation;

    public Nonlinear(Activation activation) {
        this.activation = activation;
    }

    /** The activation. */
    public Activation activation() {
        return activation;
    }

    @Override
    public int kept(Node node) {
        return node.size();
    }

    @Override
    public boolean curved() {
        return !activation.piecewiseLinear();
    }

    @Override
    public void forward(PassState pass, Node node, int from, int count) {
        int at = from * node.size();
        int size = count * node.size();
        double[] z = pass.value[node.input()];
        double[] out = pass.value[node.index()];
        double[] slope = pass.kept[node.index()];
        if (slope.length > 0) {
            activation.valueAndFirst(z, at, out, at, slope, at, size);
        } else {
            activation.value(z, at, out, at, size);
        }
    }

    @Override
    public void tangent(PassState pass, Node node, Tangents t, int from, int count) {
        int at = from * node.size();
        Rows.multiply(pass.kept[node.index()], at, t.value[node.input()], at, t.value[node.index()], at,
                count * node.size());
    }

    @Override
    public void second(PassState pass, Node node, Tangents a, Tangents b, double[][] both, int from, int count) {
        int at = from * node.size();
        int size = count * node.size();
        double[] out = both[node.index()];
        Rows.multiply(pass.kept[node.index()], at, both[node.input()], at, out, at, size);
        addCurvature(pass, node, a.value[node.input()], b.value[node.input()], at, size, out);
    }

    /** {@code out += s''(z) a b}. */
    private void addCurvature(PassState pass, Node node, double[] a, double[] b, int at, int size, double[] out) {
        if (activation.piecewiseLinear()) {
            return;
        }
        double[] second = pass.take(size);
        activation.second(pass.value[node.input()], at, second, 0, size);
        for (int i = 0; i < size; i++) {
            out[at + i] += second[i] * a[at + i] * b[at + i];
        }
        pass.give(second);
    }

    @Override
    public void backward(PassState pass, Node node, double[][] gradient, int from, int count) {
        double[] out = gradient[node.input()];
        if (out.length > 0) {
            back(pass, node, gradient[node.index()], from, count, out);
        }
    }

    private static void back(PassState pass, Node node, double[] g, int from, int count, double[] out) {
        int at = from * node.size();
        int size = count * node.size();
        double[] slope = pass.kept[node.index()];
        if (!node.adds()[0]) {
            Rows.multiply(slope, at, g, at, out, at, size);
            return;
        }
        for (int i = at; i < at + size; i++) {
            out[i] += slope[i] * g[i];
        }
    }

    @Override
    public void backwardTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count) {
        double[] out = tangent[node.input()];
        if (out.length > 0) {
            back(pass, node, tangent[node.index()], from, count, out);
            addCurvature(pass, node, t.value[node.input()], gradient[node.index()], from * node.size(),
                    count * node.size(), out);
        }
    }
}
