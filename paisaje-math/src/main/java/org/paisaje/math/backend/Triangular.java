package org.paisaje.math.backend;

/**
 * Triangular solves and the Cholesky factorisation, halved again and again: small diagonal blocks by the kernels, the bulk
 * as products by {@link Tiles}, which brings threads, short native calls, and results that do not depend on the number of threads.
 */
public final class Triangular {
    /** Order of the triangles that LAPACK factors and BLAS solves with. */
    private static final int LEAF = 64;
    /** Rows of the panel that a task of the factorisation solves for: they stay in the cache. */
    private static final int ROWS = 64;
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
        if (order <= LEAF) {
            diagonal(backend, team, left, lower, transpose, unitDiagonal, m, n, alpha, t, tOffset, ldt, b, bOffset,
                    ldb);
            return;
        }
        boolean forward = left ? lower != transpose : lower == transpose;
        int half = half(order);
        int start = forward ? 0 : half;
        int size = forward ? half : order - half;
        int rest = forward ? half : 0;
        int others = order - size;
        int known = bOffset + (left ? start * ldb : start);
        int open = bOffset + (left ? rest * ldb : rest);
        solve(backend, team, left, lower, transpose, unitDiagonal, left ? size : m, left ? n : size, alpha, t,
                tOffset + start * ldt + start, ldt, b, known, ldb);
        int factor = tOffset + (transpose == left ? start * ldt + rest : rest * ldt + start);
        if (left) {
            Tiles.gemm(backend, team, transpose, false, others, n, size, -1, t, factor, ldt, b, known, ldb, alpha, b,
                    open, ldb);
        } else {
            Tiles.gemm(backend, team, false, transpose, m, others, size, -1, b, known, ldb, t, factor, ldt, alpha, b,
                    open, ldb);
        }
        solve(backend, team, left, lower, transpose, unitDiagonal, left ? others : m, left ? n : others, 1, t,
                tOffset + rest * ldt + rest, ldt, b, open, ldb);
    }

    /** About half, in whole blocks. */
    private static int half(int size) {
        return Math.max(1, (size + LEAF - 1) / LEAF / 2) * LEAF;
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
        int factor(int start, int size) {
            int at = start * n + start;
            if (size <= LEAF) {
                int info = backend.lapack().potrf(size, a, at, n);
                return info == 0 ? 0 : start + info;
            }
            int first = half(size);
            int info = factor(start, first);
            if (info != 0) {
                return info;
            }
            int rest = size - first;
            int below = at + first * n;
            team.run((rest + ROWS - 1) / ROWS, strip -> {
                int row = strip * ROWS;
                solve(backend, team, false, true, true, false, Math.min(ROWS, rest - row), first, 1, a, at, n, a,
                        below + row * n, n);
            });
            Tiles.syrk(backend, team, false, rest, first, -1, a, below, n, 1, a, below + first, n);
            return factor(start + first, rest);
        }
    }
}
