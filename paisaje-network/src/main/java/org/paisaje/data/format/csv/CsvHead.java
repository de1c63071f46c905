package org.paisaje.data.format.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.paisaje.data.format.DataFormatException;

/**
 * What the first records of a table say, and how complaints about the others read.
 *
 * @param named whether the first record holds names
 * @param withNames whether it does, or a comment above it
 * @param names of all columns
 * @param target the index of the target column, -1 for none
 * @param group the index of the column that says which rows belong together, -1 for none
 * @param dropped the columns that are left out, that of the groups among them
 * @param empty those of them that hold nothing, as behind a separator at the end of each line
 * @param words the inputs that hold words, none of which begins as a number does
 * @param units what all numbers of a column carry, by its number from 0
 * @param dates the inputs that hold dates as text, by their numbers from 0
 * @param numeric the columns of which most cells are numbers
 * @param notes what was assumed
 */
record CsvHead(String file, char separator, char decimal, boolean named, boolean withNames, List<String> names,
        int target, int group,
        SortedSet<Integer> dropped, Set<Integer> empty, Set<Integer> words, Map<Integer, CsvUnit> units,
        Map<Integer, CsvDates> dates,
        Set<Integer> numeric, List<String> notes) {
    private static final int DESCRIBED = 12;
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("^\\W*\\d|\uFFFD|^[+-]?(?i:inf|infinity)$");

    static CsvHead of(String file, CsvSample sample, Optional<String> wanted, CsvDialect dialect) {
        List<List<String>> records = sample.records();
        if (records.isEmpty()) {
            throw new DataFormatException(file, "", "it is empty");
        }
        List<String> notes = new ArrayList<>();
        List<String> first = records.getFirst();
        boolean named = dialect.header()
                .orElseGet(() -> looksLikeHeader(records, sample.decimal()) || names(first, wanted));
        int columns = first.size();
        Optional<List<String>> commented = named ? Optional.empty() : commented(sample, columns);
        commented.ifPresent(names -> notes.add("the comment above the first record was taken for the names of the "
                + "columns: " + describe(names)));
        List<String> names = named
                ? first.stream().map(String::strip).toList()
                : commented.orElseGet(() -> IntStream.rangeClosed(1, columns).mapToObj(i -> "column " + i).toList());
        requireText(file, names);
        int target = wanted.map(name -> column(file, names, name, "target")).orElse(-1);
        if (columns == 1 && target == 0) {
            throw new DataFormatException(file, "line 1", "the target is the only column; inputs are needed beside it. "
                    + "Fields are taken to be separated by " + quoted(sample.separator())
                    + "; if that is wrong, say which character it is: --separator");
        }
        var dropped = new TreeSet<Integer>();
        boolean keep = dialect.drop().equals(List.of("none"));
        for (String column : keep ? List.<String>of() : apart(names, dialect.drop())) {
            int index = column(file, names, column, "dropped");
            if (index == target) {
                throw new DataFormatException(file, "", "column " + column + " is to be dropped and is the target");
            }
            dropped.add(index);
        }
        int group = dialect.group().map(name -> column(file, names, name, "group")).orElse(-1);
        if (group >= 0 && (group == target || !dropped.add(group))) {
            throw new DataFormatException(file, "", "column " + names.get(group) + " is to tell groups of rows and is "
                    + (group == target ? "the target" : "to be dropped") + "; --group takes another column");
        }
        Set<Integer> empty = new HashSet<>();
        var head = new CsvHead(file, sample.separator(), sample.decimal(), named,
                named || commented.isPresent(), names, target, group, dropped, empty, new HashSet<>(), new HashMap<>(),
                new HashMap<>(),
                new HashSet<>(), notes);
        List<List<String>> body = named ? records.subList(1, records.size()) : records;
        if (!keep && !body.isEmpty()) {
            head.leaveAway(body);
        }
        head.look(body, dialect.words());
        if (dropped.size() + (target < 0 ? 0 : 1) == columns) {
            throw new DataFormatException(file, "", "no column is left as input: " + describe(names)
                    + (target < 0 ? "" : ", the target being " + names.get(target)));
        }
        return head;
    }

    /** Whether the column to be predicted is called by a field of the first record, so that this one holds names. */
    private static boolean names(List<String> first, Optional<String> wanted) {
        return wanted.isPresent() && !wanted.get().strip().matches("-?\\d{1,9}")
                && first.stream().anyMatch(field -> field.strip().equals(wanted.get().strip()));
    }

    /** The columns named, one by one or several with commas between them. */
    private static List<String> apart(List<String> names, List<String> wanted) {
        return wanted.stream()
                .flatMap(text -> names.contains(text.strip()) ? Stream.of(text) : Stream.of(text.split(",")))
                .toList();
    }

    /**
     * Finds the columns of numbers with a unit and, beside a target, the inputs of words: no cell begins as a number does,
     * or the column was named as one.
     */
    private void look(List<List<String>> body, List<String> told) {
        for (int j = 0; j < columns(); j++) {
            if (dropped.contains(j)) {
                continue;
            }
            List<String> cells = column(body, j).stream().filter(cell -> !CsvFile.missing(cell)).toList();
            long numbers = cells.stream().filter(cell -> CsvNumber.isNumber(cell, decimal)).count();
            if (2 * numbers > cells.size()) {
                numeric.add(j);
            }
            Optional<CsvDates> dated = j == target ? Optional.empty() : CsvDates.of(cells);
            Optional<CsvUnit> unit = CsvUnit.of(cells, decimal);
            if (target >= 0 && j != target && withNames && told.contains(names.get(j))) {
                if (numbers < cells.size()) {
                    words.add(j);
                }
            } else if (dated.isPresent()) {
                dates.put(j, dated.get());
                notes.add("column " + (withNames ? names.get(j) : String.valueOf(j + 1))
                        + " holds dates, which are read as seconds since 1970; --date "
                        + (withNames ? names.get(j) : String.valueOf(j + 1))
                        + " makes times of the day, the week and the year of them");
            } else if (unit.isPresent()) {
                units.put(j, unit.get());
                notes.add("column " + (withNames ? names.get(j) : String.valueOf(j + 1)) + " holds numbers with '"
                        + unit.get() + "', which is passed over");
            } else if (target >= 0 && j != target && !cells.isEmpty()
                    && cells.stream().noneMatch(cell -> LIKE_A_NUMBER.matcher(cell).find())) {
                words.add(j);
            }
        }
    }

    /** Drops columns that hold nothing or count the records, with a word. */
    private void leaveAway(List<List<String>> body) {
        for (int j = 0; j < columns(); j++) {
            String name = withNames ? names.get(j) : "";
            if (j == target || dropped.contains(j)) {
                continue;
            }
            int column = j;
            List<String> cells = body.stream().map(r -> column < r.size() ? r.get(column).strip() : "").toList();
            if (name.isEmpty() && cells.stream().allMatch(String::isEmpty)) {
                dropped.add(j);
                empty.add(j);
            } else if (withNames && countsRecords(name, cells, j) && columns() - dropped.size() > 2) {
                dropped.add(j);
                notes.add("column " + (j + 1) + (name.isEmpty() ? ", which has no name," : " (" + name + ")")
                        + " only numbers the records and is left out; --drop none keeps it");
            }
        }
        if (!withNames && dropped.isEmpty() && columns() > 2 && consecutive(column(body, 0)) && body.size() > 2) {
            notes.add("column 1 numbers the records and is taken as an input; --drop 1 leaves it out");
        }
    }

    private static List<String> column(List<List<String>> body, int j) {
        return body.stream().map(record -> j < record.size() ? record.get(j).strip() : "").toList();
    }

    private static boolean countsRecords(String name, List<String> cells, int column) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.equals("#") || lower.startsWith("unnamed: 0")) {
            return column == 0 && cells.size() == new HashSet<>(cells).size()
                    && cells.stream().allMatch(cell -> cell.matches("\\d{1,15}"));
        }
        return Set.of("id", "index", "idx", "row", "no", "nr").contains(lower) && cells.size() > 2
                && consecutive(cells);
    }

    private static boolean consecutive(List<String> cells) {
        long before = 0;
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).matches("\\d{1,15}")) {
                return false;
            }
            long value = Long.parseLong(cells.get(i));
            if (i > 0 && value != before + 1) {
                return false;
            }
            before = value;
        }
        return true;
    }

    /** Names stand above numbers, and none of them is a fraction. */
    private static boolean looksLikeHeader(List<List<String>> records, char decimal) {
        List<String> first = records.getFirst();
        if (records.size() == 1) {
            return first.stream().noneMatch(field -> CsvNumber.isNumber(field, decimal));
        }
        boolean above = false;
        for (int j = 0; j < first.size(); j++) {
            String field = first.get(j).strip();
            if (CsvNumber.isNumber(field, decimal)) {
                if (!field.matches("[+-]?\\d+")) {
                    return false;
                }
            } else if (!CsvFile.missing(field)) {
                int column = j;
                above |= records.stream()
                        .skip(1)
                        .limit(20)
                        .anyMatch(record -> column < record.size()
                                && CsvNumber.isNumber(record.get(column), decimal));
            }
        }
        return above;
    }

    /** The names in a comment such as {@code # a,b,y}, if it has as many fields as the records. */
    private static Optional<List<String>> commented(CsvSample sample, int columns) {
        if (columns < 2 || sample.lastComment().isEmpty()) {
            return Optional.empty();
        }
        String comment = sample.lastComment().get().strip();
        List<String> names = sample.separator() == ' '
                ? List.of(comment.split("\\s+"))
                : Arrays.stream(comment.split(Pattern.quote("" + sample.separator()), -1))
                        .map(String::strip)
                        .toList();
        return names.size() == columns && names.stream().noneMatch(name -> CsvNumber.isNumber(name, sample.decimal()))
                ? Optional.of(names)
                : Optional.empty();
    }

    private static void requireText(String file, List<String> names) {
        for (String name : names) {
            if (name.indexOf('\uFFFD') >= 0) {
                throw new DataFormatException(file, "line 1", "the name '" + name
                        + "' holds bytes that are no UTF-8; save the table in UTF-8");
            }
        }
    }

    private static int column(String file, List<String> names, String wanted, String purpose) {
        int byName = names.indexOf(wanted.strip());
        if (byName >= 0) {
            if (names.lastIndexOf(wanted.strip()) != byName) {
                throw new DataFormatException(file, "line 1", "two columns are called " + wanted
                        + "; give the number of the " + purpose + " column, counted from 1");
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
        throw new DataFormatException(file, "line 1", "there is no column " + wanted + "; " + (names.size() == 1
                ? "there is one column only, so that fields may be separated by another character: --separator"
                : "there are " + describe(names) + ", or give a number from 1 to " + names.size()
                        + ", -1 for the last"));
    }

    /** At most twelve of the names. */
    static String describe(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(DESCRIBED, names.size())))
                + (names.size() > DESCRIBED ? ", ... (" + names.size() + " in all)" : "");
    }

    /** The number from 0 of a column, by its name or its number from 1. */
    int place(String column) {
        return column(file, names, column, "named");
    }

    /** The number of columns. */
    int columns() {
        return names.size();
    }

    /** The number of columns of numbers that are taken. */
    int inputs() {
        return columns() - dropped.size() - (target < 0 ? 0 : 1);
    }

    /** The names of the columns of numbers. */
    List<String> inputNames() {
        return Arrays.stream(inputColumns()).mapToObj(names::get).toList();
    }

    /** The numbers from 0 of the columns of the inputs. */
    int[] inputColumns() {
        return IntStream.range(0, columns()).filter(j -> j != target && !dropped.contains(j)).toArray();
    }

    DataFormatException miscounted(long line, int fields) {
        return new DataFormatException(file, "line " + line, "it has " + fields + " fields separated by "
                + quoted(separator) + ", the first line has " + columns()
                + (fields > columns() && separator == ','
                        ? "; decimal commas need another separator, and fields with commas quotes"
                        : ""));
    }

    static String quoted(char separator) {
        return switch (separator) {
            case ' ' -> "blanks";
            case '\t' -> "tabs";
            default -> "'" + separator + "'";
        };
    }

    DataFormatException tooLarge(long line) {
        return new DataFormatException(file, "line " + line, "the table is larger than one matrix can hold");
    }

    DataFormatException bad(long line, int column, String reason) {
        String name = names.get(column);
        String place = "column " + (column + 1);
        return new DataFormatException(file, "line " + line + ", " + place
                + (name.equals(place) || name.isEmpty() ? "" : " (" + name + ")"), reason);
    }
}
