package org.paisaje.claims.catalogue.document001.landscape;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;

/**
 * The two parts of the Hessian of {@code (1/2n) sum (f - y)^2} for {@code f = m^(-1/2) sum_r a_r s(w_r . x)}, entry by entry
 * from the derivatives written out: parameters are W row by row, then a.
 *
 * @param first {@code (1/n) sum_i grad f_i grad f_i^T}
 * @param second {@code (1/n) sum_i (f_i - y_i) f_i''}
 */
record HandHessian(double[][] first, double[][] second) {
    static HandHessian of(Activation s, int m, double[] theta, Matrix x, Matrix y) {
        int d = x.columns();
        int n = x.rows();
        int p = m * (d + 1);
        var result = new HandHessian(new double[p][p], new double[p][p]);
        for (int i = 0; i < n; i++) {
            double[] z = new double[m];
            double f = 0;
            for (int r = 0; r < m; r++) {
                for (int j = 0; j < d; j++) {
                    z[r] += theta[r * d + j] * x.get(i, j);
                }
                f += theta[m * d + r] * s.value(z[r]) / Math.sqrt(m);
            }
            double[] g = new double[p];
            double delta = f - y.get(i, 0);
            for (int r = 0; r < m; r++) {
                double a = theta[m * d + r] / Math.sqrt(m);
                g[m * d + r] = s.value(z[r]) / Math.sqrt(m);
                for (int j = 0; j < d; j++) {
                    g[r * d + j] = a * s.first(z[r]) * x.get(i, j);
                    double mixed = delta * s.first(z[r]) * x.get(i, j) / Math.sqrt(m) / n;
                    result.second[r * d + j][m * d + r] += mixed;
                    result.second[m * d + r][r * d + j] += mixed;
                    for (int l = 0; l < d; l++) {
                        result.second[r * d + j][r * d + l] += delta * a * s.second(z[r]) * x.get(i, j) * x.get(i, l)
                                / n;
                    }
                }
            }
            for (int u = 0; u < p; u++) {
                for (int v = 0; v < p; v++) {
                    result.first[u][v] += g[u] * g[v] / n;
                }
            }
        }
        return result;
    }

    /** Row by row. */
    static double[] flat(double[][] a) {
        int p = a.length;
        double[] result = new double[p * p];
        for (int u = 0; u < p; u++) {
            System.arraycopy(a[u], 0, result, u * p, p);
        }
        return result;
    }
}
