package org.paisaje.network.start;

import org.paisaje.math.linalg.Norms;
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
                    addScaled(v, -Norms.dot(v, q[j]), q[j]);
                }
            }
            double norm = Math.sqrt(Norms.dot(v, v));
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

    private static void addScaled(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }
}
