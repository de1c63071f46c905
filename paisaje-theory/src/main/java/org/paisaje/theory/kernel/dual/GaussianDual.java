package org.paisaje.theory.kernel.dual;

/**
 * s(z) = e^(-z^2 / 2): with W = (1 + q1)(1 + q2) - k^2, {@code E[s s] = W^(-1/2)} and {@code E[s' s'] = k W^(-3/2)}.
 */
final class GaussianDual extends DualActivation {
    @Override
    public double mean(double q) {
        return 1 / Math.sqrt(1 + q);
    }

    @Override
    public double square(double q) {
        return 1 / Math.sqrt(1 + 2 * q);
    }

    @Override
    public double slopeSquare(double q) {
        double w = 1 + 2 * q;
        return q / (w * Math.sqrt(w));
    }

    @Override
    public Points points(double[] q) {
        return new Points(q, NONE, NONE);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        double[] q = p.q();
        double q1 = q[i];
        for (int l = 0; l < n; l++) {
            double cov = k[at + l];
            double w = (1 + q1) * (1 + q[j + l]) - cov * cov;
            double value = 1 / Math.sqrt(w);
            k[at + l] = value;
            scratch[l] = cov * value / w;
        }
        if (t.length > 0) {
            for (int l = 0; l < n; l++) {
                t[at + l] *= scratch[l];
            }
        }
    }
}
