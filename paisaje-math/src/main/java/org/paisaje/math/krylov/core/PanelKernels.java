package org.paisaje.math.krylov.core;

import org.paisaje.math.simd.Kernels;

/**
 * Inner products and combinations of the rows of a panel with one vector or two, on a stretch of columns. Four rows are
 * taken at a time; two vectors share the reading of the panel.
 */
final class PanelKernels {
    /** Stretches shorter than this are not worth vectors. */
    private static final int SHORT = 64;
    private static final Kernels KERNELS = Kernels.current();

    private PanelKernels() {}

    /**
     * Adds to {@code c[cAt + q rows + i]} the inner product of row i of the panel with vector q, over {@code length}
     * columns.
     *
     * @param count 1 or 2 vectors
     * @param at0 where the stretch begins in row 0 of the panel, whose rows are {@code stride} apart
     * @param wAt where it begins in vector 0; the vectors are {@code wStride} apart
     */
    static void products(int count, int rows, double[] panel, int at0, int stride, int length, double[] w, int wAt,
            int wStride, double[] c, int cAt) {
        int i = 0;
        for (; length >= SHORT && i <= rows - 4; i += 4) {
            if (count == 2) {
                KERNELS.productsOfTwo(panel, at0 + i * stride, stride, length, w, wAt, wAt + wStride, c, cAt + i,
                        cAt + rows + i);
            } else {
                KERNELS.products(panel, at0 + i * stride, stride, length, w, wAt, c, cAt + i);
            }
        }
        for (; i < rows; i++) {
            for (int q = 0; q < count; q++) {
                c[cAt + q * rows + i] += Vectors.dot(panel, at0 + i * stride, w, wAt + q * wStride, length);
            }
        }
    }

    /**
     * Adds {@code sign sum_i c[cAt + q rows + i] row_i} to vector q, over {@code length} columns; the arguments are those
     * of {@link #products}.
     */
    static void combine(int count, int rows, double[] c, int cAt, double sign, double[] panel, int at0, int stride,
            int length, double[] w, int wAt, int wStride) {
        int i = 0;
        for (; i <= rows - 4; i += 4) {
            if (count == 2) {
                KERNELS.combineToTwo(c, cAt + i, cAt + rows + i, sign, panel, at0 + i * stride, stride, length, w, wAt,
                        wAt + wStride);
            } else {
                KERNELS.combine(c, cAt + i, sign, panel, at0 + i * stride, stride, length, w, wAt);
            }
        }
        for (; i < rows; i++) {
            for (int q = 0; q < count; q++) {
                Vectors.add(sign * c[cAt + q * rows + i], panel, at0 + i * stride, w, wAt + q * wStride, length);
            }
        }
    }
}
