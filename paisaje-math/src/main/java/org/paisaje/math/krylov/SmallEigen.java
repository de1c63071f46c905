package org.paisaje.math.krylov;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * All eigenpairs of a small dense symmetric matrix.
 *
 * @param values ascending
 * @param vectors row-major, row i is the unit eigenvector of value i
 */
record SmallEigen(double[] values, double[] vectors) {
    /** Decomposes the leading j x j part of t, a row-major matrix with {@code stride} columns. */
    static SmallEigen of(double[] t, int j, int stride) {
        double[][] a = new double[j][j];
        double largest = 0;
        for (int p = 0; p < j; p++) {
            for (int q = 0; q <= p; q++) {
                double mean = 0.5 * (t[p * stride + q] + t[q * stride + p]);
                a[p][q] = mean;
                a[q][p] = mean;
                largest = Math.max(largest, Math.abs(mean));
            }
        }
        double[] values = new double[j];
        double[] vectors = new double[j * j];
        if (largest == 0) {
            for (int i = 0; i < j; i++) {
                vectors[i * j + i] = 1;
            }
            return new SmallEigen(values, vectors);
        }
        var eigen = new EigenDecompositionSymmetric(new Array2DRowRealMatrix(a, false), 1e-12, false);
        double[] found = eigen.getEigenvalues();
        double[][] columns = eigen.getV().getData();
        for (int i = 0; i < j; i++) {
            values[i] = found[i];
            for (int l = 0; l < j; l++) {
                vectors[i * j + l] = columns[l][i];
            }
        }
        return new SmallEigen(values, vectors);
    }

    /** Decomposes the tridiagonal matrix with this diagonal and subdiagonal, of order j. */
    static SmallEigen tridiagonal(double[] alpha, double[] beta, int j) {
        double[] t = new double[j * j];
        for (int i = 0; i < j; i++) {
            t[i * j + i] = alpha[i];
            if (i + 1 < j) {
                t[i * j + i + 1] = beta[i];
                t[(i + 1) * j + i] = beta[i];
            }
        }
        return of(t, j, j);
    }
}
