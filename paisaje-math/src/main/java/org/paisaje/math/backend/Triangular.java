package org.paisaje.math.backend;

/**
 * Blocked triangular solves and the Cholesky factorisation: small diagonal blocks by the kernels, the bulk as products
 * by {@link Tiles}, which brings threads, short native calls, and results that do not depend on the number of threads.
 */
public final class Triangular {
    private static final int BLOCK = 192;
    private static final int STRIP = 512;

    private Triangular() {}

    /** {@link Backend#trsm} for any size. */
    public static void solve(Backend backend, Team team, boolean left, boolean lower, boolean transpose,
            boolean unitDiagonal, int m, int n, double alpha, double[] t, int tOffset, int ldt, double[] b, int bOffset,
            int ldb) {
        if (m == 0 || n == 0) {
            return;
        }
        int order = left ? m : n;
        if (order <= BLOCK) {
            diagonal(backend, team, left, lower, transpose, unitDiagonal, m, n, alpha, t, tOffset, ldt, b, bOffset,
                    ldb);
            return;
        }
        boolean forward = left ? lower != transpose : lower == transpose;
        int blocks = (order + BLOCK - 1) / BLOCK;
        for (int step = 0; step < blocks; step++) {
            int start = (forward ? step : blocks - 1 - step) * BLOCK;
            int size = Math.min(BLOCK, order - start);
            // The first step scales its own block and, through beta, all others.
            double scale = step == 0 ? alpha : 1;
            int at = bOffset + (left ? start * ldb : start);
            diagonal(backend, team, left, lower, transpose, unitDiagonal, left ? size : m, left ? n : size, scale, t,
                    tOffset + start * ldt + start, ldt, b, at, ldb);
            int rest = forward ? start + size : 0;
            int restSize = forward ? order - rest : start;
            if (restSize == 0) {
                continue;
            }
            int factor = tOffset + (transpose == left ? start * ldt + rest : rest * ldt + start);
            if (left) {
                Tiles.gemm(backend, team, transpose, false, restSize, n, size, -1, t, factor, ldt, b, at, ldb, scale, b,
                        bOffset + rest * ldb, ldb);
            } else {
                Tiles.gemm(backend, team, false, transpose, m, restSize, size, -1, b, at, ldb, t, factor, ldt, scale, b,
                        bOffset + rest, ldb);
            }
        }
    }

    private static void diagonal(Backend backend, Team team, boolean left, boolean lower, boolean transpose,
            boolean unitDiagonal, int m, int n, double alpha, double[] t, int tOffset, int ldt, double[] b, int bOffset,
            int ldb) {
        int free = left ? n : m;
        int strips = (free + STRIP - 1) / STRIP;
        team.run(strips, strip -> {
            int start = strip * STRIP;
            int size = Math.min(STRIP, free - start);
            backend.trsm(left, lower, transpose, unitDiagonal, left ? m : size, left ? size : n, alpha, t, tOffset, ldt,
                    b, bOffset + (left ? start : start * ldb), ldb);
        });
    }

    /**
     * Overwrites the lower triangle of the n x n matrix a by its Cholesky factor; the upper triangle is left alone. The
     * matrix is halved again and again, so that most of the work is in products with long sums.
     *
     * @return 0, or one plus the index of the first pivot that is not positive
     */
    public static int cholesky(Backend backend, Team team, int n, double[] a) {
        return n == 0 ? 0 : new Halving(backend, team, a, n).factor(0, n);
    }

    /** The recursion of {@link #cholesky}; {@code at} is the place of the first entry of a block. */
    private record Halving(Backend backend, Team team, double[] a, int n) {
        /** Order of the blocks that LAPACK factors, and rows of a task. */
        private static final int LEAF = 64;
        /** Order of the triangles that BLAS solves with. */
        private static final int TRIANGLE = 32;

        int factor(int start, int size) {
            int at = start * n + start;
            if (size <= LEAF) {
                int info = backend.lapack().potrf(size, a, at, n);
                return info == 0 ? 0 : start + info;
            }
            int first = half(size, LEAF);
            int info = factor(start, first);
            if (info != 0) {
                return info;
            }
            int rest = size - first;
            int below = at + first * n;
            team.run((rest + LEAF - 1) / LEAF, strip -> {
                int row = strip * LEAF;
                solve(Math.min(LEAF, rest - row), first, at, below + row * n);
            });
            Tiles.syrk(backend, team, false, rest, first, -1, a, below, n, 1, a, below + first, n);
            return factor(start + first, rest);
        }

        /** The rows x order block X at {@code x} becomes X L^-T with the triangle at {@code l}. */
        private void solve(int rows, int order, int l, int x) {
            if (order <= TRIANGLE) {
                backend.trsm(false, true, true, false, rows, order, 1, a, l, n, a, x, n);
                return;
            }
            int first = half(order, TRIANGLE);
            solve(rows, first, l, x);
            backend.gemm(false, true, rows, order - first, first, -1, a, x, n, a, l + first * n, n, 1, a, x + first, n);
            solve(rows, order - first, l + first * n + first, x + first);
        }

        /** About half, in whole blocks. */
        private static int half(int size, int block) {
            return (size + block - 1) / block / 2 * block;
        }
    }
}
