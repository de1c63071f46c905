package org.paisaje.data.format;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/** One pass over the records of a CSV file. */
final class CsvTable {
    private final String file;
    private final char separator;
    private List<String> names = List.of();
    private int target = -1;
    private double[] values = new double[1024];
    private int count;
    private final List<String> labels = new ArrayList<>();

    CsvTable(String file, char separator) {
        this.file = file;
        this.separator = separator;
    }

    CsvFile read(Iterator<CsvRecord> records, Optional<String> wanted, Optional<Boolean> header) {
        if (!records.hasNext()) {
            throw new DataFormatException(file, "", "it is empty");
        }
        CsvRecord first = records.next();
        Optional<CsvRecord> second = records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        boolean named = header.orElseGet(() -> looksLikeHeader(first, second));
        int columns = first.getFieldCount();
        names = named
                ? first.getFields().stream().map(String::strip).toList()
                : IntStream.rangeClosed(1, columns).mapToObj(i -> "column " + i).toList();
        target = wanted.map(this::column).orElse(-1);
        if (columns == 1 && target == 0) {
            throw new DataFormatException(file, "line 1", "the target is the only column; inputs are needed beside it. "
                    + "Fields are separated by '" + separator + "' here; if that is wrong, say which it is");
        }
        if (!named) {
            add(first);
        }
        second.ifPresent(this::add);
        records.forEachRemaining(this::add);
        int inputs = columns - (target < 0 ? 0 : 1);
        if (count == 0) {
            throw new DataFormatException(file, "line 1", "there is a header and no record after it");
        }
        List<String> kept = IntStream.range(0, columns).filter(j -> j != target).mapToObj(names::get).toList();
        return new CsvFile(kept, Matrix.wrap(count / inputs, inputs, Arrays.copyOf(values, count)),
                List.copyOf(labels));
    }

    private static boolean looksLikeHeader(CsvRecord first, Optional<CsvRecord> second) {
        if (second.isEmpty()) {
            return first.getFields().stream().noneMatch(field -> number(field).isPresent());
        }
        int columns = Math.min(first.getFieldCount(), second.get().getFieldCount());
        return IntStream.range(0, columns)
                .anyMatch(j -> number(first.getField(j)).isEmpty() && !CsvFile.missing(first.getField(j))
                        && number(second.get().getField(j)).isPresent());
    }

    private int column(String wanted) {
        int byName = names.indexOf(wanted.strip());
        if (byName >= 0) {
            if (names.lastIndexOf(wanted.strip()) != byName) {
                throw new DataFormatException(file, "line 1", "two columns are called " + wanted
                        + "; give the number of the target column, counted from 1");
            }
            return byName;
        }
        if (wanted.strip().matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(wanted.strip());
            int index = number < 0 ? names.size() + number : number - 1;
            if (number != 0 && index >= 0 && index < names.size()) {
                return index;
            }
        }
        throw new DataFormatException(file, "line 1", "there is no column " + wanted + "; there are " + describe(names)
                + ", or give a number from 1 to " + names.size() + ", -1 for the last");
    }

    /** At most twelve of the names. */
    static String describe(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(12, names.size())))
                + (names.size() > 12 ? ", ... (" + names.size() + " in all)" : "");
    }

    private void add(CsvRecord row) {
        int columns = names.size();
        if (row.getFieldCount() != columns) {
            throw fail(row, "it has " + row.getFieldCount() + " fields separated by '" + separator
                    + "', the first line has " + columns);
        }
        if ((long) count + columns > Integer.MAX_VALUE - 8) {
            throw fail(row, "the table is larger than one matrix can hold");
        }
        if (count + columns > values.length) {
            values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2L * values.length + columns));
        }
        for (int j = 0; j < columns; j++) {
            String field = row.getField(j);
            if (j == target) {
                if (CsvFile.missing(field)) {
                    throw fail(row, j, "the target is missing ('" + field + "'); drop the line or fill it");
                }
                labels.add(field.strip());
                continue;
            }
            Optional<Double> number = number(field);
            if (number.isEmpty()) {
                throw fail(row, j, CsvFile.missing(field)
                        ? "the value is missing ('" + field + "'); fill it or drop the line"
                        : "'" + field + "' is not a number; only the target column may hold words"
                                + (target < 0 ? ", and no target column was named" : ""));
            }
            if (!Double.isFinite(number.get())) {
                throw fail(row, j, "'" + field + "' is not a finite number");
            }
            values[count++] = number.get();
        }
    }

    private static Optional<Double> number(String field) {
        String text = field.strip();
        if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
            boolean infinite = text.matches("(?i)[+-]?inf(inity)?");
            return infinite ? Optional.of(Double.POSITIVE_INFINITY) : Optional.empty();
        }
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private DataFormatException fail(CsvRecord row, String reason) {
        return new DataFormatException(file, "line " + row.getStartingLineNumber(), reason);
    }

    private DataFormatException fail(CsvRecord row, int column, String reason) {
        String name = names.get(column);
        String place = "column " + (column + 1);
        return new DataFormatException(file, "line " + row.getStartingLineNumber() + ", " + place
                + (name.equals(place) ? "" : " (" + name + ")"), reason);
    }
}
