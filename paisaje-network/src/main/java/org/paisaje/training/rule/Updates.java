package org.paisaje.training.rule;

import org.paisaje.math.simd.Simd;

/**
 * The update kernels: one pass over memory each, entries {@code from} to {@code to}. Only correctly rounded operations
 * (sum, product, quotient, root; no fused multiply-add), in the same order in the vector body and the scalar tail, so
 * that an entry does not depend on the lane it falls into.
 */
final class Updates {
    private static final boolean VECTORS = Simd.vectorised();

    private Updates() {}

    /** theta = shrink theta - eta (g + l2 theta). Reads 2, writes 1 number per entry. */
    static void descent(double[] theta, double[] g, double eta, double l2, double shrink, int from, int to) {
        int i = VECTORS ? VectorUpdates.descent(theta, g, eta, l2, shrink, from, to) : from;
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            theta[i] = theta[i] * shrink - d * eta;
        }
    }

    /** b = mu b + keep (g + l2 theta); theta = shrink theta - eta (b, or g + l2 theta + mu b for Nesterov). */
    static void momentum(double[] theta, double[] g, double[] b, double eta, double mu, double keep, boolean nesterov,
            double l2, double shrink, int from, int to) {
        int i = VECTORS ? VectorUpdates.momentum(theta, g, b, eta, mu, keep, nesterov, l2, shrink, from, to) : from;
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            b[i] = b[i] * mu + d * keep;
            double direction = nesterov ? d + b[i] * mu : b[i];
            theta[i] = theta[i] * shrink - direction * eta;
        }
    }

    /** s = s + d^2; theta = shrink theta - eta d / (sqrt(s) + eps), d = g + l2 theta. */
    static void adaGrad(double[] theta, double[] g, double[] s, double eta, double epsilon, double l2, double shrink,
            int from, int to) {
        int i = VECTORS ? VectorUpdates.adaGrad(theta, g, s, eta, epsilon, l2, shrink, from, to) : from;
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            s[i] = s[i] + d * d;
            theta[i] = theta[i] * shrink - d * eta / (Math.sqrt(s[i]) + epsilon);
        }
    }

    /** s = alpha s + (1 - alpha) d^2; theta = shrink theta - eta d / (sqrt(s) + eps). */
    static void rmsProp(double[] theta, double[] g, double[] s, double eta, double alpha, double epsilon, double l2,
            double shrink, int from, int to) {
        double rest = 1 - alpha;
        int i = VECTORS ? VectorUpdates.rmsProp(theta, g, s, eta, alpha, epsilon, l2, shrink, from, to) : from;
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            s[i] = s[i] * alpha + d * d * rest;
            theta[i] = theta[i] * shrink - d * eta / (Math.sqrt(s[i]) + epsilon);
        }
    }

    /** RMSProp with the mean of gradients m subtracted when {@code centered} and with a momentum buffer b. */
    static void rmsPropFull(double[] theta, double[] g, double[] s, double[] m, double[] b, double eta, double alpha,
            double epsilon, double mu, boolean centered, double l2, double shrink, int from, int to) {
        double rest = 1 - alpha;
        int i = VECTORS
                ? VectorUpdates.rmsPropFull(theta, g, s, m, b, eta, alpha, epsilon, mu, centered, l2, shrink, from, to)
                : from;
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            s[i] = s[i] * alpha + d * d * rest;
            double square = s[i];
            if (centered) {
                m[i] = m[i] + (d - m[i]) * rest;
                square = Math.max(square - m[i] * m[i], 0);
            }
            b[i] = b[i] * mu + d / (Math.sqrt(square) + epsilon);
            theta[i] = theta[i] * shrink - b[i] * eta;
        }
    }

    /**
     * m = m + (1 - beta1)(d - m); v = beta2 v + (1 - beta2) d^2; theta = shrink theta - step m / (sqrt(v) unbias + eps),
     * where step and unbias carry the bias corrections. Reads 4, writes 3 numbers per entry: 56 bytes.
     */
    static void adam(double[] theta, double[] g, double[] m, double[] v, double step, double unbias, double beta1,
            double beta2, double epsilon, double l2, double shrink, int from, int to) {
        double rest1 = 1 - beta1;
        double rest2 = 1 - beta2;
        int i = VECTORS
                ? VectorUpdates.adam(theta, g, m, v, step, unbias, beta1, beta2, epsilon, l2, shrink, from, to)
                : from;
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            m[i] = m[i] + (d - m[i]) * rest1;
            v[i] = v[i] * beta2 + d * d * rest2;
            theta[i] = theta[i] * shrink - m[i] * step / (Math.sqrt(v[i]) * unbias + epsilon);
        }
    }

    /** theta = sign(theta) max(|theta| - by, 0). Reads and writes 1 number per entry. */
    static void threshold(double[] theta, double by, int from, int to) {
        for (int i = from; i < to; i++) {
            theta[i] = theta[i] - Math.max(-by, Math.min(by, theta[i]));
        }
    }

    /** The same by {@code by / (sqrt(squares) unbias + epsilon)}. Reads 2, writes 1 number per entry. */
    static void threshold(double[] theta, double by, double[] squares, double unbias, double epsilon, int from,
            int to) {
        for (int i = from; i < to; i++) {
            double own = by / (Math.sqrt(squares[i]) * unbias + epsilon);
            theta[i] = theta[i] - Math.max(-own, Math.min(own, theta[i]));
        }
    }
}
