package org.paisaje.network.dense;

import java.util.Arrays;
import org.paisaje.math.linalg.Parallel;

/** Elementwise passes over slices of arrays, cut into chunks of rows that stay in the first-level cache. */
public final class Rows {
    /** Entries that stay in the first-level cache between two passes over them. */
    private static final int CHUNK = 1024;
    /** Entries worth a task of their own. */
    private static final int TASK = 1 << 15;

    private Rows() {}

    /** A pass over {@code rows} rows from row {@code from}. */
    @FunctionalInterface
    interface Pass {
        void over(int from, int rows);
    }

    /** Runs a pass chunk by chunk, on several threads where there are many rows. */
    static void inChunks(int rows, int width, Pass pass) {
        int chunk = Math.max(1, CHUNK / width);
        if ((long) rows * width < 2 * TASK) {
            chunks(0, rows, chunk, pass);
            return;
        }
        int perTask = Math.max(1, TASK / (chunk * width)) * chunk;
        Parallel.run((rows + perTask - 1) / perTask,
                task -> chunks(task * perTask, Math.min(rows, (task + 1) * perTask), chunk, pass));
    }

    private static void chunks(int from, int to, int chunk, Pass pass) {
        for (int row = from; row < to; row += chunk) {
            pass.over(row, Math.min(chunk, to - row));
        }
    }

    /** Adds {@code scale * vector} to each row. */
    public static void addToEach(double[] a, int offset, int rows, int width, double scale, double[] vector,
            int start) {
        for (int i = 0; i < rows; i++) {
            int row = offset + i * width;
            for (int j = 0; j < width; j++) {
                a[row + j] += scale * vector[start + j];
            }
        }
    }

    /** a = scale a. */
    public static void scale(double[] a, int offset, int n, double scale) {
        for (int i = offset; i < offset + n; i++) {
            a[i] *= scale;
        }
    }

    /** a = b + scale a. */
    static void skip(double[] a, int offset, int n, double scale, double[] b, int bOffset) {
        for (int i = 0; i < n; i++) {
            a[offset + i] = b[bOffset + i] + scale * a[offset + i];
        }
    }

    /** {@code out_i = a_i b_i} over n entries. */
    public static void multiply(double[] a, int aOffset, double[] b, int bOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
    }

    /** {@code out_i += a_i b_i} over n entries. */
    static void addProduct(double[] a, int aOffset, double[] b, int bOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] += a[aOffset + i] * b[bOffset + i];
        }
    }

    /** {@code a_i += b_i} over n entries. */
    public static void add(double[] a, int aOffset, double[] b, int bOffset, int n) {
        for (int i = 0; i < n; i++) {
            a[aOffset + i] += b[bOffset + i];
        }
    }

    /** {@code out_j = scale sum_i a_ij}: column sums of the rows. */
    public static void sum(double[] a, int offset, int rows, int width, double scale, double[] out, int outOffset) {
        if ((long) rows * width < 2 * TASK) {
            sum(a, offset, rows, width, 0, width, scale, out, outOffset);
            return;
        }
        int columns = Math.max(8, TASK / rows);
        Parallel.run((width + columns - 1) / columns, task -> sum(a, offset, rows, width, task * columns,
                Math.min(width, (task + 1) * columns), scale, out, outOffset));
    }

    private static void sum(double[] a, int offset, int rows, int width, int from, int to, double scale, double[] out,
            int outOffset) {
        Arrays.fill(out, outOffset + from, outOffset + to, 0);
        for (int i = 0; i < rows; i++) {
            add(out, outOffset + from, a, offset + i * width + from, to - from);
        }
        scale(out, outOffset + from, to - from, scale);
    }
}
