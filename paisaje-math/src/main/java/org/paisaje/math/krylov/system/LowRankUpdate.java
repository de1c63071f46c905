package org.paisaje.math.krylov.system;

import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/** {@code v -> diagonal v + F^T K F v} with few rows in F; two sweeps over F. */
final class LowRankUpdate implements LinearOperator {
    private final Panel f;
    private final int rank;
    private final double diagonal;
    private final double[] k;

    LowRankUpdate(Panel f, int rank, double diagonal, double[] k) {
        this.f = f;
        this.rank = rank;
        this.diagonal = diagonal;
        this.k = k;
    }

    @Override
    public int rows() {
        return f.n;
    }

    @Override
    public int columns() {
        return f.n;
    }

    @Override
    public void apply(double[] v, double[] out) {
        System.arraycopy(v, 0, out, 0, f.n);
        applyInPlace(out, 1);
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        System.arraycopy(vectors.data(), 0, out.data(), 0, vectors.data().length);
        applyInPlace(out.data(), vectors.rows());
    }

    private void applyInPlace(double[] out, int count) {
        double[] c = f.products(rank, out, 0, count);
        double[] minus = new double[c.length];
        for (int q = 0; q < count; q++) {
            for (int i = 0; i < rank; i++) {
                minus[q * rank + i] = -Vectors.dot(k, i * rank, c, q * rank, rank);
            }
        }
        Vectors.scale(diagonal, out, 0, count * f.n);
        f.subtract(rank, minus, out, 0, count);
    }
}
