package org.paisaje.network;

import org.paisaje.math.linalg.Matrix;

/** Second-order products one vector at a time, for networks without an own backward pass to keep. */
record TangentPullback(Linearization at, Matrix u) implements Linearization.Pullback {
    @Override
    public double[] gradient() {
        return at.vjp(u);
    }

    @Override
    public void second(Matrix vectors, Linearization.OutputMap b, Matrix out) {
        Matrix du = Matrix.zeros(u.rows(), u.columns());
        for (int j = 0; j < vectors.rows(); j++) {
            Linearization.Tangent tangent = at.tangent(vectors.row(j));
            b.apply(tangent.outputs(), du);
            out.setRow(j, tangent.vjp(u, du));
        }
    }
}
