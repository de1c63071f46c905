package org.paisaje.math.krylov;

import java.util.Arrays;
import org.paisaje.math.linalg.AdjointOperator;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;

/** Operators whose answers are known. */
public final class Operators {
    private Operators() {}

    /** A dense matrix as an operator; plain loops. */
    public static AdjointOperator dense(Matrix m) {
        return new AdjointOperator() {
            @Override
            public int rows() {
                return m.rows();
            }

            @Override
            public int columns() {
                return m.columns();
            }

            @Override
            public void apply(double[] v, double[] out) {
                for (int i = 0; i < m.rows(); i++) {
                    double sum = 0;
                    for (int j = 0; j < m.columns(); j++) {
                        sum += m.data()[i * m.columns() + j] * v[j];
                    }
                    out[i] = sum;
                }
            }

            @Override
            public void applyAdjoint(double[] v, double[] out) {
                Arrays.fill(out, 0);
                for (int i = 0; i < m.rows(); i++) {
                    for (int j = 0; j < m.columns(); j++) {
                        out[j] += m.data()[i * m.columns() + j] * v[i];
                    }
                }
            }
        };
    }

    /** {@code Q diag(d) Q^T} with Q a product of four random reflections, applied in O(n) without forming a matrix. */
    public static LinearOperator withSpectrum(double[] d, Seed seed) {
        int n = d.length;
        double[][] u = new double[4][];
        for (int r = 0; r < 4; r++) {
            u[r] = seed.at(r).gaussians(n);
            double norm = Math.sqrt(Vectors.dot(u[r], u[r]));
            for (int i = 0; i < n; i++) {
                u[r][i] /= norm;
            }
        }
        return LinearOperator.of(n, (v, out) -> {
            System.arraycopy(v, 0, out, 0, n);
            for (int r = 0; r < 4; r++) {
                reflect(u[r], out);
            }
            for (int i = 0; i < n; i++) {
                out[i] *= d[i];
            }
            for (int r = 3; r >= 0; r--) {
                reflect(u[r], out);
            }
        });
    }

    /** The operator, with its products counted in {@code count[0]}. */
    public static LinearOperator counted(LinearOperator a, long[] count) {
        return LinearOperator.of(a.rows(), (v, out) -> {
            count[0]++;
            a.apply(v, out);
        });
    }

    /** The operator with a NaN in the product numbered {@code bad}, from 1. */
    public static LinearOperator failingAt(LinearOperator a, long bad) {
        long[] count = new long[1];
        return LinearOperator.of(a.rows(), (v, out) -> {
            a.apply(v, out);
            if (++count[0] == bad) {
                out[out.length - 1] = Double.NaN;
            }
        });
    }

    /** The matrix of an operator, column by column. */
    public static Matrix denseOf(LinearOperator a) {
        Matrix m = Matrix.zeros(a.rows(), a.columns());
        for (int j = 0; j < a.columns(); j++) {
            double[] e = new double[a.columns()];
            e[j] = 1;
            double[] column = a.apply(e);
            for (int i = 0; i < a.rows(); i++) {
                m.set(i, j, column[i]);
            }
        }
        return m;
    }

    private static void reflect(double[] u, double[] x) {
        double c = 2 * Vectors.dot(u, x);
        for (int i = 0; i < x.length; i++) {
            x[i] -= c * u[i];
        }
    }
}
