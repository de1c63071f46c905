package org.paisaje.math.backend;

import java.util.Arrays;

/**
 * The kernels in portable Java: the twin against which the native ones are tested, and what runs where there are none.
 * Products pack a block of op(B) of at most {@value #BLOCK_K} x {@value #BLOCK_N} entries so that the inner loop is
 * contiguous and is vectorised by the compiler.
 */
final class PlainJava implements Backend {
    private static final int BLOCK_K = 128;
    private static final int BLOCK_N = 512;

    private final Lapack lapack = new PlainLapack();

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Lapack lapack() {
        return lapack;
    }

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double[] a, int aOffset,
            int lda, double[] b, int bOffset, int ldb, double beta, double[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            scale(c, cOffset + i * ldc, n, beta);
        }
        if (alpha == 0 || k == 0 || m == 0 || n == 0) {
            return;
        }
        int rowStep = transposeA ? 1 : lda;
        int columnStep = transposeA ? lda : 1;
        double[] panel = new double[Math.min(k, BLOCK_K) * Math.min(n, BLOCK_N)];
        for (int j0 = 0; j0 < n; j0 += BLOCK_N) {
            int width = Math.min(BLOCK_N, n - j0);
            for (int l0 = 0; l0 < k; l0 += BLOCK_K) {
                int depth = Math.min(BLOCK_K, k - l0);
                pack(transposeB, b, bOffset, ldb, l0, depth, j0, width, panel);
                for (int i = 0; i < m; i++) {
                    accumulate(a, aOffset + i * rowStep + l0 * columnStep, columnStep, alpha, panel, depth, width, c,
                            cOffset + i * ldc + j0);
                }
            }
        }
    }

    private static void pack(boolean transposeB, double[] b, int bOffset, int ldb, int l0, int depth, int j0, int width,
            double[] panel) {
        for (int l = 0; l < depth; l++) {
            if (transposeB) {
                int start = bOffset + j0 * ldb + l0 + l;
                for (int j = 0; j < width; j++) {
                    panel[l * width + j] = b[start + j * ldb];
                }
            } else {
                System.arraycopy(b, bOffset + (l0 + l) * ldb + j0, panel, l * width, width);
            }
        }
    }

    private static void accumulate(double[] a, int aStart, int aStep, double alpha, double[] panel, int depth,
            int width,
            double[] c, int cStart) {
        int l = 0;
        for (; l + 3 < depth; l += 4) {
            double a0 = alpha * a[aStart + l * aStep];
            double a1 = alpha * a[aStart + (l + 1) * aStep];
            double a2 = alpha * a[aStart + (l + 2) * aStep];
            double a3 = alpha * a[aStart + (l + 3) * aStep];
            int p0 = l * width;
            int p1 = p0 + width;
            int p2 = p1 + width;
            int p3 = p2 + width;
            for (int j = 0; j < width; j++) {
                c[cStart + j] += a0 * panel[p0 + j] + a1 * panel[p1 + j] + a2 * panel[p2 + j] + a3 * panel[p3 + j];
            }
        }
        for (; l < depth; l++) {
            double factor = alpha * a[aStart + l * aStep];
            int p = l * width;
            for (int j = 0; j < width; j++) {
                c[cStart + j] += factor * panel[p + j];
            }
        }
    }

    /** Sums in double precision, which costs this twin little and rounds once. */
    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha, float[] a, int aOffset,
            int lda, float[] b, int bOffset, int ldb, float beta, float[] c, int cOffset, int ldc) {
        double[] wideA = wide(transposeA ? k : m, transposeA ? m : k, a, aOffset, lda);
        double[] wideB = wide(transposeB ? n : k, transposeB ? k : n, b, bOffset, ldb);
        double[] wideC = beta == 0 ? new double[m * n] : wide(m, n, c, cOffset, ldc);
        gemm(transposeA, transposeB, m, n, k, alpha, wideA, 0, transposeA ? m : k, wideB, 0, transposeB ? k : n, beta,
                wideC, 0, n);
        for (int i = 0; i < m; i++) {
            narrow(n, wideC, i * n, c, cOffset + i * ldc);
        }
    }

    private static double[] wide(int rows, int columns, float[] values, int offset, int stride) {
        double[] result = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[i * columns + j] = values[offset + i * stride + j];
            }
        }
        return result;
    }

    private static void narrow(int count, double[] values, int from, float[] out, int to) {
        for (int j = 0; j < count; j++) {
            out[to + j] = (float) values[from + j];
        }
    }

    /** Row blocks of the lower triangle, each a product that reaches a little beyond the diagonal into a scratch. */
    @Override
    public void syrk(boolean transposeA, int n, int k, double alpha, double[] a, int aOffset, int lda, double beta,
            double[] c, int cOffset, int ldc) {
        int block = 32;
        double[] square = new double[block * block];
        for (int i0 = 0; i0 < n; i0 += block) {
            int height = Math.min(block, n - i0);
            int aRow = aOffset + (transposeA ? i0 : i0 * lda);
            gemm(transposeA, !transposeA, height, i0, k, alpha, a, aRow, lda, a, aOffset, lda, beta, c,
                    cOffset + i0 * ldc, ldc);
            gemm(transposeA, !transposeA, height, height, k, alpha, a, aRow, lda, a, aRow, lda, 0, square, 0, block);
            for (int i = 0; i < height; i++) {
                int start = cOffset + (i0 + i) * ldc + i0;
                scale(c, start, i + 1, beta);
                for (int j = 0; j <= i; j++) {
                    c[start + j] += square[i * block + j];
                }
            }
        }
    }

    @Override
    public void syrk(boolean transposeA, int n, int k, float alpha, float[] a, int aOffset, int lda, float beta,
            float[] c, int cOffset, int ldc) {
        int columns = transposeA ? n : k;
        double[] wideA = wide(transposeA ? k : n, columns, a, aOffset, lda);
        double[] wideC = beta == 0 ? new double[n * n] : wide(n, n, c, cOffset, ldc);
        syrk(transposeA, n, k, alpha, wideA, 0, columns, beta, wideC, 0, n);
        for (int i = 0; i < n; i++) {
            narrow(i + 1, wideC, i * n, c, cOffset + i * ldc);
        }
    }

    @Override
    public void gemv(boolean transposeA, int m, int n, double alpha, double[] a, int aOffset, int lda, double[] x,
            int xOffset, double beta, double[] y, int yOffset) {
        scale(y, yOffset, transposeA ? n : m, beta);
        if (alpha == 0) {
            return;
        }
        for (int i = 0; i < m; i++) {
            int row = aOffset + i * lda;
            if (transposeA) {
                double factor = alpha * x[xOffset + i];
                for (int j = 0; j < n; j++) {
                    y[yOffset + j] += factor * a[row + j];
                }
            } else {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += a[row + j] * x[xOffset + j];
                }
                y[yOffset + i] += alpha * sum;
            }
        }
    }

    @Override
    public void trsm(boolean left, boolean lower, boolean transpose, boolean unitDiagonal, int m, int n, double alpha,
            double[] t, int tOffset, int ldt, double[] b, int bOffset, int ldb) {
        for (int i = 0; i < m; i++) {
            scale(b, bOffset + i * ldb, n, alpha);
        }
        boolean forward = left ? lower != transpose : lower == transpose;
        int order = left ? m : n;
        for (int step = 0; step < order; step++) {
            int p = forward ? step : order - 1 - step;
            double pivot = unitDiagonal ? 1 : t[tOffset + p * ldt + p];
            if (left) {
                eliminateRow(transpose, m, n, t, tOffset, ldt, b, bOffset, ldb, p, forward, pivot);
            } else {
                eliminateColumn(transpose, m, n, t, tOffset, ldt, b, bOffset, ldb, p, forward, pivot);
            }
        }
    }

    private static void eliminateRow(boolean transpose, int m, int n, double[] t, int tOffset, int ldt, double[] b,
            int bOffset, int ldb, int p, boolean forward, double pivot) {
        int source = bOffset + p * ldb;
        for (int j = 0; j < n; j++) {
            b[source + j] /= pivot;
        }
        for (int i = forward ? p + 1 : 0; i < (forward ? m : p); i++) {
            double factor = transpose ? t[tOffset + p * ldt + i] : t[tOffset + i * ldt + p];
            int target = bOffset + i * ldb;
            for (int j = 0; j < n; j++) {
                b[target + j] -= factor * b[source + j];
            }
        }
    }

    private static void eliminateColumn(boolean transpose, int m, int n, double[] t, int tOffset, int ldt, double[] b,
            int bOffset, int ldb, int p, boolean forward, double pivot) {
        int first = forward ? p + 1 : 0;
        int last = forward ? n : p;
        for (int i = 0; i < m; i++) {
            int row = bOffset + i * ldb;
            double value = b[row + p] / pivot;
            b[row + p] = value;
            for (int j = first; j < last; j++) {
                b[row + j] -= value * (transpose ? t[tOffset + j * ldt + p] : t[tOffset + p * ldt + j]);
            }
        }
    }

    private static void scale(double[] values, int start, int count, double factor) {
        if (factor == 0) {
            Arrays.fill(values, start, start + count, 0);
        } else if (factor != 1) {
            for (int j = start; j < start + count; j++) {
                values[j] *= factor;
            }
        }
    }
}
