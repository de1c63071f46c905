package org.paisaje.math.ode.method;

import org.paisaje.math.simd.Fma;

/**
 * phi_1 .. phi_k of a small dense matrix on the first unit vector, by the exponential of an augmented matrix (Al-Mohy and
 * Higham 2011, Thm 2.1): the top of column m + j of exp([[A, e1 e1'], [0, N]]) is phi_j(A) e1.
 */
final class PhiFunctions {
    private PhiFunctions() {}

    /**
     * The columns phi_1(A) e1 .. phi_k(A) e1 as rows of the result, for the leading m x m part of {@code a} times
     * {@code scale}.
     */
    static double[][] onFirstUnit(double[][] a, int m, double scale, int k) {
        int n = m + k;
        double[][] augmented = new double[n][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                augmented[i][j] = scale * a[i][j];
            }
        }
        augmented[0][m] = 1;
        for (int j = 0; j + 1 < k; j++) {
            augmented[m + j][m + j + 1] = 1;
        }
        double[][] e = exponential(augmented);
        double[][] result = new double[k][m];
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < m; i++) {
                result[j][i] = e[i][m + j];
            }
        }
        return result;
    }

    /** Scaling and squaring with the Taylor polynomial of degree 16 at norm 1/2; its remainder is below 2^-64. */
    static double[][] exponential(double[][] a) {
        int n = a.length;
        double norm = 0;
        for (double[] row : a) {
            double sum = 0;
            for (double value : row) {
                sum += Math.abs(value);
            }
            norm = Math.max(norm, sum);
        }
        int squarings = norm > 0.5 ? Math.getExponent(norm) + 2 : 0;
        double factor = Math.scalb(1.0, -squarings);
        double[][] x = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x[i][j] = factor * a[i][j];
            }
        }
        double[][] result = identity(n);
        for (int degree = 16; degree >= 1; degree--) {
            double[][] product = multiply(x, result);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    result[i][j] = (i == j ? 1 : 0) + product[i][j] / degree;
                }
            }
        }
        for (int s = 0; s < squarings; s++) {
            result = multiply(result, result);
        }
        return result;
    }

    private static double[][] identity(int n) {
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            result[i][i] = 1;
        }
        return result;
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] row = c[i];
            for (int k = 0; k < n; k++) {
                double value = a[i][k];
                if (value != 0) {
                    double[] other = b[k];
                    for (int j = 0; j < n; j++) {
                        row[j] = Fma.fma(value, other[j], row[j]);
                    }
                }
            }
        }
        return c;
    }
}
