package org.paisaje.study;

import org.paisaje.math.stats.Interval;

/**
 * A number and the interval it is known to lie in.
 *
 * @param value the number, not NaN
 * @param low lower end, at most the value
 * @param high upper end, at least the value
 */
public record Estimate(double value, double low, double high) {
    /** Checks the order. */
    public Estimate {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException(
                    "Estimate: the value " + value + " is not between " + low + " and " + high);
        }
    }

    /** A number without uncertainty. */
    public static Estimate exact(double value) {
        return new Estimate(value, value, value);
    }

    /** An estimate with its confidence interval. */
    public static Estimate of(Interval interval) {
        return new Estimate(interval.estimate(), interval.low(), interval.high());
    }

    /** A number with a symmetric uncertainty. */
    public static Estimate within(double value, double radius) {
        return new Estimate(value, value - radius, value + radius);
    }

    /** Whether there is no uncertainty. */
    public boolean isExact() {
        return low == high;
    }

    /** Whether x lies in the interval. */
    public boolean contains(double x) {
        return low <= x && x <= high;
    }

    /** Whether the two intervals meet. */
    public boolean meets(Estimate other) {
        return low <= other.high && other.low <= high;
    }
}
