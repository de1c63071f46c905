package org.paisaje.math.krylov.core;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * All eigenpairs of a small dense symmetric matrix.
 *
 * @param values ascending
 * @param vectors row-major, row i is the unit eigenvector of value i
 */
public record SmallEigen(double[] values, double[] vectors) {
    /** Decomposes the leading j x j part of t, a row-major matrix with {@code stride} columns. */
    public static SmallEigen of(double[] t, int j, int stride) {
        double[] a = new double[j * j];
        for (int p = 0; p < j; p++) {
            for (int q = 0; q <= p; q++) {
                double mean = 0.5 * (t[p * stride + q] + t[q * stride + p]);
                a[p * j + q] = mean;
                a[q * j + p] = mean;
            }
        }
        return of(a, j);
    }

    /** Decomposes the tridiagonal matrix with this diagonal and subdiagonal, of order j. */
    public static SmallEigen tridiagonal(double[] alpha, double[] beta, int j) {
        double[] t = new double[j * j];
        for (int i = 0; i < j; i++) {
            t[i * j + i] = alpha[i];
            if (i + 1 < j) {
                t[i * j + i + 1] = beta[i];
                t[(i + 1) * j + i] = beta[i];
            }
        }
        return of(t, j);
    }

    private static SmallEigen of(double[] a, int j) {
        SymmetricEigen eigen = SymmetricEigen.of(Matrix.wrap(j, j, a));
        return new SmallEigen(eigen.values(), eigen.vectors().data());
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
