package org.paisaje.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.paisaje.registry.Registry;

/**
 * A parameter that settings may have: its name, the values that it may take, and what it means. Both are declared once, here,
 * and read by whoever changes a setting, shows it or refuses a value.
 *
 * @param <T> the type of the values
 */
public final class Key<T> {
    private final String name;
    private final String meaning;
    private final String allowed;
    private final Predicate<T> accepts;
    private final Codec<T> codec;
    private final Function<Bounds, Key<T>> narrower;
    private final Key<T> whole;
    /** A key of which this one is the upper end; null for most. */
    private final @Nullable Key<? extends Number> least;

    /** How values are read from text, kept, and compared. */
    private record Codec<T>(Function<String, T> read, Function<T, Object> keep) {}

    /** An interval of numbers that contains its ends. */
    private record Bounds(double least, double most) {
        private boolean holds(double number) {
            return number >= least && number <= most;
        }

        private String words() {
            String from = least == Double.MIN_VALUE ? "above 0" : show(least);
            if (least == -Double.MAX_VALUE && most == Double.MAX_VALUE) {
                return "";
            }
            if (most == Double.MAX_VALUE) {
                return least == Double.MIN_VALUE ? " above 0" : " of at least " + from;
            }
            return least == Double.MIN_VALUE ? " above 0, up to " + show(most) : " from " + from + " to " + show(most);
        }

        private static String show(double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e9
                    ? String.format("%,d", (long) number)
                    : Double.toString(number);
        }
    }

    private Key(String name, String meaning, String allowed, Predicate<T> accepts, Codec<T> codec,
            Function<Bounds, Key<T>> narrower) {
        this.name = name;
        this.meaning = meaning;
        this.allowed = allowed;
        this.accepts = accepts;
        this.codec = codec;
        this.narrower = narrower;
        this.whole = this;
        this.least = null;
    }

    private Key(Key<T> narrow, Key<T> whole) {
        this(narrow, whole, whole.least);
    }

    private Key(Key<T> narrow, @Nullable Key<T> whole, @Nullable Key<? extends Number> least) {
        this.name = narrow.name;
        this.meaning = narrow.meaning;
        this.allowed = narrow.allowed;
        this.accepts = narrow.accepts;
        this.codec = narrow.codec;
        this.narrower = narrow.narrower;
        this.whole = whole == null ? this : whole;
        this.least = least;
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Key<Integer> whole(String name, int least, int most, String meaning) {
        return whole(name, new Bounds(least, most), meaning);
    }

    private static Key<Integer> whole(String name, Bounds bounds, String meaning) {
        return new Key<>(name, meaning, "a whole number" + bounds.words(), value -> bounds.holds(value),
                new Codec<Integer>(Integer::valueOf, value -> (Object) value.longValue()),
                other -> whole(name, other, meaning));
    }

    /** A real number from {@code least} to {@code most}. */
    public static Key<Double> real(String name, double least, double most, String meaning) {
        return real(name, new Bounds(least, most), meaning);
    }

    /** A finite real number. */
    public static Key<Double> real(String name, String meaning) {
        return real(name, -Double.MAX_VALUE, Double.MAX_VALUE, meaning);
    }

    /** A positive real number. */
    public static Key<Double> positive(String name, String meaning) {
        return real(name, Double.MIN_VALUE, Double.MAX_VALUE, meaning);
    }

    private static Key<Double> real(String name, Bounds bounds, String meaning) {
        return new Key<>(name, meaning, "a number" + bounds.words(), bounds::holds,
                new Codec<>(Double::valueOf, value -> value), other -> real(name, other, meaning));
    }

    /** Yes or no. */
    public static Key<Boolean> flag(String name, String meaning) {
        return new Key<>(name, meaning, "true or false", value -> true, new Codec<>(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        }, value -> value), Key::cannotNarrow);
    }

    /** One of some words. */
    public static Key<String> word(String name, String meaning, String... choices) {
        return new Key<>(name, meaning, "one of " + String.join(", ", choices), List.of(choices)::contains,
                new Codec<>(text -> text, value -> value), Key::cannotNarrow);
    }

    /** One of the constants of a type, written by its name. */
    public static <E extends Enum<E>> Key<E> choice(String name, Class<E> type, String meaning) {
        return new Key<>(name, meaning,
                Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ", "one of ", "")),
                value -> true, new Codec<>(text -> Enum.valueOf(type, text), Enum::name), Key::cannotNarrow);
    }

    /** At least one whole number from {@code least} to {@code most}, as numbers to reckon with. */
    public static Key<double[]> wholes(String name, int least, int most, String meaning) {
        return numbers(name, true, Order.ANY, new Bounds(least, most), meaning);
    }

    /** At least one real number from {@code least} to {@code most}. */
    public static Key<double[]> reals(String name, double least, double most, String meaning) {
        return numbers(name, false, Order.ANY, new Bounds(least, most), meaning);
    }

    /** As {@link #wholes}, each above the one before. */
    public static Key<double[]> ascendingWholes(String name, int least, int most, String meaning) {
        return numbers(name, true, Order.ASCENDING, new Bounds(least, most), meaning);
    }

    /** As {@link #reals}, each above the one before. */
    public static Key<double[]> ascendingReals(String name, double least, double most, String meaning) {
        return numbers(name, false, Order.ASCENDING, new Bounds(least, most), meaning);
    }

    /** As {@link #reals}, each below the one before. */
    public static Key<double[]> descendingReals(String name, double least, double most, String meaning) {
        return numbers(name, false, Order.DESCENDING, new Bounds(least, most), meaning);
    }

    /** How the numbers of a list follow each other. */
    private enum Order {
        ANY(""), ASCENDING(", ascending"), DESCENDING(", descending");

        private final String words;

        Order(String words) {
            this.words = words;
        }

        private boolean holds(double[] values) {
            for (int i = 1; i < values.length; i++) {
                double step = values[i] - values[i - 1];
                if (this == ASCENDING && !(step > 0) || this == DESCENDING && !(step < 0)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Key<double[]> numbers(String name, boolean whole, Order order, Bounds bounds, String meaning) {
        return new Key<>(name, meaning,
                (whole ? "whole numbers" : "numbers") + bounds.words() + order.words + ", joined by commas",
                values -> values.length > 0 && order.holds(values) && Arrays.stream(values)
                        .allMatch(value -> bounds.holds(value) && (!whole || value == Math.rint(value))),
                new Codec<>(text -> Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray(),
                        values -> Arrays.stream(values).boxed().toList()),
                other -> numbers(name, whole, order, other, meaning));
    }

    /** At least one of the things of a registry, written by name and joined by blanks or commas. */
    public static <E> Key<List<E>> several(String name, Registry<E> registry, Function<E, String> text,
            String meaning) {
        return new Key<>(name, meaning, "names of kind " + registry.what() + ", joined by blanks",
                values -> !values.isEmpty(), new Codec<>(words -> {
                    List<E> parsed = new ArrayList<>();
                    for (String word : words.strip().split("[\\s,]+(?![^(]*\\))", -1)) {
                        parsed.add(registry.parse(word));
                    }
                    return List.copyOf(parsed);
                }, values -> values.stream().map(text).collect(Collectors.joining(" "))), Key::cannotNarrow);
    }

    /** One of the things of a registry, written by name. */
    public static <E> Key<E> one(String name, Registry<E> registry, Function<E, String> text, String meaning) {
        return new Key<>(name, meaning, "a name of kind " + registry.what(), value -> true,
                new Codec<>(registry::parse, text::apply), Key::cannotNarrow);
    }

    private static <T> Key<T> cannotNarrow(Bounds bounds) {
        throw new IllegalStateException("only keys of numbers have bounds");
    }

    /** The same key with other bounds, for a claim that takes fewer values. */
    public Key<T> within(double least, double most) {
        return new Key<>(narrower.apply(new Bounds(least, most)), whole);
    }

    /** The same key for a claim that takes these values only. */
    @SafeVarargs
    public final Key<T> among(T... values) {
        List<T> few = new ArrayList<>();
        for (T value : values) {
            few.add(value);
        }
        return new Key<>(new Key<>(name, meaning,
                few.stream().map(codec.keep).map(String::valueOf).collect(Collectors.joining(", ", "one of ", "")),
                few::contains, codec, narrower), whole);
    }

    /** The same key as the upper end of a range: in a setting with both its value is not below that of the other. */
    public Key<T> notBelow(Key<? extends Number> other) {
        return new Key<>(this, null, other);
    }

    /** What is wrong with a value beside the others of a setting; empty if nothing is. */
    Optional<String> objection(T value, Setting setting) {
        Key<? extends Number> other = least;
        if (other == null || !setting.has(other) || !(value instanceof Number number)) {
            return Optional.empty();
        }
        Number from = setting.get(other);
        return number.doubleValue() >= from.doubleValue()
                ? Optional.empty()
                : Optional
                        .of("setting " + name + " is " + value + ", below " + other.name + " = " + from + " (" + meaning
                                + ", " + other.meaning + ")");
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** What it means. */
    public String meaning() {
        return meaning;
    }

    /** The values that it may take, in words. */
    public String allowed() {
        return allowed;
    }

    /** The parameter of this key with a value. */
    public Parameter<T> is(T value) {
        return new Parameter<>(this, value);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException that names the key, the text and what is allowed
     */
    Parameter<T> parse(String text) {
        T value;
        try {
            value = codec.read.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
        if (!accepts.test(value)) {
            throw refused(text, null);
        }
        return is(value);
    }

    /**
     * A parameter as one of this key, whose bounds may differ.
     *
     * @throws IllegalStateException if it is of another key of the same name
     */
    // Keys that share the whole share the type.
    @SuppressWarnings("unchecked")
    Parameter<T> own(Parameter<?> parameter) {
        if (parameter.key().whole != whole) {
            throw new IllegalStateException("setting: " + name + " was declared by another key of that name");
        }
        return (Parameter<T>) parameter;
    }

    void require(T value) {
        if (!accepts.test(value)) {
            throw refused(String.valueOf(codec.keep.apply(value)), null);
        }
    }

    Object kept(T value) {
        return codec.keep.apply(value);
    }

    private IllegalArgumentException refused(String value, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "setting " + name + " is " + value + "; it takes " + allowed + " (" + meaning + ")", cause);
    }

    @Override
    public String toString() {
        return name + ": " + allowed;
    }
}
