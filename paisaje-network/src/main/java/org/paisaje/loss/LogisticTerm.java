package org.paisaje.loss;

/** log(1 + e^z) and its derivative, without overflow. */
final class LogisticTerm {
    private LogisticTerm() {}

    static double value(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    /** 1 / (1 + e^-z). */
    static double slope(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** The second derivative, symmetric in z; relatively exact in both tails. */
    static double curvature(double z) {
        double e = Math.exp(-Math.abs(z));
        return e / ((1 + e) * (1 + e));
    }
}
