package org.paisaje.math.linalg;

import java.util.Arrays;
import org.paisaje.math.simd.Kernels;

/** A matrix as a linear operator; safe for concurrent use as long as the matrix is not changed. */
public record MatrixOperator(Matrix matrix) implements AdjointOperator {
    private static final Kernels KERNELS = Kernels.current();
    /** Vectors from which the packing of a matrix product pays. */
    private static final int MANY = 6;
    /** Rows of one task, a multiple of four. */
    private static final int STRIP = 128;
    /** Entries below which a second thread costs more than it brings. */
    private static final int WORTH_SHARING = 1 << 17;

    @Override
    public int rows() {
        return matrix.rows();
    }

    @Override
    public int columns() {
        return matrix.columns();
    }

    @Override
    public void apply(double[] v, double[] out) {
        matrix.times(v, out);
    }

    /** Two: the entries are read once for both. */
    @Override
    public int vectorsAtOnce() {
        return 2;
    }

    /** The products with all rows, two at a time; many rows by one matrix product, out = vectors A^T. */
    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        if (vectors.columns() != columns() || out.rows() != vectors.rows() || out.columns() != rows()) {
            throw new IllegalArgumentException("applyAll: vectors are " + vectors.rows() + " x " + vectors.columns()
                    + " and out is " + out.rows() + " x " + out.columns() + "; for a " + rows() + " x " + columns()
                    + " matrix m x " + columns() + " and m x " + rows() + " are needed");
        }
        if (vectors.rows() >= MANY) {
            Blas.gemm(false, true, vectors.rows(), rows(), columns(), vectors.data(), matrix.data(), out.data());
            return;
        }
        Arrays.fill(out.data(), 0);
        int strips = (rows() + STRIP - 1) / STRIP;
        if ((long) rows() * columns() < WORTH_SHARING) {
            strip(0, rows(), vectors, out);
        } else {
            Parallel.run(strips, s -> strip(s * STRIP, Math.min(rows(), (s + 1) * STRIP), vectors, out));
        }
    }

    /** Adds the inner products of the rows from {@code from} to {@code to} with all vectors. */
    private void strip(int from, int to, Matrix vectors, Matrix out) {
        int n = columns();
        double[] a = matrix.data();
        double[] x = vectors.data();
        double[] y = out.data();
        for (int i = from; i < to; i += 4) {
            for (int q = 0; q < vectors.rows(); q += 2) {
                boolean pair = q + 1 < vectors.rows();
                int at = q * rows() + i;
                if (i + 4 > to) {
                    for (int r = i; r < to; r++) {
                        y[q * rows() + r] = KERNELS.dot(n, a, r * n, x, q * n);
                        if (pair) {
                            y[(q + 1) * rows() + r] = KERNELS.dot(n, a, r * n, x, (q + 1) * n);
                        }
                    }
                } else if (pair) {
                    KERNELS.productsOfTwo(a, i * n, n, n, x, q * n, (q + 1) * n, y, at, at + rows());
                } else {
                    KERNELS.products(a, i * n, n, n, x, q * n, y, at);
                }
            }
        }
    }

    @Override
    public void applyAdjoint(double[] u, double[] out) {
        matrix.transposedTimes(u, out);
    }

    @Override
    public void applyAdjointAll(Matrix vectors, Matrix out) {
        if (vectors.columns() != rows() || out.rows() != vectors.rows() || out.columns() != columns()) {
            throw new IllegalArgumentException("applyAdjointAll: vectors are " + vectors.rows() + " x "
                    + vectors.columns() + " and out is " + out.rows() + " x " + out.columns() + "; for a " + rows()
                    + " x " + columns() + " matrix m x " + rows() + " and m x " + columns() + " are needed");
        }
        Blas.gemm(false, false, vectors.rows(), columns(), rows(), vectors.data(), matrix.data(), out.data());
    }
}
