package org.paisaje.network.narrow;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Affine maps of strips: blocks of features x samples whose rows are {@link #WIDE} or {@link #LANES} samples long, the
 * samples lying along the lanes. Sums are fused multiply-adds in a fixed order, so every entry has the same
 * bits wherever it is computed. Tiles of 4 x 4 vectors stay in registers: 16 multiply-adds per 8 loads.
 */
final class PanelProducts {
    static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = S.length();
    /** The samples of a full strip. */
    static final int WIDE = 4 * LANES;

    private PanelProducts() {}

    /**
     * out = M a + b 1^T on one strip, M (rows x inner) having its entry (i, j) at {@code w[wOffset + i wRow + j wColumn]}
     * and b its entry i at {@code b[bOffset + i bRow]}; 2 rows inner flops per sample.
     */
    static void affine(double[] w, int wOffset, int wRow, int wColumn, int rows, int inner, double[] b, int bOffset,
            int bRow, double[] a, int aOffset, double[] out, int outOffset, int width) {
        if (width == WIDE) {
            affineWide(w, wOffset, wRow, wColumn, rows, inner, b, bOffset, bRow, a, aOffset, out, outOffset);
        } else {
            affineSingle(w, wOffset, wRow, wColumn, rows, inner, b, bOffset, bRow, a, aOffset, out, outOffset);
        }
    }

    private static void affineWide(double[] w, int wOffset, int wRow, int wColumn, int rows, int inner, double[] b,
            int bOffset, int bRow, double[] a, int aOffset, double[] out, int outOffset) {
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            affine4x4(w, wOffset + i * wRow, wRow, wColumn, inner, b, bOffset + i * bRow, bRow, a, aOffset, out,
                    outOffset + i * WIDE);
        }
        if (i + 3 == rows) {
            affine3x4(w, wOffset + i * wRow, wRow, wColumn, inner, b, bOffset + i * bRow, bRow, a, aOffset, out,
                    outOffset + i * WIDE);
            return;
        }
        if (i + 2 <= rows) {
            affine2x4(w, wOffset + i * wRow, wRow, wColumn, inner, b, bOffset + i * bRow, bRow, a, aOffset, out,
                    outOffset + i * WIDE);
            i += 2;
        }
        if (i < rows) {
            affine1x4(w, wOffset + i * wRow, wRow, wColumn, inner, b, bOffset + i * bRow, bRow, a, aOffset, out,
                    outOffset + i * WIDE);
        }
    }

    private static void affineSingle(double[] w, int wOffset, int wRow, int wColumn, int rows, int inner, double[] b,
            int bOffset, int bRow, double[] a, int aOffset, double[] out, int outOffset) {
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            affine4x1(w, wOffset + i * wRow, wRow, wColumn, inner, b, bOffset + i * bRow, bRow, a, aOffset, out,
                    outOffset + i * LANES);
        }
        for (; i < rows; i++) {
            affine1x1(w, wOffset + i * wRow, wRow, wColumn, inner, b, bOffset + i * bRow, bRow, a, aOffset, out,
                    outOffset + i * LANES);
        }
    }

    private static void affine4x4(double[] w, int wOffset, int wRow, int wColumn, int inner, double[] b, int bOffset,
            int bRow,
            double[] a, int aOffset, double[] out, int outOffset) {
        DoubleVector c00 = DoubleVector.broadcast(S, b[bOffset]);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c03 = c00;
        DoubleVector c10 = DoubleVector.broadcast(S, b[bOffset + bRow]);
        DoubleVector c11 = c10;
        DoubleVector c12 = c10;
        DoubleVector c13 = c10;
        DoubleVector c20 = DoubleVector.broadcast(S, b[bOffset + 2 * bRow]);
        DoubleVector c21 = c20;
        DoubleVector c22 = c20;
        DoubleVector c23 = c20;
        DoubleVector c30 = DoubleVector.broadcast(S, b[bOffset + 3 * bRow]);
        DoubleVector c31 = c30;
        DoubleVector c32 = c30;
        DoubleVector c33 = c30;
        for (int i = 0; i < inner; i++) {
            DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset);
            DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + LANES);
            DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(S, a, aOffset + 3 * LANES);
            DoubleVector k = DoubleVector.broadcast(S, w[wOffset]);
            c00 = k.fma(x0, c00);
            c01 = k.fma(x1, c01);
            c02 = k.fma(x2, c02);
            c03 = k.fma(x3, c03);
            k = DoubleVector.broadcast(S, w[wOffset + wRow]);
            c10 = k.fma(x0, c10);
            c11 = k.fma(x1, c11);
            c12 = k.fma(x2, c12);
            c13 = k.fma(x3, c13);
            k = DoubleVector.broadcast(S, w[wOffset + 2 * wRow]);
            c20 = k.fma(x0, c20);
            c21 = k.fma(x1, c21);
            c22 = k.fma(x2, c22);
            c23 = k.fma(x3, c23);
            k = DoubleVector.broadcast(S, w[wOffset + 3 * wRow]);
            c30 = k.fma(x0, c30);
            c31 = k.fma(x1, c31);
            c32 = k.fma(x2, c32);
            c33 = k.fma(x3, c33);
            aOffset += WIDE;
            wOffset += wColumn;
        }
        c00.intoArray(out, outOffset);
        c01.intoArray(out, outOffset + LANES);
        c02.intoArray(out, outOffset + 2 * LANES);
        c03.intoArray(out, outOffset + 3 * LANES);
        c10.intoArray(out, outOffset + WIDE);
        c11.intoArray(out, outOffset + WIDE + LANES);
        c12.intoArray(out, outOffset + WIDE + 2 * LANES);
        c13.intoArray(out, outOffset + WIDE + 3 * LANES);
        c20.intoArray(out, outOffset + 2 * WIDE);
        c21.intoArray(out, outOffset + 2 * WIDE + LANES);
        c22.intoArray(out, outOffset + 2 * WIDE + 2 * LANES);
        c23.intoArray(out, outOffset + 2 * WIDE + 3 * LANES);
        c30.intoArray(out, outOffset + 3 * WIDE);
        c31.intoArray(out, outOffset + 3 * WIDE + LANES);
        c32.intoArray(out, outOffset + 3 * WIDE + 2 * LANES);
        c33.intoArray(out, outOffset + 3 * WIDE + 3 * LANES);
    }

    private static void affine3x4(double[] w, int wOffset, int wRow, int wColumn, int inner, double[] b, int bOffset,
            int bRow,
            double[] a, int aOffset, double[] out, int outOffset) {
        DoubleVector c00 = DoubleVector.broadcast(S, b[bOffset]);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c03 = c00;
        DoubleVector c10 = DoubleVector.broadcast(S, b[bOffset + bRow]);
        DoubleVector c11 = c10;
        DoubleVector c12 = c10;
        DoubleVector c13 = c10;
        DoubleVector c20 = DoubleVector.broadcast(S, b[bOffset + 2 * bRow]);
        DoubleVector c21 = c20;
        DoubleVector c22 = c20;
        DoubleVector c23 = c20;
        for (int i = 0; i < inner; i++) {
            DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset);
            DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + LANES);
            DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(S, a, aOffset + 3 * LANES);
            DoubleVector k = DoubleVector.broadcast(S, w[wOffset]);
            c00 = k.fma(x0, c00);
            c01 = k.fma(x1, c01);
            c02 = k.fma(x2, c02);
            c03 = k.fma(x3, c03);
            k = DoubleVector.broadcast(S, w[wOffset + wRow]);
            c10 = k.fma(x0, c10);
            c11 = k.fma(x1, c11);
            c12 = k.fma(x2, c12);
            c13 = k.fma(x3, c13);
            k = DoubleVector.broadcast(S, w[wOffset + 2 * wRow]);
            c20 = k.fma(x0, c20);
            c21 = k.fma(x1, c21);
            c22 = k.fma(x2, c22);
            c23 = k.fma(x3, c23);
            aOffset += WIDE;
            wOffset += wColumn;
        }
        c00.intoArray(out, outOffset);
        c01.intoArray(out, outOffset + LANES);
        c02.intoArray(out, outOffset + 2 * LANES);
        c03.intoArray(out, outOffset + 3 * LANES);
        c10.intoArray(out, outOffset + WIDE);
        c11.intoArray(out, outOffset + WIDE + LANES);
        c12.intoArray(out, outOffset + WIDE + 2 * LANES);
        c13.intoArray(out, outOffset + WIDE + 3 * LANES);
        c20.intoArray(out, outOffset + 2 * WIDE);
        c21.intoArray(out, outOffset + 2 * WIDE + LANES);
        c22.intoArray(out, outOffset + 2 * WIDE + 2 * LANES);
        c23.intoArray(out, outOffset + 2 * WIDE + 3 * LANES);
    }

    private static void affine2x4(double[] w, int wOffset, int wRow, int wColumn, int inner, double[] b, int bOffset,
            int bRow,
            double[] a, int aOffset, double[] out, int outOffset) {
        DoubleVector c00 = DoubleVector.broadcast(S, b[bOffset]);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c03 = c00;
        DoubleVector c10 = DoubleVector.broadcast(S, b[bOffset + bRow]);
        DoubleVector c11 = c10;
        DoubleVector c12 = c10;
        DoubleVector c13 = c10;
        for (int i = 0; i < inner; i++) {
            DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset);
            DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + LANES);
            DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(S, a, aOffset + 3 * LANES);
            DoubleVector k = DoubleVector.broadcast(S, w[wOffset]);
            c00 = k.fma(x0, c00);
            c01 = k.fma(x1, c01);
            c02 = k.fma(x2, c02);
            c03 = k.fma(x3, c03);
            k = DoubleVector.broadcast(S, w[wOffset + wRow]);
            c10 = k.fma(x0, c10);
            c11 = k.fma(x1, c11);
            c12 = k.fma(x2, c12);
            c13 = k.fma(x3, c13);
            aOffset += WIDE;
            wOffset += wColumn;
        }
        c00.intoArray(out, outOffset);
        c01.intoArray(out, outOffset + LANES);
        c02.intoArray(out, outOffset + 2 * LANES);
        c03.intoArray(out, outOffset + 3 * LANES);
        c10.intoArray(out, outOffset + WIDE);
        c11.intoArray(out, outOffset + WIDE + LANES);
        c12.intoArray(out, outOffset + WIDE + 2 * LANES);
        c13.intoArray(out, outOffset + WIDE + 3 * LANES);
    }

    private static void affine1x4(double[] w, int wOffset, int wRow, int wColumn, int inner, double[] b, int bOffset,
            int bRow,
            double[] a, int aOffset, double[] out, int outOffset) {
        DoubleVector c00 = DoubleVector.broadcast(S, b[bOffset]);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c03 = c00;
        for (int i = 0; i < inner; i++) {
            DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset);
            DoubleVector x1 = DoubleVector.fromArray(S, a, aOffset + LANES);
            DoubleVector x2 = DoubleVector.fromArray(S, a, aOffset + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(S, a, aOffset + 3 * LANES);
            DoubleVector k = DoubleVector.broadcast(S, w[wOffset]);
            c00 = k.fma(x0, c00);
            c01 = k.fma(x1, c01);
            c02 = k.fma(x2, c02);
            c03 = k.fma(x3, c03);
            aOffset += WIDE;
            wOffset += wColumn;
        }
        c00.intoArray(out, outOffset);
        c01.intoArray(out, outOffset + LANES);
        c02.intoArray(out, outOffset + 2 * LANES);
        c03.intoArray(out, outOffset + 3 * LANES);
    }

    private static void affine4x1(double[] w, int wOffset, int wRow, int wColumn, int inner, double[] b, int bOffset,
            int bRow,
            double[] a, int aOffset, double[] out, int outOffset) {
        DoubleVector c00 = DoubleVector.broadcast(S, b[bOffset]);
        DoubleVector c10 = DoubleVector.broadcast(S, b[bOffset + bRow]);
        DoubleVector c20 = DoubleVector.broadcast(S, b[bOffset + 2 * bRow]);
        DoubleVector c30 = DoubleVector.broadcast(S, b[bOffset + 3 * bRow]);
        for (int i = 0; i < inner; i++) {
            DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset);
            DoubleVector k = DoubleVector.broadcast(S, w[wOffset]);
            c00 = k.fma(x0, c00);
            k = DoubleVector.broadcast(S, w[wOffset + wRow]);
            c10 = k.fma(x0, c10);
            k = DoubleVector.broadcast(S, w[wOffset + 2 * wRow]);
            c20 = k.fma(x0, c20);
            k = DoubleVector.broadcast(S, w[wOffset + 3 * wRow]);
            c30 = k.fma(x0, c30);
            aOffset += LANES;
            wOffset += wColumn;
        }
        c00.intoArray(out, outOffset);
        c10.intoArray(out, outOffset + LANES);
        c20.intoArray(out, outOffset + 2 * LANES);
        c30.intoArray(out, outOffset + 3 * LANES);
    }

    private static void affine1x1(double[] w, int wOffset, int wRow, int wColumn, int inner, double[] b, int bOffset,
            int bRow,
            double[] a, int aOffset, double[] out, int outOffset) {
        DoubleVector c00 = DoubleVector.broadcast(S, b[bOffset]);
        for (int i = 0; i < inner; i++) {
            DoubleVector x0 = DoubleVector.fromArray(S, a, aOffset);
            DoubleVector k = DoubleVector.broadcast(S, w[wOffset]);
            c00 = k.fma(x0, c00);
            aOffset += LANES;
            wOffset += wColumn;
        }
        c00.intoArray(out, outOffset);
    }
}
