package org.paisaje.theory.teacher;

import org.paisaje.math.linalg.Norms;

/** The penalty R(w) of document 003. Where w_i = 0 the sign of w_i is taken as 0. */
public enum Penalty {
    /** No penalty. */
    NONE,
    /** R = ||w||_1, the one that reproduces the l1 columns of Table 1. */
    L1,
    /** R = ||w||_1^2, the one that eq. (1) and Theorem 3 speak of. */
    L1_SQUARED,
    /** R = ||w||_2^2. */
    L2_SQUARED;

    /** R(w). */
    public double value(double[] w) {
        return switch (this) {
            case NONE -> 0;
            case L1 -> norm1(w);
            case L1_SQUARED -> norm1(w) * norm1(w);
            case L2_SQUARED -> Norms.dot(w, w);
        };
    }

    /** Adds {@code factor * dR/dw} to {@code out}. */
    public void addGradient(double[] w, double factor, double[] out) {
        double scale = factor * switch (this) {
            case NONE -> 0;
            case L1 -> 1;
            case L1_SQUARED -> 2 * norm1(w);
            case L2_SQUARED -> 2;
        };
        for (int i = 0; i < w.length; i++) {
            out[i] += scale * (this == L2_SQUARED ? w[i] : Math.signum(w[i]));
        }
    }

    /** The entry (i, j) of d^2R/dw^2, away from kinks. */
    double second(double[] w, int i, int j) {
        return switch (this) {
            case NONE, L1 -> 0;
            case L1_SQUARED -> 2 * Math.signum(w[i]) * Math.signum(w[j]);
            case L2_SQUARED -> i == j ? 2 : 0;
        };
    }

    static double norm1(double[] w) {
        double sum = 0;
        for (double entry : w) {
            sum += Math.abs(entry);
        }
        return sum;
    }
}
