package org.paisaje.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A text {@code key=value,key=value} taken apart, with messages that name the part at fault. */
public final class KeyValues {
    private final String where;
    private final Map<String, String> values;
    private final TreeSet<String> known = new TreeSet<>();

    private KeyValues(String where, Map<String, String> values) {
        this.where = where;
        this.values = values;
    }

    /**
     * The pairs of a text, which may be blank.
     *
     * @param where how messages begin, as {@code data rings}
     * @param known the keys that there are
     */
    public static KeyValues parse(String where, String text, List<String> known) {
        KeyValues result = of(where, text.isBlank() ? List.of() : List.of(text.split(",", -1)));
        result.known.addAll(known);
        result.finish();
        return result;
    }

    /** Pairs of any keys: those that are asked for by the time of {@link #finish} are the known ones. */
    static KeyValues of(String where, List<String> parts) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String raw : parts) {
            String part = raw.strip();
            int equals = part.indexOf('=');
            if (equals <= 0 || equals == part.length() - 1) {
                throw new IllegalArgumentException(where + ": at \"" + part
                        + "\": options are written key=value and joined by commas");
            }
            String key = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (values.put(key, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException(where + ": " + key + " is given twice");
            }
        }
        return new KeyValues(where, values);
    }

    /** Whether a key is given. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** What is written behind a key. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(take(key));
    }

    /** The number of a key, or else the default. */
    public double number(String key, double otherwise) {
        String value = take(key);
        return value == null ? otherwise : toNumber(key, value);
    }

    /** The whole number of a key, or else the default. */
    public long whole(String key, long otherwise) {
        String value = take(key);
        return value == null ? otherwise : toWhole(key, value, 1L << 53);
    }

    /** The whole number of a key within the range of int, or else the default. */
    public int count(String key, int otherwise) {
        String value = take(key);
        return value == null ? otherwise : (int) toWhole(key, value, Integer.MAX_VALUE);
    }

    /** The truth of a key, or else the default. */
    public boolean flag(String key, boolean otherwise) {
        return choice(key, Boolean.toString(otherwise), Map.of("true", true, "false", false));
    }

    /** What the value of a key stands for, or else that of the default. */
    public <T> T choice(String key, String otherwise, Map<String, T> choices) {
        String value = take(key);
        T chosen = choices.get(value == null ? otherwise : value.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            throw new IllegalArgumentException(where + ": " + key + " is \"" + value + "\", needs one of "
                    + String.join(", ", new TreeSet<>(choices.keySet())));
        }
        return chosen;
    }

    /** Refuses a key that nobody knows. */
    void finish() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(where + ": there is no option " + key
                        + Spelling.suggestion(key, known)
                        + (known.isEmpty() ? "; it takes none" : " (it takes " + String.join(", ", known) + ")"));
            }
        }
    }

    double toNumber(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + ": " + key + " is \"" + value + "\", needs a number", e);
        }
    }

    long toWhole(String key, String value, long most) {
        double number = toNumber(key, value);
        if (number != Math.rint(number) || Math.abs(number) > most) {
            throw new IllegalArgumentException(where + ": " + key + " is " + value + ", needs a whole number"
                    + (Math.abs(number) > most ? " up to " + most : ""));
        }
        return (long) number;
    }

    private @Nullable String take(String key) {
        known.add(key);
        return values.get(key);
    }
}
