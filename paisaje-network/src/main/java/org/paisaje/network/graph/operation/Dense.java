package org.paisaje.network.graph.operation;

import org.paisaje.math.linalg.Blas;
import org.paisaje.network.dense.Rows;

/** {@code scale W h} with W outputs x inputs; 2 flops per weight and sample. */
public final class Dense extends ParameterOperation {
    final int inputs;
    final int outputs;
    final double scale;

    public Dense(int inputs, int outputs, int weight, int bias, double scale, double biasScale) {
        super(weight, bias, biasScale, outputs);
        this.inputs = inputs;
        this.outputs = outputs;
        this.scale = scale;
    }

    /** The columns of W. */
    public int inputs() {
        return inputs;
    }

    /** The rows of W. */
    public int outputs() {
        return outputs;
    }

    /** The factor of W. */
    public double scale() {
        return scale;
    }

    @Override
    public int weights() {
        return inputs * outputs;
    }

    @Override
    public void product(PassState pass, double[] parameters, double[] h, int from, int count, double beta,
            double[] out) {
        Blas.gemm(false, true, count, outputs, inputs, scale, h, from * inputs, inputs, parameters, weight, inputs,
                beta, out, from * outputs, outputs);
    }

    @Override
    public void adjoint(PassState pass, double[] parameters, double[] g, int from, int count, boolean add,
            double[] out) {
        Blas.gemm(false, false, count, inputs, outputs, scale, g, from * outputs, outputs, parameters, weight, inputs,
                add ? 1 : 0, out, from * inputs, inputs);
    }

    /** Adds {@code (G o G)^T (H o H)} with the squares of the factors: the squared gradients of these samples. */
    public void squares(PassState pass, Node node, double[][] gradient, int from, int count, double[] out) {
        double[] g = new double[count * outputs];
        double[] h = new double[count * inputs];
        Rows.multiply(gradient[node.index()], from * outputs, gradient[node.index()], from * outputs, g, 0, g.length);
        double[] value = pass.value[node.input()];
        Rows.multiply(value, from * inputs, value, from * inputs, h, 0, h.length);
        Blas.gemm(true, false, outputs, inputs, count, scale * scale, g, 0, outputs, h, 0, inputs, 1, out, weight,
                inputs);
        for (int i = 0; bias >= 0 && i < g.length; i++) {
            out[bias + i % outputs] += biasScale * biasScale * g[i];
        }
    }

    @Override
    public void outer(PassState pass, double[] g, double[] h, int from, int count, double[] out, int at) {
        Blas.gemm(true, false, outputs, inputs, count, scale, g, from * outputs, outputs, h, from * inputs, inputs, 1,
                out, at + weight, inputs);
    }
}
