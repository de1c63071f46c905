package org.paisaje.data.format;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the first two records of a table say, and how complaints about the others read.
 *
 * @param named whether the first record holds names
 * @param names of all columns
 * @param target the index of the target column, -1 for none
 */
record CsvHead(String file, char separator, boolean named, List<String> names, int target) {
    static CsvHead of(
            String file, char separator, Iterator<CsvRecord> records, Optional<String> wanted,
            Optional<Boolean> header) {
        if (!records.hasNext()) {
            throw new DataFormatException(file, "", "it is empty");
        }
        List<String> first = records.next().getFields();
        List<String> second = records.hasNext() ? records.next().getFields() : List.of();
        boolean named = header.orElseGet(() -> looksLikeHeader(first, second));
        int columns = first.size();
        List<String> names = named
                ? first.stream().map(String::strip).toList()
                : IntStream.rangeClosed(1, columns).mapToObj(i -> "column " + i).toList();
        int target = wanted.map(name -> column(file, names, name)).orElse(-1);
        if (columns == 1 && target == 0) {
            throw new DataFormatException(file, "line 1", "the target is the only column; inputs are needed beside it. "
                    + "Fields are separated by '" + separator + "' here; if that is wrong, say which it is");
        }
        return new CsvHead(file, separator, named, names, target);
    }

    private static boolean looksLikeHeader(List<String> first, List<String> second) {
        if (second.isEmpty()) {
            return first.stream().noneMatch(CsvHead::number);
        }
        return IntStream.range(0, Math.min(first.size(), second.size()))
                .anyMatch(j -> !number(first.get(j)) && !CsvFile.missing(first.get(j)) && number(second.get(j)));
    }

    private static boolean number(String field) {
        return !Double.isNaN(CsvRows.number(field));
    }

    private static int column(String file, List<String> names, String wanted) {
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
    private static String describe(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(12, names.size())))
                + (names.size() > 12 ? ", ... (" + names.size() + " in all)" : "");
    }

    /** The number of columns. */
    int columns() {
        return names.size();
    }

    /** The number of columns of numbers. */
    int inputs() {
        return columns() - (target < 0 ? 0 : 1);
    }

    /** The names of the columns of numbers. */
    List<String> inputNames() {
        return IntStream.range(0, columns()).filter(j -> j != target).mapToObj(names::get).toList();
    }

    DataFormatException miscounted(long line, int fields) {
        return new DataFormatException(file, "line " + line, "it has " + fields + " fields separated by '" + separator
                + "', the first line has " + columns());
    }

    DataFormatException tooLarge(long line) {
        return new DataFormatException(file, "line " + line, "the table is larger than one matrix can hold");
    }

    DataFormatException bad(long line, int column, String reason) {
        String name = names.get(column);
        String place = "column " + (column + 1);
        return new DataFormatException(file, "line " + line + ", " + place
                + (name.equals(place) ? "" : " (" + name + ")"), reason);
    }
}
