package org.paisaje.registry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final KeyValues values;
    private final List<String> arguments;
    private String form = "";
    private boolean firstUsed;

    private Options(String what, String text, String head, @Nullable String first, KeyValues values,
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
        String where = what + " \"" + shown(text) + "\"";
        int open = text.indexOf('(');
        int colon = text.indexOf(':');
        if (open >= 0 && (colon < 0 || open < colon)) {
            if (!text.strip().endsWith(")")) {
                throw new IllegalArgumentException(where + ": the parenthesis is not closed");
            }
            String inside = text.substring(open + 1, text.lastIndexOf(')'));
            return new Options(what, text, head, null, KeyValues.of(where, List.of()),
                    List.of(inside.split(",", -1)));
        }
        List<String> parts = colon < 0 ? List.of() : List.of(text.substring(colon + 1).split(",", -1));
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).isBlank()) {
                throw new IllegalArgumentException(where + ": part " + (i + 1)
                        + " after the colon is empty, needs a value or key=value");
            }
            if (i > 0 && parts.get(i).indexOf('=') < 0) {
                throw new IllegalArgumentException(where + ": \"" + parts.get(i).strip()
                        + "\" has no key; only the first part may be a bare value, the others are key=value");
            }
        }
        boolean bare = !parts.isEmpty() && parts.getFirst().indexOf('=') < 0;
        return new Options(what, text, head, bare ? parts.getFirst().strip() : null,
                KeyValues.of(where, bare ? parts.subList(1, parts.size()) : parts), List.of());
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
        return values.toNumber(name, first);
    }

    /** {@link #first} as a whole number. */
    public long wholeFirst(String name) {
        first(name);
        return values.toWhole(name, String.valueOf(first), 1L << 53);
    }

    /** The bare value or the value of the key, or else the default; {@code lr} is another key for {@code rate}. */
    public double firstOr(String key, double otherwise) {
        firstUsed = true;
        if (key.equals("rate") && values.has("lr")) {
            return firstOr("lr", otherwise);
        }
        if (first != null && values.has(key)) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\": " + key + " is given twice, as " + first + " and by its key");
        }
        return first != null ? values.toNumber(key, first) : number(key, otherwise);
    }

    /** The number of a key, or else the default. */
    public double number(String key, double otherwise) {
        return values.number(key, otherwise);
    }

    /** The whole number of a key, or else the default. */
    public long whole(String key, long otherwise) {
        return values.whole(key, otherwise);
    }

    /** The truth of a key, or else the default. */
    public boolean flag(String key, boolean otherwise) {
        return values.flag(key, otherwise);
    }

    /** What the value of a key stands for, or else that of the default. */
    public <T> T choice(String key, String otherwise, Map<String, T> choices) {
        return values.choice(key, otherwise, choices);
    }

    /** Whether a key is given. */
    public boolean has(String key) {
        return values.has(key);
    }

    /** Refuses what nobody asked for. */
    void finish() {
        if (!arguments.isEmpty() && !firstUsed) {
            throw new IllegalArgumentException(what + " \"" + shown() + "\": " + head
                    + " takes nothing in parentheses; write " + form);
        }
        if (first != null && !firstUsed) {
            throw new IllegalArgumentException(
                    what + " \"" + shown() + "\": " + head + " takes no bare value, got " + first + "; write " + form);
        }
        values.finish();
    }
}
