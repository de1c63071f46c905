package org.paisaje.network;

/** Products of row-major slices of arrays: {@code C = alpha op(A) op(B) + beta C}. */
final class Gemm {
    private Gemm() {}

    /** C (m x n) = alpha A (m x k) B^T (B is n x k) + beta C. */
    static void timesTransposed(int m, int n, int k, double alpha, double[] a, int aOffset, double[] b, int bOffset,
            double beta, double[] c, int cOffset) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += a[aOffset + i * k + l] * b[bOffset + j * k + l];
                }
                put(c, cOffset + i * n + j, alpha * sum, beta);
            }
        }
    }

    /** C (m x n) = alpha A (m x k) B (k x n) + beta C. */
    static void times(int m, int n, int k, double alpha, double[] a, int aOffset, double[] b, int bOffset,
            double beta, double[] c, int cOffset) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += a[aOffset + i * k + l] * b[bOffset + l * n + j];
                }
                put(c, cOffset + i * n + j, alpha * sum, beta);
            }
        }
    }

    /** C (m x n) = alpha A^T (A is k x m) B (k x n) + beta C. */
    static void transposedTimes(int m, int n, int k, double alpha, double[] a, int aOffset, double[] b, int bOffset,
            double beta, double[] c, int cOffset) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += a[aOffset + l * m + i] * b[bOffset + l * n + j];
                }
                put(c, cOffset + i * n + j, alpha * sum, beta);
            }
        }
    }

    private static void put(double[] c, int at, double value, double beta) {
        c[at] = beta == 0 ? value : value + beta * c[at];
    }
}
