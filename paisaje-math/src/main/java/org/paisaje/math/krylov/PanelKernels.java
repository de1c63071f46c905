package org.paisaje.math.krylov;

import static org.paisaje.math.krylov.Vectors.LANES;
import static org.paisaje.math.krylov.Vectors.at;
import static org.paisaje.math.krylov.Vectors.lanes;

import jdk.incubator.vector.DoubleVector;

/**
 * Inner products and combinations of the rows of a panel with one vector or two, on a stretch of columns. Four rows are
 * taken at a time; two vectors share the reading of the panel.
 */
final class PanelKernels {
    /** Stretches shorter than this are not worth vectors. */
    private static final int SHORT = 64;

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
                products2(panel, at0 + i * stride, stride, length, w, wAt, wAt + wStride, c, cAt + i, cAt + rows + i);
            } else {
                products1(panel, at0 + i * stride, stride, length, w, wAt, c, cAt + i);
            }
        }
        for (; i < rows; i++) {
            for (int q = 0; q < count; q++) {
                c[cAt + q * rows + i] += Vectors.dot(panel, at0 + i * stride, w, wAt + q * wStride, length);
            }
        }
    }

    private static void products1(double[] v, int v0, int stride, int length, double[] w, int wAt, double[] c,
            int cAt) {
        int width = LANES.length();
        int v1 = v0 + stride;
        int v2 = v1 + stride;
        int v3 = v2 + stride;
        DoubleVector s0 = DoubleVector.zero(LANES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int l = 0;
        for (; l <= length - width; l += width) {
            DoubleVector x = at(w, wAt + l);
            s0 = at(v, v0 + l).fma(x, s0);
            s1 = at(v, v1 + l).fma(x, s1);
            s2 = at(v, v2 + l).fma(x, s2);
            s3 = at(v, v3 + l).fma(x, s3);
        }
        c[cAt] += lanes(s0) + tail(v, v0, w, wAt, l, length);
        c[cAt + 1] += lanes(s1) + tail(v, v1, w, wAt, l, length);
        c[cAt + 2] += lanes(s2) + tail(v, v2, w, wAt, l, length);
        c[cAt + 3] += lanes(s3) + tail(v, v3, w, wAt, l, length);
    }

    private static void products2(double[] v, int v0, int stride, int length, double[] w, int w0, int w1, double[] c,
            int c0, int c1) {
        int width = LANES.length();
        int v1 = v0 + stride;
        int v2 = v1 + stride;
        int v3 = v2 + stride;
        DoubleVector s0 = DoubleVector.zero(LANES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector t0 = s0;
        DoubleVector t1 = s0;
        DoubleVector t2 = s0;
        DoubleVector t3 = s0;
        int l = 0;
        for (; l <= length - width; l += width) {
            DoubleVector x = at(w, w0 + l);
            DoubleVector y = at(w, w1 + l);
            DoubleVector a = at(v, v0 + l);
            s0 = a.fma(x, s0);
            t0 = a.fma(y, t0);
            a = at(v, v1 + l);
            s1 = a.fma(x, s1);
            t1 = a.fma(y, t1);
            a = at(v, v2 + l);
            s2 = a.fma(x, s2);
            t2 = a.fma(y, t2);
            a = at(v, v3 + l);
            s3 = a.fma(x, s3);
            t3 = a.fma(y, t3);
        }
        c[c0] += lanes(s0) + tail(v, v0, w, w0, l, length);
        c[c0 + 1] += lanes(s1) + tail(v, v1, w, w0, l, length);
        c[c0 + 2] += lanes(s2) + tail(v, v2, w, w0, l, length);
        c[c0 + 3] += lanes(s3) + tail(v, v3, w, w0, l, length);
        c[c1] += lanes(t0) + tail(v, v0, w, w1, l, length);
        c[c1 + 1] += lanes(t1) + tail(v, v1, w, w1, l, length);
        c[c1 + 2] += lanes(t2) + tail(v, v2, w, w1, l, length);
        c[c1 + 3] += lanes(t3) + tail(v, v3, w, w1, l, length);
    }

    private static double tail(double[] v, int vAt, double[] w, int wAt, int from, int length) {
        double sum = 0;
        for (int l = from; l < length; l++) {
            sum = Math.fma(v[vAt + l], w[wAt + l], sum);
        }
        return sum;
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
                combine2(c, cAt + i, cAt + rows + i, sign, panel, at0 + i * stride, stride, length, w, wAt,
                        wAt + wStride);
            } else {
                combine1(c, cAt + i, sign, panel, at0 + i * stride, stride, length, w, wAt);
            }
        }
        for (; i < rows; i++) {
            for (int q = 0; q < count; q++) {
                Vectors.add(sign * c[cAt + q * rows + i], panel, at0 + i * stride, w, wAt + q * wStride, length);
            }
        }
    }

    private static void combine1(double[] c, int cAt, double sign, double[] v, int v0, int stride, int length,
            double[] w, int wAt) {
        int v1 = v0 + stride;
        int v2 = v1 + stride;
        int v3 = v2 + stride;
        double c0 = sign * c[cAt];
        double c1 = sign * c[cAt + 1];
        double c2 = sign * c[cAt + 2];
        double c3 = sign * c[cAt + 3];
        int l = 0;
        if (length >= SHORT) {
            int width = LANES.length();
            DoubleVector f0 = DoubleVector.broadcast(LANES, c0);
            DoubleVector f1 = DoubleVector.broadcast(LANES, c1);
            DoubleVector f2 = DoubleVector.broadcast(LANES, c2);
            DoubleVector f3 = DoubleVector.broadcast(LANES, c3);
            for (; l <= length - width; l += width) {
                DoubleVector sum = at(v, v0 + l).fma(f0, at(w, wAt + l));
                sum = at(v, v1 + l).fma(f1, sum);
                sum = at(v, v2 + l).fma(f2, sum);
                at(v, v3 + l).fma(f3, sum).intoArray(w, wAt + l);
            }
        }
        for (; l < length; l++) {
            double sum = Math.fma(v[v0 + l], c0, w[wAt + l]);
            sum = Math.fma(v[v1 + l], c1, sum);
            sum = Math.fma(v[v2 + l], c2, sum);
            w[wAt + l] = Math.fma(v[v3 + l], c3, sum);
        }
    }

    private static void combine2(double[] c, int cAt, int dAt, double sign, double[] v, int v0, int stride, int length,
            double[] w, int w0, int w1) {
        int width = LANES.length();
        int end = length >= SHORT ? length / width * width : 0;
        if (end > 0) {
            int v1 = v0 + stride;
            int v2 = v1 + stride;
            int v3 = v2 + stride;
            DoubleVector f0 = DoubleVector.broadcast(LANES, sign * c[cAt]);
            DoubleVector f1 = DoubleVector.broadcast(LANES, sign * c[cAt + 1]);
            DoubleVector f2 = DoubleVector.broadcast(LANES, sign * c[cAt + 2]);
            DoubleVector f3 = DoubleVector.broadcast(LANES, sign * c[cAt + 3]);
            DoubleVector g0 = DoubleVector.broadcast(LANES, sign * c[dAt]);
            DoubleVector g1 = DoubleVector.broadcast(LANES, sign * c[dAt + 1]);
            DoubleVector g2 = DoubleVector.broadcast(LANES, sign * c[dAt + 2]);
            DoubleVector g3 = DoubleVector.broadcast(LANES, sign * c[dAt + 3]);
            for (int l = 0; l < end; l += width) {
                DoubleVector a0 = at(v, v0 + l);
                DoubleVector a1 = at(v, v1 + l);
                DoubleVector a2 = at(v, v2 + l);
                DoubleVector a3 = at(v, v3 + l);
                DoubleVector sum = a0.fma(f0, at(w, w0 + l));
                sum = a1.fma(f1, sum);
                sum = a2.fma(f2, sum);
                a3.fma(f3, sum).intoArray(w, w0 + l);
                sum = a0.fma(g0, at(w, w1 + l));
                sum = a1.fma(g1, sum);
                sum = a2.fma(g2, sum);
                a3.fma(g3, sum).intoArray(w, w1 + l);
            }
        }
        if (end < length) {
            combine1(c, cAt, sign, v, v0 + end, stride, length - end, w, w0 + end);
            combine1(c, dAt, sign, v, v0 + end, stride, length - end, w, w1 + end);
        }
    }
}
