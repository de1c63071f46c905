package org.paisaje.theory.kernel.store;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;

/**
 * One product of a symmetric matrix in tiles with k vectors, the rows of a k x n matrix. Tiles are divided into a fixed
 * number of runs, each with sums of its own that are added in order at the end, so the bits do not depend on the number
 * of threads. Memory: {@value #RUNS} times the output.
 */
final class TileProduct {
    /** Rows of a tile multiplied at a time: what keeps them in the second cache was fastest by measurement. */
    static final int ROWS = 32;
    private static final int RUNS = 16;

    private final TileGrid grid;
    private final Matrix vectors;
    private final Matrix out;

    TileProduct(TileGrid grid, Matrix vectors, Matrix out) {
        if (vectors.columns() != grid.n() || out.columns() != grid.n() || out.rows() != vectors.rows()) {
            throw new IllegalArgumentException("applyAll: vectors are " + vectors.rows() + " x " + vectors.columns()
                    + " and out is " + out.rows() + " x " + out.columns() + "; the kernel is of order " + grid.n()
                    + " and vectors are rows");
        }
        this.grid = grid;
        this.vectors = vectors;
        this.out = out;
    }

    /** Adds all of one tile to the sums. */
    @FunctionalInterface
    interface Source {
        void tile(int t, Sum sum);
    }

    /** The sums of one run of tiles. */
    final class Sum {
        private final double[] values = new double[vectors.data().length];
        /** Room for {@link #ROWS} rows of a tile, for a source that converts. */
        final double[] wide = new double[ROWS * grid.tile()];
        /** The same in single precision. */
        final float[] narrow = new float[ROWS * grid.tile()];

        /** Adds rows {@code first} to {@code first + rows - 1} of tile t, which lie at {@code offset} of {@code block}. */
        void add(int t, int first, int rows, double[] block, int offset, int columns) {
            int k = vectors.rows();
            int n = grid.n();
            int band = grid.band(t);
            int column = grid.column(t);
            int j = grid.start(column);
            for (int r = 0; r < rows; r += ROWS) {
                int h = Math.min(ROWS, rows - r);
                int i = grid.start(band) + first + r;
                int at = offset + r * columns;
                Blas.gemm(false, true, k, h, columns, 1, vectors.data(), j, n, block, at, columns, 1, values, i, n);
                if (band != column) {
                    Blas.gemm(false, false, k, columns, h, 1, vectors.data(), i, n, block, at, columns, 1, values, j,
                            n);
                }
            }
        }
    }

    void run(Source source, TileListener listener) {
        int tiles = grid.tiles();
        int runs = Math.min(RUNS, tiles);
        Sum[] sums = new Sum[runs];
        AtomicInteger done = new AtomicInteger();
        Parallel.run(runs, run -> Blas.withThreads(1, () -> {
            Sum sum = new Sum();
            sums[run] = sum;
            int end = (int) ((long) tiles * (run + 1) / runs);
            for (int t = (int) ((long) tiles * run / runs); t < end; t++) {
                source.tile(t, sum);
                listener.at(done.incrementAndGet(), tiles);
            }
        }));
        double[] result = out.data();
        Arrays.fill(result, 0);
        int parts = Math.min(64, result.length);
        Parallel.run(parts, part -> {
            int from = (int) ((long) result.length * part / parts);
            int to = (int) ((long) result.length * (part + 1) / parts);
            for (Sum sum : sums) {
                for (int i = from; i < to; i++) {
                    result[i] += sum.values[i];
                }
            }
        });
    }
}
