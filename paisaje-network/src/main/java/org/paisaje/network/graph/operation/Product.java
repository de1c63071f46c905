package org.paisaje.network.graph.operation;

import java.util.Arrays;

/** {@code a b} entry by entry; b may have one entry per channel for an image a. */
public final class Product extends Operation {
    /** out [+]= a b, entry i of a sample with entry i modulo the size of b. */
    private static void multiply(double[] a, int sizeA, double[] b, int sizeB, boolean add,
            double[] out, int from, int count) {
        if (!add) {
            Arrays.fill(out, from * sizeA, (from + count) * sizeA, 0);
        }
        if (a.length == 0 || b.length == 0) {
            return;
        }
        for (int s = from; s < from + count; s++) {
            for (int i = 0; i < sizeA; i++) {
                out[s * sizeA + i] += a[s * sizeA + i] * b[s * sizeB + i % sizeB];
            }
        }
    }

    /** out [+]= the sum over positions of a g. */
    private static void reduce(double[] a, double[] g, int sizeA, int sizeB, boolean add, double[] out,
            int from, int count) {
        if (!add) {
            Arrays.fill(out, from * sizeB, (from + count) * sizeB, 0);
        }
        if (a.length == 0) {
            return;
        }
        for (int s = from; s < from + count; s++) {
            for (int i = 0; i < sizeA; i++) {
                out[s * sizeB + i % sizeB] += a[s * sizeA + i] * g[s * sizeA + i];
            }
        }
    }

    private static int sizeB(PassState pass, Node node) {
        return pass.nodes.get(node.inputs()[1]).size();
    }

    @Override
    public boolean curved() {
        return true;
    }

    @Override
    public void forward(PassState pass, Node node, int from, int count) {
        multiply(pass.value[node.inputs()[0]], node.size(), pass.value[node.inputs()[1]], sizeB(pass, node), false,
                pass.value[node.index()], from, count);
    }

    @Override
    public void tangent(PassState pass, Node node, Tangents t, int from, int count) {
        int a = node.inputs()[0];
        int b = node.inputs()[1];
        double[] out = t.value[node.index()];
        multiply(t.value[a], node.size(), pass.value[b], sizeB(pass, node), false, out, from, count);
        multiply(pass.value[a], node.size(), t.value[b], sizeB(pass, node), true, out, from, count);
    }

    @Override
    public void second(PassState pass, Node node, Tangents t, Tangents w, double[][] both, int from, int count) {
        int a = node.inputs()[0];
        int b = node.inputs()[1];
        int size = sizeB(pass, node);
        double[] out = both[node.index()];
        multiply(both[a], node.size(), pass.value[b], size, false, out, from, count);
        multiply(pass.value[a], node.size(), both[b], size, true, out, from, count);
        multiply(t.value[a], node.size(), w.value[b], size, true, out, from, count);
        multiply(w.value[a], node.size(), t.value[b], size, true, out, from, count);
    }

    @Override
    public void backward(PassState pass, Node node, double[][] gradient, int from, int count) {
        back(pass, node, gradient[node.index()], pass.value, node.adds()[0], node.adds()[1], gradient, from, count);
    }

    private static void back(PassState pass, Node node, double[] g, double[][] factors, boolean addA,
            boolean addB, double[][] out, int from, int count) {
        int a = node.inputs()[0];
        int b = node.inputs()[1];
        int size = sizeB(pass, node);
        if (out[a].length > 0) {
            multiply(g, node.size(), factors[b], size, addA, out[a], from, count);
        }
        if (out[b].length > 0) {
            reduce(factors[a], g, node.size(), size, addB, out[b], from, count);
        }
    }

    @Override
    public void backwardTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count) {
        back(pass, node, tangent[node.index()], pass.value, node.adds()[0], node.adds()[1], tangent, from, count);
        back(pass, node, gradient[node.index()], t.value, true, true, tangent, from, count);
    }
}
