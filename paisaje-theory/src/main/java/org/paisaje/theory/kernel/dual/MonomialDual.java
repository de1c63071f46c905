package org.paisaje.theory.kernel.dual;

/**
 * s(z) = z^p: with {@code z^p = sum_j C(p, j) (p - j - 1)!! He_j(z)} over j of the parity of p and
 * {@code E[He_j(u) He_j(v)] = j! k^j} for unit variances, {@code E[s s] = sum_j j! (C(p, j) (p - j - 1)!!)^2 k^j (q1
 * q2)^((p - j) / 2)} and {@code E[s' s'] = p^2} times the same sum for p - 1 (Isserlis 1918). Exact to rounding.
 */
final class MonomialDual extends DualActivation {
    private final int degree;
    /** Coefficients of k^j (q1 q2)^((p - j) / 2) for p and for p - 1, by j. */
    private final double[] values;
    private final double[] slopes;

    MonomialDual(int degree) {
        this.degree = degree;
        values = coefficients(degree);
        slopes = coefficients(degree - 1);
        for (int j = 0; j < slopes.length; j++) {
            slopes[j] *= (double) degree * degree;
        }
    }

    private static double[] coefficients(int p) {
        double[] result = new double[p + 1];
        for (int j = p; j >= 0; j -= 2) {
            double term = 1;
            for (int i = 0; i < p - j; i++) {
                term *= (double) (p - i) / (i + 1);
            }
            for (int i = p - j - 1; i > 1; i -= 2) {
                term *= i;
            }
            double factorial = 1;
            for (int i = 2; i <= j; i++) {
                factorial *= i;
            }
            result[j] = factorial * term * term;
        }
        return result;
    }

    /** (n - 1)!!, the normal moment of even order n. */
    private static double moment(int n) {
        double result = 1;
        for (int i = n - 1; i > 1; i -= 2) {
            result *= i;
        }
        return result;
    }

    @Override
    public double mean(double q) {
        return degree % 2 == 1 ? 0 : moment(degree) * Math.pow(q, degree / 2);
    }

    @Override
    public double square(double q) {
        return moment(2 * degree) * Math.pow(q, degree);
    }

    @Override
    public double slopeSquare(double q) {
        return (double) degree * degree * moment(2 * degree - 2) * Math.pow(q, degree - 1);
    }

    @Override
    public Points points(double[] q) {
        return new Points(q, NONE, NONE);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        double q1 = p.q()[i];
        double[] q = p.q();
        if (t.length > 0) {
            series(slopes, q1, q, j, n, k, at, scratch);
            for (int l = 0; l < n; l++) {
                t[at + l] *= scratch[l];
            }
        }
        series(values, q1, q, j, n, k, at, scratch);
        System.arraycopy(scratch, 0, k, at, n);
    }

    /** Horner's rule: from the constant or linear term on, each power of k^2 lacks one of q1 q2. */
    private static void series(double[] c, double q1, double[] q, int j, int n, double[] k, int at, double[] out) {
        int highest = c.length - 1;
        for (int l = 0; l < n; l++) {
            double cov = k[at + l];
            double square = cov * cov;
            double product = q1 * q[j + l];
            double sum = c[highest];
            double power = 1;
            for (int m = highest - 2; m >= 0; m -= 2) {
                power *= product;
                sum = sum * square + c[m] * power;
            }
            out[l] = highest % 2 == 1 ? sum * cov : sum;
        }
    }
}
