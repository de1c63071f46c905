package org.paisaje.network.dense;

import org.paisaje.math.linalg.Matrix;

/**
 * The mixed second derivative of the outputs along two directions a and b: with z_a, z_b the tangents of the arguments and
 * h_ab the mixed derivative of a node, {@code z_ab = W h_ab + A h_b + B h_a} and
 * {@code h'_ab = [h_ab skip +] step (s'(z) z_ab + s''(z) z_a z_b)}; 14 n flops per weight.
 */
final class SecondTangent {
    private SecondTangent() {}

    /** {@code a^T (d^2 f / d theta^2) b} of every output, n x k; the primal pass keeps arguments. */
    static Matrix of(PrimalPass primal, double[] theta, double[] a, double[] b) {
        LayerStack stack = primal.stack;
        int n = primal.samples;
        int p = stack.parameters();
        double[] both = new double[Math.multiplyExact(2, p)];
        System.arraycopy(a, 0, both, 0, p);
        System.arraycopy(b, 0, both, p, p);
        TangentPass tangents = new TangentPass(primal, n, 2);
        tangents.forward(theta, both, 0, 2);
        double[][] node = new double[stack.depth() + 1][];
        node[0] = new double[0];
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            int in = layer.inputs();
            int size = n * layer.outputs();
            double[] z = new double[size];
            if (l > 0) {
                double[] h = tangents.node(l);
                product(layer, n, node[l], 0, theta, 0, z, 0);
                product(layer, n, h, n * in, both, 0, z, 1);
                product(layer, n, h, 0, both, p, z, 1);
            }
            if (!layer.linear()) {
                primal.timesSlope(l, 0, z, 0, z, 0, size);
                if (!layer.activation().piecewiseLinear()) {
                    bend(layer, primal.argument[l], tangents.argument(l), z);
                }
            }
            if (layer.skip() > 0) {
                Rows.add(z, 0, node[layer.skip()], 0, size);
            }
            node[l + 1] = z;
        }
        return Matrix.wrap(n, stack.outputs(), node[stack.depth()]);
    }

    private static void product(DenseLayer layer, int n, double[] h, int from, double[] weights, int offset,
            double[] z, double beta) {
        Gemm.timesTransposed(n, layer.outputs(), layer.inputs(), layer.weightScale(), h, from, weights,
                offset + layer.weight(), beta, z, 0);
    }

    /** {@code z += step s''(argument) z_a z_b}. */
    private static void bend(DenseLayer layer, double[] argument, double[] tangents, double[] z) {
        double[] second = new double[z.length];
        layer.activation().second(argument, 0, second, 0, z.length);
        for (int i = 0; i < z.length; i++) {
            z[i] += layer.step() * second[i] * tangents[i] * tangents[z.length + i];
        }
    }
}
