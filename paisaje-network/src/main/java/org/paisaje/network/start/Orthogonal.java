package org.paisaje.network.start;

import org.paisaje.math.random.Seed;

/** Matrices with orthonormal rows or columns, uniformly distributed: Gram-Schmidt on normal vectors (Mezzadri 2007). */
final class Orthogonal {
    private Orthogonal() {}

    /** Writes gain times a rows x columns matrix whose shorter side is orthonormal; 4 min^2 max flops. */
    static void fill(Seed seed, int rows, int columns, double gain, double[] out, int offset) {
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] q = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] v = seed.at(i).gaussians(length);
            // twice is enough (Giraud et al. 2005)
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    addScaled(v, -dot(v, q[j]), q[j]);
                }
            }
            double norm = Math.sqrt(dot(v, v));
            for (int j = 0; j < length; j++) {
                v[j] /= norm;
            }
            q[i] = v;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[offset + i * columns + j] = gain * (rows <= columns ? q[i][j] : q[j][i]);
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static void addScaled(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }
}
