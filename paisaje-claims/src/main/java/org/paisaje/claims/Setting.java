package org.paisaje.claims;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named parameters of a check, in the order in which they are shown. A value is a {@code Long}, a {@code Double}, a
 * {@code Boolean}, a {@code String} or a list of {@code Double}s. Equal settings measure the same.
 *
 * @param values the parameters
 * @param note what is special about the setting, for a control what was broken; not part of what is measured
 */
public record Setting(Map<String, Object> values, String note) {
    /** Copies the map and checks the types. */
    public Setting {
        var copy = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> copy.put(name, canonical(name, value)));
        values = Collections.unmodifiableMap(copy);
    }

    /** A setting of alternating names and values. */
    public static Setting of(Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Setting: the last name has no value");
        }
        var values = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (values.put((String) namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new IllegalArgumentException("Setting: " + namesAndValues[i] + " is given twice");
            }
        }
        return new Setting(values, "");
    }

    /** This setting with one parameter replaced or appended. */
    public Setting with(String name, Object value) {
        var copy = new LinkedHashMap<>(values);
        copy.put(name, value);
        return new Setting(copy, note);
    }

    /** This setting with a note. */
    public Setting noted(String words) {
        return new Setting(values, words);
    }

    /** This setting with a parameter replaced by a value written as text, of the type that it has. */
    public Setting withText(String name, String text) {
        Object old = value(name);
        try {
            return with(name, switch (old) {
                case Long l -> (Object) Long.valueOf(text.strip());
                case Double d -> Double.valueOf(text.strip());
                case Boolean b -> truth(text.strip());
                case List<?> l -> List.of(text.split(","))
                        .stream()
                        .map(String::strip)
                        .map(Double::valueOf)
                        .toList();
                default -> text.strip();
            });
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting " + name + ": " + text + " is not a value like " + old + ", which it has now", e);
        }
    }

    /** The whole number of that name, in the range of int. */
    public int integer(String name) {
        return Math.toIntExact(typed(name, Long.class));
    }

    /** The real number of that name. */
    public double real(String name) {
        Object value = value(name);
        return value instanceof Long whole ? whole : typed(name, Double.class);
    }

    /** The text of that name. */
    public String text(String name) {
        return typed(name, String.class);
    }

    /** The truth value of that name. */
    public boolean flag(String name) {
        return typed(name, Boolean.class);
    }

    /** The list of numbers of that name. */
    public double[] reals(String name) {
        return typed(name, List.class).stream()
                .mapToDouble(number -> ((Number) number).doubleValue())
                .toArray();
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("setting: there is no " + name + "; there are " + values.keySet());
        }
        return value;
    }

    private <T> T typed(String name, Class<T> type) {
        Object value = value(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("setting " + name + ": " + value + " is not a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NumberFormatException();
        };
    }

    private static Object canonical(String name, Object value) {
        return switch (value) {
            case Integer i -> (Object) i.longValue();
            case Long l -> l;
            case Double d -> d;
            case Boolean b -> b;
            case String s -> s;
            case Enum<?> e -> e.name();
            case double[] numbers -> java.util.Arrays.stream(numbers).boxed().toList();
            case int[] numbers -> java.util.Arrays.stream(numbers).mapToObj(i -> (double) i).toList();
            case List<?> list -> list.stream().map(item -> ((Number) item).doubleValue()).toList();
            default -> throw new IllegalArgumentException("setting " + name + ": cannot hold a "
                    + value.getClass().getSimpleName() + "; numbers, texts, truth values and lists of numbers can");
        };
    }
}
