package org.paisaje.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A text {@code head:value,key=value,...} taken apart, with messages that point to the part at fault. */
final class Options {
    private final String what;
    private final String text;
    private final String head;
    private final @Nullable String first;
    private final Map<String, String> values;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> used = new ArrayList<>();
    private boolean firstUsed;

    private Options(String what, String text, String head, @Nullable String first, Map<String, String> values) {
        this.what = what;
        this.text = text;
        this.head = head;
        this.first = first;
        this.values = values;
    }

    static Options parse(String what, String text) {
        int colon = text.indexOf(':');
        String head = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        String first = null;
        Map<String, String> values = new LinkedHashMap<>();
        if (colon >= 0) {
            String[] parts = text.substring(colon + 1).split(",", -1);
            for (int i = 0; i < parts.length; i++) {
                String part = parts[i].strip();
                int equals = part.indexOf('=');
                if (part.isEmpty() || equals == 0 || equals == part.length() - 1) {
                    throw new IllegalArgumentException(
                            what + " \"" + text + "\": part " + (i + 1) + " after the colon is \""
                                    + part + "\", needs a value or key=value");
                }
                if (equals < 0) {
                    if (i > 0) {
                        throw new IllegalArgumentException(what + " \"" + text + "\": \"" + part
                                + "\" has no key; only the first part may be a bare value, the others are key=value");
                    }
                    first = part;
                } else if (values.put(part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip()) != null) {
                    throw new IllegalArgumentException(
                            what + " \"" + text + "\": " + part.substring(0, equals) + " is given twice");
                }
            }
        }
        return new Options(what, text, head, first, values);
    }

    String head() {
        return head;
    }

    IllegalArgumentException unknownHead(String list) {
        return new IllegalArgumentException(
                what + " \"" + text + "\": there is no " + what + " \"" + head + "\"; known are " + list);
    }

    /** The bare value, which must be there. */
    double first(String name) {
        firstUsed = true;
        if (first == null) {
            throw new IllegalArgumentException(what + " \"" + text + "\": " + name + " is missing; write " + head + ":"
                    + name);
        }
        return toNumber(name, first);
    }

    long wholeFirst(String name) {
        return toWhole(name, first(name));
    }

    /** The bare value or the value of the key, or else the default. */
    double firstOr(String key, double otherwise) {
        firstUsed = true;
        if (first != null && values.containsKey(key)) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is given twice, as " + first + " and by its key");
        }
        return first != null ? toNumber(key, first) : number(key, otherwise);
    }

    double number(String key, double otherwise) {
        String value = take(key);
        return value == null ? otherwise : toNumber(key, value);
    }

    long whole(String key, long otherwise) {
        String value = take(key);
        return value == null ? otherwise : toWhole(key, toNumber(key, value));
    }

    boolean flag(String key, boolean otherwise) {
        return choice(key, Boolean.toString(otherwise), Map.of("true", true, "false", false));
    }

    <T> T choice(String key, String otherwise, Map<String, T> choices) {
        String value = take(key);
        T chosen = choices.get(value == null ? otherwise : value.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is \"" + value + "\", needs one of "
                            + new TreeSet<>(choices.keySet()));
        }
        return chosen;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Refuses what nobody asked for. */
    void finish() {
        if (first != null && !firstUsed) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + head + " takes no bare value, got " + first
                            + "; its keys are " + known);
        }
        for (String key : values.keySet()) {
            if (!used.contains(key)) {
                throw new IllegalArgumentException(what + " \"" + text + "\": " + head + " has no setting \"" + key
                        + "\"; its keys are " + known);
            }
        }
    }

    private @Nullable String take(String key) {
        known.add(key);
        used.add(key);
        return values.get(key);
    }

    private double toNumber(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is \"" + value + "\", needs a number", e);
        }
    }

    private long toWhole(String key, double value) {
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is " + value + ", needs a whole number");
        }
        return (long) value;
    }
}
