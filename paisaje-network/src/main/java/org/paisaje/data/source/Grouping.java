package org.paisaje.data.source;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.paisaje.data.format.csv.CsvFile;

/**
 * Which rows belong together, as the measurements of one patient do.
 *
 * @param names what the group of each row is called; numbers are called by their values, so that 7 and 7.0 are one group
 */
public record Grouping(List<String> names) {
    /** Copies the list. */
    public Grouping {
        names = List.copyOf(names);
    }

    /** That of texts, one for each row; absent if there are none. */
    static Optional<Grouping> of(List<String> texts) {
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Grouping(texts.stream().map(Grouping::name).toList()));
    }

    private static String name(String text) {
        // Beyond 15 digits two numbers may be one double.
        if (!text.matches("[+-]?\\d{1,15}(\\.\\d*)?") || text.length() > 16) {
            return text;
        }
        return CsvFile.text(Double.parseDouble(text));
    }

    /** The group of each row, numbered from 0 in the order of their first rows. */
    public int[] numbers() {
        Map<String, Integer> known = new LinkedHashMap<>();
        return names.stream().mapToInt(name -> known.computeIfAbsent(name, one -> known.size())).toArray();
    }

    /** How many groups there are. */
    public int count() {
        return new HashSet<>(names).size();
    }

    /** How many rows are of groups that another grouping has as well. */
    public int shared(Grouping other) {
        Set<String> known = new HashSet<>(other.names);
        return (int) names.stream().filter(known::contains).count();
    }
}
