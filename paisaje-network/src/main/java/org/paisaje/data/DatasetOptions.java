package org.paisaje.data;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The options of a spec such as {@code rings:n=1000,noise=0.05}, each used at most once. */
public final class DatasetOptions {
    private final String name;
    private final Map<String, String> values;
    private final List<String> known;

    private DatasetOptions(String name, Map<String, String> values, List<String> known) {
        this.name = name;
        this.values = values;
        this.known = known;
    }

    /** Parses {@code key=value,key=value}, all keys being among those known. */
    static DatasetOptions parse(String name, String text, List<String> known) {
        var values = new LinkedHashMap<String, String>();
        for (String part : text.isBlank() ? List.<String>of() : List.of(text.split(",", -1))) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            if (equals < 0) {
                throw new IllegalArgumentException("data " + name + ": '" + part
                        + "' is no option; options are written key=value and separated by commas, as in " + name + ":"
                        + (known.isEmpty() ? "" : known.getFirst() + "=..."));
            }
            if (!known.contains(key)) {
                throw new IllegalArgumentException("data " + name + ": there is no option " + key
                        + nearest(key, known).map(near -> "; did you mean " + near + "?").orElse("")
                        + (known.isEmpty() ? "; it takes none" : " (it takes " + String.join(", ", known) + ")"));
            }
            if (values.put(key, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("data " + name + ": option " + key + " is given twice");
            }
        }
        return new DatasetOptions(name, values, known);
    }

    /** The whole number of a key, or else the default. */
    public int integer(String key, int standard) {
        return value(key, "a whole number", Integer::valueOf).orElse(standard);
    }

    /** The number of a key, or else the default. */
    public double real(String key, double standard) {
        return value(key, "a number", Double::valueOf).orElse(standard);
    }

    private <T> Optional<T> value(String key, String kind, Function<String, T> parse) {
        if (!known.contains(key)) {
            throw new IllegalStateException(name + " reads the option " + key + " without listing it");
        }
        String text = values.get(key);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "data " + name + ": " + key + "=" + text + " must be " + kind, e);
        }
    }

    /** The known word with the fewest letters to change, if they are few. */
    static Optional<String> nearest(String word, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3)
                        || (word.length() >= 3 && candidate.startsWith(word)));
    }

    /** The Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
