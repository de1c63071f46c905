package org.paisaje.theory.kernel.dual;

import org.paisaje.math.Brief;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.activation.ClosedForm;

/**
 * The dual of an activation s (Daniely et al. 2016): with (u, v) centred normal of variances q1, q2 and covariance k, the
 * maps {@code E[s(u) s(v)]} and {@code E[s'(u) s'(v)]} from which the kernels of infinitely wide networks are built.
 * Closed forms for ReLU and its relatives, erf, GELU, sin, cos, exp, the Gaussian, monomials and the identity; any other
 * activation is expanded in Hermite polynomials with a stated error bound.
 *
 * <p>A correlation within 16 ulp of 1 is taken as 1: closer than that the rounding of an inner product does not tell two
 * points apart, and equal points get equal kernels. Where a variance is 0 the slope of a kinked activation is that of
 * correlation 0.
 */
public abstract sealed class DualActivation
        permits AbReluDual, ErfDual, GeluDual, ExponentialDual, GaussianDual, QuadraticDual, MonomialDual, IdentityDual,
        HermiteDual {
    /** The entries that one call of {@link #map} may cover. */
    public static final int CHUNK = 256;
    /** The arrays of {@link #CHUNK} entries that {@link #map} may use. */
    public static final int SCRATCH = 4;

    /** From here on a correlation counts as 1. */
    private static final double SAME = 1 - 16 * Math.ulp(1.0);

    DualActivation() {}

    /** The dual of an activation; one without closed form is expanded numerically. */
    public static DualActivation of(Activation s) {
        return s.closedForm().map(DualActivation::closed).orElseGet(() -> new HermiteDual(s));
    }

    private static DualActivation closed(ClosedForm form) {
        return switch (form) {
            case ClosedForm.Slopes(double left, double right) -> new AbReluDual(left, right);
            case ClosedForm.Power(int degree) -> switch (degree) {
                case 1 -> new IdentityDual();
                case 2 -> new QuadraticDual();
                default -> new MonomialDual(degree);
            };
            case ClosedForm.Function.ERF -> new ErfDual();
            case ClosedForm.Function.GELU -> new GeluDual();
            case ClosedForm.Function.SIN -> new ExponentialDual(ExponentialDual.Kind.SIN);
            case ClosedForm.Function.COS -> new ExponentialDual(ExponentialDual.Kind.COS);
            case ClosedForm.Function.EXP -> new ExponentialDual(ExponentialDual.Kind.EXP);
            case ClosedForm.Function.GAUSSIAN -> new GaussianDual();
        };
    }

    /** The dual of any activation by Hermite expansion, even where there is a closed form. */
    public static DualActivation numeric(Activation s) {
        return new HermiteDual(s);
    }

    /** E[s(u) s(v)]. */
    public final double value(double q1, double q2, double k) {
        return both("value", q1, q2, k)[0];
    }

    /** E[s'(u) s'(v)]. */
    public final double slope(double q1, double q2, double k) {
        return both("slope", q1, q2, k)[1];
    }

    private double[] both(String operation, double q1, double q2, double k) {
        if (!(q1 >= 0) || !(q2 >= 0) || !(k * k <= q1 * q2 * (1 + 1e-14))) {
            throw new IllegalArgumentException(operation + ": variances " + q1 + " and " + q2 + ", covariance " + k
                    + "; a covariance is at most the root of the product of the variances");
        }
        double[] value = {k};
        double[] slope = {1};
        map(points(new double[] {q1, q2}), 0, 1, 1, value, slope, 0, new double[SCRATCH * CHUNK]);
        return new double[] {value[0], slope[0]};
    }

    /** E[s(u)] for u of variance q. */
    public abstract double mean(double q);

    /** E[s(u)^2] for u of variance q. */
    public abstract double square(double q);

    /** E[s'(u)^2] for u of variance q. */
    public abstract double slopeSquare(double q);

    /** What {@link #map} needs of points of these variances. */
    public abstract Points points(double[] q);

    /**
     * For the pairs of point i with points j to j + n - 1 of p, n at most {@link #CHUNK}: replaces the covariances in
     * {@code k} from index {@code at} by E[s s], and multiplies {@code t} there by E[s' s'] unless t has no entries.
     */
    public abstract void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch);

    /**
     * Variances and two tables derived from them.
     *
     * @param q the variances
     * @param a one value per point, or several in the order of the dual
     * @param b the same
     * @param moments E[s(u)], E[s(u)^2] and E[s'(u)^2] of every point; no arrays where they are closed forms
     * @param error what any E[s s] or E[s' s'] may err by, absolute; 0 for a closed form, exact to rounding
     */
    public record Points(double[] q, double[] a, double[] b, double[][] moments, double error) {
        /** Tables of a closed form. */
        public Points(double[] q, double[] a, double[] b) {
            this(q, a, b, new double[0][], 0);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    public static final double[] NONE = {};

    /** Writes the correlations of point i and points from j, given roots' reciprocals, to {@code c}. */
    static void correlations(double[] inverse, int i, int j, int n, double[] k, int at, double[] c) {
        double own = inverse[i];
        for (int l = 0; l < n; l++) {
            double value = k[at + l] * own * inverse[j + l];
            value = value > SAME ? 1 : value;
            c[l] = value < -1 ? -1 : value;
        }
    }

    /** The reciprocals of the roots, 0 where q = 0. */
    static double[] inverseRoots(double[] q) {
        double[] result = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            result[i] = q[i] > 0 ? 1 / Math.sqrt(q[i]) : 0;
        }
        return result;
    }
}
