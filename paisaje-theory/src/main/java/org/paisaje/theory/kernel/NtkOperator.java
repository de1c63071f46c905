package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Linearization;

/** {@code v -> J (J^T v)} at one linearization. */
record NtkOperator(Linearization at) implements LinearOperator {
    @Override
    public int rows() {
        return at.outputs().rows() * at.outputs().columns();
    }

    @Override
    public int columns() {
        return rows();
    }

    @Override
    public void apply(double[] v, double[] out) {
        if (v.length != rows() || out.length != rows()) {
            throw new IllegalArgumentException("apply: v has " + v.length + " and out " + out.length
                    + " entries, the kernel has order " + rows() + "; entry i * k + c belongs to output c of sample i");
        }
        Matrix u = Matrix.wrap(at.outputs().rows(), at.outputs().columns(), v);
        System.arraycopy(at.jvp(at.vjp(u)).data(), 0, out, 0, out.length);
    }
}
