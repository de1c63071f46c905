package org.paisaje.math.krylov.core;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Matrix;

/**
 * The three-term recurrence {@code A v_j = beta_(j-1) v_(j-1) + alpha_j v_j + beta_j v_(j+1)} from one start vector, with
 * full reorthogonalisation or none.
 */
public final class Tridiagonal {
    /** The diagonal. */
    public final double[] alpha;
    /** The subdiagonal; entry m - 1 is the residual norm after m steps. */
    public final double[] beta;
    /** The norm of the start vector. */
    public final double startNorm;
    private final int n;
    private final @Nullable Panel basis;
    private double[] current;
    private double[] previous;
    private int size;
    private boolean invariant;
    private double scale;

    /**
     * Starts with a vector.
     *
     * @param start of length n; if it is zero the space is invariant from the beginning
     * @param steps the most steps there will be
     * @param reorthogonalise keep all vectors and make each new one orthogonal to them
     */
    public Tridiagonal(double[] start, int steps, boolean reorthogonalise) {
        n = start.length;
        alpha = new double[steps];
        beta = new double[steps];
        startNorm = Vectors.norm(start);
        current = start.clone();
        previous = new double[n];
        invariant = startNorm == 0;
        if (!invariant) {
            Vectors.scale(1 / startNorm, current, 0, n);
        }
        basis = reorthogonalise ? new Panel(steps, n) : null;
    }

    /** The steps so far. */
    public int size() {
        return size;
    }

    /** Whether the Krylov space is invariant, so that a further step would add nothing. */
    public boolean invariant() {
        return invariant;
    }

    /** The largest norm of a product, a lower bound of the norm of A. */
    public double scale() {
        return scale;
    }

    /** The Lanczos vectors; there are none unless they are reorthogonalised. */
    public Panel basis() {
        return Objects.requireNonNull(basis);
    }

    /** One step for all that are not invariant, with one joint product. */
    public static void step(Products a, List<Tridiagonal> runs) {
        List<Tridiagonal> going = runs.stream().filter(run -> !run.invariant).toList();
        if (going.isEmpty()) {
            return;
        }
        int n = a.order();
        Matrix v = Matrix.zeros(going.size(), n);
        Matrix w = Matrix.zeros(going.size(), n);
        for (int i = 0; i < going.size(); i++) {
            v.setRow(i, going.get(i).current);
        }
        a.applyAll(v, w);
        for (int i = 0; i < going.size(); i++) {
            going.get(i).absorb(w.row(i));
        }
    }

    private void absorb(double[] w) {
        scale = Math.max(scale, Vectors.norm(w));
        if (basis != null) {
            basis.set(size, current, 0);
            double[] c = basis.orthogonalise(size + 1, w, 0, 1);
            alpha[size] = c[size];
        } else {
            if (size > 0) {
                Vectors.add(-beta[size - 1], previous, w);
            }
            alpha[size] = Vectors.dot(w, current);
            Vectors.add(-alpha[size], current, w);
        }
        double norm = Vectors.norm(w);
        beta[size] = norm;
        size++;
        if (size == n || norm <= 10 * Math.ulp(1.0) * Math.sqrt(n) * scale) {
            invariant = true;
            beta[size - 1] = 0;
            return;
        }
        previous = current;
        current = w;
        Vectors.scale(1 / norm, current, 0, n);
        if (basis != null && norm < 1e-2 * scale) {
            basis.orthogonalise(size, current, 0, 1);
            Vectors.scale(1 / Vectors.norm(current), current, 0, n);
        }
    }
}
