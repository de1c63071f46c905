package org.paisaje.math.krylov;

import static org.paisaje.math.krylov.Vectors.at;
import static org.paisaje.math.krylov.Vectors.lanes;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import org.jspecify.annotations.Nullable;

/**
 * A store of long vectors, one per row, with the operations of Gram-Schmidt. Columns are walked in blocks that stay in
 * the cache, so that an operation costs as many sweeps over memory as its description says. Partial sums belong to fixed
 * blocks of columns and are added in order: results do not depend on the number of threads.
 */
final class Panel {
    private static final int BLOCK = 1024;
    private static final int TASK = 16 * BLOCK;
    private static final long PARALLEL_FROM = 1L << 19;

    final int n;
    final double[] data;

    Panel(int capacity, int n) {
        this.n = n;
        this.data = new double[Math.multiplyExact(capacity, n)];
    }

    Panel(int capacity, int n, double[] data) {
        this.n = n;
        this.data = data;
        if ((long) capacity * n != data.length) {
            throw new IllegalArgumentException("panel: " + capacity + " rows of length " + n + " need "
                    + (long) capacity * n + " numbers, the array has " + data.length);
        }
    }

    int capacity() {
        return n == 0 ? 0 : data.length / n;
    }

    void set(int row, double[] values, int start) {
        System.arraycopy(values, start, data, row * n, n);
    }

    double[] row(int row) {
        return Arrays.copyOfRange(data, row * n, (row + 1) * n);
    }

    double norm(int row) {
        return Vectors.norm(data, row * n, n);
    }

    /**
     * Makes {@code count} rows of w, from {@code wStart} on, orthogonal to the first {@code rows} rows of this panel,
     * which are orthonormal, by classical Gram-Schmidt done twice, and returns the coefficients that were removed: entry
     * (q, i) at {@code q * rows + i} is the inner product of row q of w with row i. Three sweeps over the panel (the
     * removal of the first pass and the inner products of the second share one), 8 rows n count flops.
     */
    double[] orthogonalise(int rows, double[] w, int wStart, int count) {
        double[] first = sweep(rows, w, wStart, count, null, true);
        double[] second = sweep(rows, w, wStart, count, first, true);
        sweep(rows, w, wStart, count, second, false);
        for (int i = 0; i < first.length; i++) {
            first[i] += second[i];
        }
        return first;
    }

    /** The inner products of {@code count} rows of w with the first rows of this panel; one sweep. */
    double[] products(int rows, double[] w, int wStart, int count) {
        return sweep(rows, w, wStart, count, null, true);
    }

    /** Subtracts sum_i coefficients(q, i) row_i from row q of w; one sweep. */
    void subtract(int rows, double[] coefficients, double[] w, int wStart, int count) {
        sweep(rows, w, wStart, count, coefficients, false);
    }

    private double[] sweep(int rows, double[] w, int wStart, int count, double @Nullable [] remove,
            boolean measure) {
        int size = measure ? rows * count : 0;
        if (rows == 0 || n == 0) {
            return new double[size];
        }
        int tasks = (n + TASK - 1) / TASK;
        double[] partial = new double[tasks * size];
        IntStream range = IntStream.range(0, tasks);
        if (tasks > 1 && (long) rows * count * n >= PARALLEL_FROM) {
            range = range.parallel();
        }
        range.forEach(task -> {
            int end = Math.min(n, (task + 1) * TASK);
            for (int from = task * TASK; from < end; from += BLOCK) {
                int length = Math.min(BLOCK, end - from);
                for (int q = 0; q < count; q++) {
                    int wAt = wStart + q * n + from;
                    if (remove != null) {
                        combine(rows, remove, q * rows, 1, -1, from, length, w, wAt);
                    }
                    if (measure) {
                        dots(rows, from, length, w, wAt, partial, task * size + q * rows);
                    }
                }
            }
        });
        double[] result = new double[size];
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < size; i++) {
                result[i] += partial[task * size + i];
            }
        }
        return result;
    }

    /**
     * Replaces the first {@code kept} rows by the combinations {@code sum_l y(i, l) row_l} of the first {@code rows}
     * rows, where y is row-major with {@code rows} columns. One sweep, 2 kept rows n flops.
     */
    void rotate(double[] y, int kept, int rows) {
        combineInto(y, kept, rows, data);
    }

    /** Writes those combinations to rows 0 .. kept-1 of {@code out}, which may be the panel's own array. */
    void combineInto(double[] y, int kept, int rows, double[] out) {
        int tasks = (n + TASK - 1) / TASK;
        IntStream range = IntStream.range(0, tasks);
        if (tasks > 1 && (long) rows * kept * n >= PARALLEL_FROM) {
            range = range.parallel();
        }
        range.forEach(task -> {
            double[] block = new double[kept * BLOCK];
            int end = Math.min(n, (task + 1) * TASK);
            for (int from = task * TASK; from < end; from += BLOCK) {
                int length = Math.min(BLOCK, end - from);
                Arrays.fill(block, 0);
                for (int i = 0; i < kept; i++) {
                    combine(rows, y, i * rows, 1, 1, from, length, block, i * BLOCK);
                }
                for (int i = 0; i < kept; i++) {
                    System.arraycopy(block, i * BLOCK, out, i * n + from, length);
                }
            }
        });
    }

    private void combine(int rows, double[] c, int cStart, int cStep, double sign, int from, int length, double[] w,
            int wAt) {
        int width = Vectors.LANES.length();
        int i = 0;
        for (; i <= rows - 4; i += 4) {
            double c0 = sign * c[cStart + i * cStep];
            double c1 = sign * c[cStart + (i + 1) * cStep];
            double c2 = sign * c[cStart + (i + 2) * cStep];
            double c3 = sign * c[cStart + (i + 3) * cStep];
            int v0 = i * n + from;
            int v1 = v0 + n;
            int v2 = v1 + n;
            int v3 = v2 + n;
            int l = 0;
            if (length >= 64) {
                DoubleVector f0 = DoubleVector.broadcast(Vectors.LANES, c0);
                DoubleVector f1 = DoubleVector.broadcast(Vectors.LANES, c1);
                DoubleVector f2 = DoubleVector.broadcast(Vectors.LANES, c2);
                DoubleVector f3 = DoubleVector.broadcast(Vectors.LANES, c3);
                for (; l <= length - width; l += width) {
                    DoubleVector sum = at(data, v0 + l).fma(f0, at(w, wAt + l));
                    sum = at(data, v1 + l).fma(f1, sum);
                    sum = at(data, v2 + l).fma(f2, sum);
                    at(data, v3 + l).fma(f3, sum).intoArray(w, wAt + l);
                }
            }
            for (; l < length; l++) {
                double sum = Math.fma(data[v0 + l], c0, w[wAt + l]);
                sum = Math.fma(data[v1 + l], c1, sum);
                sum = Math.fma(data[v2 + l], c2, sum);
                w[wAt + l] = Math.fma(data[v3 + l], c3, sum);
            }
        }
        for (; i < rows; i++) {
            Vectors.add(sign * c[cStart + i * cStep], data, i * n + from, w, wAt, length);
        }
    }

    private void dots(int rows, int from, int length, double[] w, int wAt, double[] c, int cStart) {
        int width = Vectors.LANES.length();
        int i = 0;
        for (; length >= 64 && i <= rows - 4; i += 4) {
            int v0 = i * n + from;
            int v1 = v0 + n;
            int v2 = v1 + n;
            int v3 = v2 + n;
            DoubleVector s0 = DoubleVector.zero(Vectors.LANES);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            int l = 0;
            for (; l <= length - width; l += width) {
                DoubleVector x = at(w, wAt + l);
                s0 = at(data, v0 + l).fma(x, s0);
                s1 = at(data, v1 + l).fma(x, s1);
                s2 = at(data, v2 + l).fma(x, s2);
                s3 = at(data, v3 + l).fma(x, s3);
            }
            double d0 = lanes(s0);
            double d1 = lanes(s1);
            double d2 = lanes(s2);
            double d3 = lanes(s3);
            for (; l < length; l++) {
                double x = w[wAt + l];
                d0 += data[v0 + l] * x;
                d1 += data[v1 + l] * x;
                d2 += data[v2 + l] * x;
                d3 += data[v3 + l] * x;
            }
            c[cStart + i] += d0;
            c[cStart + i + 1] += d1;
            c[cStart + i + 2] += d2;
            c[cStart + i + 3] += d3;
        }
        for (; i < rows; i++) {
            c[cStart + i] += Vectors.dot(data, i * n + from, w, wAt, length);
        }
    }
}
