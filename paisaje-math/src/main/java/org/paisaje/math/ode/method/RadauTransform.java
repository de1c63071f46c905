package org.paisaje.math.ode.method;

/**
 * The inverse of the matrix of Radau IIA with three stages, A^-1 = T L T^-1 with L of a real eigenvalue gamma and a block
 * [[alpha, beta], [-beta, alpha]] of a complex pair; the columns of T are the real eigenvector and the real and imaginary
 * part of the complex one (Hairer and Wanner, Solving ODEs II, IV.8).
 */
final class RadauTransform {
    final double gamma;
    final double alpha;
    final double beta;
    final double[][] t = new double[3][3];
    final double[][] inverse;

    RadauTransform(double[][] m) {
        // x^3 - trace x^2 + minors x - det; the real root lies between 0 and the trace.
        double trace = m[0][0] + m[1][1] + m[2][2];
        double minors = m[0][0] * m[1][1] - m[0][1] * m[1][0] + m[0][0] * m[2][2] - m[0][2] * m[2][0]
                + m[1][1] * m[2][2] - m[1][2] * m[2][1];
        double det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
        double x = trace / 3;
        for (int k = 0; k < 100; k++) {
            double value = ((x - trace) * x + minors) * x - det;
            double change = value / ((3 * x - 2 * trace) * x + minors);
            x -= change;
            if (Math.abs(change) <= Math.ulp(x)) {
                break;
            }
        }
        gamma = x;
        alpha = 0.5 * (trace - x);
        beta = Math.sqrt(det / x - alpha * alpha);
        double[] real = cross(row(m, 0, gamma), new double[3], row(m, 1, gamma), new double[3]);
        double[] complex = cross(row(m, 0, alpha), imaginary(0), row(m, 1, alpha), imaginary(1));
        for (int i = 0; i < 3; i++) {
            t[i][0] = real[i];
            t[i][1] = complex[i];
            t[i][2] = complex[3 + i];
        }
        inverse = RadauScheme.inverse(t);
    }

    private static double[] row(double[][] m, int i, double eigenvalue) {
        double[] result = m[i].clone();
        result[i] -= eigenvalue;
        return result;
    }

    private double[] imaginary(int i) {
        double[] result = new double[3];
        result[i] = -beta;
        return result;
    }

    /** The cross product of a + ib and c + id, scaled to length 1: real part, then imaginary part. */
    private static double[] cross(double[] a, double[] b, double[] c, double[] d) {
        double[] result = new double[6];
        double square = 0;
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            result[i] = a[j] * c[k] - b[j] * d[k] - (a[k] * c[j] - b[k] * d[j]);
            result[3 + i] = a[j] * d[k] + b[j] * c[k] - (a[k] * d[j] + b[k] * c[j]);
            square += result[i] * result[i] + result[3 + i] * result[3 + i];
        }
        for (int i = 0; i < 6; i++) {
            result[i] /= Math.sqrt(square);
        }
        return result;
    }
}
