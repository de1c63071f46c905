package org.paisaje.math.backend;

/**
 * Cuts large products into tiles: to spread them over the {@link Team}, and to bound the time of one native call, which
 * holds up the garbage collector. Each tile is a block of the output; long inner dimensions are summed in slices in
 * ascending order. Tiles and slices depend on the size of the problem and the machine, not on the number of threads.
 */
public final class Tiles {
    /** An inner dimension that is worth a call of its own; it is also how deep OpenBLAS packs its panels. */
    private static final int DEPTH = 384;
    /** At most this many entries of the output in one call. */
    private static final long AREA = 3 << 19;
    /** At most this many multiply-adds in one call: 1.2 Gflop, some 20 ms. */
    private static final long WORK = AREA * DEPTH;
    /** Multiply-adds below which a second thread costs more than it brings. */
    private static final double WORTH_SHARING = 1.5e6;
    /** Entries of a matrix above which matrix times vector, limited by memory, is shared. */
    private static final long VECTOR_AREA = 1 << 18;
    /** Outputs of matrix times vector below which its sums are cut instead. */
    private static final int FEW = 128;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int ALIGNMENT = 48;
    /** With at least so many rows left in each block, wide blocks may be multiplied at a better rate. */
    private static final int HIGH = 256;

    private Tiles() {}

    /** Multiplies a block of the output at (i, j) from {@code depth} of the inner dimension, from l on. */
    private interface Piece {
        void at(int i, int j, int height, int width, int l, int depth);
    }

    /** All pieces of a product, those of one tile in the order of the inner dimension. */
    private static void tiled(Team team, Grid grid, int k, Piece piece) {
        team.run(grid.tiles(), tile -> {
            int i = grid.rowStart(tile);
            int j = grid.columnStart(tile);
            inSlices(i, j, grid.rowEnd(tile) - i, grid.columnEnd(tile) - j, k, piece);
        });
    }

    /** The pieces of the lower triangle of an n x n output; those on the diagonal are squares. */
    private static void triangle(Team team, int n, int k, int strips, Piece piece) {
        team.run(strips * (strips + 1) / 2, tile -> {
            int row = triangleRow(tile);
            int column = tile - row * (row + 1) / 2;
            int i = cut(n, row, strips);
            int j = cut(n, column, strips);
            inSlices(i, j, cut(n, row + 1, strips) - i, cut(n, column + 1, strips) - j, k, piece);
        });
    }

    private static void inSlices(int i, int j, int height, int width, int k, Piece piece) {
        int slice = slice(height, width, k);
        for (int l = 0; l < k; l += slice) {
            piece.at(i, j, height, width, l, Math.min(slice, k - l));
        }
    }

    /** {@link Backend#gemm} by as many threads as are allowed and worth it. */
    public static void gemm(Backend backend, Team team, boolean transposeA, boolean transposeB, int m, int n, int k,
            double alpha, double[] a, int aOffset, int lda, double[] b, int bOffset, int ldb, double beta, double[] c,
            int cOffset, int ldc) {
        if (m == 0 || n == 0 || k == 0) {
            scale(m, n, beta, c, cOffset, ldc);
            return;
        }
        double work = (double) m * n * k;
        if (work < WORTH_SHARING && (long) m * n <= AREA) {
            backend.gemm(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset,
                    ldc);
            return;
        }
        tiled(team, Grid.of(m, n, parts(work), backend.worthOfWidth()), k,
                (i, j, height, width, l, depth) -> backend.gemm(transposeA, transposeB, height, width, depth, alpha, a,
                        aOffset + (transposeA ? l * lda + i : i * lda + l), lda, b,
                        bOffset + (transposeB ? j * ldb + l : l * ldb + j), ldb, l == 0 ? beta : 1, c,
                        cOffset + i * ldc + j, ldc));
    }

    /** Single precision. */
    public static void gemm(Backend backend, Team team, boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb, float beta, float[] c,
            int cOffset, int ldc) {
        if (m == 0 || n == 0 || k == 0) {
            scale(m, n, beta, c, cOffset, ldc);
            return;
        }
        double work = (double) m * n * k;
        if (work < WORTH_SHARING && (long) m * n <= AREA) {
            backend.gemm(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset,
                    ldc);
            return;
        }
        tiled(team, Grid.of(m, n, parts(work), backend.worthOfWidth()), k,
                (i, j, height, width, l, depth) -> backend.gemm(transposeA, transposeB, height, width, depth, alpha, a,
                        aOffset + (transposeA ? l * lda + i : i * lda + l), lda, b,
                        bOffset + (transposeB ? j * ldb + l : l * ldb + j), ldb, l == 0 ? beta : 1, c,
                        cOffset + i * ldc + j, ldc));
    }

    /** The lower triangle of {@link Backend#syrk}: square blocks, those on the diagonal by syrk. */
    public static void syrk(Backend backend, Team team, boolean transposeA, int n, int k, double alpha, double[] a,
            int aOffset, int lda, double beta, double[] c, int cOffset, int ldc) {
        if (n == 0 || k == 0) {
            scale(n, n, beta, c, cOffset, ldc);
            return;
        }
        int strips = strips(n, k);
        if (strips == 1 && slice(n, n, k) >= k) {
            backend.syrk(transposeA, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc);
            return;
        }
        triangle(team, n, k, strips, (i, j, height, width, l, depth) -> {
            int left = aOffset + (transposeA ? l * lda + i : i * lda + l);
            double keep = l == 0 ? beta : 1;
            if (i == j) {
                backend.syrk(transposeA, height, depth, alpha, a, left, lda, keep, c, cOffset + i * ldc + i, ldc);
            } else {
                int right = aOffset + (transposeA ? l * lda + j : j * lda + l);
                backend.gemm(transposeA, !transposeA, height, width, depth, alpha, a, left, lda, a, right, lda, keep, c,
                        cOffset + i * ldc + j, ldc);
            }
        });
    }

    /** Single precision. */
    public static void syrk(Backend backend, Team team, boolean transposeA, int n, int k, float alpha, float[] a,
            int aOffset, int lda, float beta, float[] c, int cOffset, int ldc) {
        if (n == 0 || k == 0) {
            scale(n, n, beta, c, cOffset, ldc);
            return;
        }
        int strips = strips(n, k);
        if (strips == 1 && slice(n, n, k) >= k) {
            backend.syrk(transposeA, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc);
            return;
        }
        triangle(team, n, k, strips, (i, j, height, width, l, depth) -> {
            int left = aOffset + (transposeA ? l * lda + i : i * lda + l);
            float keep = l == 0 ? beta : 1;
            if (i == j) {
                backend.syrk(transposeA, height, depth, alpha, a, left, lda, keep, c, cOffset + i * ldc + i, ldc);
            } else {
                int right = aOffset + (transposeA ? l * lda + j : j * lda + l);
                backend.gemm(transposeA, !transposeA, height, width, depth, alpha, a, left, lda, a, right, lda, keep, c,
                        cOffset + i * ldc + j, ldc);
            }
        });
    }

    /**
     * {@link Backend#gemv}, cut along the output so that no two tiles write to one entry; along the sums where the outputs are
     * few, the terms of each cut added in order.
     */
    public static void gemv(Backend backend, Team team, boolean transposeA, int m, int n, double alpha, double[] a,
            int aOffset, int lda, double[] x, int xOffset, double beta, double[] y, int yOffset) {
        if (m == 0 || n == 0) {
            int outputs = transposeA ? n : m;
            scale(1, outputs, beta, y, yOffset, outputs);
            return;
        }
        if ((long) m * n < VECTOR_AREA) {
            backend.gemv(transposeA, m, n, alpha, a, aOffset, lda, x, xOffset, beta, y, yOffset);
            return;
        }
        int length = transposeA ? n : m;
        int summed = transposeA ? m : n;
        if (length < FEW) {
            sums(backend, team, transposeA, length, summed, alpha, a, aOffset, lda, x, xOffset, beta, y, yOffset);
            return;
        }
        int slice = Math.max(1, (int) Math.min(summed, 16L * VECTOR_AREA / Math.min(length, 4096)));
        int strips = Math.clamp(length / 64, 1, Math.max(PROCESSORS, ceilDiv(length, 4096)));
        team.run(strips, strip -> {
            int i = cut(length, strip, strips);
            int count = cut(length, strip + 1, strips) - i;
            for (int l = 0; l < summed; l += slice) {
                int depth = Math.min(slice, summed - l);
                backend.gemv(transposeA, transposeA ? depth : count, transposeA ? count : depth, alpha, a,
                        aOffset + (transposeA ? l * lda + i : i * lda + l), lda, x, xOffset + l, l == 0 ? beta : 1, y,
                        yOffset + i);
            }
        });
    }

    private static void sums(Backend backend, Team team, boolean transposeA, int length, int summed, double alpha,
            double[] a,
            int aOffset, int lda, double[] x, int xOffset, double beta, double[] y, int yOffset) {
        int strips = ceilDiv(summed, ceilDiv(VECTOR_AREA, length));
        double[] terms = new double[strips * length];
        team.run(strips, strip -> {
            int l = cut(summed, strip, strips);
            int depth = cut(summed, strip + 1, strips) - l;
            backend.gemv(transposeA, transposeA ? depth : length, transposeA ? length : depth, alpha, a,
                    aOffset + (transposeA ? l * lda : l), lda, x, xOffset + l, 0, terms, strip * length);
        });
        scale(1, length, beta, y, yOffset, length);
        for (int i = 0; i < terms.length; i++) {
            y[yOffset + i % length] += terms[i];
        }
    }

    /**
     * The depth of the slices of an inner dimension, as deep as the work of one call allows, since each further slice reads
     * and writes the output again; of nearly equal depth, so that none is thin.
     */
    private static int slice(int height, int width, int k) {
        long deepest = Math.max(DEPTH, WORK / Math.max(1, (long) height * width));
        return ceilDiv(ceilDiv(k, ceilDiv(k, deepest)), 8) * 8;
    }

    /** C := beta C, what is left of a product over nothing. */
    private static void scale(int m, int n, double beta, double[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            for (int j = cOffset + i * ldc; j < cOffset + i * ldc + n; j++) {
                c[j] = beta == 0 ? 0 : beta * c[j];
            }
        }
    }

    private static void scale(int m, int n, float beta, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            for (int j = cOffset + i * ldc; j < cOffset + i * ldc + n; j++) {
                c[j] = beta == 0 ? 0 : beta * c[j];
            }
        }
    }

    /**
     * Into how many parts to cut a product of so many multiply-adds. A function of the size and the machine and not of the
     * threads in use: native kernels sum in another order at another shape, and threads must not change the result.
     */
    private static int parts(double work) {
        return work < WORTH_SHARING ? 1 : (int) Math.min(PROCESSORS, work / (0.5 * WORTH_SHARING));
    }

    private static int strips(int n, int k) {
        int parts = parts(0.5 * n * n * k);
        int wanted = parts == 1 ? 1 : 2 * PROCESSORS;
        int bounded = ceilDiv(n, (int) Math.sqrt(AREA));
        return Math.clamp(n / ALIGNMENT, 1, Math.max(wanted, bounded));
    }

    private static int triangleRow(int tile) {
        int row = (int) ((Math.sqrt(8.0 * tile + 1) - 1) / 2);
        while (row * (row + 1) / 2 > tile) {
            row--;
        }
        while ((row + 1) * (row + 2) / 2 <= tile) {
            row++;
        }
        return row;
    }

    /** The start of part {@code part} of {@code parts} nearly equal parts of {@code length}, a multiple of ALIGNMENT. */
    private static int cut(int length, int part, int parts) {
        if (part == parts) {
            return length;
        }
        int exact = (int) ((long) length * part / parts);
        return length >= parts * 4 * ALIGNMENT ? exact / ALIGNMENT * ALIGNMENT : exact / 8 * 8;
    }

    private static int ceilDiv(long a, long b) {
        return (int) ((a + b - 1) / b);
    }

    /** Blocks of an m x n output. */
    private record Grid(int m, int n, int rowParts, int columnParts) {

        /** As many tiles as wanted or, where that leaves them too large, a multiple; cut to read as little as possible. */
        static Grid of(int m, int n, int wanted, double worthOfWidth) {
            long tiles = Math.max(wanted, ceilDiv(ceilDiv((long) m * n, AREA), wanted) * (long) wanted);
            double again = m >= HIGH * tiles ? worthOfWidth : 1;
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int rows = 1; rows <= tiles; rows++) {
                if (tiles % rows == 0) {
                    long columns = tiles / rows;
                    double reads = again * columns * m + (double) rows * n + (rows * 16L > m ? 1e18 : 0)
                            + (columns * 16L > n ? 1e18 : 0);
                    if (reads < least) {
                        least = reads;
                        best = rows;
                    }
                }
            }
            return new Grid(m, n, best, (int) (tiles / best));
        }

        int tiles() {
            return rowParts * columnParts;
        }

        int rowStart(int tile) {
            return cut(m, tile / columnParts, rowParts);
        }

        int rowEnd(int tile) {
            return cut(m, tile / columnParts + 1, rowParts);
        }

        int columnStart(int tile) {
            return cut(n, tile % columnParts, columnParts);
        }

        int columnEnd(int tile) {
            return cut(n, tile % columnParts + 1, columnParts);
        }
    }
}
