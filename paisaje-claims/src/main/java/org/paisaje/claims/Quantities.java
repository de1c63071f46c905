package org.paisaje.claims;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paisaje.math.Brief;

/**
 * Named results, each a list of numbers; a scalar is a list of one. None is NaN: what could not be computed is left
 * out or counted. The arrays are shared and must not be modified.
 */
public record Quantities(Map<String, double[]> values) {
    /** No results. */
    public static final Quantities NONE = new Quantities(Map.of());

    /** Copies the map and refuses NaN. */
    public Quantities {
        values.forEach((name, numbers) -> {
            for (int i = 0; i < numbers.length; i++) {
                if (Double.isNaN(numbers[i])) {
                    throw new IllegalArgumentException("Quantities: entry " + i + " of " + name
                            + " is NaN; leave out what could not be computed, or count it");
                }
            }
        });
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Results with one scalar. */
    public static Quantities of(String name, double value) {
        return NONE.and(name, value);
    }

    /** Results with one list. */
    public static Quantities of(String name, double[] values) {
        return NONE.and(name, values);
    }

    /** These results and a scalar. */
    public Quantities and(String name, double value) {
        return and(name, new double[] {value});
    }

    /** These results and a list. */
    public Quantities and(String name, double[] numbers) {
        var copy = new LinkedHashMap<>(values);
        copy.put(name, numbers);
        return new Quantities(copy);
    }

    /** Whether there is a result of that name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The list of that name. */
    public double[] list(String name) {
        double[] numbers = values.get(name);
        if (numbers == null) {
            throw new IllegalArgumentException("Quantities: there is no " + name + "; there are " + values.keySet());
        }
        return numbers;
    }

    /** The scalar of that name. */
    public double scalar(String name) {
        double[] numbers = list(name);
        if (numbers.length != 1) {
            throw new IllegalArgumentException("Quantities: " + name + " has " + numbers.length + " entries, not one");
        }
        return numbers[0];
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
