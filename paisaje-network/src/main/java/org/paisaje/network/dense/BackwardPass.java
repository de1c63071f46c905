package org.paisaje.network.dense;

/** A backward pass through a {@link PrimalPass}: the gradients in the arguments z, and what curved activations need. */
final class BackwardPass {
    private static final double[] NONE = new double[0];

    private final PrimalPass primal;
    private final LayerStack stack;
    /** The gradient in node l; the one of node 0 only where it is asked for. */
    final double[][] node;
    /** The gradient in z of layer l before the factors; shares the array of node l + 1 where that is not needed on. */
    final double[][] delta;
    /** step s''(z) g per layer with g the gradient in node l + 1, empty where s'' = 0 or not kept. */
    final double[][] bend;

    /**
     * Buffers for passes back.
     *
     * @param inputs whether the gradient in the inputs is wanted
     * @param keepBend whether second derivatives follow
     * @param keepNodes whether the gradients in all nodes are wanted besides those in the arguments
     */
    BackwardPass(PrimalPass primal, int capacity, boolean inputs, boolean keepBend, boolean keepNodes) {
        this.primal = primal;
        this.stack = primal.stack;
        int depth = stack.depth();
        this.node = new double[depth + 1][];
        this.delta = new double[depth][];
        this.bend = new double[depth][];
        node[0] = inputs ? new double[Math.multiplyExact(capacity, stack.inputs())] : NONE;
        for (int l = 0; l < depth; l++) {
            DenseLayer layer = stack.layer(l);
            int size = Math.multiplyExact(capacity, layer.outputs());
            node[l + 1] = new double[size];
            delta[l] = (keepNodes || layer.hasSkip()) && !layer.linear() ? new double[size] : node[l + 1];
            bend[l] = keepBend && !layer.activation().piecewiseLinear() ? new double[size] : NONE;
        }
    }

    /** The gradient in the outputs, to be filled before {@link #run}. */
    double[] outputs() {
        return node[node.length - 1];
    }

    /** Goes back from the gradient in {@link #outputs()}; 2 n flops per weight behind the first layer. */
    void run(double[] theta) {
        int n = primal.samples;
        for (int l = stack.depth() - 1; l >= 0; l--) {
            DenseLayer layer = stack.layer(l);
            if (!layer.linear()) {
                bendAndDelta(l, layer, n);
            }
            if (l == 0 && node[0].length == 0) {
                return;
            }
            double beta = stack.copySkipped(l, node, n) ? 1 : 0;
            Gemm.times(n, layer.inputs(), layer.outputs(), layer.weightScale(), delta[l], 0, theta, layer.weight(),
                    beta, node[l], 0);
        }
    }

    private void bendAndDelta(int l, DenseLayer layer, int n) {
        int width = layer.outputs();
        Rows.inChunks(n, width, (row, rows) -> {
            int at = row * width;
            int size = rows * width;
            if (bend[l].length > 0) {
                layer.activation().second(primal.argument[l], at, bend[l], at, size);
                Rows.multiply(bend[l], at, node[l + 1], at, bend[l], at, size);
                if (layer.step() != 1) {
                    Rows.scale(bend[l], at, size, layer.step());
                }
            }
            primal.timesSlope(l, at, node[l + 1], at, delta[l], at, size);
        });
    }

    /** Writes the gradient in theta; 2 n flops per weight. */
    void gradient(double[] out, int at) {
        int n = primal.samples;
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            Gemm.transposedTimes(layer.outputs(), layer.inputs(), n, layer.weightScale(), delta[l], 0, primal.node[l],
                    primal.offset(l), 0, out, at + layer.weight());
            if (layer.hasBias()) {
                Rows.sum(delta[l], 0, n, layer.outputs(), layer.biasScale(), out, at + layer.bias());
            }
        }
    }

    /**
     * Adds the squares of the gradients of all samples, entry by entry, times a factor: {@code (A o A)^T (G o G)} for the
     * gradients {@code a_i g_i^T} of a layer; 2 n flops per weight.
     */
    void addSquares(double factor, double[] out) {
        int n = primal.samples;
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            double[] g = squares(delta[l], 0, layer.outputs());
            double[] h = squares(primal.node[l], primal.offset(l), layer.inputs());
            double scale = factor * layer.weightScale() * layer.weightScale();
            Gemm.transposedTimes(layer.outputs(), layer.inputs(), n, scale, g, 0, h, 0, 1, out, layer.weight());
            if (layer.hasBias()) {
                double[] sums = new double[layer.outputs()];
                Rows.sum(g, 0, n, sums.length, factor * layer.biasScale() * layer.biasScale(), sums, 0);
                Rows.add(out, layer.bias(), sums, 0, sums.length);
            }
        }
    }

    private double[] squares(double[] values, int at, int width) {
        double[] result = new double[primal.samples * width];
        Rows.inChunks(primal.samples, width, (row, rows) -> Rows.multiply(values, at + row * width, values,
                at + row * width, result, row * width, rows * width));
        return result;
    }

    /** Writes the gradients sample by sample to the rows of out (length p each, {@code stride} apart) from {@code row}. */
    void perSample(double[] out, int row, int stride) {
        int p = stack.parameters();
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            double[] h = primal.node[l];
            int in = layer.inputs();
            int width = layer.outputs();
            for (int i = 0; i < primal.samples; i++) {
                int at = (row + i * stride) * p;
                int from = primal.offset(l) + i * in;
                for (int o = 0; o < width; o++) {
                    double factor = layer.weightScale() * delta[l][i * width + o];
                    int to = at + layer.weight() + o * in;
                    for (int j = 0; j < in; j++) {
                        out[to + j] = factor * h[from + j];
                    }
                    if (layer.hasBias()) {
                        out[at + layer.bias() + o] = layer.biasScale() * delta[l][i * width + o];
                    }
                }
            }
        }
    }
}
