package org.paisaje.math.testing;

import java.util.Locale;

/**
 * How far a computed number may be from the exact one, and why.
 *
 * @param bound the largest distance
 * @param origin where the bound comes from; a failed test prints it
 */
public record Tolerance(double bound, String origin) {
    /** Refuses what is no distance. */
    public Tolerance {
        if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Tolerance: the bound is " + bound + ", it must be finite and at least 0");
        }
    }

    /** Nothing but the same number. */
    public static Tolerance exactly() {
        return new Tolerance(0, "the same number");
    }

    /**
     * The rounding of n operations in a row, such as a sum of n products, on numbers of size 1: n machine epsilons, twice
     * the bound {@code n u / (1 - n u)} of Higham (2002), section 3.1.
     */
    public static Tolerance rounding(long n) {
        return new Tolerance(Math.max(1, n) * Math.ulp(1.0), "rounding of " + Math.max(1, n) + " operations");
    }

    /** Half a unit of the last digit of a reference that is printed with so many decimals. */
    public static Tolerance printed(int decimals) {
        return new Tolerance(0.5 * Math.pow(10, -decimals), "a reference with " + decimals + " decimals");
    }

    /** Half a unit of the last digit of a reference that is printed with so many significant digits. */
    public static Tolerance significant(int digits, double reference) {
        double leading = reference == 0 ? 0 : Math.pow(10, Math.floor(Math.log10(Math.abs(reference))));
        return new Tolerance(0.5 * leading * Math.pow(10, 1 - digits),
                "a reference with " + digits + " significant digits");
    }

    /**
     * A central difference of a function of size 1 whose derivatives are of size 1: h^2 of truncation and the rounding of
     * {@code n} operations over h.
     */
    public static Tolerance centralDifference(double h, long n) {
        return new Tolerance(h * h + n * Math.ulp(1.0) / h, "a central difference of step " + h);
    }

    /** What a scheme of order {@code p} with steps {@code h} leaves out of a function of size 1: h^p. */
    public static Tolerance truncation(double h, int p) {
        return new Tolerance(Math.pow(Math.abs(h), p), "truncation of order " + p + " with step " + h);
    }

    /**
     * The order that a fit finds in errors {@code c h^p (1 + s)}, where {@code s} is the share of the terms after the
     * first at the longest step: between a step and its half they shift the fit by log2(1 + s) - log2(1 + s / 2) < s.
     */
    public static Tolerance fittedOrder(double share) {
        return new Tolerance(share, "an order fitted where the next terms are a share " + share + " of the first");
    }

    /** The tolerance that a method was given, such as the error an integration keeps a step to. */
    public static Tolerance given(double tolerance) {
        return new Tolerance(tolerance, "the tolerance " + tolerance + " that the method was given");
    }

    /** So many standard errors of a random estimate. */
    public static Tolerance standardErrors(double count, double standardError) {
        return new Tolerance(count * standardError, count + " standard errors");
    }

    /** A bound that stands somewhere else, such as the tolerance a method was given or the residual it states. */
    public static Tolerance stated(double bound, String origin) {
        return new Tolerance(bound, origin);
    }

    /** For numbers of this size. */
    public Tolerance times(double scale) {
        return new Tolerance(bound * Math.abs(scale), origin + String.format(Locale.ROOT, ", times %.3g", scale));
    }

    /** For the square of a number that is 0 up to this error. */
    public Tolerance squared() {
        return new Tolerance(bound * bound, "the square of " + origin);
    }

    /** Both errors together. */
    public Tolerance plus(Tolerance other) {
        return new Tolerance(bound + other.bound, origin + " and " + other.origin);
    }
}
