package org.paisaje.math.simd;

/** {@link Kernels} without the Vector API. */
final class PlainKernels implements Kernels {
    @Override
    public double dot(int n, double[] x, int xAt, double[] y, int yAt) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= n - 4; i += 4) {
            s0 += x[xAt + i] * y[yAt + i];
            s1 += x[xAt + i + 1] * y[yAt + i + 1];
            s2 += x[xAt + i + 2] * y[yAt + i + 2];
            s3 += x[xAt + i + 3] * y[yAt + i + 3];
        }
        double sum = (s0 + s1) + (s2 + s3);
        for (; i < n; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return sum;
    }

    @Override
    public void axpy(int n, double alpha, double[] x, int xAt, double[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Fma.fma(x[xAt + i], alpha, y[yAt + i]);
        }
    }

    @Override
    public void innerProducts(int n, double[] x, int xAt, double[] y, int yAt, double[] out, int outAt) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double a = x[xAt + i];
            double b = y[yAt + i];
            xy += a * b;
            xx += a * a;
            yy += b * b;
        }
        out[outAt] = xy;
        out[outAt + 1] = xx;
        out[outAt + 2] = yy;
    }

    @Override
    public double axpySquares(int n, double alpha, double[] x, int xAt, double[] y, int yAt) {
        axpy(n, alpha, x, xAt, y, yAt);
        return dot(n, y, yAt, y, yAt);
    }

    @Override
    public void products(double[] v, int v0, int stride, int length, double[] w, int wAt, double[] c, int cAt) {
        for (int r = 0; r < 4; r++) {
            c[cAt + r] += dot(length, v, v0 + r * stride, w, wAt);
        }
    }

    @Override
    public void productsOfTwo(double[] v, int v0, int stride, int length, double[] w, int w0, int w1, double[] c,
            int c0, int c1) {
        products(v, v0, stride, length, w, w0, c, c0);
        products(v, v0, stride, length, w, w1, c, c1);
    }

    @Override
    public void combine(double[] c, int cAt, double sign, double[] v, int v0, int stride, int length, double[] w,
            int wAt) {
        for (int r = 0; r < 4; r++) {
            axpy(length, sign * c[cAt + r], v, v0 + r * stride, w, wAt);
        }
    }

    @Override
    public void combineToTwo(double[] c, int c0, int c1, double sign, double[] v, int v0, int stride, int length,
            double[] w, int w0, int w1) {
        combine(c, c0, sign, v, v0, stride, length, w, w0);
        combine(c, c1, sign, v, v0, stride, length, w, w1);
    }

    @Override
    public void symmetric(double[] a, int row, int stride, int phase, double[] x, int xAt, double[] y, int yAt,
            int sums, int i, int length) {
        for (int r = 0; r < 8; r++) {
            y[yAt + i + r] += dot(length, a, row + r * stride, x, xAt);
            axpy(length, x[xAt + i + r], a, row + r * stride, y, yAt);
        }
    }

    @Override
    public void symmetricOfTwo(double[] a, int row, int stride, int phase, double[] x, int x0, int x1, double[] y,
            int y0, int y1, int sums, int i, int length) {
        symmetric(a, row, stride, phase, x, x0, y, y0, sums, i, length);
        symmetric(a, row, stride, phase, x, x1, y, y1, sums, i, length);
    }
}
