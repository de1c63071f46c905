package org.paisaje.math.ode.method;

import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.special.Reductions;

/** Coefficients of collocation at the Radau points of the right (Hairer and Wanner 1996, IV.5), for up to 8 stages. */
public final class RadauScheme {
    private RadauScheme() {}

    /** The roots of {@code P_s - P_(s-1)} on [0, 1], ascending; the last is 1. */
    public static double[] nodes(int s) {
        double[] result = new double[s];
        result[s - 1] = 1;
        for (int i = 0; i < s - 1; i++) {
            // Between the roots of Legendre polynomials a start by Chebyshev points converges.
            double x = -Math.cos((2 * i + 1) * Math.PI / (2 * s - 1));
            for (int k = 0; k < 50; k++) {
                double sum = 0;
                for (int j = 0; j < i; j++) {
                    sum += 1 / (x - (2 * result[j] - 1));
                }
                double value = radau(s, x);
                double slope = (radau(s, x + 1e-7) - radau(s, x - 1e-7)) / 2e-7;
                double change = value / (slope - value * sum);
                x -= change;
                if (Math.abs(change) < 1e-16) {
                    break;
                }
            }
            result[i] = 0.5 * (1 + x);
        }
        return result;
    }

    private static double radau(int s, double x) {
        double before = 1;
        double now = x;
        for (int k = 1; k < s; k++) {
            double next = ((2 * k + 1) * x * now - k * before) / (k + 1);
            before = now;
            now = next;
        }
        return now - before;
    }

    /**
     * a_ij, the integral of the basis polynomial of node j from 0 to c_i, by the rule of Gauss with four points, for
     * at most eight nodes.
     */
    public static double[][] integrals(double[] c) {
        int s = c.length;
        double[] points = {0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263};
        double[] weights = {0.17392742256872692, 0.32607257743127305, 0.32607257743127305, 0.17392742256872692};
        double[][] result = new double[s][s];
        for (int i = 0; i < s; i++) {
            for (int g = 0; g < 4; g++) {
                double[] values = basis(c, c[i] * points[g]);
                for (int j = 0; j < s; j++) {
                    result[i][j] += weights[g] * c[i] * values[j];
                }
            }
        }
        return result;
    }

    /** The inverse of a square matrix. */
    public static double[][] inverse(double[][] a) {
        return Lu.inverse(Matrix.of(a))
                .map(found -> IntStream.range(0, a.length).mapToObj(found::row).toArray(double[][]::new))
                .orElseThrow(() -> new IllegalArgumentException("RadauScheme.inverse: the matrix is singular"));
    }

    /** The values at x of the polynomials that are 1 at one node and 0 at the others. */
    public static double[] basis(double[] nodes, double x) {
        double[] result = new double[nodes.length];
        basis(nodes, x, result);
        return result;
    }

    /** As {@link #basis(double[], double)}, written to {@code result}. */
    public static void basis(double[] nodes, double x, double[] result) {
        for (int j = 0; j < nodes.length; j++) {
            double product = 1;
            for (int k = 0; k < nodes.length; k++) {
                if (k != j) {
                    product *= (x - nodes[k]) / (nodes[j] - nodes[k]);
                }
            }
            result[j] = product;
        }
    }

    /**
     * Adds to z the change from the end of a step to the place x of its collocation polynomial, continued: a first guess for
     * a stage of the next step.
     *
     * @param withZero 0 and the nodes
     * @param stages of the step, each n entries, relative to its start
     */
    public static void addContinued(double[] withZero, double x, double[] stages, int n, double[] z, int at) {
        double[] weights = basis(withZero, x);
        int last = withZero.length - 2;
        for (int j = 0; j <= last; j++) {
            Reductions.axpy(j == last ? weights[j + 1] - 1 : weights[j + 1], stages, j * n, z, at, n);
        }
    }

    /** 0 and the nodes. */
    public static double[] withZero(double[] c) {
        double[] result = new double[c.length + 1];
        System.arraycopy(c, 0, result, 1, c.length);
        return result;
    }
}
