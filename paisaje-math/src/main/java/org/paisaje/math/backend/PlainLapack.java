package org.paisaje.math.backend;

import java.util.Arrays;

/**
 * The factorisations in portable Java: textbook algorithms of proven stability, without blocking. Householder
 * tridiagonalisation and QL for symmetric matrices ({@link TridiagonalEigen}), one-sided Jacobi for singular values.
 */
final class PlainLapack implements Lapack {
    private static final double EPS = Math.ulp(1.0);
    private static final int MAX_SWEEPS = 60;

    @Override
    public int potrf(int n, double[] a, int aOffset, int lda) {
        for (int j = 0; j < n; j++) {
            int rowJ = aOffset + j * lda;
            for (int i = j; i < n; i++) {
                int rowI = aOffset + i * lda;
                double sum = a[rowI + j];
                for (int l = 0; l < j; l++) {
                    sum -= a[rowI + l] * a[rowJ + l];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        a[rowJ + j] = sum;
                        return j + 1;
                    }
                    a[rowJ + j] = Math.sqrt(sum);
                } else {
                    a[rowI + j] = sum / a[rowJ + j];
                }
            }
        }
        return 0;
    }

    @Override
    public int eigen(Team team, int n, boolean vectors, double[] a, double[] values) {
        return TridiagonalEigen.solve(n, vectors, a, values) ? 0 : 1;
    }

    @Override
    public int eigenRange(Team team, int n, int from, int to, double low, double high, boolean vectors, double[] a,
            double[] values, double[] z) {
        double[] rows = a.clone();
        double[] all = new double[n];
        if (!TridiagonalEigen.solve(n, vectors, rows, all)) {
            return -1;
        }
        int first = to < 0 ? (int) Arrays.stream(all).filter(value -> value <= low).count() : from;
        int last = to < 0 ? (int) Arrays.stream(all).filter(value -> value <= high).count() : to;
        int count = Math.max(0, last - first);
        System.arraycopy(all, first, values, 0, count);
        if (vectors) {
            System.arraycopy(rows, first * n, z, 0, count * n);
        }
        return count;
    }

    /** One-sided Jacobi (Hestenes 1958; Demmel and Veselic 1992): rotates pairs of rows until all are orthogonal. */
    @Override
    public int svd(Team team, int m, int n, double[] a, double[] u, double[] s, double[] vt) {
        if (m < n) {
            double[] transposed = new double[a.length];
            double[] left = new double[vt.length];
            double[] right = new double[u.length];
            Mirror.transpose(team, m, n, a, transposed);
            int info = svd(team, n, m, transposed, left, s, right);
            Mirror.transpose(team, n, m, left, vt);
            Mirror.transpose(team, m, m, right, u);
            return info;
        }
        // Rows of w are the columns of A V, rows of v those of V.
        double[] w = new double[a.length];
        Mirror.transpose(team, m, n, a, w);
        double[] v = new double[n * n];
        for (int i = 0; i < n; i++) {
            v[i * n + i] = 1;
        }
        double scale = scaleToOne(w);
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < MAX_SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= orthogonalise(w, v, m, n, p, q);
                }
            }
        }
        double[] norms = new double[n];
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) {
            norms[i] = Math.sqrt(dot(w, i * m, w, i * m, m));
            order[i] = i;
        }
        Arrays.sort(order, (i, j) -> Double.compare(norms[j], norms[i]));
        double[] columns = new double[n * m];
        for (int k = 0; k < n; k++) {
            int source = order[k];
            s[k] = norms[source] * scale;
            System.arraycopy(v, source * n, vt, k * n, n);
            for (int i = 0; i < m && norms[source] > 0; i++) {
                columns[k * m + i] = w[source * m + i] / norms[source];
            }
        }
        completeBasis(columns, n, m);
        Mirror.transpose(team, n, m, columns, u);
        return rotated ? 1 : 0;
    }

    private static double scaleToOne(double[] w) {
        double largest = 0;
        for (double value : w) {
            largest = Math.max(largest, Math.abs(value));
        }
        double scale = largest == 0 ? 1 : largest;
        for (int i = 0; i < w.length; i++) {
            w[i] /= scale;
        }
        return scale;
    }

    /** Below EPS^2 of the largest possible norm a row is rounding noise and needs no rotation. */
    private static boolean orthogonalise(double[] w, double[] v, int m, int n, int p, int q) {
        double pp = dot(w, p * m, w, p * m, m);
        double qq = dot(w, q * m, w, q * m, m);
        double pq = dot(w, p * m, w, q * m, m);
        double bound = EPS * Math.sqrt(m) * Math.sqrt(pp) * Math.sqrt(qq);
        if (Math.abs(pq) <= Math.max(bound, EPS * EPS * EPS)) {
            return false;
        }
        double zeta = (qq - pp) / (2 * pq);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double c = 1 / Math.sqrt(1 + t * t);
        TridiagonalEigen.rotate(w, p * m, q * m, m, c, c * t);
        TridiagonalEigen.rotate(v, p * n, q * n, n, c, c * t);
        return true;
    }

    /** Replaces rows that vanishing singular values left undetermined by an orthonormal completion. */
    private static void completeBasis(double[] rows, int count, int length) {
        int candidate = 0;
        for (int k = 0; k < count; k++) {
            int row = k * length;
            while (!orthonormalise(rows, k, length)) {
                Arrays.fill(rows, row, row + length, 0);
                rows[row + candidate++] = 1;
            }
        }
    }

    /** Orthogonalises row k against those before it, twice, and normalises it; false if next to nothing is left. */
    private static boolean orthonormalise(double[] rows, int k, int length) {
        int row = k * length;
        double before = Math.sqrt(dot(rows, row, rows, row, length));
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < k; i++) {
                double overlap = dot(rows, row, rows, i * length, length);
                for (int j = 0; j < length; j++) {
                    rows[row + j] -= overlap * rows[i * length + j];
                }
            }
        }
        double after = Math.sqrt(dot(rows, row, rows, row, length));
        if (before == 0 || after < 0.5 * before / Math.sqrt(length)) {
            return false;
        }
        for (int j = 0; j < length; j++) {
            rows[row + j] /= after;
        }
        return true;
    }

    /** Householder reflections with the longest remaining column first (Businger and Golub 1965). */
    @Override
    public void pivotedQr(Team team, int m, int n, double[] a, double[] q, double[] r, int[] pivots) {
        int rank = Math.min(m, n);
        double[] w = new double[a.length];
        Mirror.transpose(team, m, n, a, w);
        double[] tau = new double[rank];
        Arrays.setAll(pivots, j -> j);
        for (int k = 0; k < rank; k++) {
            int longest = k;
            double best = -1;
            for (int j = k; j < n; j++) {
                double norm = dot(w, j * m + k, w, j * m + k, m - k);
                if (norm > best) {
                    best = norm;
                    longest = j;
                }
            }
            swapColumns(w, m, pivots, k, longest);
            tau[k] = reflect(w, k * m + k, m - k);
            for (int j = k + 1; j < n; j++) {
                applyReflection(w, k * m + k, tau[k], w, j * m + k, m - k);
            }
        }
        for (int i = 0; i < rank; i++) {
            for (int j = i; j < n; j++) {
                r[i * n + j] = w[j * m + i];
            }
        }
        double[] columns = new double[m * rank];
        for (int j = 0; j < rank; j++) {
            columns[j * m + j] = 1;
        }
        for (int k = rank - 1; k >= 0; k--) {
            for (int j = k; j < rank; j++) {
                applyReflection(w, k * m + k, tau[k], columns, j * m + k, m - k);
            }
        }
        Mirror.transpose(team, rank, m, columns, q);
    }

    private static void swapColumns(double[] w, int m, int[] pivots, int i, int j) {
        if (i != j) {
            for (int l = 0; l < m; l++) {
                double held = w[i * m + l];
                w[i * m + l] = w[j * m + l];
                w[j * m + l] = held;
            }
            int held = pivots[i];
            pivots[i] = pivots[j];
            pivots[j] = held;
        }
    }

    /** Overwrites x by beta followed by the tail of a reflector with leading 1 that maps x to beta e1; returns tau. */
    private static double reflect(double[] x, int start, int length) {
        double tail = 0;
        for (int i = 1; i < length; i++) {
            tail = Math.hypot(tail, x[start + i]);
        }
        if (tail == 0) {
            return 0;
        }
        double beta = -Math.copySign(Math.hypot(x[start], tail), x[start]);
        double tau = (beta - x[start]) / beta;
        double divisor = x[start] - beta;
        for (int i = 1; i < length; i++) {
            x[start + i] /= divisor;
        }
        x[start] = beta;
        return tau;
    }

    private static void applyReflection(double[] v, int vStart, double tau, double[] x, int xStart, int length) {
        if (tau == 0) {
            return;
        }
        double sum = x[xStart];
        for (int i = 1; i < length; i++) {
            sum += v[vStart + i] * x[xStart + i];
        }
        double factor = tau * sum;
        x[xStart] -= factor;
        for (int i = 1; i < length; i++) {
            x[xStart + i] -= factor * v[vStart + i];
        }
    }

    @Override
    public int leastSquares(Team team, int m, int n, int columns, double tolerance, double[] a, double[] b, double[] x,
            double[] s) {
        int r = Math.min(m, n);
        double[] u = new double[m * r];
        double[] vt = new double[r * n];
        if (svd(team, m, n, a, u, s, vt) != 0) {
            return -1;
        }
        int rank = 0;
        while (rank < r && s[rank] > tolerance * s[0]) {
            rank++;
        }
        Backend products = Provider.plain();
        double[] coefficients = new double[rank * columns];
        products.gemm(true, false, rank, columns, m, 1, u, 0, r, b, 0, columns, 0, coefficients, 0, columns);
        for (int i = 0; i < rank * columns; i++) {
            coefficients[i] /= s[i / columns];
        }
        products.gemm(true, false, n, columns, rank, 1, vt, 0, n, coefficients, 0, columns, 0, x, 0, columns);
        return rank;
    }

    private static double dot(double[] x, int xStart, double[] y, int yStart, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += x[xStart + i] * y[yStart + i];
        }
        return sum;
    }
}
