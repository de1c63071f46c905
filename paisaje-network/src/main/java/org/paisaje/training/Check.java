package org.paisaje.training;

/** Refusals of settings, in one form. */
public final class Check {
    private Check() {}

    public static void that(boolean holds, String operation, String argument, Object got, String needs) {
        if (!holds) {
            throw new IllegalArgumentException(operation + ": " + argument + " is " + got + ", needs " + needs);
        }
    }

    public static void rate(String operation, double rate) {
        that(rate > 0 && rate < Double.POSITIVE_INFINITY, operation, "rate", rate,
                "a finite learning rate above 0; the sign of the step is the optimizer's");
    }

    public static void positive(String operation, String argument, double value) {
        that(value > 0 && value < Double.POSITIVE_INFINITY, operation, argument, value, "a finite number above 0");
    }

    public static void notNegative(String operation, String argument, double value) {
        that(value >= 0 && value < Double.POSITIVE_INFINITY, operation, argument, value,
                "a finite number of at least 0");
    }

    public static void fraction(String operation, String argument, double value) {
        that(value >= 0 && value < 1, operation, argument, value, "a number in [0, 1)");
    }

    static void finite(String operation, String argument, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(operation + ": " + argument + "[" + i + "] is " + values[i]
                        + ", needs finite entries; an earlier run may have diverged");
            }
        }
    }
}
