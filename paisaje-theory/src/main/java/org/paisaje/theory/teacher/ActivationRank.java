package org.paisaje.theory.teacher;

import org.hipparchus.distribution.discrete.BinomialDistribution;

/**
 * How many of N Gaussian samples a unit responds to: the rank of D* is binomial with N trials of probability 1/2
 * (Lemma 1).
 */
public final class ActivationRank {
    private ActivationRank() {}

    /** {@code A_k = P(rank D* <= k) = 2^-N sum_{i <= k} C(N, i)}; 0 for k below 0. */
    public static double atMost(int k, int n) {
        return k < 0 ? 0 : new BinomialDistribution(n, 0.5).cumulativeProbability(k);
    }

    /** The probability that {@code H = X^T D* X} is positive definite, which needs rank D* >= d: {@code 1 - A_{d-1}}. */
    public static double positiveDefinite(int d, int n) {
        return 1 - atMost(d - 1, n);
    }

    /** The bound {@code (1 - eps)/2 (1 - A_d)} of Theorem 5 on the probability of convergence. */
    public static double convergenceBound(int d, int n, double epsilon) {
        return (1 - epsilon) / 2 * (1 - atMost(d, n));
    }
}
