package org.paisaje.training.second;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.training.Check;
import org.paisaje.training.Norms;

/** Dense symmetric systems of the order of a few hundred parameters. */
final class DenseSystems {
    private DenseSystems() {}

    /** The matrix of an operator, symmetrised: p products. */
    static Matrix of(String rule, LinearOperator a) {
        int p = a.rows();
        Check.that(p <= Newton.MOST_DENSE, rule, "the number of parameters", p, "at most " + Newton.MOST_DENSE
                + " for a dense matrix (" + 8L * p * p / 1_000_000 + " MB); modify=cg forms none");
        Matrix out = Matrix.zeros(p, p);
        a.applyAll(Matrix.identity(p), out);
        double[] h = out.data();
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (h[i * p + j] + h[j * p + i]);
                h[i * p + j] = mean;
                h[j * p + i] = mean;
            }
        }
        return out;
    }

    /** Adds tau to the diagonal. */
    static void shift(Matrix a, double tau) {
        for (int i = 0; i < a.rows(); i++) {
            a.set(i, i, a.get(i, i) + tau);
        }
    }

    /** Overwrites b with the solution of A x = b by elimination with partial pivoting; false if A is singular to rounding. */
    static boolean solve(double[] a, double[] b) {
        int p = b.length;
        double size = Norms.largest(a);
        for (int k = 0; k < p; k++) {
            int pivot = k;
            for (int i = k + 1; i < p; i++) {
                if (Math.abs(a[i * p + k]) > Math.abs(a[pivot * p + k])) {
                    pivot = i;
                }
            }
            if (!(Math.abs(a[pivot * p + k]) > p * Math.ulp(size))) {
                return false;
            }
            if (pivot != k) {
                for (int j = 0; j < p; j++) {
                    double swap = a[k * p + j];
                    a[k * p + j] = a[pivot * p + j];
                    a[pivot * p + j] = swap;
                }
                double swap = b[k];
                b[k] = b[pivot];
                b[pivot] = swap;
            }
            for (int i = k + 1; i < p; i++) {
                double factor = a[i * p + k] / a[k * p + k];
                for (int j = k + 1; j < p; j++) {
                    a[i * p + j] -= factor * a[k * p + j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int i = p - 1; i >= 0; i--) {
            for (int j = i + 1; j < p; j++) {
                b[i] -= a[i * p + j] * b[j];
            }
            b[i] /= a[i * p + i];
        }
        return true;
    }
}
