package org.paisaje.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A text {@code head:value,key=value,...} or {@code head(value,...)} taken apart, with messages that point to the part at
 * fault.
 */
public final class Options {
    private static final int SHOWN = 80;

    private final String what;
    private final String text;
    private final String head;
    private final @Nullable String first;
    private final Map<String, String> values;
    private final List<String> arguments;
    private String form = "";
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> used = new ArrayList<>();
    private boolean firstUsed;

    private Options(String what, String text, String head, @Nullable String first, Map<String, String> values,
            List<String> arguments) {
        this.arguments = arguments;
        this.what = what;
        this.text = text;
        this.head = head;
        this.first = first;
        this.values = values;
    }

    /** The shortest number that reads back as the same one, with exponents as people type them, such as 1e-8. */
    public static String written(double value) {
        return Double.toString(value).replaceFirst("(\\.0)?E", "e");
    }

    /** The name that a text or a form begins with. */
    static String headOf(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '(') {
            end++;
        }
        return text.substring(0, end).strip().toLowerCase(Locale.ROOT);
    }

    static Options parse(String what, String text) {
        String head = headOf(text);
        int open = text.indexOf('(');
        int colon = text.indexOf(':');
        if (open >= 0 && (colon < 0 || open < colon)) {
            if (!text.strip().endsWith(")")) {
                throw new IllegalArgumentException(what + " \"" + shown(text) + "\": the parenthesis is not closed");
            }
            String inside = text.substring(open + 1, text.lastIndexOf(')'));
            return new Options(what, text, head, null, Map.of(), List.of(inside.split(",", -1)));
        }
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
        return new Options(what, text, head, first, values, List.of());
    }

    /** The name at the front, in lower case. */
    public String head() {
        return head;
    }

    /** The text as messages show it. */
    String shown() {
        return shown(text);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    Options of(String entryForm) {
        form = entryForm;
        return this;
    }

    /** Number i of those between parentheses, of which there must be {@code count}. */
    public double argument(int i, int count) {
        firstUsed = true;
        if (arguments.size() != count) {
            throw new IllegalArgumentException(what + " \"" + shown() + "\": " + head + " takes "
                    + (count == 1 ? "one number" : count + " numbers") + " in parentheses; write " + form);
        }
        try {
            return Double.parseDouble(arguments.get(i).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + ": \"" + arguments.get(i).strip() + "\" in \"" + shown()
                    + "\" is not a number; write " + form, e);
        }
    }

    /** The number between parentheses, or the default without parentheses. */
    public double argumentOr(double otherwise) {
        return arguments.isEmpty() ? otherwise : argument(0, 1);
    }

    /** {@link #argument} as a whole number. */
    public int wholeArgument(int i, int count) {
        double value = argument(i, count);
        if (value != (int) value) {
            throw new IllegalArgumentException(what + ": \"" + arguments.get(i).strip() + "\" in \"" + shown()
                    + "\" is not a whole number; write " + form);
        }
        return (int) value;
    }

    /** The bare value, which must be there. */
    public double first(String name) {
        firstUsed = true;
        if (first == null) {
            throw new IllegalArgumentException(what + " \"" + text + "\": " + name + " is missing; write " + head + ":"
                    + name);
        }
        return toNumber(name, first);
    }

    /** {@link #first} as a whole number. */
    public long wholeFirst(String name) {
        return toWhole(name, first(name));
    }

    /** The bare value or the value of the key, or else the default; {@code lr} is another key for {@code rate}. */
    public double firstOr(String key, double otherwise) {
        firstUsed = true;
        if (key.equals("rate") && values.containsKey("lr")) {
            return firstOr("lr", otherwise);
        }
        if (first != null && values.containsKey(key)) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is given twice, as " + first + " and by its key");
        }
        return first != null ? toNumber(key, first) : number(key, otherwise);
    }

    /** The value of a key, or else the default. */
    public double number(String key, double otherwise) {
        String value = take(key);
        return value == null ? otherwise : toNumber(key, value);
    }

    /** The whole value of a key, or else the default. */
    public long whole(String key, long otherwise) {
        String value = take(key);
        return value == null ? otherwise : toWhole(key, toNumber(key, value));
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
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is \"" + value + "\", needs one of "
                            + new TreeSet<>(choices.keySet()));
        }
        return chosen;
    }

    /** Whether a key is given. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Refuses what nobody asked for. */
    void finish() {
        if (!arguments.isEmpty() && !firstUsed) {
            throw new IllegalArgumentException(what + " \"" + shown() + "\": " + head
                    + " takes nothing in parentheses; write " + form);
        }
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
