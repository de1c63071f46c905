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
     * Overwrites the lower triangle of the n x n matrix a by its Cholesky factor; the upper triangle is left alone.
     *
     * @return 0, or one plus the index of the first pivot that is not positive
     */
    public static int cholesky(Backend backend, Team team, int n, double[] a) {
        for (int start = 0; start < n; start += BLOCK) {
            int size = Math.min(BLOCK, n - start);
            int corner = start * n + start;
            int info = backend.lapack().potrf(size, a, corner, n);
            if (info != 0) {
                return start + info;
            }
            int rest = n - start - size;
            if (rest > 0) {
                int below = corner + size * n;
                diagonal(backend, team, false, true, true, false, rest, size, 1, a, corner, n, a, below, n);
                Tiles.syrk(backend, team, false, rest, size, -1, a, below, n, 1, a, below + size, n);
            }
        }
        return 0;
    }
}
