package org.paisaje.report.svg;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.report.NumberText;

/**
 * A map from values to pixels along one axis, with its ticks.
 *
 * @param low smallest value
 * @param high largest value
 * @param logarithmic whether equal distances are equal ratios
 * @param from the pixel of the smallest value
 * @param to the pixel of the largest
 * @param counts whether there is nothing between whole numbers
 */
record Scale(double low, double high, boolean logarithmic, double from, double to, boolean counts) {
    /** A scale of real numbers. */
    Scale(double low, double high, boolean logarithmic, double from, double to) {
        this(low, high, logarithmic, from, to, false);
    }

    /** The same with ticks on whole numbers only, if so. */
    Scale counting(boolean whole) {
        return new Scale(low, high, logarithmic, from, to, whole);
    }

    /** Whether all values are whole numbers. */
    static boolean whole(double... values) {
        for (double value : values) {
            if (value != Math.rint(value)) {
                return false;
            }
        }
        return values.length > 0;
    }

    /** A labelled place on the axis. */
    record Tick(double value, String label) {}

    /** A scale that shows all of [low, high] with some air, on ends that are round where that costs little. */
    static Scale covering(double low, double high, boolean logarithmic, double from, double to) {
        if (logarithmic) {
            double ratio = high / low;
            double air = ratio > 1 ? Math.pow(ratio, 0.04) : 2;
            return new Scale(low / air, high * air, true, from, to);
        }
        double span = high - low;
        double air = span > 0 ? 0.04 * span : low == 0 ? 0.5 : 0.5 * Math.abs(low);
        double bottom = low >= 0 && low < 0.15 * span ? 0 : low - air;
        return new Scale(Math.min(bottom, low), high + air, false, from, to);
    }

    double at(double value) {
        double share = logarithmic
                ? Math.log(value / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** Round values, about {@code wanted} of them. */
    List<Tick> ticks(int wanted) {
        if (logarithmic && Math.log10(high / low) >= 1.2) {
            return decades(wanted);
        }
        double round = step((high - low) / Math.max(1, wanted));
        double step = counts ? Math.max(1, round) : round;
        var ticks = new ArrayList<Tick>();
        for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
            double value = k * step;
            if (!logarithmic || value > 0) {
                ticks.add(new Tick(value, NumberText.show(Math.abs(value) < 1e-9 * step ? 0 : value)));
            }
        }
        return ticks;
    }

    private List<Tick> decades(int wanted) {
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int every = Math.max(1, (int) Math.ceil((last - first + 1) / (double) wanted));
        var ticks = new ArrayList<Tick>();
        for (int k = first; k <= last; k += every) {
            ticks.add(new Tick(Math.pow(10, k), k >= -2 && k <= 3 ? NumberText.show(Math.pow(10, k)) : "1e" + k));
        }
        if (every == 1 && 2 * ticks.size() <= wanted) {
            int[] factors = ticks.size() > 2 ? new int[] {3} : new int[] {2, 5};
            for (int k = first - 1; k <= last; k++) {
                for (int factor : factors) {
                    double value = factor * Math.pow(10, k);
                    if (value >= low && value <= high) {
                        ticks.add(new Tick(value, NumberText.show(value)));
                    }
                }
            }
        }
        return ticks;
    }

    private static double step(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    }
}
