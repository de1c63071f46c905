package org.paisaje.network.dense;

import org.jspecify.annotations.Nullable;

/**
 * The tangents of a forward and a backward pass along m directions at once (Pearlmutter 1994): the rows of all
 * directions lie below each other, so that the weights are read once for all.
 */
final class TangentPass {
    private static final double[] NONE = new double[0];

    private final PrimalPass primal;
    private final LayerStack stack;
    private final int capacity;
    /** Tangents of the nodes; the input has none. */
    private final double[][] node;
    /** Tangents of the arguments z of curved activations. */
    private final double[][] argument;
    /** Tangents of the gradients in the nodes. */
    private final double[][] back;
    private final double[][] delta;
    private int vectors;

    /** Buffers for at most {@code capacity} directions through {@code samples} samples. */
    TangentPass(PrimalPass primal, int samples, int capacity) {
        this.primal = primal;
        this.stack = primal.stack;
        this.capacity = capacity;
        int depth = stack.depth();
        this.node = new double[depth + 1][];
        this.argument = new double[depth][];
        this.back = new double[depth + 1][];
        this.delta = new double[depth][];
        node[0] = NONE;
        back[0] = NONE;
        for (int l = 0; l < depth; l++) {
            DenseLayer layer = stack.layer(l);
            int size = Math.multiplyExact(Math.multiplyExact(capacity, samples), layer.outputs());
            node[l + 1] = new double[size];
            back[l + 1] = new double[size];
            argument[l] = layer.activation().piecewiseLinear() ? NONE : new double[size];
            delta[l] = layer.hasSkip() && !layer.linear() ? new double[size] : back[l + 1];
        }
    }

    int capacity() {
        return capacity;
    }

    /** The tangents of node l > 0, m n x width. */
    double[] node(int l) {
        return node[l];
    }

    /** The tangents of the arguments of layer l, m n x width; of curved activations alone. */
    double[] argument(int l) {
        return argument[l];
    }

    /** The tangents of the outputs, m n x k. */
    double[] outputs() {
        return node[node.length - 1];
    }

    /** The tangents of the gradients in the outputs, m n x k, to be filled before {@link #reverse}. */
    double[] outputGradients() {
        return back[back.length - 1];
    }

    /** Runs forward along m directions, direction j at {@code from + j p} of v; 4 n flops per weight and direction. */
    void forward(double[] theta, double[] v, int from, int m) {
        vectors = m;
        int n = primal.samples;
        int p = stack.parameters();
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            int width = layer.outputs();
            int block = n * width;
            double[] z = argument[l].length > 0 ? argument[l] : node[l + 1];
            for (int j = 0; j < m; j++) {
                int at = from + j * p;
                Gemm.timesTransposed(n, width, layer.inputs(), layer.weightScale(), primal.node[l], primal.offset(l),
                        v, at + layer.weight(), 0, z, j * block);
            }
            if (l > 0) {
                Gemm.timesTransposed(m * n, width, layer.inputs(), layer.weightScale(), node[l], 0, theta,
                        layer.weight(), 1, z, 0);
            }
            for (int j = 0; j < m; j++) {
                activate(l, layer, v, from + j * p, z, j * n);
            }
        }
    }

    /** Biases, slopes and skip of one direction, whose rows start at {@code start}. */
    private void activate(int l, DenseLayer layer, double[] v, int from, double[] z, int start) {
        if (layer.linear() && !layer.hasBias() && layer.skip() <= 0) {
            return;
        }
        int width = layer.outputs();
        Rows.inChunks(primal.samples, width, (row, rows) -> {
            int at = (start + row) * width;
            int size = rows * width;
            if (layer.hasBias()) {
                Rows.addToEach(z, at, rows, width, layer.biasScale(), v, from + layer.bias());
            }
            if (!layer.linear()) {
                primal.timesSlope(l, row * width, z, at, node[l + 1], at, size);
            }
            if (layer.skip() > 0) {
                Rows.add(node[l + 1], at, node[layer.skip()], at, size);
            }
        });
    }

    /**
     * Runs back from {@link #outputGradients()} and writes the tangents of the gradient in theta, direction j at
     * {@code to + j p}. With {@code second} the backward pass is that of a Hessian (8 n flops per weight and direction),
     * with null that of a Gauss-Newton matrix (4 n).
     */
    void reverse(double[] theta, double[] v, int from, @Nullable BackwardPass second,
            double[] out, int to) {
        int n = primal.samples;
        int p = stack.parameters();
        for (int l = stack.depth() - 1; l >= 0; l--) {
            DenseLayer layer = stack.layer(l);
            int width = layer.outputs();
            int in = layer.inputs();
            int block = n * width;
            if (!layer.linear()) {
                for (int j = 0; j < vectors; j++) {
                    slopes(l, width, second, j * n);
                }
            }
            for (int j = 0; j < vectors; j++) {
                int at = to + j * p;
                Gemm.transposedTimes(width, in, n, layer.weightScale(), delta[l], j * block, primal.node[l],
                        primal.offset(l), 0, out, at + layer.weight());
                if (second != null && l > 0) {
                    Gemm.transposedTimes(width, in, n, layer.weightScale(), second.delta[l], 0, node[l], j * n * in, 1,
                            out, at + layer.weight());
                }
                if (layer.hasBias()) {
                    Rows.sum(delta[l], j * block, n, width, layer.biasScale(), out, at + layer.bias());
                }
            }
            if (l == 0) {
                return;
            }
            double beta = stack.copySkipped(l, back, vectors * n) ? 1 : 0;
            Gemm.times(vectors * n, in, width, layer.weightScale(), delta[l], 0, theta, layer.weight(), beta, back[l],
                    0);
            if (second != null) {
                for (int j = 0; j < vectors; j++) {
                    Gemm.times(n, in, width, layer.weightScale(), second.delta[l], 0, v,
                            from + j * p + layer.weight(), 1, back[l], j * n * in);
                }
            }
        }
    }

    /** The gradients in z of one direction, whose rows start at {@code start}. */
    private void slopes(int l, int width, @Nullable BackwardPass second, int start) {
        Rows.inChunks(primal.samples, width, (row, rows) -> {
            int at = (start + row) * width;
            int size = rows * width;
            primal.timesSlope(l, row * width, back[l + 1], at, delta[l], at, size);
            if (second != null && second.bend[l].length > 0) {
                Rows.addProduct(second.bend[l], row * width, argument[l], at, delta[l], at, size);
            }
        });
    }
}
