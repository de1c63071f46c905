package org.paisaje.bench.algebra;

import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.LinearOperator;

/** The operator of the Krylov benchmarks: a diagonal plus low rank that is never formed. */
final class KrylovOperators {
    private KrylovOperators() {}

    /** {@code diag(d) + U^T U} with U of {@code rank} rows. */
    record LowRankPlusDiagonal(int n, int rank, double[] d, double[] u) implements LinearOperator {
        @Override
        public int rows() {
            return n;
        }

        @Override
        public int columns() {
            return n;
        }

        @Override
        public void apply(double[] v, double[] out) {
            double[] c = new double[rank];
            for (int i = 0; i < n; i++) {
                out[i] = d[i] * v[i];
            }
            Blas.gemv(false, rank, n, 1, u, 0, n, v, 0, 0, c, 0);
            Blas.gemv(true, rank, n, 1, u, 0, n, c, 0, 1, out, 0);
        }
    }
}
