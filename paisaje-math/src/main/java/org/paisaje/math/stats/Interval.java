package org.paisaje.math.stats;

/**
 * An estimate with a confidence interval.
 *
 * @param estimate the point estimate
 * @param low lower end
 * @param high upper end
 * @param level coverage aimed at, such as 0.95
 */
public record Interval(double estimate, double low, double high, double level) {
    /** Refuses ends out of order and a level outside (0, 1). */
    public Interval {
        requireLevel("Interval", level);
        if (!(low <= high)) {
            throw new IllegalArgumentException("Interval: low is " + low + ", high is " + high + "; needs low <= high");
        }
    }

    /** Whether the interval holds {@code value}, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Distance between the ends. */
    public double width() {
        return high - low;
    }

    static void requireLevel(String operation, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(operation + ": level is " + level
                    + ", it must lie strictly between 0 and 1; write 0.95 for 95 percent");
        }
    }
}
