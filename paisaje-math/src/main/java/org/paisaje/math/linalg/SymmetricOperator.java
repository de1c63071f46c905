package org.paisaje.math.linalg;

import java.util.Arrays;
import org.paisaje.math.backend.Provider;
import org.paisaje.math.simd.Fma;
import org.paisaje.math.simd.Kernels;
import org.paisaje.math.simd.Simd;

/**
 * A symmetric matrix as a linear operator that reads only the lower triangle, each entry once for a pair of vectors:
 * a_ij contributes a_ij x_j to y_i and a_ij x_i to y_j. A product is limited by memory, so that one vector costs half and
 * two together cost little more: 4 n^2 bytes are read instead of 8 n^2. Below order 768, where the matrix stays in the
 * cache, all entries are read. Orders that are a multiple of eight are the fastest, as all rows then begin at the same
 * place of a cache line.
 *
 * <p>The work is cut into parts by the order and the processors of the machine, as few as keep these busy, since the sums of
 * one part have to come from another processor's cache; the result does not depend on the number of threads. The operator
 * keeps a pair of vectors for itself and each part as buffers and is not safe for concurrent use.
 */
public final class SymmetricOperator implements AdjointOperator {
    private static final Kernels KERNELS = Kernels.current();
    /** The order of the blocks on the diagonal, and the rows that the kernels take together. */
    private static final int BLOCK = 8;
    /** Entries before and after each vector, so that the kernels may begin anywhere. */
    private static final int PAD = 8;
    /** Vectors from which the packing of a matrix product pays for reading everything. */
    private static final int MANY = 12;
    /** Below this order the matrix stays in the cache, and reading all of it is faster. */
    private static final int SMALL = 768;

    /** From this order on there are two parts for each processor, so that one that is held up delays less. */
    private static final int LARGE = 6_000;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Matrix matrix;
    private final int n;
    private final int[] cuts;
    private final double[][] partial;
    private final double[] padded;

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
        int parts = n < SMALL ? 0 : Math.clamp(n / 400, 1, n < LARGE ? PROCESSORS : 2 * PROCESSORS);
        this.cuts = new int[parts + 1];
        this.partial = new double[parts][];
        for (int p = 0; p < parts; p++) {
            cuts[p + 1] = p + 1 == parts ? n : (int) (n * Math.sqrt((p + 1.0) / parts)) / BLOCK * BLOCK;
            partial[p] = new double[2 * (cuts[p + 1] + PAD) + PAD + BLOCK * BLOCK];
        }
        this.padded = new double[n < SMALL ? 0 : 2 * (n + PAD) + PAD];
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
        for (int q = 0; q < count; q++) {
            System.arraycopy(x, xAt + q * n, padded, PAD + q * (n + PAD), n);
        }
        int phase = phase();
        Parallel.run(partial.length, p -> part(p, count, phase));
        for (int q = 0; q < count; q++) {
            int to = outAt + q * n;
            for (int p = partial.length - 1; p >= 0; p--) {
                int length = cuts[p + 1];
                double[] sums = partial[p];
                int from = PAD + q * (length + PAD);
                if (length == n) {
                    System.arraycopy(sums, from, out, to, n);
                } else {
                    for (int j = 0; j < length; j++) {
                        out[to + j] += sums[from + j];
                    }
                }
            }
        }
    }

    /** The first column at which a vector of all rows begins where a cache line does; 0 if rows differ in that. */
    private int phase() {
        int lanes = Simd.lanes();
        if (n % lanes != 0) {
            return 0;
        }
        long beyond = Provider.current().address(matrix.data()) / Double.BYTES % lanes;
        return (int) ((lanes - beyond) % lanes);
    }

    /** What the rows from cuts[p] on contribute: to their own entries and, as columns, to those before. */
    private void part(int p, int count, int phase) {
        int length = cuts[p + 1];
        double[] y = partial[p];
        double[] a = matrix.data();
        int second = PAD + length + PAD;
        Arrays.fill(y, 0, PAD + count * (length + PAD), 0);
        int sums = 2 * (length + PAD) + PAD;
        for (int i = cuts[p]; i < length; i += BLOCK) {
            int end = Math.min(i + BLOCK, length);
            if (end - i < BLOCK) {
                for (int r = i; r < end; r++) {
                    row(r, count, y, second);
                }
                continue;
            }
            if (i > 0) {
                if (count == 2) {
                    KERNELS.symmetricOfTwo(a, i * n, n, phase, padded, PAD, PAD + n + PAD, y, PAD, second, sums, i, i);
                } else {
                    KERNELS.symmetric(a, i * n, n, phase, padded, PAD, y, PAD, sums, i, i);
                }
            }
            diagonal(i, PAD, y, PAD);
            if (count == 2) {
                diagonal(i, PAD + n + PAD, y, second);
            }
        }
    }

    /** Row r up to the diagonal: of the last rows, which are too few for a block. */
    private void row(int r, int count, double[] y, int second) {
        double[] a = matrix.data();
        for (int q = 0; q < count; q++) {
            int x = PAD + q * (n + PAD);
            int to = q == 0 ? PAD : second;
            y[to + r] += KERNELS.dot(r + 1, a, r * n, padded, x);
            KERNELS.axpy(r, padded[x + r], a, r * n, y, to);
        }
    }

    /** The square block of the rows and columns from i on, of which only the lower half is read. */
    private void diagonal(int i, int xAt, double[] y, int yAt) {
        double[] a = matrix.data();
        double[] x = padded;
        for (int k = i; k < i + BLOCK; k++) {
            double factor = x[xAt + k];
            double sum = a[k * n + k] * factor;
            for (int j = i; j < k; j++) {
                double entry = a[k * n + j];
                sum = Fma.fma(entry, x[xAt + j], sum);
                y[yAt + j] = Fma.fma(entry, factor, y[yAt + j]);
            }
            y[yAt + k] += sum;
        }
    }
}
