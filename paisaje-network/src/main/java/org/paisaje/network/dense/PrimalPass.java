package org.paisaje.network.dense;

import org.paisaje.math.special.Elementwise;

/** A forward pass over at most {@code capacity} samples: nodes, and slopes and arguments where they are kept. */
final class PrimalPass {
    /** What later passes need of a forward pass. */
    enum Keep {
        /** The outputs. */
        OUTPUTS,
        /** The slopes s' of all layers as well. */
        SLOPES,
        /** The slopes s', but not those that the next node shows, see {@link DenseLayer#gated}. */
        HIDDEN_SLOPES,
        /** As HIDDEN_SLOPES, and the arguments of curved activations. */
        ARGUMENTS,
        /** The arguments of all activations but the identity, and the outputs. */
        ALL_ARGUMENTS
    }

    private static final double[] NONE = new double[0];

    final LayerStack stack;
    /** The values h_l, the input at 0. */
    final double[][] node;
    /** step s'(z) per layer, empty where s is the identity or where it is left to the next node to show. */
    final double[][] slope;
    /** z per layer, empty where s'' = 0 or not kept. */
    final double[][] argument;
    private final int capacity;
    /** Where the input starts in node 0. */
    int start;
    /** The samples of the last run. */
    int samples;

    PrimalPass(LayerStack stack, int capacity, Keep keep) {
        this.stack = stack;
        this.capacity = capacity;
        int depth = stack.depth();
        this.node = new double[depth + 1][];
        this.slope = new double[depth][];
        this.argument = new double[depth][];
        node[0] = NONE;
        for (int l = 0; l < depth; l++) {
            DenseLayer layer = stack.layer(l);
            int size = Math.multiplyExact(capacity, layer.outputs());
            node[l + 1] = new double[size];
            boolean slopes = switch (keep) {
                case OUTPUTS, ALL_ARGUMENTS -> false;
                case SLOPES -> !layer.linear();
                case HIDDEN_SLOPES, ARGUMENTS -> !layer.linear() && !layer.gated();
            };
            slope[l] = slopes ? new double[size] : NONE;
            boolean arguments = switch (keep) {
                case OUTPUTS, SLOPES, HIDDEN_SLOPES -> false;
                case ARGUMENTS -> !layer.activation().piecewiseLinear();
                case ALL_ARGUMENTS -> !layer.linear();
            };
            argument[l] = arguments ? new double[size] : NONE;
        }
    }

    /** The slopes of the last run with each sample {@code times} times in a row, for backward passes alone. */
    PrimalPass repeated(int times) {
        PrimalPass result = new PrimalPass(stack, 0, Keep.OUTPUTS);
        result.samples = samples * times;
        for (int l = 0; l < slope.length; l++) {
            if (slope[l].length > 0) {
                int width = stack.layer(l).outputs();
                double[] from = slope[l];
                double[] to = new double[Math.multiplyExact(result.samples, width)];
                Rows.inChunks(result.samples, width, (row, rows) -> {
                    for (int r = row; r < row + rows; r++) {
                        System.arraycopy(from, r / times * width, to, r * width, width);
                    }
                });
                result.slope[l] = to;
            }
        }
        return result;
    }

    /** The outputs of the last run, from index 0. */
    double[] outputs() {
        return node[node.length - 1];
    }

    /** Where the values of node l start. */
    int offset(int l) {
        return l == 0 ? start : 0;
    }

    /** {@code out = step s'(z) in} for layer l, entries from {@code at} on; in and out may be one slice. */
    void timesSlope(int l, int at, double[] in, int inOffset, double[] out, int outOffset, int size) {
        if (slope[l].length == 0 && size > 0) {
            Elementwise.gate(node[l + 1], at, in, inOffset, out, outOffset, size);
        } else {
            Rows.multiply(slope[l], at, in, inOffset, out, outOffset, size);
        }
    }

    /** Runs over n samples that start at {@code from} in x; 2 n flops per weight. */
    void run(double[] theta, double[] x, int from, int n) {
        if (n > capacity) {
            throw new IllegalArgumentException("forward: " + n + " samples, the buffers hold " + capacity);
        }
        node[0] = x;
        start = from;
        samples = n;
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            double[] z = argument[l].length > 0 ? argument[l] : node[l + 1];
            Gemm.timesTransposed(n, layer.outputs(), layer.inputs(), layer.weightScale(), node[l], offset(l), theta,
                    layer.weight(), 0, z, 0);
            activate(l, layer, theta, z);
        }
    }

    private void activate(int l, DenseLayer layer, double[] theta, double[] z) {
        if (layer.linear() && !layer.hasBias() && !layer.hasSkip()) {
            return;
        }
        int width = layer.outputs();
        Rows.inChunks(samples, width, (row, rows) -> {
            int at = row * width;
            int size = rows * width;
            if (layer.hasBias()) {
                Rows.addToEach(z, at, rows, width, layer.biasScale(), theta, layer.bias());
            }
            if (!layer.linear()) {
                if (slope[l].length > 0) {
                    layer.activation().valueAndFirst(z, at, node[l + 1], at, slope[l], at, size);
                    if (layer.step() != 1) {
                        Rows.scale(slope[l], at, size, layer.step());
                    }
                } else {
                    layer.activation().value(z, at, node[l + 1], at, size);
                }
            }
            if (layer.hasSkip()) {
                int from = offset(layer.skip()) + at;
                Rows.skip(node[l + 1], at, size, layer.step(), node[layer.skip()], from);
            }
        });
    }
}
