package org.paisaje.math.linalg;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.backend.Backend;
import org.paisaje.math.backend.Mirror;
import org.paisaje.math.backend.Provider;
import org.paisaje.math.backend.Team;
import org.paisaje.math.backend.Tiles;
import org.paisaje.math.backend.Triangular;
import org.paisaje.math.simd.Kernels;

/**
 * Dense products on slices of row-major arrays, for code that manages its own buffers. A slice is an array, the index
 * of its first entry and a leading dimension, the distance between the starts of two rows. Every call checks that its
 * slices lie within their arrays and that the output overlaps no input; nothing is allocated.
 *
 * <p>Work runs on OpenBLAS or, if the system property {@code paisaje.backend} says so, on Intel's oneMKL ({@code mkl}
 * from the class path, {@code mkl:FOLDER} installed) or on the twin in plain Java ({@code plain}). A large problem is shared by all threads; problems started at the same time from several threads run
 * one per thread and do not wait for each other. The number of threads does not change the result.
 */
public final class Blas {
    private static final Backend BACKEND = Provider.current();
    private static final Team TEAM = Team.shared();

    private Blas() {}

    /** What computes the products: name, version and CPU kernel. */
    public static String backend() {
        return BACKEND.description();
    }

    /** The number of threads that one large problem started here would get. */
    public static int threads() {
        return TEAM.threads();
    }

    /** Runs {@code action} with at most {@code threads} threads for each product that it starts on this thread. */
    public static void withThreads(int threads, Runnable action) {
        Team.limit(threads, action);
    }

    /** As {@link #withThreads(int, Runnable)}, for an action with a result. */
    public static <T extends @Nullable Object> T withThreads(int threads, Supplier<T> action) {
        return Team.limit(threads, action);
    }

    /**
     * C := alpha op(A) op(B) + beta C; 2 m n k flops.
     *
     * @param transposeA whether op(A) is the transpose of what is stored
     * @param transposeB whether op(B) is the transpose of what is stored
     * @param m the rows of op(A) and C
     * @param n the columns of op(B) and C
     * @param k the columns of op(A) and rows of op(B)
     * @param alpha the factor of the product; with 0 neither A nor B is read
     * @param a holds A: m x k, or k x m if it is transposed
     * @param aOffset the index of the first entry of A
     * @param lda the distance between rows of A as stored
     * @param b holds B: k x n, or n x k if it is transposed
     * @param bOffset the index of the first entry of B
     * @param ldb the distance between rows of B as stored
     * @param beta the factor of the old C; with 0 the old content is not read and may be NaN
     * @param c holds C, m x n, overwritten
     * @param cOffset the index of the first entry of C
     * @param ldc the distance between rows of C
     */
    public static void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double[] a,
            int aOffset, int lda, double[] b, int bOffset, int ldb, double beta, double[] c, int cOffset, int ldc) {
        Slices.check("gemm", "a", a.length, aOffset, transposeA ? k : m, transposeA ? m : k, lda);
        Slices.check("gemm", "b", b.length, bOffset, transposeB ? n : k, transposeB ? k : n, ldb);
        Slices.check("gemm", "c", c.length, cOffset, m, n, ldc);
        if (c == a) {
            Slices.checkApart("gemm", "a", aOffset, transposeA ? k : m, transposeA ? m : k, lda, cOffset, m, n, ldc);
        }
        if (c == b) {
            Slices.checkApart("gemm", "b", bOffset, transposeB ? n : k, transposeB ? k : n, ldb, cOffset, m, n, ldc);
        }
        Tiles.gemm(BACKEND, TEAM, transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c,
                cOffset, ldc);
    }

    /** C := op(A) op(B) for matrices stored without gaps from index 0; see the long form. */
    public static void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, double[] b,
            double[] c) {
        gemm(transposeA, transposeB, m, n, k, 1, a, 0, transposeA ? m : k, b, 0, transposeB ? k : n, 0, c, 0, n);
    }

    /** Single precision of {@link #gemm(boolean, boolean, int, int, int, double, double[], int, int, double[], int, int, double, double[], int, int)}. */
    public static void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha, float[] a,
            int aOffset, int lda, float[] b, int bOffset, int ldb, float beta, float[] c, int cOffset, int ldc) {
        Slices.check("gemm", "a", a.length, aOffset, transposeA ? k : m, transposeA ? m : k, lda);
        Slices.check("gemm", "b", b.length, bOffset, transposeB ? n : k, transposeB ? k : n, ldb);
        Slices.check("gemm", "c", c.length, cOffset, m, n, ldc);
        if (c == a) {
            Slices.checkApart("gemm", "a", aOffset, transposeA ? k : m, transposeA ? m : k, lda, cOffset, m, n, ldc);
        }
        if (c == b) {
            Slices.checkApart("gemm", "b", bOffset, transposeB ? n : k, transposeB ? k : n, ldb, cOffset, m, n, ldc);
        }
        Tiles.gemm(BACKEND, TEAM, transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c,
                cOffset, ldc);
    }

    /**
     * C := alpha op(A) op(A)^T + beta C, symmetric, about n^2 k flops. Only the lower triangle of the old C is read; both
     * triangles are written and agree exactly.
     *
     * @param transposeA whether op(A) is the transpose of what is stored; then the result is alpha A^T A + beta C
     * @param n the rows of op(A), the order of C
     * @param k the columns of op(A)
     * @param a holds A: n x k, or k x n if it is transposed
     * @param c holds C, n x n
     */
    public static void syrk(boolean transposeA, int n, int k, double alpha, double[] a, int aOffset, int lda,
            double beta,
            double[] c, int cOffset, int ldc) {
        Slices.check("syrk", "a", a.length, aOffset, transposeA ? k : n, transposeA ? n : k, lda);
        Slices.check("syrk", "c", c.length, cOffset, n, n, ldc);
        if (c == a) {
            Slices.checkApart("syrk", "a", aOffset, transposeA ? k : n, transposeA ? n : k, lda, cOffset, n, n, ldc);
        }
        Tiles.syrk(BACKEND, TEAM, transposeA, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc);
        Mirror.lowerToUpper(TEAM, n, c, cOffset, ldc);
    }

    /** Single precision of {@link #syrk(boolean, int, int, double, double[], int, int, double, double[], int, int)}. */
    public static void syrk(boolean transposeA, int n, int k, float alpha, float[] a, int aOffset, int lda, float beta,
            float[] c, int cOffset, int ldc) {
        Slices.check("syrk", "a", a.length, aOffset, transposeA ? k : n, transposeA ? n : k, lda);
        Slices.check("syrk", "c", c.length, cOffset, n, n, ldc);
        if (c == a) {
            Slices.checkApart("syrk", "a", aOffset, transposeA ? k : n, transposeA ? n : k, lda, cOffset, n, n, ldc);
        }
        Tiles.syrk(BACKEND, TEAM, transposeA, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc);
        Mirror.lowerToUpper(TEAM, n, c, cOffset, ldc);
    }

    /**
     * y := alpha op(A) x + beta y; 2 m n flops, limited by reading A.
     *
     * @param transposeA whether op(A) is the transpose of what is stored
     * @param m the rows of A as stored
     * @param n the columns of A as stored
     * @param x n entries, or m if A is transposed
     * @param y m entries, or n if A is transposed; overwritten
     */
    public static void gemv(boolean transposeA, int m, int n, double alpha, double[] a, int aOffset, int lda,
            double[] x,
            int xOffset, double beta, double[] y, int yOffset) {
        int inputs = transposeA ? m : n;
        int outputs = transposeA ? n : m;
        Slices.check("gemv", "a", a.length, aOffset, m, n, lda);
        Slices.check("gemv", "x", x.length, xOffset, 1, inputs, inputs);
        Slices.check("gemv", "y", y.length, yOffset, 1, outputs, outputs);
        if (y == a) {
            Slices.checkApart("gemv", "a", aOffset, m, n, lda, yOffset, 1, outputs, outputs);
        }
        if (y == x) {
            Slices.checkApart("gemv", "x", xOffset, 1, inputs, inputs, yOffset, 1, outputs, outputs);
        }
        Tiles.gemv(BACKEND, TEAM, transposeA, m, n, alpha, a, aOffset, lda, x, xOffset, beta, y, yOffset);
    }

    /**
     * B := alpha op(T)^-1 B or alpha B op(T)^-1 with T triangular; m n flops times the order of T. A zero on the diagonal
     * of T gives infinities or NaN: check it first.
     *
     * @param left whether T is on the left (order m) or on the right (order n)
     * @param lower whether the lower or the upper triangle of t holds T; the other one is not read
     * @param transpose whether op(T) is T^T
     * @param unitDiagonal whether the diagonal of T is taken to be 1 and not read
     * @param m the rows of B
     * @param n the columns of B
     * @param b holds B, m x n, overwritten by the solution
     */
    public static void trsm(boolean left, boolean lower, boolean transpose, boolean unitDiagonal, int m, int n,
            double alpha, double[] t, int tOffset, int ldt, double[] b, int bOffset, int ldb) {
        int order = left ? m : n;
        Slices.check("trsm", "t", t.length, tOffset, order, order, ldt);
        Slices.check("trsm", "b", b.length, bOffset, m, n, ldb);
        if (t == b) {
            Slices.checkApart("trsm", "t", tOffset, order, order, ldt, bOffset, m, n, ldb);
        }
        Triangular.solve(BACKEND, TEAM, left, lower, transpose, unitDiagonal, m, n, alpha, t, tOffset, ldt, b, bOffset,
                ldb);
    }

    /** The inner product of two slices of n entries, summed in a fixed order in several lanes. */
    public static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
        Objects.checkFromIndexSize(xOffset, n, x.length);
        Objects.checkFromIndexSize(yOffset, n, y.length);
        return Kernels.current().dot(n, x, xOffset, y, yOffset);
    }

    /** y := y + alpha x on slices of n entries. */
    public static void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
        Objects.checkFromIndexSize(xOffset, n, x.length);
        Objects.checkFromIndexSize(yOffset, n, y.length);
        Kernels.current().axpy(n, alpha, x, xOffset, y, yOffset);
    }

    /** x := alpha x on a slice of n entries. */
    public static void scale(int n, double alpha, double[] x, int xOffset) {
        Objects.checkFromIndexSize(xOffset, n, x.length);
        Kernels.current().scale(n, alpha, x, xOffset);
    }

    /** The Euclidean norm of a slice of n entries, without overflow or underflow. */
    public static double norm(int n, double[] x, int xOffset) {
        Objects.checkFromIndexSize(xOffset, n, x.length);
        return Kernels.current().norm(n, x, xOffset);
    }
}
