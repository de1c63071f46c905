package org.paisaje.math.krylov.core;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;

/**
 * A store of long vectors, one per row, with the operations of Gram-Schmidt. Columns are walked in blocks that stay in
 * the cache, so that an operation costs as many sweeps over memory as its description says. Partial sums belong to fixed
 * blocks of columns and are added in order: results do not depend on the number of threads.
 */
public final class Panel {
    private static final int BLOCK = 512;
    private static final long PARALLEL_FROM = 1L << 16;
    /** Vectors at a time from which a matrix product is faster than the kernels for one and two. */
    private static final int MANY = 6;

    /** The length of the vectors. */
    public final int n;
    /** The vectors, one after the other. */
    public final double[] data;

    /** Room for {@code capacity} vectors of length n, all zero. */
    public Panel(int capacity, int n) {
        this.n = n;
        this.data = new double[Math.multiplyExact(capacity, n)];
    }

    /** A panel on an array of {@code capacity} times n numbers, which it shares. */
    public Panel(int capacity, int n, double[] data) {
        this.n = n;
        this.data = data;
        if ((long) capacity * n != data.length) {
            throw new IllegalArgumentException("panel: " + capacity + " rows of length " + n + " need "
                    + (long) capacity * n + " numbers, the array has " + data.length);
        }
    }

    /** The number of rows there is room for. */
    public int capacity() {
        return n == 0 ? 0 : data.length / n;
    }

    /** Copies n numbers of {@code values}, from {@code start} on, to a row. */
    public void set(int row, double[] values, int start) {
        System.arraycopy(values, start, data, row * n, n);
    }

    /** A copy of a row. */
    public double[] row(int row) {
        return Arrays.copyOfRange(data, row * n, (row + 1) * n);
    }

    /** The Euclidean norm of a row. */
    public double norm(int row) {
        return Vectors.norm(data, row * n, n);
    }

    /**
     * Makes {@code count} rows of w, from {@code wStart} on, orthogonal to the first {@code rows} rows of this panel,
     * which are orthonormal, by classical Gram-Schmidt done twice, and returns the coefficients that were removed: entry
     * (q, i) at {@code q * rows + i} is the inner product of row q of w with row i. Three sweeps over the panel (the
     * removal of the first pass and the inner products of the second share one), 8 rows n count flops.
     */
    public double[] orthogonalise(int rows, double[] w, int wStart, int count) {
        double[] first = sweep(rows, w, wStart, count, null, true);
        double[] second = sweep(rows, w, wStart, count, first, true);
        sweep(rows, w, wStart, count, second, false);
        for (int i = 0; i < first.length; i++) {
            first[i] += second[i];
        }
        return first;
    }

    /** The inner products of {@code count} rows of w with the first rows of this panel; one sweep. */
    public double[] products(int rows, double[] w, int wStart, int count) {
        return sweep(rows, w, wStart, count, null, true);
    }

    /** Subtracts sum_i coefficients(q, i) row_i from row q of w; one sweep. */
    public void subtract(int rows, double[] coefficients, double[] w, int wStart, int count) {
        sweep(rows, w, wStart, count, coefficients, false);
    }

    /**
     * One pass of classical Gram-Schmidt: removes from each row of w its components along the first {@code rows} rows of
     * this panel and returns them as {@link #orthogonalise} does. Two sweeps, 4 rows n count flops.
     */
    public double[] remove(int rows, double[] w, int wStart, int count) {
        double[] coefficients = sweep(rows, w, wStart, count, null, true);
        sweep(rows, w, wStart, count, coefficients, false);
        return coefficients;
    }

    private double[] sweep(int rows, double[] w, int wStart, int count, double @Nullable [] remove,
            boolean measure) {
        int size = measure ? rows * count : 0;
        if (rows == 0 || n == 0) {
            return new double[size];
        }
        int tasks = tasks();
        double[] partial = new double[tasks * size];
        run(tasks, (long) rows * count * n, task -> {
            int end = Math.min(n, (task + 1) * taskLength());
            for (int from = task * taskLength(); from < end; from += BLOCK) {
                int length = Math.min(BLOCK, end - from);
                int wAt = wStart + from;
                if (count >= MANY) {
                    if (remove != null) {
                        Blas.gemm(false, false, count, length, rows, -1, remove, 0, rows, data, from, n, 1, w, wAt, n);
                    }
                    if (measure) {
                        Blas.gemm(false, true, count, rows, length, 1, w, wAt, n, data, from, n, 1, partial,
                                task * size, rows);
                    }
                    continue;
                }
                for (int q = 0; q < count; q += 2) {
                    int pair = Math.min(2, count - q);
                    if (remove != null) {
                        PanelKernels.combine(pair, rows, remove, q * rows, -1, data, from, n, length, w, wAt + q * n,
                                n);
                    }
                    if (measure) {
                        PanelKernels.products(pair, rows, data, from, n, length, w, wAt + q * n, n, partial,
                                task * size + q * rows);
                    }
                }
            }
        });
        if (tasks == 1) {
            return partial;
        }
        double[] result = new double[size];
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < size; i++) {
                result[i] += partial[task * size + i];
            }
        }
        return result;
    }

    /** The columns of one task: a function of n alone, so that sums do not depend on the threads. */
    private int taskLength() {
        return Math.max(1, (int) Math.min(16, (n / 32L + BLOCK - 1) / BLOCK)) * BLOCK;
    }

    private int tasks() {
        return (n + taskLength() - 1) / taskLength();
    }

    private static void run(int tasks, long work, IntConsumer task) {
        if (tasks > 1 && work >= PARALLEL_FROM) {
            Parallel.run(tasks, task);
        } else {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
        }
    }

    /**
     * Replaces the first {@code kept} rows by the combinations {@code sum_l y(i, l) row_l} of the first {@code rows}
     * rows, where y is row-major with {@code rows} columns. One sweep, 2 kept rows n flops.
     */
    public void rotate(double[] y, int kept, int rows) {
        combineInto(y, kept, rows, data);
    }

    /** Writes those combinations to rows 0 .. kept-1 of {@code out}, which may be the panel's own array. */
    public void combineInto(double[] y, int kept, int rows, double[] out) {
        run(tasks(), (long) rows * kept * n, task -> {
            double[] block = new double[kept * BLOCK];
            int end = Math.min(n, (task + 1) * taskLength());
            for (int from = task * taskLength(); from < end; from += BLOCK) {
                int length = Math.min(BLOCK, end - from);
                if (kept >= MANY) {
                    Blas.gemm(false, false, kept, length, rows, 1, y, 0, rows, data, from, n, 0, block, 0, BLOCK);
                } else {
                    Arrays.fill(block, 0);
                    for (int i = 0; i < kept; i += 2) {
                        PanelKernels.combine(Math.min(2, kept - i), rows, y, i * rows, 1, data, from, n, length, block,
                                i * BLOCK, BLOCK);
                    }
                }
                for (int i = 0; i < kept; i++) {
                    System.arraycopy(block, i * BLOCK, out, i * n + from, length);
                }
            }
        });
    }
}
