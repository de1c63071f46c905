package org.paisaje.math.simd;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link Kernels} by the Vector API. Stretches shorter than {@value #SHORT} are not worth vectors. */
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();
    private static final int SHORT = 64;

    /** Four accumulators, added in fixed order. */
    @Override
    public double dot(int n, double[] x, int xAt, double[] y, int yAt) {
        int i = 0;
        double sum = 0;
        if (n >= 4 * WIDTH) {
            DoubleVector s0 = DoubleVector.zero(SPECIES);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (; i <= n - 4 * WIDTH; i += 4 * WIDTH) {
                int p = xAt + i;
                int q = yAt + i;
                s0 = at(x, p).fma(at(y, q), s0);
                s1 = at(x, p + WIDTH)
                        .fma(at(y, q + WIDTH), s1);
                s2 = at(x, p + 2 * WIDTH)
                        .fma(at(y, q + 2 * WIDTH), s2);
                s3 = at(x, p + 3 * WIDTH)
                        .fma(at(y, q + 3 * WIDTH), s3);
            }
            sum = total(s0.add(s1).add(s2.add(s3)));
        }
        for (; i < n; i++) {
            sum = Math.fma(x[xAt + i], y[yAt + i], sum);
        }
        return sum;
    }

    /** The sum of the lanes in their order; that of {@code reduceLanes} differs between interpreted and compiled code. */
    private static double total(DoubleVector v) {
        double sum = v.lane(0);
        for (int i = 1; i < WIDTH; i++) {
            sum += v.lane(i);
        }
        return sum;
    }

    @Override
    public void axpy(int n, double alpha, double[] x, int xAt, double[] y, int yAt) {
        int i = 0;
        for (; i <= n - WIDTH; i += WIDTH) {
            at(x, xAt + i)
                    .fma(DoubleVector.broadcast(SPECIES, alpha), at(y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = Math.fma(x[xAt + i], alpha, y[yAt + i]);
        }
    }

    /** Two accumulators for each product, added in fixed order. */
    @Override
    public void innerProducts(int n, double[] x, int xAt, double[] y, int yAt, double[] out, int outAt) {
        DoubleVector xy0 = DoubleVector.zero(SPECIES);
        DoubleVector xy1 = xy0;
        DoubleVector xx0 = xy0;
        DoubleVector xx1 = xy0;
        DoubleVector yy0 = xy0;
        DoubleVector yy1 = xy0;
        int i = 0;
        for (; i <= n - 2 * WIDTH; i += 2 * WIDTH) {
            DoubleVector a = at(x, xAt + i);
            DoubleVector b = at(y, yAt + i);
            xy0 = a.fma(b, xy0);
            xx0 = a.fma(a, xx0);
            yy0 = b.fma(b, yy0);
            a = at(x, xAt + i + WIDTH);
            b = at(y, yAt + i + WIDTH);
            xy1 = a.fma(b, xy1);
            xx1 = a.fma(a, xx1);
            yy1 = b.fma(b, yy1);
        }
        double xy = total(xy0.add(xy1));
        double xx = total(xx0.add(xx1));
        double yy = total(yy0.add(yy1));
        for (; i < n; i++) {
            double a = x[xAt + i];
            double b = y[yAt + i];
            xy = Math.fma(a, b, xy);
            xx = Math.fma(a, a, xx);
            yy = Math.fma(b, b, yy);
        }
        out[outAt] = xy;
        out[outAt + 1] = xx;
        out[outAt + 2] = yy;
    }

    /** Two accumulators, added in fixed order. */
    @Override
    public double axpySquares(int n, double alpha, double[] x, int xAt, double[] y, int yAt) {
        DoubleVector factor = DoubleVector.broadcast(SPECIES, alpha);
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        int i = 0;
        for (; i <= n - 2 * WIDTH; i += 2 * WIDTH) {
            DoubleVector a = at(x, xAt + i).fma(factor, at(y, yAt + i));
            a.intoArray(y, yAt + i);
            s0 = a.fma(a, s0);
            a = at(x, xAt + i + WIDTH).fma(factor, at(y, yAt + i + WIDTH));
            a.intoArray(y, yAt + i + WIDTH);
            s1 = a.fma(a, s1);
        }
        double sum = total(s0.add(s1));
        for (; i < n; i++) {
            double a = Math.fma(x[xAt + i], alpha, y[yAt + i]);
            y[yAt + i] = a;
            sum = Math.fma(a, a, sum);
        }
        return sum;
    }

    private static DoubleVector at(double[] a, int i) {
        return DoubleVector.fromArray(SPECIES, a, i);
    }

    @Override
    public void products(double[] v, int v0, int stride, int length, double[] w, int wAt, double[] c,
            int cAt) {
        int v1 = v0 + stride;
        int v2 = v1 + stride;
        int v3 = v2 + stride;
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int l = 0;
        for (; l <= length - WIDTH; l += WIDTH) {
            DoubleVector x = at(w, wAt + l);
            s0 = at(v, v0 + l).fma(x, s0);
            s1 = at(v, v1 + l).fma(x, s1);
            s2 = at(v, v2 + l).fma(x, s2);
            s3 = at(v, v3 + l).fma(x, s3);
        }
        c[cAt] += total(s0) + tail(v, v0, w, wAt, l, length);
        c[cAt + 1] += total(s1) + tail(v, v1, w, wAt, l, length);
        c[cAt + 2] += total(s2) + tail(v, v2, w, wAt, l, length);
        c[cAt + 3] += total(s3) + tail(v, v3, w, wAt, l, length);
    }

    @Override
    public void productsOfTwo(double[] v, int v0, int stride, int length, double[] w, int w0, int w1, double[] c,
            int c0, int c1) {
        int v1 = v0 + stride;
        int v2 = v1 + stride;
        int v3 = v2 + stride;
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector t0 = s0;
        DoubleVector t1 = s0;
        DoubleVector t2 = s0;
        DoubleVector t3 = s0;
        int l = 0;
        for (; l <= length - WIDTH; l += WIDTH) {
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
        c[c0] += total(s0) + tail(v, v0, w, w0, l, length);
        c[c0 + 1] += total(s1) + tail(v, v1, w, w0, l, length);
        c[c0 + 2] += total(s2) + tail(v, v2, w, w0, l, length);
        c[c0 + 3] += total(s3) + tail(v, v3, w, w0, l, length);
        c[c1] += total(t0) + tail(v, v0, w, w1, l, length);
        c[c1 + 1] += total(t1) + tail(v, v1, w, w1, l, length);
        c[c1 + 2] += total(t2) + tail(v, v2, w, w1, l, length);
        c[c1 + 3] += total(t3) + tail(v, v3, w, w1, l, length);
    }

    private static double tail(double[] v, int vAt, double[] w, int wAt, int from, int length) {
        double sum = 0;
        for (int l = from; l < length; l++) {
            sum = Math.fma(v[vAt + l], w[wAt + l], sum);
        }
        return sum;
    }

    @Override
    public void combine(double[] c, int cAt, double sign, double[] v, int v0, int stride, int length,
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
            DoubleVector f0 = DoubleVector.broadcast(SPECIES, c0);
            DoubleVector f1 = DoubleVector.broadcast(SPECIES, c1);
            DoubleVector f2 = DoubleVector.broadcast(SPECIES, c2);
            DoubleVector f3 = DoubleVector.broadcast(SPECIES, c3);
            for (; l <= length - WIDTH; l += WIDTH) {
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

    @Override
    public void combineToTwo(double[] c, int cAt, int dAt, double sign, double[] v, int v0, int stride, int length,
            double[] w, int w0, int w1) {
        int end = length >= SHORT ? length / WIDTH * WIDTH : 0;
        if (end > 0) {
            int v1 = v0 + stride;
            int v2 = v1 + stride;
            int v3 = v2 + stride;
            DoubleVector f0 = DoubleVector.broadcast(SPECIES, sign * c[cAt]);
            DoubleVector f1 = DoubleVector.broadcast(SPECIES, sign * c[cAt + 1]);
            DoubleVector f2 = DoubleVector.broadcast(SPECIES, sign * c[cAt + 2]);
            DoubleVector f3 = DoubleVector.broadcast(SPECIES, sign * c[cAt + 3]);
            DoubleVector g0 = DoubleVector.broadcast(SPECIES, sign * c[dAt]);
            DoubleVector g1 = DoubleVector.broadcast(SPECIES, sign * c[dAt + 1]);
            DoubleVector g2 = DoubleVector.broadcast(SPECIES, sign * c[dAt + 2]);
            DoubleVector g3 = DoubleVector.broadcast(SPECIES, sign * c[dAt + 3]);
            for (int l = 0; l < end; l += WIDTH) {
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
            combine(c, cAt, sign, v, v0 + end, stride, length - end, w, w0 + end);
            combine(c, dAt, sign, v, v0 + end, stride, length - end, w, w1 + end);
        }
    }

    /**
     * Eight rows in one pass where there are registers for it: those of 512 bits, of which there are 32. Else two passes
     * of four.
     */
    @Override
    public void symmetric(double[] a, int row, int stride, int phase, double[] x, int xAt, double[] y, int yAt,
            int sums, int i, int length) {
        Arrays.fill(y, sums, sums + 8 * WIDTH, 0);
        int end = phase == 0 ? length : length - WIDTH + phase;
        if (phase > 0) {
            edge(a, row, stride, phase - WIDTH, head(phase), x, xAt, y, yAt, sums, i, 0, 8);
        }
        if (WIDTH == 8) {
            eight(a, row, stride, phase, end, x, xAt, y, yAt, sums, i);
        } else {
            four(a, row, stride, phase, end, x, xAt, y, yAt, sums, i);
            four(a, row + 4 * stride, stride, phase, end, x, xAt, y, yAt, sums + 4 * WIDTH, i + 4);
        }
        if (phase > 0) {
            edge(a, row, stride, end, tail(phase), x, xAt, y, yAt, sums, i, 0, 8);
        }
        for (int r = 0; r < 8; r++) {
            y[yAt + i + r] += rotatable(y, sums + r * WIDTH);
        }
    }

    /** Two passes of four rows: eight sums, eight factors, and what is at hand. */
    @Override
    public void symmetricOfTwo(double[] a, int row, int stride, int phase, double[] x, int x0, int x1, double[] y,
            int y0, int y1, int sums, int i, int length) {
        int end = phase == 0 ? length : length - WIDTH + phase;
        for (int k = 0; k < 8; k += 4) {
            int at = row + k * stride;
            Arrays.fill(y, sums, sums + 8 * WIDTH, 0);
            if (phase > 0) {
                edge(a, at, stride, phase - WIDTH, head(phase), x, x0, y, y0, sums, i + k, 0, 4);
                edge(a, at, stride, phase - WIDTH, head(phase), x, x1, y, y1, sums, i + k, 4, 4);
            }
            fourOfTwo(a, at, stride, phase, end, x, x0, x1, y, y0, y1, sums, i + k);
            if (phase > 0) {
                edge(a, at, stride, end, tail(phase), x, x0, y, y0, sums, i + k, 0, 4);
                edge(a, at, stride, end, tail(phase), x, x1, y, y1, sums, i + k, 4, 4);
            }
            for (int r = 0; r < 4; r++) {
                y[y0 + i + k + r] += rotatable(y, sums + r * WIDTH);
                y[y1 + i + k + r] += rotatable(y, sums + (4 + r) * WIDTH);
            }
        }
    }

    /** The lanes of a vector that begins at column phase - lanes which lie in the matrix. */
    private static VectorMask<Double> head(int phase) {
        return VectorMask.fromLong(SPECIES, -1L << (WIDTH - phase) & (1L << WIDTH) - 1);
    }

    /** The lanes that {@link #head} has not. */
    private static VectorMask<Double> tail(int phase) {
        return VectorMask.fromLong(SPECIES, (1L << (WIDTH - phase)) - 1);
    }

    /** The sum of the lanes stored at i, in an order that a rotation of the lanes does not change. */
    private static double rotatable(double[] v, int i) {
        return switch (WIDTH) {
            case 8 -> ((v[i] + v[i + 4]) + (v[i + 2] + v[i + 6])) + ((v[i + 1] + v[i + 5]) + (v[i + 3] + v[i + 7]));
            case 4 -> (v[i] + v[i + 2]) + (v[i + 1] + v[i + 3]);
            default -> v[i] + v[i + 1];
        };
    }

    /** Columns j to j + lanes - 1, as far as in the mask, of some rows; {@code first} is the first of their sums. */
    private static void edge(double[] a, int row, int stride, int j, VectorMask<Double> mask, double[] x, int xAt,
            double[] y, int yAt, int sums, int i, int first, int rows) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, xAt + j, mask);
        DoubleVector w = DoubleVector.fromArray(SPECIES, y, yAt + j, mask);
        for (int r = 0; r < rows; r++) {
            int to = sums + (first + r) * WIDTH;
            DoubleVector q = DoubleVector.fromArray(SPECIES, a, row + r * stride + j, mask);
            q.fma(v, at(y, to)).intoArray(y, to);
            w = q.fma(DoubleVector.broadcast(SPECIES, x[xAt + i + r]), w);
        }
        w.intoArray(y, yAt + j, mask);
    }

    private static void eight(double[] a, int row, int stride, int from, int end, double[] x, int xAt, double[] y,
            int yAt, int sums, int i) {
        DoubleVector s0 = at(y, sums + 0 * WIDTH);
        DoubleVector s1 = at(y, sums + 1 * WIDTH);
        DoubleVector s2 = at(y, sums + 2 * WIDTH);
        DoubleVector s3 = at(y, sums + 3 * WIDTH);
        DoubleVector s4 = at(y, sums + 4 * WIDTH);
        DoubleVector s5 = at(y, sums + 5 * WIDTH);
        DoubleVector s6 = at(y, sums + 6 * WIDTH);
        DoubleVector s7 = at(y, sums + 7 * WIDTH);
        DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[xAt + i + 0]);
        DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[xAt + i + 1]);
        DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[xAt + i + 2]);
        DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[xAt + i + 3]);
        DoubleVector b4 = DoubleVector.broadcast(SPECIES, x[xAt + i + 4]);
        DoubleVector b5 = DoubleVector.broadcast(SPECIES, x[xAt + i + 5]);
        DoubleVector b6 = DoubleVector.broadcast(SPECIES, x[xAt + i + 6]);
        DoubleVector b7 = DoubleVector.broadcast(SPECIES, x[xAt + i + 7]);
        for (int j = from; j < end; j += WIDTH) {
            DoubleVector v = at(x, xAt + j);
            DoubleVector w = at(y, yAt + j);
            DoubleVector q = at(a, row + j);
            s0 = q.fma(v, s0);
            w = q.fma(b0, w);
            q = at(a, row + stride + j);
            s1 = q.fma(v, s1);
            w = q.fma(b1, w);
            q = at(a, row + 2 * stride + j);
            s2 = q.fma(v, s2);
            w = q.fma(b2, w);
            q = at(a, row + 3 * stride + j);
            s3 = q.fma(v, s3);
            w = q.fma(b3, w);
            q = at(a, row + 4 * stride + j);
            s4 = q.fma(v, s4);
            w = q.fma(b4, w);
            q = at(a, row + 5 * stride + j);
            s5 = q.fma(v, s5);
            w = q.fma(b5, w);
            q = at(a, row + 6 * stride + j);
            s6 = q.fma(v, s6);
            w = q.fma(b6, w);
            q = at(a, row + 7 * stride + j);
            s7 = q.fma(v, s7);
            w = q.fma(b7, w);
            w.intoArray(y, yAt + j);
        }
        s0.intoArray(y, sums + 0 * WIDTH);
        s1.intoArray(y, sums + 1 * WIDTH);
        s2.intoArray(y, sums + 2 * WIDTH);
        s3.intoArray(y, sums + 3 * WIDTH);
        s4.intoArray(y, sums + 4 * WIDTH);
        s5.intoArray(y, sums + 5 * WIDTH);
        s6.intoArray(y, sums + 6 * WIDTH);
        s7.intoArray(y, sums + 7 * WIDTH);
    }

    private static void four(double[] a, int row, int stride, int from, int end, double[] x, int xAt, double[] y,
            int yAt, int sums, int i) {
        DoubleVector s0 = at(y, sums + 0 * WIDTH);
        DoubleVector s1 = at(y, sums + 1 * WIDTH);
        DoubleVector s2 = at(y, sums + 2 * WIDTH);
        DoubleVector s3 = at(y, sums + 3 * WIDTH);
        DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[xAt + i + 0]);
        DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[xAt + i + 1]);
        DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[xAt + i + 2]);
        DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[xAt + i + 3]);
        for (int j = from; j < end; j += WIDTH) {
            DoubleVector v = at(x, xAt + j);
            DoubleVector w = at(y, yAt + j);
            DoubleVector q = at(a, row + j);
            s0 = q.fma(v, s0);
            w = q.fma(b0, w);
            q = at(a, row + stride + j);
            s1 = q.fma(v, s1);
            w = q.fma(b1, w);
            q = at(a, row + 2 * stride + j);
            s2 = q.fma(v, s2);
            w = q.fma(b2, w);
            q = at(a, row + 3 * stride + j);
            s3 = q.fma(v, s3);
            w = q.fma(b3, w);
            w.intoArray(y, yAt + j);
        }
        s0.intoArray(y, sums + 0 * WIDTH);
        s1.intoArray(y, sums + 1 * WIDTH);
        s2.intoArray(y, sums + 2 * WIDTH);
        s3.intoArray(y, sums + 3 * WIDTH);
    }

    private static void fourOfTwo(double[] a, int row, int stride, int from, int end, double[] x, int x0, int x1,
            double[] y, int y0, int y1, int sums, int i) {
        DoubleVector s0 = at(y, sums + 0 * WIDTH);
        DoubleVector s1 = at(y, sums + 1 * WIDTH);
        DoubleVector s2 = at(y, sums + 2 * WIDTH);
        DoubleVector s3 = at(y, sums + 3 * WIDTH);
        DoubleVector t0 = at(y, sums + 4 * WIDTH);
        DoubleVector t1 = at(y, sums + 5 * WIDTH);
        DoubleVector t2 = at(y, sums + 6 * WIDTH);
        DoubleVector t3 = at(y, sums + 7 * WIDTH);
        DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + i + 0]);
        DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[x0 + i + 1]);
        DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[x0 + i + 2]);
        DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[x0 + i + 3]);
        DoubleVector c0 = DoubleVector.broadcast(SPECIES, x[x1 + i + 0]);
        DoubleVector c1 = DoubleVector.broadcast(SPECIES, x[x1 + i + 1]);
        DoubleVector c2 = DoubleVector.broadcast(SPECIES, x[x1 + i + 2]);
        DoubleVector c3 = DoubleVector.broadcast(SPECIES, x[x1 + i + 3]);
        for (int j = from; j < end; j += WIDTH) {
            DoubleVector a0 = at(a, row + j);
            DoubleVector a1 = at(a, row + stride + j);
            DoubleVector a2 = at(a, row + 2 * stride + j);
            DoubleVector a3 = at(a, row + 3 * stride + j);
            DoubleVector v = at(x, x0 + j);
            s0 = a0.fma(v, s0);
            s1 = a1.fma(v, s1);
            s2 = a2.fma(v, s2);
            s3 = a3.fma(v, s3);
            v = at(x, x1 + j);
            t0 = a0.fma(v, t0);
            t1 = a1.fma(v, t1);
            t2 = a2.fma(v, t2);
            t3 = a3.fma(v, t3);
            DoubleVector w = a0.fma(b0, at(y, y0 + j));
            w = a1.fma(b1, w);
            w = a2.fma(b2, w);
            a3.fma(b3, w).intoArray(y, y0 + j);
            w = a0.fma(c0, at(y, y1 + j));
            w = a1.fma(c1, w);
            w = a2.fma(c2, w);
            a3.fma(c3, w).intoArray(y, y1 + j);
        }
        s0.intoArray(y, sums + 0 * WIDTH);
        s1.intoArray(y, sums + 1 * WIDTH);
        s2.intoArray(y, sums + 2 * WIDTH);
        s3.intoArray(y, sums + 3 * WIDTH);
        t0.intoArray(y, sums + 4 * WIDTH);
        t1.intoArray(y, sums + 5 * WIDTH);
        t2.intoArray(y, sums + 6 * WIDTH);
        t3.intoArray(y, sums + 7 * WIDTH);
    }
}
