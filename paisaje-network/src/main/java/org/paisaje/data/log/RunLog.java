package org.paisaje.data.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.paisaje.data.format.DataFormatException;

/**
 * What a run wrote down while it went on.
 *
 * @param files where it was read from
 * @param series its quantities
 * @param notes what was assumed and passed over, a clause each
 */
public record RunLog(List<Path> files, List<LoggedSeries> series, List<String> notes) {
    /** The forms that are read, for messages. */
    public static final String FORMS = "a table (.csv, .tsv), lines of JSON (.jsonl, .ndjson), a JSON history "
            + "(.json) or a TensorBoard event file (events.out.tfevents...)";

    /** Copies the lists. */
    public RunLog {
        files = List.copyOf(files);
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /** No log. */
    public static RunLog none() {
        return new RunLog(List.of(), List.of(), List.of());
    }

    /** Whether the name of a file is that of a log that can be read. */
    public static boolean knows(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(csv|tsv|jsonl|ndjson|json)") || name.contains(".tfevents.");
    }

    /**
     * Reads a log by its name.
     *
     * @throws DataFormatException naming file and place if it is none
     */
    public static RunLog read(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        var rows = new LogRows();
        List<String> notes;
        if (name.contains(".tfevents.")) {
            notes = EventFile.read(file, rows);
        } else if (name.matches(".*\\.(csv|tsv)")) {
            notes = TableLog.read(file, rows);
        } else if (name.matches(".*\\.(jsonl|ndjson|json)")) {
            notes = JsonLog.read(file, rows);
        } else {
            throw new DataFormatException(file.toString(), "", "a log is " + FORMS);
        }
        return new RunLog(List.of(file), rows.series(), notes);
    }

    /** Those that were written one after another, such as the event files of a run that was gone on with. */
    public static RunLog merged(List<RunLog> logs) {
        List<Path> files = logs.stream().flatMap(log -> log.files.stream()).toList();
        List<String> notes = logs.stream().flatMap(log -> log.notes.stream()).toList();
        List<LoggedSeries> all = new ArrayList<>();
        for (String name : logs.stream()
                .flatMap(log -> log.series.stream())
                .map(LoggedSeries::name)
                .distinct()
                .toList()) {
            List<LoggedSeries> parts = logs.stream()
                    .flatMap(log -> log.series.stream())
                    .filter(one -> one.name().equals(name))
                    .toList();
            all.add(parts.size() == 1
                    ? parts.getFirst()
                    : LoggedSeries.of(name, parts.stream().flatMap(one -> one.points().stream()).toList()));
        }
        return new RunLog(files, all, notes);
    }

    /** The series of a quantity. */
    public Stream<LoggedSeries> of(LoggedSeries.Quantity quantity) {
        return series.stream().filter(one -> one.quantity() == quantity);
    }
}
