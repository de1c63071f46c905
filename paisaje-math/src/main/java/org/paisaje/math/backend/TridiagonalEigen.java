package org.paisaje.math.backend;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Householder reduction to tridiagonal form and the QL iteration
 * with Wilkinson's shift (Golub and Van Loan 2013, sections 8.3.1 and 8.3.4). Eigenvectors are kept as rows, so that
 * reflections and rotations run along memory.
 */
final class TridiagonalEigen {
    private static final int MAX_ITERATIONS = 60;

    private TridiagonalEigen() {}

    /**
     * Overwrites {@code values} by the eigenvalues, ascending, and with {@code vectors} the rows of a by the
     * eigenvectors; reads the lower triangle.
     *
     * @return whether the iteration converged
     */
    static boolean solve(int n, boolean vectors, double[] a, double[] values) {
        double[] off = new double[n + 1];
        double[] q = new double[vectors ? n * n : 0];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            if (vectors) {
                q[i * n + i] = 1;
            }
            for (int j = 0; j <= i; j++) {
                largest = Math.max(largest, Math.abs(a[i * n + j]));
            }
        }
        double scale = largest == 0 ? 1 : largest;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a[i * n + j] /= scale;
                a[j * n + i] = a[i * n + j];
            }
        }
        reduce(n, a, values, off, q);
        boolean converged = iterate(n, values, off, q);
        for (int i = 0; i < n; i++) {
            values[i] *= scale;
        }
        sort(n, values, q);
        System.arraycopy(q, 0, a, 0, q.length);
        return converged;
    }

    /** A = Q T Q^T; the rows of q become those of Q^T. */
    private static void reduce(int n, double[] a, double[] diagonal, double[] off, double[] q) {
        double[] v = new double[n];
        double[] p = new double[n];
        double[] w = new double[n];
        for (int k = 0; k < n - 1; k++) {
            int first = k + 1;
            double tail = 0;
            for (int i = first + 1; i < n; i++) {
                tail = Math.hypot(tail, a[k * n + i]);
            }
            double head = a[k * n + first];
            off[k] = head;
            if (tail > 0) {
                double beta = -Math.copySign(Math.hypot(head, tail), head);
                double tau = (beta - head) / beta;
                v[first] = 1;
                for (int i = first + 1; i < n; i++) {
                    v[i] = a[k * n + i] / (head - beta);
                }
                off[k] = beta;
                updateTrailing(n, first, a, v, tau, p, w);
                if (q.length > 0) {
                    reflectRows(n, first, q, v, tau, p);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            diagonal[i] = a[i * n + i];
        }
    }

    /** A := H A H on the trailing block, as the rank-two update A - v w^T - w v^T. */
    private static void updateTrailing(int n, int first, double[] a, double[] v, double tau, double[] p, double[] w) {
        double inner = 0;
        for (int i = first; i < n; i++) {
            double sum = 0;
            for (int j = first; j < n; j++) {
                sum += a[i * n + j] * v[j];
            }
            p[i] = tau * sum;
            inner += p[i] * v[i];
        }
        for (int i = first; i < n; i++) {
            w[i] = p[i] - 0.5 * tau * inner * v[i];
        }
        for (int i = first; i < n; i++) {
            double vi = v[i];
            double wi = w[i];
            for (int j = first; j < n; j++) {
                a[i * n + j] -= vi * w[j] + wi * v[j];
            }
        }
    }

    /** Q^T := H Q^T. */
    private static void reflectRows(int n, int first, double[] q, double[] v, double tau, double[] sums) {
        Arrays.fill(sums, 0);
        for (int i = first; i < n; i++) {
            double factor = v[i];
            for (int j = 0; j < n; j++) {
                sums[j] += factor * q[i * n + j];
            }
        }
        for (int i = first; i < n; i++) {
            double factor = tau * v[i];
            for (int j = 0; j < n; j++) {
                q[i * n + j] -= factor * sums[j];
            }
        }
    }

    /** Implicit QL; off[i] couples i and i + 1. */
    private static boolean iterate(int n, double[] d, double[] off, double[] q) {
        for (int low = 0; low < n; low++) {
            for (int iteration = 0;; iteration++) {
                int high = low;
                while (high < n - 1 && Math.abs(off[high]) > Math.ulp(Math.abs(d[high]) + Math.abs(d[high + 1]))) {
                    high++;
                }
                if (high == low) {
                    break;
                }
                if (iteration == MAX_ITERATIONS) {
                    return false;
                }
                sweep(n, low, high, d, off, q);
            }
        }
        return true;
    }

    private static void sweep(int n, int low, int high, double[] d, double[] off, double[] q) {
        double half = (d[low + 1] - d[low]) / (2 * off[low]);
        double g = d[high] - d[low] + off[low] / (half + Math.copySign(Math.hypot(half, 1), half));
        double s = 1;
        double c = 1;
        double shift = 0;
        for (int i = high - 1; i >= low; i--) {
            double f = s * off[i];
            double b = c * off[i];
            double length = Math.hypot(f, g);
            off[i + 1] = length;
            if (length == 0) {
                // The matrix has split: what is left of the sweep would rotate by nothing.
                d[i + 1] -= shift;
                off[high] = 0;
                return;
            }
            s = f / length;
            c = g / length;
            double next = d[i + 1] - shift;
            double swap = (d[i] - next) * s + 2 * c * b;
            shift = s * swap;
            d[i + 1] = next + shift;
            g = c * swap - b;
            if (q.length > 0) {
                rotate(q, i * n, (i + 1) * n, n, c, s);
            }
        }
        d[low] -= shift;
        off[low] = g;
        off[high] = 0;
    }

    /** (x, y) := (c x - s y, s x + c y) for two stretches of one array. */
    static void rotate(double[] values, int x, int y, int length, double c, double s) {
        for (int j = 0; j < length; j++) {
            double first = values[x + j];
            double second = values[y + j];
            values[x + j] = c * first - s * second;
            values[y + j] = s * first + c * second;
        }
    }

    private static void sort(int n, double[] values, double[] q) {
        for (int i = 0; i < n - 1; i++) {
            int least = i;
            for (int j = i + 1; j < n; j++) {
                if (values[j] < values[least]) {
                    least = j;
                }
            }
            if (least != i) {
                double held = values[i];
                values[i] = values[least];
                values[least] = held;
                for (int j = 0; j < n && q.length > 0; j++) {
                    double entry = q[i * n + j];
                    q[i * n + j] = q[least * n + j];
                    q[least * n + j] = entry;
                }
            }
        }
    }
}
