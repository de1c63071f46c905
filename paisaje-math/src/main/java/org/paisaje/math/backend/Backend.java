package org.paisaje.math.backend;

/**
 * Dense kernels on slices of row-major arrays, each run by the calling thread alone. Arguments are trusted: bounds and
 * shapes are checked by the caller. With {@code beta = 0} the old content of the output is not read.
 */
public interface Backend {
    /** The name under which the backend is chosen and reported. */
    String name();

    /** What runs underneath: library, version and CPU kernel, for provenance. */
    String description();

    /**
     * How many entries of B may be read again to spare reading one of A again, when a large product is cut into blocks
     * of C: above 1 where wide blocks are multiplied at a better rate than high ones.
     */
    default double worthOfWidth() {
        return 1;
    }

    /**
     * Where an array lies just now, in bytes; 0 where that is unknown. Good for speed alone: the garbage collector may move
     * the array at any time.
     */
    default long address(double[] array) {
        return 0;
    }

    /** C := alpha op(A) op(B) + beta C with C m x n and op(A) m x k. */
    void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double[] a, int aOffset,
            int lda, double[] b, int bOffset, int ldb, double beta, double[] c, int cOffset, int ldc);

    /** C := alpha op(A) op(B) + beta C in single precision. */
    void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha, float[] a, int aOffset, int lda,
            float[] b, int bOffset, int ldb, float beta, float[] c, int cOffset, int ldc);

    /** The lower triangle of C := alpha op(A) op(A)^T + beta C with C n x n and op(A) n x k. */
    void syrk(boolean transposeA, int n, int k, double alpha, double[] a, int aOffset, int lda, double beta, double[] c,
            int cOffset, int ldc);

    /** The lower triangle of C := alpha op(A) op(A)^T + beta C in single precision. */
    void syrk(boolean transposeA, int n, int k, float alpha, float[] a, int aOffset, int lda, float beta, float[] c,
            int cOffset, int ldc);

    /** y := alpha op(A) x + beta y with A stored m x n and unit strides of x and y. */
    void gemv(boolean transposeA, int m, int n, double alpha, double[] a, int aOffset, int lda, double[] x, int xOffset,
            double beta, double[] y, int yOffset);

    /**
     * B := alpha op(T)^-1 B (left) or alpha B op(T)^-1 (right), with T lower or upper triangular of order m or n and B
     * m x n.
     */
    void trsm(boolean left, boolean lower, boolean transpose, boolean unitDiagonal, int m, int n, double alpha,
            double[] t, int tOffset, int ldt, double[] b, int bOffset, int ldb);

    /** The factorisations that belong to these kernels. */
    Lapack lapack();
}
