package org.paisaje.math.linalg;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.paisaje.math.backend.Lanes;

/**
 * A symmetric matrix as a linear operator that reads only the lower triangle, each entry once for a pair of vectors:
 * a_ij contributes a_ij x_j to y_i and a_ij x_i to y_j. A product is limited by memory, so that one vector costs half and
 * two together cost little more: 4 n^2 bytes are read instead of 8 n^2. Below order 768, where the matrix stays in the
 * cache, all entries are read.
 *
 * <p>The result is cut into parts by the order alone, so that it does not depend on the number of threads. The operator
 * keeps 16 to 32 vectors as buffers and is not safe for concurrent use.
 */
public final class SymmetricOperator implements AdjointOperator {
    private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
    private static final int WIDTH = LANES.length();
    /** Vectors from which the packing of a matrix product pays for reading everything. */
    private static final int MANY = 12;
    /** Below this order the matrix stays in the cache, and reading all of it is faster. */
    private static final int SMALL = 768;

    private final Matrix matrix;
    private final int n;
    private final int[] cuts;
    private final double[][] partial;

    /**
     * The operator of a matrix, which it shares and which must not change its symmetry.
     *
     * @throws IllegalArgumentException if the matrix is not square, not finite, or differs from its transpose by more than
     *     half of the digits
     */
    public SymmetricOperator(Matrix matrix) {
        Checks.symmetric("SymmetricOperator", matrix);
        this.matrix = matrix;
        this.n = matrix.rows();
        int parts = n < SMALL ? 0 : 2 * Math.clamp(n / 256, 1, 16);
        this.cuts = new int[parts + 1];
        this.partial = new double[parts][];
        for (int p = 0; p < parts; p++) {
            cuts[p + 1] = p + 1 == parts ? n : (int) (n * Math.sqrt((p + 1.0) / parts)) / 8 * 8;
            partial[p] = new double[2 * cuts[p + 1]];
        }
    }

    @Override
    public int rows() {
        return n;
    }

    @Override
    public int columns() {
        return n;
    }

    /** The product with one vector; 2 n^2 flops, 4 n^2 bytes. */
    @Override
    public void apply(double[] v, double[] out) {
        if (v.length != n || out.length != n) {
            throw new IllegalArgumentException("apply: v has " + v.length + " entries and out " + out.length
                    + "; a symmetric matrix of order " + n + " takes and gives " + n);
        }
        if (n < SMALL) {
            matrix.times(v, out);
        } else {
            product(1, v, 0, out, 0);
        }
    }

    /** The products with all rows, two at a time; many rows by one matrix product. */
    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        int count = vectors.rows();
        if (vectors.columns() != n || out.rows() != count || out.columns() != n) {
            throw new IllegalArgumentException("applyAll: vectors are " + count + " x " + vectors.columns()
                    + " and out is " + out.rows() + " x " + out.columns() + "; for a symmetric matrix of order " + n
                    + " both are m x " + n);
        }
        if (n < SMALL || count >= MANY) {
            Blas.gemm(false, true, count, n, n, vectors.data(), matrix.data(), out.data());
            return;
        }
        for (int i = 0; i < count; i += 2) {
            product(Math.min(2, count - i), vectors.data(), i * n, out.data(), i * n);
        }
    }

    @Override
    public void applyAdjoint(double[] u, double[] out) {
        apply(u, out);
    }

    @Override
    public void applyAdjointAll(Matrix vectors, Matrix out) {
        applyAll(vectors, out);
    }

    private void product(int count, double[] x, int xAt, double[] out, int outAt) {
        Parallel.run(partial.length, p -> part(p, count, x, xAt));
        Arrays.fill(out, outAt, outAt + count * n, 0);
        for (int p = 0; p < partial.length; p++) {
            int length = cuts[p + 1];
            for (int q = 0; q < count; q++) {
                int to = outAt + q * n;
                int from = q * length;
                double[] sums = partial[p];
                for (int j = 0; j < length; j++) {
                    out[to + j] += sums[from + j];
                }
            }
        }
    }

    /** What the rows from cuts[p] on contribute: to their own entries and, as columns, to those before. */
    private void part(int p, int count, double[] x, int xAt) {
        int length = cuts[p + 1];
        double[] y = partial[p];
        double[] a = matrix.data();
        Arrays.fill(y, 0, count * length, 0);
        for (int i = cuts[p]; i < length; i += 4) {
            int height = Math.min(4, length - i);
            int done = height == 4 ? i / WIDTH * WIDTH : 0;
            if (done > 0 && count == 2) {
                pair(a, i * n, n, x, xAt, xAt + n, y, length, i, done);
            } else if (done > 0) {
                single(a, i * n, n, x, xAt, y, i, done);
            }
            for (int q = 0; q < count; q++) {
                corner(a, x, xAt + q * n, y, q * length, i, height, done);
            }
        }
    }

    private void corner(double[] a, double[] x, int xAt, double[] y, int yAt, int i, int height, int done) {
        for (int r = i; r < i + height; r++) {
            double own = x[xAt + r];
            double sum = y[yAt + r];
            for (int j = done; j < r; j++) {
                double entry = a[r * n + j];
                sum = Math.fma(entry, x[xAt + j], sum);
                y[yAt + j] = Math.fma(entry, own, y[yAt + j]);
            }
            y[yAt + r] = Math.fma(a[r * n + r], own, sum);
        }
    }

    private static void single(double[] a, int row, int n, double[] x, int xAt, double[] y, int i, int done) {
        DoubleVector s0 = DoubleVector.zero(LANES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector b0 = DoubleVector.broadcast(LANES, x[xAt + i]);
        DoubleVector b1 = DoubleVector.broadcast(LANES, x[xAt + i + 1]);
        DoubleVector b2 = DoubleVector.broadcast(LANES, x[xAt + i + 2]);
        DoubleVector b3 = DoubleVector.broadcast(LANES, x[xAt + i + 3]);
        for (int j = 0; j < done; j += WIDTH) {
            DoubleVector a0 = DoubleVector.fromArray(LANES, a, row + j);
            DoubleVector a1 = DoubleVector.fromArray(LANES, a, row + n + j);
            DoubleVector a2 = DoubleVector.fromArray(LANES, a, row + 2 * n + j);
            DoubleVector a3 = DoubleVector.fromArray(LANES, a, row + 3 * n + j);
            DoubleVector v = DoubleVector.fromArray(LANES, x, xAt + j);
            s0 = a0.fma(v, s0);
            s1 = a1.fma(v, s1);
            s2 = a2.fma(v, s2);
            s3 = a3.fma(v, s3);
            DoubleVector w = a0.fma(b0, DoubleVector.fromArray(LANES, y, j));
            w = a1.fma(b1, w);
            w = a2.fma(b2, w);
            a3.fma(b3, w).intoArray(y, j);
        }
        y[i] += Lanes.total(s0);
        y[i + 1] += Lanes.total(s1);
        y[i + 2] += Lanes.total(s2);
        y[i + 3] += Lanes.total(s3);
    }

    private static void pair(double[] a, int row, int n, double[] x, int x0, int x1, double[] y, int y1, int i,
            int done) {
        DoubleVector s0 = DoubleVector.zero(LANES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector t0 = s0;
        DoubleVector t1 = s0;
        DoubleVector t2 = s0;
        DoubleVector t3 = s0;
        DoubleVector b0 = DoubleVector.broadcast(LANES, x[x0 + i]);
        DoubleVector b1 = DoubleVector.broadcast(LANES, x[x0 + i + 1]);
        DoubleVector b2 = DoubleVector.broadcast(LANES, x[x0 + i + 2]);
        DoubleVector b3 = DoubleVector.broadcast(LANES, x[x0 + i + 3]);
        DoubleVector c0 = DoubleVector.broadcast(LANES, x[x1 + i]);
        DoubleVector c1 = DoubleVector.broadcast(LANES, x[x1 + i + 1]);
        DoubleVector c2 = DoubleVector.broadcast(LANES, x[x1 + i + 2]);
        DoubleVector c3 = DoubleVector.broadcast(LANES, x[x1 + i + 3]);
        for (int j = 0; j < done; j += WIDTH) {
            DoubleVector a0 = DoubleVector.fromArray(LANES, a, row + j);
            DoubleVector a1 = DoubleVector.fromArray(LANES, a, row + n + j);
            DoubleVector a2 = DoubleVector.fromArray(LANES, a, row + 2 * n + j);
            DoubleVector a3 = DoubleVector.fromArray(LANES, a, row + 3 * n + j);
            DoubleVector v = DoubleVector.fromArray(LANES, x, x0 + j);
            s0 = a0.fma(v, s0);
            s1 = a1.fma(v, s1);
            s2 = a2.fma(v, s2);
            s3 = a3.fma(v, s3);
            v = DoubleVector.fromArray(LANES, x, x1 + j);
            t0 = a0.fma(v, t0);
            t1 = a1.fma(v, t1);
            t2 = a2.fma(v, t2);
            t3 = a3.fma(v, t3);
            DoubleVector w = a0.fma(b0, DoubleVector.fromArray(LANES, y, j));
            w = a1.fma(b1, w);
            w = a2.fma(b2, w);
            a3.fma(b3, w).intoArray(y, j);
            w = a0.fma(c0, DoubleVector.fromArray(LANES, y, y1 + j));
            w = a1.fma(c1, w);
            w = a2.fma(c2, w);
            a3.fma(c3, w).intoArray(y, y1 + j);
        }
        y[i] += Lanes.total(s0);
        y[i + 1] += Lanes.total(s1);
        y[i + 2] += Lanes.total(s2);
        y[i + 3] += Lanes.total(s3);
        y[y1 + i] += Lanes.total(t0);
        y[y1 + i + 1] += Lanes.total(t1);
        y[y1 + i + 2] += Lanes.total(t2);
        y[y1 + i + 3] += Lanes.total(t3);
    }
}
