package org.paisaje.math.linalg;

import java.util.Arrays;
import org.paisaje.math.simd.Fma;
import org.paisaje.math.simd.Kernels;
import org.paisaje.math.simd.Simd;

/**
 * A symmetric matrix as a linear operator that reads only the lower triangle, each entry once for a pair of vectors:
 * a_ij contributes a_ij x_j to y_i and a_ij x_i to y_j. A product is limited by memory, so that one vector costs half and
 * two together cost little more: 4 n^2 bytes are read instead of 8 n^2. Below order 768, where the matrix stays in the
 * cache, all entries are read.
 *
 * <p>The result is cut into parts by the order alone, so that it does not depend on the number of threads. The operator
 * keeps up to 32 pairs of vectors as buffers and is not safe for concurrent use.
 */
public final class SymmetricOperator implements AdjointOperator {
    private static final Kernels KERNELS = Kernels.current();
    /** The order of the blocks on the diagonal: as many lanes as vectors have, and at least eight. */
    private static final int BLOCK = Math.max(8, Simd.lanes());
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
        int parts = n < SMALL ? 0 : 2 * Math.clamp(n / 500, 1, 16);
        this.cuts = new int[parts + 1];
        this.partial = new double[parts][];
        for (int p = 0; p < parts; p++) {
            cuts[p + 1] = p + 1 == parts ? n : (int) (n * Math.sqrt((p + 1.0) / parts)) / BLOCK * BLOCK;
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

    /** Two: the entries are read once for both. */
    @Override
    public int vectorsAtOnce() {
        return 2;
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
        Arrays.fill(y, 0, count * length, 0);
        for (int i = cuts[p]; i < length; i += BLOCK) {
            int end = Math.min(i + BLOCK, length);
            int r = i;
            for (; r + 4 <= end; r += 4) {
                four(r, i, count, x, xAt, y, length);
            }
            for (; r < end; r++) {
                one(r, i, count, x, xAt, y, length);
            }
            for (int k = i; k < end; k++) {
                diagonal(k, i, end, count, x, xAt, y, length);
            }
        }
    }

    /** Rows r to r + 3 left of the diagonal block that begins at {@code columns}. */
    private void four(int r, int columns, int count, double[] x, int xAt, double[] y, int length) {
        if (count == 2) {
            KERNELS.symmetricOfTwo(matrix.data(), r * n, n, x, xAt, xAt + n, y, length, r, columns);
        } else {
            KERNELS.symmetric(matrix.data(), r * n, n, x, xAt, y, r, columns);
        }
    }

    private void one(int r, int columns, int count, double[] x, int xAt, double[] y, int length) {
        double[] a = matrix.data();
        for (int q = 0; q < count; q++) {
            int from = xAt + q * n;
            y[q * length + r] += KERNELS.dot(columns, a, r * n, x, from);
            KERNELS.axpy(columns, x[from + r], a, r * n, y, q * length);
        }
    }

    /** Row k of the symmetric block of the rows and columns from i to {@code end}, of which only the lower half is read. */
    private void diagonal(int k, int i, int end, int count, double[] x, int xAt, double[] y, int length) {
        double[] a = matrix.data();
        int second = count == 2 ? xAt + n : xAt;
        double sum = 0;
        double other = 0;
        for (int j = i; j < end; j++) {
            double entry = j <= k ? a[k * n + j] : a[j * n + k];
            sum = Fma.fma(entry, x[xAt + j], sum);
            other = Fma.fma(entry, x[second + j], other);
        }
        y[k] += sum;
        if (count == 2) {
            y[length + k] += other;
        }
    }
}
