package org.paisaje.claims.catalogue;

import java.util.Locale;
import org.paisaje.study.Tolerance;

/**
 * What floating-point arithmetic may be off by: so many roundings, each by at most half an ulp, of numbers of a size, and
 * magnified by a condition number. Sums of n terms take n roundings, a chain of operations one each; a printed number of
 * sixteen digits counts as one more.
 *
 * @param count how many roundings
 * @param size the largest number that is rounded
 * @param condition by how much later operations magnify an error
 */
public record Rounding(double count, double size, double condition) implements Tolerance {
    /** Refuses bounds that are no bounds. */
    public Rounding {
        if (!(count >= 0 && size >= 0 && condition >= 0 && Double.isFinite(count * size * condition))) {
            throw new IllegalArgumentException("Rounding: " + count + " roundings of size " + size + " and condition "
                    + condition + "; each must be finite and not negative");
        }
    }

    /** So many roundings of numbers up to 1. */
    public static Rounding of(double count) {
        return new Rounding(count, 1, 1);
    }

    /** The same of numbers up to that size. */
    public Rounding on(double largest) {
        return new Rounding(count, largest, condition);
    }

    /** The same, magnified. */
    public Rounding times(double magnified) {
        return new Rounding(count, size, magnified);
    }

    /** The product of all, with half an ulp of 1. */
    @Override
    public double bound() {
        return count * 0x1p-53 * size * condition;
    }

    @Override
    public String words() {
        return number(count) + " roundings of numbers up to " + number(size)
                + (condition == 1 ? "" : ", magnified " + number(condition) + " times");
    }

    private static String number(double x) {
        return x == Math.rint(x) && x < 1e6 ? Long.toString((long) x) : String.format(Locale.ROOT, "%.2g", x);
    }
}
