package org.paisaje.study;

import java.util.Locale;

/** By how much two numbers that should be equal may differ, and where that comes from. */
public interface Tolerance {
    /** The largest difference, 0 for numbers that must be the same. */
    double bound();

    /** Its origin: roundings that were counted, digits that are printed, the error of a scheme, a level. */
    String words();

    /** None: the numbers must be the same, for the reason in words, such as that they are counted. */
    static Tolerance none(String words) {
        return of(0, words);
    }

    /** A bound with its origin in words. */
    static Tolerance of(double bound, String words) {
        if (!(bound >= 0) || words.isBlank()) {
            throw new IllegalArgumentException("Tolerance: the bound is " + bound + " and its origin \"" + words
                    + "\"; needed are a number that is not negative and where it comes from");
        }
        return new Stated(bound, words);
    }

    /** Half a unit of the last of so many decimals, to which a number is printed; whose it is in words. */
    static Tolerance decimals(int decimals, String whose) {
        return of(0.5 * Math.pow(10, -decimals) + Math.ulp(1.0), "half a unit of the last of "
                + (decimals == 1 ? "one decimal" : decimals + " decimals") + " of " + whose);
    }

    /** Both together. */
    default Tolerance plus(Tolerance other) {
        return of(bound() + other.bound(), words() + "; " + other.words());
    }

    /** The origin with the bound as a number, as a line of a table shows it. */
    default String shown() {
        return bound() == 0 ? words() : words() + String.format(Locale.ROOT, " (tolerance %.2g)", bound());
    }

    /** A bound that was given. */
    record Stated(double bound, String words) implements Tolerance {}
}
