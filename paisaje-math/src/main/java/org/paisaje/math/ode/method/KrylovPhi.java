package org.paisaje.math.ode.method;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.special.Reductions;

/**
 * phi_j(h J) v in the Krylov space of J and v (Arnoldi with modified Gram-Schmidt), grown until Saad's estimate
 * beta h_{m+1,m} |h| |e_m' phi_{j+1}(h H) e_1| of the error is small enough (Saad 1992). Keeps its basis from call to
 * call: capacity + 1 vectors.
 */
final class KrylovPhi {
    private final int capacity;
    private final double[][] basis;
    private final double[][] hessenberg;

    KrylovPhi(int n, int capacity) {
        this.capacity = Math.min(capacity, n);
        this.basis = new double[this.capacity + 1][];
        this.hessenberg = new double[this.capacity + 1][this.capacity + 1];
    }

    /**
     * Writes phi_j(h J) v to {@code out}; the error is aimed below {@code allowed} in the Euclidean norm. False if the space
     * is full or something is not finite before that.
     */
    boolean apply(LinearOperator jacobian, OdeState counter, double h, int j, double[] v, double allowed,
            double[] out) {
        int n = v.length;
        double beta = Math.sqrt(Reductions.dot(v, 0, v, 0, n));
        java.util.Arrays.fill(out, 0);
        if (beta == 0) {
            return true;
        }
        if (!Double.isFinite(beta)) {
            return false;
        }
        store(0, v, 1 / beta);
        for (double[] row : hessenberg) {
            java.util.Arrays.fill(row, 0);
        }
        int check = 4;
        for (int m = 1; m <= capacity; m++) {
            double[] w = vector(m, n);
            jacobian.apply(basis[m - 1], w);
            counter.countProducts(1);
            double size = Math.sqrt(Reductions.dot(w, 0, w, 0, n));
            for (int i = 0; i < m; i++) {
                double c = Reductions.dot(basis[i], 0, w, 0, n);
                hessenberg[i][m - 1] = c;
                Reductions.axpy(-c, basis[i], 0, w, 0, n);
            }
            double norm = Math.sqrt(Reductions.dot(w, 0, w, 0, n));
            if (!Double.isFinite(norm)) {
                return false;
            }
            boolean invariant = norm <= 1e-14 * size || m == n;
            if (m == check || m == capacity || invariant) {
                check += Math.max(4, check / 4);
                double[][] phi = PhiFunctions.onFirstUnit(hessenberg, m, h, j + 1);
                double estimate = beta * norm * Math.abs(h) * Math.abs(phi[j][m - 1]);
                if (invariant || estimate <= allowed) {
                    for (int i = 0; i < m; i++) {
                        Reductions.axpy(beta * phi[j - 1][i], basis[i], 0, out, 0, n);
                    }
                    return OdeState.finite(out);
                }
            }
            hessenberg[m][m - 1] = norm;
            Reductions.scale(1 / norm, w, 0, n);
        }
        return false;
    }

    private void store(int index, double[] v, double factor) {
        double[] target = vector(index, v.length);
        for (int i = 0; i < v.length; i++) {
            target[i] = factor * v[i];
        }
    }

    private double[] vector(int index, int n) {
        double[] v = basis[index];
        if (v == null) {
            v = new double[n];
            basis[index] = v;
        }
        return v;
    }
}
