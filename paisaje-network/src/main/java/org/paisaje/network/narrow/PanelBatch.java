package org.paisaje.network.narrow;

import static org.paisaje.network.narrow.PanelProducts.LANES;
import static org.paisaje.network.narrow.PanelProducts.WIDE;

import org.paisaje.math.linalg.Matrix;

/**
 * A batch of samples cut into strips, feature by feature within a strip. The samples {@code from} to
 * {@code from + width} of a strip start at {@code features * from} in each array. The cut depends on n alone: full strips
 * of 4 vectors, at most two of one vector behind them, chunks of about {@value #CHUNK} vectors.
 */
final class PanelBatch {
    private static final int CHUNK = 32;

    private final int inputs;
    private final int outputs;
    final double[] x;
    final double[] y;
    /** 1 for a sample, 0 for padding. */
    final double[] present;
    /** The number of samples. */
    int samples;
    private int full;
    private int single;
    private int chunks;

    PanelBatch(int inputs, int outputs, int capacity) {
        this.inputs = inputs;
        this.outputs = outputs;
        int padded = Math.multiplyExact(Math.ceilDiv(capacity, WIDE), WIDE);
        this.x = new double[Math.multiplyExact(padded, inputs)];
        this.y = new double[Math.multiplyExact(padded, outputs)];
        this.present = new double[padded];
    }

    /** The most samples of a chunk of a batch of n, padding included. */
    static int largestChunk(int n) {
        int strips = Math.ceilDiv(n, WIDE);
        return (Math.ceilDiv(strips, chunks(Math.ceilDiv(n, LANES))) + 1) * WIDE;
    }

    /** The most chunks of a batch of at most n samples. */
    static int mostChunks(int n) {
        return chunks(Math.ceilDiv(n, LANES) + 1);
    }

    private static int chunks(int vectors) {
        return Math.ceilDiv(vectors, CHUNK);
    }

    private void cut(int n) {
        int vectors = Math.ceilDiv(n, LANES);
        samples = n;
        full = vectors / 4;
        single = vectors % 4;
        if (single == 3) {
            full++;
            single = 0;
        }
        chunks = chunks(vectors);
    }

    int chunks() {
        return chunks;
    }

    /** The first full strip of chunk c; c may be the number of chunks. */
    int firstFull(int c) {
        return (int) ((long) full * c / chunks);
    }

    /** The number of single strips of chunk c. */
    int singles(int c) {
        return c == chunks - 1 ? single : 0;
    }

    /** The first sample of the single strips. */
    int singleStart() {
        return full * WIDE;
    }

    /** Takes rows of x and y, {@code rows[start..)} or all where rows is empty. */
    void load(Matrix xs, Matrix ys, int[] rows, int start, int n) {
        cut(n);
        int padded = full * WIDE + single * LANES;
        for (int i = 0; i < padded; i++) {
            int width = i < full * WIDE ? WIDE : LANES;
            int from = i < full * WIDE ? i / WIDE * WIDE : full * WIDE + (i - full * WIDE) / LANES * LANES;
            int row = i >= n ? -1 : rows.length == 0 ? i : rows[start + i];
            present[i] = row < 0 ? 0 : 1;
            put(xs, row, inputs, x, inputs * from + i - from, width);
            put(ys, row, outputs, y, outputs * from + i - from, width);
        }
    }

    private static void put(Matrix from, int row, int columns, double[] to, int at, int width) {
        double[] data = from.data();
        for (int j = 0; j < columns; j++) {
            to[at + j * width] = row < 0 ? 0 : data[row * columns + j];
        }
    }
}
