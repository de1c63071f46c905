package org.paisaje.theory.kernel.dual;

/** s(z) = z^2: {@code E[s s] = q1 q2 + 2 k^2} and {@code E[s' s'] = 4 k} (Isserlis 1918). */
final class QuadraticDual extends DualActivation {
    @Override
    public double mean(double q) {
        return q;
    }

    @Override
    public double square(double q) {
        return 3 * q * q;
    }

    @Override
    public double slopeSquare(double q) {
        return 4 * q;
    }

    @Override
    public Points points(double[] q) {
        return new Points(q, NONE, NONE);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        double[] q = p.q();
        double q1 = q[i];
        if (t.length > 0) {
            for (int l = 0; l < n; l++) {
                t[at + l] *= 4 * k[at + l];
            }
        }
        for (int l = 0; l < n; l++) {
            double cov = k[at + l];
            k[at + l] = q1 * q[j + l] + 2 * cov * cov;
        }
    }
}
