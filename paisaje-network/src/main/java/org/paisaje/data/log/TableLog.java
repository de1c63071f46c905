package org.paisaje.data.log;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;

/** A log as a table with a headline; cells may be empty. */
final class TableLog {
    private TableLog() {}

    static List<String> read(Path file, LogRows rows) {
        try {
            String head = Files.newBufferedReader(file).lines().findFirst().orElse("");
            char separator = separator(head);
            try (CsvReader<CsvRecord> reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(file)) {
                return read(file, reader, rows);
            }
        } catch (UncheckedIOException e) {
            throw new DataFormatException(file.toString(), "", "it is no text in UTF-8");
        } catch (CsvParseException e) {
            throw new DataFormatException(file.toString(), "", "it is no table: " + e.getMessage());
        } catch (IOException e) {
            throw DataFormatException.of(file, e);
        }
    }

    private static char separator(String head) {
        char best = ',';
        for (char c : new char[] {';', '\t'}) {
            best = count(head, c) > count(head, best) ? c : best;
        }
        return best;
    }

    private static long count(String text, char c) {
        return text.chars().filter(one -> one == c).count();
    }

    private static List<String> read(Path file, Iterable<CsvRecord> records, LogRows rows) {
        List<String> names = new ArrayList<>();
        long strange = 0;
        String example = "";
        for (CsvRecord line : records) {
            if (names.isEmpty()) {
                names.addAll(line.getFields().stream().map(String::strip).toList());
                if (names.stream().allMatch(name -> number(name).isPresent())) {
                    throw new DataFormatException(file.toString(), "line 1",
                            "a log begins with a line of names, such as epoch,loss,accuracy");
                }
                continue;
            }
            var numbers = new LinkedHashMap<String, LogRows.Entry>();
            for (int j = 0; j < Math.min(names.size(), line.getFieldCount()); j++) {
                String cell = line.getField(j).strip();
                var value = number(cell);
                if (value.isPresent()) {
                    numbers.put(names.get(j), new LogRows.Entry(value.get(), LoggedSeries.halfUnit(cell)));
                } else if (!cell.isEmpty()) {
                    strange++;
                    example = "line " + line.getStartingLineNumber() + ", column " + names.get(j) + ": " + cell;
                }
            }
            rows.row(numbers);
        }
        return strange == 0
                ? List.of()
                : List.of(strange + " cells that are no finite numbers were passed over, the last " + example);
    }

    /** A finite number. */
    static Optional<Double> number(String cell) {
        try {
            double value = Double.parseDouble(cell);
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
