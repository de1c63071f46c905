package org.paisaje.math.backend;

/**
 * Factorisations of row-major arrays stored without gaps. Arguments are trusted: shapes are right, no dimension is 0 and
 * all entries are finite. An {@code info} other than 0 says that an iteration did not converge.
 */
public interface Lapack {
    /**
     * Overwrites the lower triangle of a square slice with its Cholesky factor; meant for orders of a few hundred.
     *
     * @return 0, or one plus the index of the first pivot that is not positive
     */
    int potrf(int n, double[] a, int aOffset, int lda);

    /**
     * All eigenvalues of a symmetric matrix, ascending, and with {@code vectors} its eigenvectors as the rows of a. Reads
     * the lower triangle and destroys a.
     *
     * @return info
     */
    int eigen(Team team, int n, boolean vectors, double[] a, double[] values);

    /**
     * The eigenvalues of ascending rank {@code from} to {@code to - 1}, or with {@code to < 0} those in (low, high], and
     * with {@code vectors} their eigenvectors as rows of z. Reads the lower triangle of a and keeps it.
     *
     * @param values of length n; the first ones are filled
     * @param z rows for all eigenvectors that may be found; empty without vectors
     * @return how many were found, or -1 if an iteration did not converge
     */
    int eigenRange(Team team, int n, int from, int to, double low, double high, boolean vectors, double[] a,
            double[] values, double[] z);

    /**
     * The thin singular value decomposition A = U S V^T with r = min(m, n): u is m x r, vt is r x n, s descending. Keeps
     * a.
     *
     * @return info
     */
    int svd(Team team, int m, int n, double[] a, double[] u, double[] s, double[] vt);

    /** A P = Q R with column pivoting and r = min(m, n): q is m x r, r is r x n upper trapezoidal. Keeps a. */
    void pivotedQr(Team team, int m, int n, double[] a, double[] q, double[] r, int[] pivots);

    /**
     * The minimum-norm minimiser of ||A x - b|| for every column of b, singular values up to {@code tolerance} times the
     * largest taken as zero. Keeps a and b.
     *
     * @param x n x columns
     * @param s min(m, n) singular values, descending
     * @return the rank, or -1 if an iteration did not converge
     */
    int leastSquares(Team team, int m, int n, int columns, double tolerance, double[] a, double[] b, double[] x,
            double[] s);
}
