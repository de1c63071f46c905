package org.paisaje.network.graph;

import org.paisaje.math.linalg.Blas;

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

    @Override
    int weights() {
        return inputs * outputs;
    }

    @Override
    void product(Pass pass, double[] parameters, double[] h, int from, int count, double beta, double[] out) {
        Blas.gemm(false, true, count, outputs, inputs, scale, h, from * inputs, inputs, parameters, weight, inputs,
                beta, out, from * outputs, outputs);
    }

    @Override
    void adjoint(Pass pass, double[] parameters, double[] g, int from, int count, boolean add, double[] out) {
        Blas.gemm(false, false, count, inputs, outputs, scale, g, from * outputs, outputs, parameters, weight, inputs,
                add ? 1 : 0, out, from * inputs, inputs);
    }

    @Override
    void outer(Pass pass, double[] g, double[] h, int from, int count, double[] out, int at) {
        Blas.gemm(true, false, outputs, inputs, count, scale, g, from * outputs, outputs, h, from * inputs, inputs, 1,
                out, at + weight, inputs);
    }
}
