package org.paisaje.network.narrow;

import static org.paisaje.network.narrow.PanelProducts.LANES;
import static org.paisaje.network.narrow.PanelProducts.S;

import jdk.incubator.vector.DoubleVector;

/**
 * Outer products of strips, summed over their samples lane by lane, in a fixed order with fused multiply-adds, so that every
 * entry has the same bits wherever it is computed. Sums of 4 x 4 vectors stay in registers over all strips.
 */
final class PanelOuterProducts {
    private PanelOuterProducts() {}

    /**
     * sums += d a^T lane by lane for the given rows of d and columns of a, over strips of one width that are
     * {@code dStride} and {@code aStride} apart; entry (i, j) is the vector at {@code sumOffset + i sumRow + j LANES}.
     * 2 rows columns flops per sample.
     */
    static void outer(double[] d, int dOffset, int dStride, int rows, double[] a, int aOffset, int aStride, int columns,
            int strips, int width, double[] sums, int sumOffset, int sumRow) {
        if (rows == 4) {
            outerOfFour(d, dOffset, dStride, a, aOffset, aStride, columns, strips, width, sums, sumOffset, sumRow);
            return;
        }
        if (rows == 2 && columns == 2) {
            outer2x2(d, dOffset, dStride, a, aOffset, aStride, strips, width, sums, sumOffset, sumRow);
            return;
        }
        if (rows == 3 && columns == 3) {
            outer3x3(d, dOffset, dStride, a, aOffset, aStride, strips, width, sums, sumOffset, sumRow);
            return;
        }
        for (int i = 0; i < rows; i++) {
            outerOfOne(d, dOffset + i * width, dStride, a, aOffset, aStride, columns, strips, width, sums,
                    sumOffset + i * sumRow, sumRow);
        }
    }

    private static void outerOfFour(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride,
            int columns, int strips, int width, double[] sums, int sumOffset, int sumRow) {
        int j = 0;
        for (; j + 4 <= columns; j += 4) {
            outer4x4(d, dOffset, dStride, a, aOffset + j * width, aStride, strips, width, sums, sumOffset + j * LANES,
                    sumRow);
        }
        for (; j < columns; j++) {
            outer4x1(d, dOffset, dStride, a, aOffset + j * width, aStride, strips, width, sums, sumOffset + j * LANES,
                    sumRow);
        }
    }

    private static void outerOfOne(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride,
            int columns, int strips, int width, double[] sums, int sumOffset, int sumRow) {
        int j = 0;
        for (; j + 4 <= columns; j += 4) {
            outer1x4(d, dOffset, dStride, a, aOffset + j * width, aStride, strips, width, sums, sumOffset + j * LANES,
                    sumRow);
        }
        for (; j < columns; j++) {
            outer1x1(d, dOffset, dStride, a, aOffset + j * width, aStride, strips, width, sums, sumOffset + j * LANES,
                    sumRow);
        }
    }

    private static void outer4x4(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride, int strips,
            int width, double[] sums, int sumOffset, int sumRow) {
        DoubleVector c00 = DoubleVector.fromArray(S, sums, sumOffset);
        DoubleVector c01 = DoubleVector.fromArray(S, sums, sumOffset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(S, sums, sumOffset + 2 * LANES);
        DoubleVector c03 = DoubleVector.fromArray(S, sums, sumOffset + 3 * LANES);
        DoubleVector c10 = DoubleVector.fromArray(S, sums, sumOffset + sumRow);
        DoubleVector c11 = DoubleVector.fromArray(S, sums, sumOffset + sumRow + LANES);
        DoubleVector c12 = DoubleVector.fromArray(S, sums, sumOffset + sumRow + 2 * LANES);
        DoubleVector c13 = DoubleVector.fromArray(S, sums, sumOffset + sumRow + 3 * LANES);
        DoubleVector c20 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow);
        DoubleVector c21 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow + LANES);
        DoubleVector c22 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow + 2 * LANES);
        DoubleVector c23 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow + 3 * LANES);
        DoubleVector c30 = DoubleVector.fromArray(S, sums, sumOffset + 3 * sumRow);
        DoubleVector c31 = DoubleVector.fromArray(S, sums, sumOffset + 3 * sumRow + LANES);
        DoubleVector c32 = DoubleVector.fromArray(S, sums, sumOffset + 3 * sumRow + 2 * LANES);
        DoubleVector c33 = DoubleVector.fromArray(S, sums, sumOffset + 3 * sumRow + 3 * LANES);
        for (int s = 0; s < strips; s++) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset + v);
                DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + width + v);
                DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * width + v);
                DoubleVector x3 = DoubleVector.fromArray(S, a, aOffset + 3 * width + v);
                DoubleVector k = DoubleVector.fromArray(S, d, dOffset + v);
                c00 = k.fma(x0, c00);
                c01 = k.fma(x1, c01);
                c02 = k.fma(x2, c02);
                c03 = k.fma(x3, c03);
                k = DoubleVector.fromArray(S, d, dOffset + width + v);
                c10 = k.fma(x0, c10);
                c11 = k.fma(x1, c11);
                c12 = k.fma(x2, c12);
                c13 = k.fma(x3, c13);
                k = DoubleVector.fromArray(S, d, dOffset + 2 * width + v);
                c20 = k.fma(x0, c20);
                c21 = k.fma(x1, c21);
                c22 = k.fma(x2, c22);
                c23 = k.fma(x3, c23);
                k = DoubleVector.fromArray(S, d, dOffset + 3 * width + v);
                c30 = k.fma(x0, c30);
                c31 = k.fma(x1, c31);
                c32 = k.fma(x2, c32);
                c33 = k.fma(x3, c33);
            }
            dOffset += dStride;
            aOffset += aStride;
        }
        c00.intoArray(sums, sumOffset);
        c01.intoArray(sums, sumOffset + LANES);
        c02.intoArray(sums, sumOffset + 2 * LANES);
        c03.intoArray(sums, sumOffset + 3 * LANES);
        c10.intoArray(sums, sumOffset + sumRow);
        c11.intoArray(sums, sumOffset + sumRow + LANES);
        c12.intoArray(sums, sumOffset + sumRow + 2 * LANES);
        c13.intoArray(sums, sumOffset + sumRow + 3 * LANES);
        c20.intoArray(sums, sumOffset + 2 * sumRow);
        c21.intoArray(sums, sumOffset + 2 * sumRow + LANES);
        c22.intoArray(sums, sumOffset + 2 * sumRow + 2 * LANES);
        c23.intoArray(sums, sumOffset + 2 * sumRow + 3 * LANES);
        c30.intoArray(sums, sumOffset + 3 * sumRow);
        c31.intoArray(sums, sumOffset + 3 * sumRow + LANES);
        c32.intoArray(sums, sumOffset + 3 * sumRow + 2 * LANES);
        c33.intoArray(sums, sumOffset + 3 * sumRow + 3 * LANES);
    }

    private static void outer4x1(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride, int strips,
            int width, double[] sums, int sumOffset, int sumRow) {
        DoubleVector c00 = DoubleVector.fromArray(S, sums, sumOffset);
        DoubleVector c10 = DoubleVector.fromArray(S, sums, sumOffset + sumRow);
        DoubleVector c20 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow);
        DoubleVector c30 = DoubleVector.fromArray(S, sums, sumOffset + 3 * sumRow);
        for (int s = 0; s < strips; s++) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset + v);
                DoubleVector k = DoubleVector.fromArray(S, d, dOffset + v);
                c00 = k.fma(x0, c00);
                k = DoubleVector.fromArray(S, d, dOffset + width + v);
                c10 = k.fma(x0, c10);
                k = DoubleVector.fromArray(S, d, dOffset + 2 * width + v);
                c20 = k.fma(x0, c20);
                k = DoubleVector.fromArray(S, d, dOffset + 3 * width + v);
                c30 = k.fma(x0, c30);
            }
            dOffset += dStride;
            aOffset += aStride;
        }
        c00.intoArray(sums, sumOffset);
        c10.intoArray(sums, sumOffset + sumRow);
        c20.intoArray(sums, sumOffset + 2 * sumRow);
        c30.intoArray(sums, sumOffset + 3 * sumRow);
    }

    private static void outer2x2(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride, int strips,
            int width, double[] sums, int sumOffset, int sumRow) {
        DoubleVector c00 = DoubleVector.fromArray(S, sums, sumOffset);
        DoubleVector c01 = DoubleVector.fromArray(S, sums, sumOffset + LANES);
        DoubleVector c10 = DoubleVector.fromArray(S, sums, sumOffset + sumRow);
        DoubleVector c11 = DoubleVector.fromArray(S, sums, sumOffset + sumRow + LANES);
        for (int s = 0; s < strips; s++) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset + v);
                DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + width + v);
                DoubleVector k = DoubleVector.fromArray(S, d, dOffset + v);
                c00 = k.fma(x0, c00);
                c01 = k.fma(x1, c01);
                k = DoubleVector.fromArray(S, d, dOffset + width + v);
                c10 = k.fma(x0, c10);
                c11 = k.fma(x1, c11);
            }
            dOffset += dStride;
            aOffset += aStride;
        }
        c00.intoArray(sums, sumOffset);
        c01.intoArray(sums, sumOffset + LANES);
        c10.intoArray(sums, sumOffset + sumRow);
        c11.intoArray(sums, sumOffset + sumRow + LANES);
    }

    private static void outer3x3(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride, int strips,
            int width, double[] sums, int sumOffset, int sumRow) {
        DoubleVector c00 = DoubleVector.fromArray(S, sums, sumOffset);
        DoubleVector c01 = DoubleVector.fromArray(S, sums, sumOffset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(S, sums, sumOffset + 2 * LANES);
        DoubleVector c10 = DoubleVector.fromArray(S, sums, sumOffset + sumRow);
        DoubleVector c11 = DoubleVector.fromArray(S, sums, sumOffset + sumRow + LANES);
        DoubleVector c12 = DoubleVector.fromArray(S, sums, sumOffset + sumRow + 2 * LANES);
        DoubleVector c20 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow);
        DoubleVector c21 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow + LANES);
        DoubleVector c22 = DoubleVector.fromArray(S, sums, sumOffset + 2 * sumRow + 2 * LANES);
        for (int s = 0; s < strips; s++) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset + v);
                DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + width + v);
                DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * width + v);
                DoubleVector k = DoubleVector.fromArray(S, d, dOffset + v);
                c00 = k.fma(x0, c00);
                c01 = k.fma(x1, c01);
                c02 = k.fma(x2, c02);
                k = DoubleVector.fromArray(S, d, dOffset + width + v);
                c10 = k.fma(x0, c10);
                c11 = k.fma(x1, c11);
                c12 = k.fma(x2, c12);
                k = DoubleVector.fromArray(S, d, dOffset + 2 * width + v);
                c20 = k.fma(x0, c20);
                c21 = k.fma(x1, c21);
                c22 = k.fma(x2, c22);
            }
            dOffset += dStride;
            aOffset += aStride;
        }
        c00.intoArray(sums, sumOffset);
        c01.intoArray(sums, sumOffset + LANES);
        c02.intoArray(sums, sumOffset + 2 * LANES);
        c10.intoArray(sums, sumOffset + sumRow);
        c11.intoArray(sums, sumOffset + sumRow + LANES);
        c12.intoArray(sums, sumOffset + sumRow + 2 * LANES);
        c20.intoArray(sums, sumOffset + 2 * sumRow);
        c21.intoArray(sums, sumOffset + 2 * sumRow + LANES);
        c22.intoArray(sums, sumOffset + 2 * sumRow + 2 * LANES);
    }

    private static void outer1x4(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride, int strips,
            int width, double[] sums, int sumOffset, int sumRow) {
        DoubleVector c00 = DoubleVector.fromArray(S, sums, sumOffset);
        DoubleVector c01 = DoubleVector.fromArray(S, sums, sumOffset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(S, sums, sumOffset + 2 * LANES);
        DoubleVector c03 = DoubleVector.fromArray(S, sums, sumOffset + 3 * LANES);
        for (int s = 0; s < strips; s++) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset + v);
                DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + width + v);
                DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * width + v);
                DoubleVector x3 = DoubleVector.fromArray(S, a, aOffset + 3 * width + v);
                DoubleVector k = DoubleVector.fromArray(S, d, dOffset + v);
                c00 = k.fma(x0, c00);
                c01 = k.fma(x1, c01);
                c02 = k.fma(x2, c02);
                c03 = k.fma(x3, c03);
            }
            dOffset += dStride;
            aOffset += aStride;
        }
        c00.intoArray(sums, sumOffset);
        c01.intoArray(sums, sumOffset + LANES);
        c02.intoArray(sums, sumOffset + 2 * LANES);
        c03.intoArray(sums, sumOffset + 3 * LANES);
    }

    private static void outer1x1(double[] d, int dOffset, int dStride, double[] a, int aOffset, int aStride, int strips,
            int width, double[] sums, int sumOffset, int sumRow) {
        DoubleVector c00 = DoubleVector.fromArray(S, sums, sumOffset);
        for (int s = 0; s < strips; s++) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset + v);
                DoubleVector k = DoubleVector.fromArray(S, d, dOffset + v);
                c00 = k.fma(x0, c00);
            }
            dOffset += dStride;
            aOffset += aStride;
        }
        c00.intoArray(sums, sumOffset);
    }
}
