package org.paisaje.theory.kernel.dual;

import org.paisaje.math.special.Elementwise;

/**
 * s = erf: {@code E[s s] = (2/pi) asin(2 k / sqrt((1 + 2 q1)(1 + 2 q2)))} and
 * {@code E[s' s'] = (4/pi) / sqrt((1 + 2 q1)(1 + 2 q2) - 4 k^2)} (Williams 1996).
 */
final class ErfDual extends DualActivation {
    @Override
    public double mean(double q) {
        return 0;
    }

    @Override
    public double square(double q) {
        return 2 / Math.PI * Math.asin(2 * q / (1 + 2 * q));
    }

    @Override
    public double slopeSquare(double q) {
        return 4 / Math.PI / Math.sqrt(1 + 4 * q);
    }

    @Override
    public Points points(double[] q) {
        double[] inverse = new double[q.length];
        double[] sum = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            sum[i] = 1 + 2 * q[i];
            inverse[i] = 1 / Math.sqrt(sum[i]);
        }
        return new Points(q, inverse, sum);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        double own = 2 * p.a()[i];
        double ownSum = p.b()[i];
        double[] inverse = p.a();
        double[] sum = p.b();
        for (int l = 0; l < n; l++) {
            scratch[l] = k[at + l] * own * inverse[j + l];
        }
        if (t.length > 0) {
            for (int l = 0; l < n; l++) {
                double cov = k[at + l];
                t[at + l] *= 4 / Math.PI / Math.sqrt(ownSum * sum[j + l] - 4 * cov * cov);
            }
        }
        Elementwise.asin(scratch, 0, scratch, 0, n);
        for (int l = 0; l < n; l++) {
            k[at + l] = 2 / Math.PI * scratch[l];
        }
    }
}
