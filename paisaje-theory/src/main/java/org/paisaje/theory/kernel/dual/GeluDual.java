package org.paisaje.theory.kernel.dual;

import org.paisaje.math.special.Elementwise;

/**
 * s(z) = z Phi(z) = (z + z g(z)) / 2 with g(z) = erf(z / sqrt 2). By Stein's identity, with
 * {@code A = E[g g] = (2/pi) asin(k / sqrt((1 + q1)(1 + q2)))}, {@code D = E[g' g'] = (2/pi) / sqrt(W)} and
 * {@code W = (1 + q1)(1 + q2) - k^2}:
 *
 * <pre>
 * 4 E[s s]   = k + k A + D (q1 q2 + k^2 (1 - q1/(1 + q1) - q2/(1 + q2)))
 * 4 E[s' s'] = 1 + A + k D (1/(1 + q1) + 1/(1 + q2) + 1/W)
 * </pre>
 */
final class GeluDual extends DualActivation {
    @Override
    public double mean(double q) {
        return q / Math.sqrt(2 * Math.PI * (1 + q));
    }

    @Override
    public double square(double q) {
        double root = Math.sqrt(1 + 2 * q);
        double angle = 2 / Math.PI * Math.asin(q / (1 + q));
        double d = 2 / Math.PI / root;
        return (q + q * angle + d * q * q * (2 - 2 * q / (1 + q))) / 4;
    }

    @Override
    public double slopeSquare(double q) {
        double w = 1 + 2 * q;
        double angle = 2 / Math.PI * Math.asin(q / (1 + q));
        return (1 + angle + q * 2 / Math.PI / Math.sqrt(w) * (2 / (1 + q) + 1 / w)) / 4;
    }

    @Override
    public Points points(double[] q) {
        double[] roots = new double[q.length];
        double[] inverse = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            inverse[i] = 1 / (1 + q[i]);
            roots[i] = Math.sqrt(inverse[i]);
        }
        return new Points(q, inverse, roots);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        double[] q = p.q();
        double[] inverse = p.a();
        double[] roots = p.b();
        double q1 = q[i];
        double inverse1 = inverse[i];
        double root1 = roots[i];
        for (int l = 0; l < n; l++) {
            scratch[l] = k[at + l] * root1 * roots[j + l];
        }
        Elementwise.asin(scratch, 0, scratch, 0, n);
        if (t.length > 0) {
            for (int l = 0; l < n; l++) {
                double cov = k[at + l];
                double w = (1 + q1) * (1 + q[j + l]) - cov * cov;
                double d = 2 / Math.PI / Math.sqrt(w);
                double sum = 1 + 2 / Math.PI * scratch[l] + cov * d * (inverse1 + inverse[j + l] + 1 / w);
                t[at + l] *= 0.25 * sum;
            }
        }
        for (int l = 0; l < n; l++) {
            double cov = k[at + l];
            double w = (1 + q1) * (1 + q[j + l]) - cov * cov;
            double d = 2 / Math.PI / Math.sqrt(w);
            // 1 - q1/(1 + q1) - q2/(1 + q2) = 1/(1 + q1) + 1/(1 + q2) - 1
            double bracket = q1 * q[j + l] + cov * cov * (inverse1 + inverse[j + l] - 1);
            k[at + l] = 0.25 * (cov + cov * (2 / Math.PI) * scratch[l] + d * bracket);
        }
    }
}
