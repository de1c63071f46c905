package org.paisaje.study.figure;

/**
 * An axis of a figure.
 *
 * @param name what runs along it
 * @param unit its unit; empty means dimensionless
 * @param logarithmic whether equal distances are equal ratios; then every coordinate must be positive
 */
public record Axis(String name, String unit, boolean logarithmic) {
    /** A linear axis of a dimensionless quantity. */
    public static Axis linear(String name) {
        return new Axis(name, "", false);
    }

    /** A linear axis. */
    public static Axis linear(String name, String unit) {
        return new Axis(name, unit, false);
    }

    /** A logarithmic axis of a dimensionless quantity. */
    public static Axis log(String name) {
        return new Axis(name, "", true);
    }

    /** A logarithmic axis. */
    public static Axis log(String name, String unit) {
        return new Axis(name, unit, true);
    }
}
