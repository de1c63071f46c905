package org.paisaje.network.dense;

import org.paisaje.math.linalg.Blas;

/** The three products of dense layers on row-major slices without gaps: {@code C = alpha op(A) op(B) + beta C}. */
public final class Gemm {
    private Gemm() {}

    /** C (m x n) = alpha A (m x k) B^T (B is n x k) + beta C. */
    public static void timesTransposed(int m, int n, int k, double alpha, double[] a, int aOffset, double[] b,
            int bOffset,
            double beta, double[] c, int cOffset) {
        Blas.gemm(false, true, m, n, k, alpha, a, aOffset, k, b, bOffset, k, beta, c, cOffset, n);
    }

    /** C (m x n) = alpha A (m x k) B (k x n) + beta C. */
    public static void times(int m, int n, int k, double alpha, double[] a, int aOffset, double[] b, int bOffset,
            double beta, double[] c, int cOffset) {
        Blas.gemm(false, false, m, n, k, alpha, a, aOffset, k, b, bOffset, n, beta, c, cOffset, n);
    }

    /** C (m x n) = alpha A^T (A is k x m) B (k x n) + beta C. */
    public static void transposedTimes(int m, int n, int k, double alpha, double[] a, int aOffset, double[] b,
            int bOffset,
            double beta, double[] c, int cOffset) {
        Blas.gemm(true, false, m, n, k, alpha, a, aOffset, m, b, bOffset, n, beta, c, cOffset, n);
    }
}
