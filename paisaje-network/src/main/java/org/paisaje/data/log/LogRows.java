package org.paisaje.data.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Collects rows of a log and sorts their numbers by name. */
final class LogRows {
    private final SequencedMap<String, List<LoggedSeries.Point>> series = new LinkedHashMap<>();

    /** A number and how it was printed. */
    record Entry(double value, double halfUnit) {}

    /** The numbers of one row, those that count steps and epochs among them. */
    void row(Map<String, Entry> numbers) {
        double step = Double.NaN;
        double epoch = Double.NaN;
        for (Map.Entry<String, Entry> entry : numbers.entrySet()) {
            step = counts(entry.getKey(), true) && Double.isNaN(step) ? entry.getValue().value() : step;
            epoch = counts(entry.getKey(), false) && Double.isNaN(epoch) ? entry.getValue().value() : epoch;
        }
        for (Map.Entry<String, Entry> entry : numbers.entrySet()) {
            if (!counts(entry.getKey(), true) && !counts(entry.getKey(), false)) {
                add(entry.getKey(), step, epoch, entry.getValue());
            }
        }
    }

    void add(String name, double step, double epoch, Entry entry) {
        List<LoggedSeries.Point> points = series.computeIfAbsent(name, key -> new ArrayList<>());
        points.add(new LoggedSeries.Point(step, epoch, points.size(), entry.value(), entry.halfUnit()));
    }

    /** Whether a column counts steps, or epochs. */
    static boolean counts(String name, boolean steps) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return steps
                ? plain.matches("step|steps|globalstep|trainerglobalstep|iteration|iterations|iter|it|update|updates")
                : plain.matches("epoch|epochs|ep");
    }

    List<LoggedSeries> series() {
        return series.entrySet().stream().map(one -> LoggedSeries.of(one.getKey(), one.getValue())).toList();
    }
}
