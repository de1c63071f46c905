package org.paisaje.theory.teacher;

/**
 * The quadratic form behind Theorem 2: with {@code y = (||w||, ||w*||)} and no penalty,
 * {@code (w - w*) . E Dw = -y^T M(theta) y}, eq. (18)-(21).
 */
public final class LyapunovForm {
    private LyapunovForm() {}

    /** M(theta) of eq. (21) as {m11, m12, m22}. */
    public static double[] m(double theta) {
        double cross = -(2 * Math.PI - theta) * Math.cos(theta) - Math.sin(theta);
        return new double[] {
            0.5, cross / (4 * Math.PI), (Math.sin(2 * theta) + 2 * Math.PI - 2 * theta) / (4 * Math.PI)
        };
    }

    /** The smaller eigenvalue of the symmetric matrix {a11, a12, a22}. */
    public static double smallestEigenvalue(double[] a) {
        double half = (a[0] + a[2]) / 2;
        double gap = Math.hypot((a[0] - a[2]) / 2, a[1]);
        double larger = half + gap;
        // The product of the eigenvalues is the determinant: no cancellation when they are far apart.
        return larger > 0 ? (a[0] * a[2] - a[1] * a[1]) / larger : half - gap;
    }

    /** {@code y^T A y} for the symmetric matrix {a11, a12, a22}. */
    public static double form(double[] a, double y1, double y2) {
        return a[0] * y1 * y1 + 2 * a[1] * y1 * y2 + a[2] * y2 * y2;
    }

    /**
     * K of eq. (20) for the squared l2 norm with the printed sign, as {k11, k12, k22}: {@code M + lambda (P1 + P2)} with P1
     * of eq. (22) and P2 such that {@code y^T P2 y = T . E Dw} for {@code T = c w*}.
     *
     * @param c the length of T in units of w*: 2 for the expectation of eq. (19), where H/N is I/2; 0 leaves P2 out
     */
    public static double[] k(double theta, double lambda, double c) {
        double[] m = m(theta);
        double cross = (-0.5 + lambda) * Math.cos(theta);
        double star = 0.5 - theta / (2 * Math.PI) + Math.sin(theta) * Math.cos(theta) / (2 * Math.PI);
        return new double[] {
            m[0] - lambda, m[1] + lambda * (Math.cos(theta) + c * cross) / 2, m[2] + lambda * c * star
        };
    }
}
