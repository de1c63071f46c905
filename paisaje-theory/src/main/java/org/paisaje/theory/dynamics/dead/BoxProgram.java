package org.paisaje.theory.dynamics.dead;

import java.util.Arrays;

/**
 * {@code max c.x} subject to {@code A x <= b} and a box, by the dual simplex method. With the box the slack basis is always dual
 * feasible, so that there is no first phase, and few constraints make a small tableau whatever the number of inputs. Every
 * dual point y >= 0 gives the bound {@code y.b + max over the box of (c - yA).x}; it is computed anew from y with a bound on its
 * rounding, so that it holds whatever the pivots did.
 */
final class BoxProgram {
    private static final double UNIT = 0x1p-53;
    private static final double FEASIBLE = 1e-11;
    private static final double PIVOT = 1e-12;

    private final double[] c;
    private final double[][] a;
    private final double[] b;
    private final double[] low;
    private final double[] high;
    private final int d;
    private final int rows;
    /** The tableau: rows x (d + rows), the inverse of the basis times (A, I). */
    private final double[][] t;
    private final double[] reduced;
    private final int[] basis;
    private final boolean[] atHigh;
    private final boolean[] basic;
    private final double[] value;
    private boolean infeasible;
    private double bound;

    BoxProgram(double[] c, double[][] a, double[] b, double[] low, double[] high) {
        this.c = c;
        this.a = a;
        this.b = b;
        this.low = low;
        this.high = high;
        d = c.length;
        rows = a.length;
        t = new double[rows][d + rows];
        basis = new int[rows];
        basic = new boolean[d + rows];
        atHigh = new boolean[d + rows];
        reduced = Arrays.copyOf(c, d + rows);
        value = new double[d + rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(a[i], 0, t[i], 0, d);
            t[i][d + i] = 1;
            basis[i] = d + i;
            basic[d + i] = true;
        }
        for (int j = 0; j < d; j++) {
            atHigh[j] = c[j] > 0;
        }
        solve();
    }

    private double lowOf(int j) {
        return j < d ? low[j] : 0;
    }

    private double highOf(int j) {
        return j < d ? high[j] : Double.POSITIVE_INFINITY;
    }

    private void solve() {
        for (int iteration = 0; iteration < 20 * (rows + 2); iteration++) {
            place();
            int leaving = -1;
            double worst = 0;
            for (int i = 0; i < rows; i++) {
                double v = value[basis[i]];
                double scale = 1 + Math.abs(v);
                double miss = Math.max(lowOf(basis[i]) - v, v - highOf(basis[i])) / scale;
                if (miss > FEASIBLE && miss > worst) {
                    worst = miss;
                    leaving = i;
                }
            }
            if (leaving < 0) {
                break;
            }
            boolean rises = value[basis[leaving]] < lowOf(basis[leaving]);
            int entering = entering(leaving, rises);
            if (entering < 0) {
                infeasible = impossible(leaving, rises);
                break;
            }
            int out = basis[leaving];
            pivot(leaving, entering);
            atHigh[out] = !rises;
        }
        place();
        bound = infeasible ? Double.NEGATIVE_INFINITY : dualBound(multipliers());
    }

    /** The values of the basis with all else at its ends: {@code x_B = B^-1 b - sum over the rest of t x}. */
    private void place() {
        for (int j = 0; j < d + rows; j++) {
            value[j] = basic[j] ? 0 : atHigh[j] ? highOf(j) : lowOf(j);
        }
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int k = 0; k < rows; k++) {
                sum += t[i][d + k] * b[k];
            }
            for (int j = 0; j < d + rows; j++) {
                sum -= basic[j] ? 0 : t[i][j] * value[j];
            }
            value[basis[i]] = sum;
        }
    }

    /** The ratio test of the dual: the column whose reduced cost reaches 0 first. */
    private int entering(int r, boolean rises) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < d + rows; j++) {
            if (basic[j] || lowOf(j) == highOf(j) || Math.abs(t[r][j]) < PIVOT) {
                continue;
            }
            // The basic variable changes by -t times the change of x_j, which goes up from its lower end, down from its upper.
            boolean helps = (atHigh[j] ? t[r][j] > 0 : t[r][j] < 0) == rises;
            double ratio = Math.abs(reduced[j] / t[r][j]);
            if (helps && (ratio < least || ratio == least && best >= 0
                    && Math.abs(t[r][j]) > Math.abs(t[r][best]))) {
                least = ratio;
                best = j;
            }
        }
        return best;
    }

    private void pivot(int r, int e) {
        double[] row = t[r];
        double scale = 1 / row[e];
        for (int j = 0; j < d + rows; j++) {
            row[j] *= scale;
        }
        row[e] = 1;
        for (int i = 0; i < rows; i++) {
            double factor = t[i][e];
            if (i != r && factor != 0) {
                for (int j = 0; j < d + rows; j++) {
                    t[i][j] -= factor * row[j];
                }
                t[i][e] = 0;
            }
        }
        double factor = reduced[e];
        for (int j = 0; j < d + rows; j++) {
            reduced[j] -= factor * row[j];
        }
        reduced[e] = 0;
        basic[basis[r]] = false;
        basis[r] = e;
        basic[e] = true;
    }

    private double[] multipliers() {
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = Math.max(0, -reduced[d + i]);
        }
        return y;
    }

    /** Weak duality, rounded up. */
    private double dualBound(double[] y) {
        return largest(y, c);
    }

    /** Farkas: some y >= 0 whose combination of the constraints no point of the box satisfies, rounding included. */
    private boolean impossible(int r, boolean rises) {
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = Math.max(0, rises ? t[r][d + i] : -t[r][d + i]);
        }
        return largest(y, new double[d]) < 0;
    }

    private double largest(double[] y, double[] objective) {
        double sum = 0;
        double size = 0;
        // What slopes that are rounded could change.
        double tilt = 0;
        for (int i = 0; i < rows; i++) {
            sum += y[i] * b[i];
            size += Math.abs(y[i] * b[i]);
        }
        for (int j = 0; j < d; j++) {
            double slope = objective[j];
            double parts = Math.abs(slope);
            for (int i = 0; i < rows; i++) {
                double part = y[i] * a[i][j];
                slope -= part;
                parts += Math.abs(part);
            }
            double most = Math.max(slope * low[j], slope * high[j]);
            sum += most;
            size += Math.abs(most);
            tilt += parts * Math.max(Math.abs(low[j]), Math.abs(high[j]));
        }
        return sum + 1.01 * UNIT * ((d + rows + 2) * size + (2 * rows + 1) * tilt);
    }

    /** Whether it is certain that no point of the box satisfies the constraints. */
    boolean infeasible() {
        return infeasible;
    }

    /** An upper bound on the maximum, rounding included. */
    double bound() {
        return bound;
    }

    /** The point where the pivots ended, put into the box. */
    double[] point() {
        double[] x = new double[d];
        for (int j = 0; j < d; j++) {
            x[j] = Math.clamp(value[j], low[j], high[j]);
        }
        return x;
    }
}
