package org.paisaje.study.explain;

import org.paisaje.math.linalg.LinearOperator;

/** The operator {@code A + shift I} of a square A. */
record Shifted(LinearOperator operator, double shift) implements LinearOperator {
    @Override
    public int rows() {
        return operator.rows();
    }

    @Override
    public int columns() {
        return operator.columns();
    }

    @Override
    public void apply(double[] v, double[] out) {
        operator.apply(v, out);
        for (int i = 0; i < out.length; i++) {
            out[i] += shift * v[i];
        }
    }
}
