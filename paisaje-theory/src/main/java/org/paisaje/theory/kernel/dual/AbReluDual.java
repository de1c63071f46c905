package org.paisaje.theory.kernel.dual;

import org.paisaje.math.special.Elementwise;

/**
 * s(z) = a min(z, 0) + b max(z, 0) = m z + h |z|: with c the correlation,
 * {@code E[s s] = m^2 k + h^2 (2/pi) (sqrt(q1 q2) sqrt(1 - c^2) + k asin c)} and
 * {@code E[s' s'] = m^2 + h^2 (2/pi) asin c} (Cho and Saul 2009, orders 0 and 1).
 */
final class AbReluDual extends DualActivation {
    private final double linear;
    private final double even;
    private final double half;

    AbReluDual(double a, double b) {
        half = (b - a) / 2;
        linear = (a + b) * (a + b) / 4;
        even = half * half;
    }

    @Override
    public double mean(double q) {
        return half * Math.sqrt(2 * q / Math.PI);
    }

    @Override
    public double square(double q) {
        return (linear + even) * q;
    }

    @Override
    public double slopeSquare(double q) {
        return linear + even;
    }

    @Override
    public Points points(double[] q) {
        double[] roots = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            roots[i] = Math.sqrt(q[i]);
        }
        return new Points(q, inverseRoots(q), roots);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        correlations(p.a(), i, j, n, k, at, scratch);
        int angle = CHUNK;
        int sine = 2 * CHUNK;
        Elementwise.acos(scratch, 0, scratch, angle, n);
        Elementwise.cosOfAsin(scratch, 0, scratch, sine, n);
        double factor = even * 2 / Math.PI;
        double own = factor * p.b()[i];
        double[] roots = p.b();
        // asin c + pi/2 = pi - theta keeps the accuracy of theta near c = 1.
        double base = linear - even;
        if (t.length > 0) {
            for (int l = 0; l < n; l++) {
                double weight = base + factor * (Math.PI - scratch[angle + l]);
                t[at + l] *= weight;
                k[at + l] = weight * k[at + l] + own * roots[j + l] * scratch[sine + l];
            }
        } else {
            for (int l = 0; l < n; l++) {
                double weight = base + factor * (Math.PI - scratch[angle + l]);
                k[at + l] = weight * k[at + l] + own * roots[j + l] * scratch[sine + l];
            }
        }
    }
}
