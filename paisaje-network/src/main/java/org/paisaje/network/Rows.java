package org.paisaje.network;

/** Elementwise passes over slices of arrays, cut into chunks of rows that stay in the first-level cache. */
final class Rows {
    private static final int CHUNK = 1024;

    private Rows() {}

    /** The rows of that width to treat at a time. */
    static int perChunk(int width) {
        return Math.max(1, CHUNK / width);
    }

    /** Adds {@code scale * vector} to each row. */
    static void addToEach(double[] a, int offset, int rows, int width, double scale, double[] vector, int start) {
        for (int i = 0; i < rows; i++) {
            int row = offset + i * width;
            for (int j = 0; j < width; j++) {
                a[row + j] += scale * vector[start + j];
            }
        }
    }

    /** a = scale a. */
    static void scale(double[] a, int offset, int n, double scale) {
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

    /** out = a b over the first n entries. */
    static void multiply(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** a += b over the first n entries. */
    static void add(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] += b[i];
        }
    }

    /** out = a b over n entries, those of b and out from the offset. */
    static void multiply(double[] a, double[] b, double[] out, int offset, int n) {
        for (int i = 0; i < n; i++) {
            out[offset + i] = a[i] * b[offset + i];
        }
    }

    /** out += a b over n entries, those of b and out from the offset. */
    static void addProduct(double[] a, double[] b, double[] out, int offset, int n) {
        for (int i = 0; i < n; i++) {
            out[offset + i] += a[i] * b[offset + i];
        }
    }

    /** {@code out_j = scale sum_i a_ij}: column sums of the rows. */
    static void sum(double[] a, int offset, int rows, int width, double scale, double[] out, int outOffset) {
        for (int j = 0; j < width; j++) {
            out[outOffset + j] = 0;
        }
        for (int i = 0; i < rows; i++) {
            int row = offset + i * width;
            for (int j = 0; j < width; j++) {
                out[outOffset + j] += a[row + j];
            }
        }
        scale(out, outOffset, width, scale);
    }
}
