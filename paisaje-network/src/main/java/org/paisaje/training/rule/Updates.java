package org.paisaje.training.rule;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The update kernels: one pass over memory each, entries {@code from} to {@code to}. Only correctly rounded operations
 * (sum, product, quotient, root; no fused multiply-add), in the same order in the vector body and the scalar tail, so
 * that an entry does not depend on the lane it falls into.
 */
final class Updates {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

    private Updates() {}

    /** theta = shrink theta - eta (g + l2 theta). Reads 2, writes 1 number per entry. */
    static void descent(double[] theta, double[] g, double eta, double l2, double shrink, int from, int to) {
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            t.mul(shrink).sub(d.mul(eta)).intoArray(theta, i);
        }
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            theta[i] = theta[i] * shrink - d * eta;
        }
    }

    /** b = mu b + keep (g + l2 theta); theta = shrink theta - eta (b, or g + l2 theta + mu b for Nesterov). */
    static void momentum(double[] theta, double[] g, double[] b, double eta, double mu, double keep, boolean nesterov,
            double l2, double shrink, int from, int to) {
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var buffer = DoubleVector.fromArray(S, b, i).mul(mu).add(d.mul(keep));
            buffer.intoArray(b, i);
            var direction = nesterov ? d.add(buffer.mul(mu)) : buffer;
            t.mul(shrink).sub(direction.mul(eta)).intoArray(theta, i);
        }
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
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var sum = DoubleVector.fromArray(S, s, i).add(d.mul(d));
            sum.intoArray(s, i);
            t.mul(shrink).sub(d.mul(eta).div(sum.sqrt().add(epsilon))).intoArray(theta, i);
        }
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
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var square = DoubleVector.fromArray(S, s, i).mul(alpha).add(d.mul(d).mul(rest));
            square.intoArray(s, i);
            t.mul(shrink).sub(d.mul(eta).div(square.sqrt().add(epsilon))).intoArray(theta, i);
        }
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
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var square = DoubleVector.fromArray(S, s, i).mul(alpha).add(d.mul(d).mul(rest));
            square.intoArray(s, i);
            if (centered) {
                var old = DoubleVector.fromArray(S, m, i);
                var mean = old.add(d.sub(old).mul(rest));
                mean.intoArray(m, i);
                square = square.sub(mean.mul(mean)).max(0);
            }
            var buffer = DoubleVector.fromArray(S, b, i).mul(mu).add(d.div(square.sqrt().add(epsilon)));
            buffer.intoArray(b, i);
            t.mul(shrink).sub(buffer.mul(eta)).intoArray(theta, i);
        }
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
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var first = DoubleVector.fromArray(S, m, i);
            first = first.add(d.sub(first).mul(rest1));
            first.intoArray(m, i);
            var second = DoubleVector.fromArray(S, v, i).mul(beta2).add(d.mul(d).mul(rest2));
            second.intoArray(v, i);
            t.mul(shrink).sub(first.mul(step).div(second.sqrt().mul(unbias).add(epsilon))).intoArray(theta, i);
        }
        for (; i < to; i++) {
            double d = g[i] + theta[i] * l2;
            m[i] = m[i] + (d - m[i]) * rest1;
            v[i] = v[i] * beta2 + d * d * rest2;
            theta[i] = theta[i] * shrink - m[i] * step / (Math.sqrt(v[i]) * unbias + epsilon);
        }
    }
}
