package org.paisaje.training;

import java.util.Arrays;

/**
 * What one probe recorded: {@code values[i]} at {@code steps[i]}, in order of steps.
 *
 * @param name the name of the probe
 * @param steps the steps, increasing
 * @param values the values, all finite
 */
public record ProbeSeries(String name, long[] steps, double[] values) {
    /** Checks that there are as many steps as values. */
    public ProbeSeries {
        Check.that(steps.length == values.length, "ProbeSeries", "steps.length", steps.length,
                values.length + ", the number of values");
    }

    /** The number of entries. */
    public int size() {
        return steps.length;
    }

    /** The value at the largest recorded step not above {@code step}. */
    public double at(long step) {
        int i = Arrays.binarySearch(steps, step);
        int index = i >= 0 ? i : -i - 2;
        if (index < 0) {
            throw new IllegalArgumentException("at: " + name + " was not recorded at or before step " + step
                    + (steps.length == 0 ? "" : "; its first is " + steps[0]));
        }
        return values[index];
    }

    /** The last value. */
    public double last() {
        return at(Long.MAX_VALUE);
    }

    /** The first value. */
    public double first() {
        if (steps.length == 0) {
            throw new IllegalArgumentException("first: " + name + " has no entries");
        }
        return values[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProbeSeries s && name.equals(s.name) && Arrays.equals(steps, s.steps)
                && Arrays.equals(values, s.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + Arrays.hashCode(steps)) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "ProbeSeries[" + name + ", " + steps.length + " entries"
                + (steps.length == 0 ? "" : ", last " + last() + " at step " + steps[steps.length - 1]) + "]";
    }
}
