package org.paisaje.data.format.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.memory.Sizes;

/** Takes the fields of records out of the parser's buffer: numbers as doubles, the target as text. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<CsvRows> {

    private static final Pattern DATE = Pattern.compile("^\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}");

    private final CsvHead head;
    private final CsvDialect.Missing missing;
    private final CsvCodes codes;
    private final boolean[] left;
    private final List<Map<String, Integer>> words = new ArrayList<>();
    private int skip;
    private double[] values = new double[1024];
    private int count;
    private int recordStart;
    private boolean lacking;
    private final List<String> labels = new ArrayList<>();
    private String label = "";
    private final List<String> groups = new ArrayList<>();
    private String group = "";
    private int badColumn = -1;
    private String badField = "";
    private Optional<DataFormatException> complaint = Optional.empty();
    private final Tally tally = new Tally();

    /** What was seen besides plain records. */
    static final class Tally {
        private long comments;
        private long dropped;
        private long filled;
        private long grouped;
        private String firstGrouped = "";

        void add(Tally other) {
            comments += other.comments;
            dropped += other.dropped;
            filled += other.filled;
            firstGrouped = grouped == 0 ? other.firstGrouped : firstGrouped;
            grouped += other.grouped;
        }

        List<String> notes(char comment, char decimal, long records) {
            List<String> notes = new ArrayList<>();
            if (comments > 0) {
                notes.add(counted(comments, "line") + " beginning with " + comment + " passed over as comments");
            }
            if (grouped > 0) {
                notes.add(counted(grouped, "cell") + " with thousands set apart, the first '" + firstGrouped
                        + "', read as " + CsvFile.text(CsvNumber.grouped(firstGrouped, decimal)));
            }
            if (dropped > 0) {
                notes.add(dropped + " of " + (records + dropped) + " records lack a value and are left out");
            }
            if (filled > 0) {
                notes.add(counted(filled, "missing value") + " filled with the mean of the column");
            }
            return notes;
        }

        private static String counted(long count, String what) {
            return count + " " + what + (count == 1 ? "" : "s");
        }
    }

    /** The first {@code skip} records, which hold names or the separator, are passed over. */
    CsvRows(CsvHead head, CsvDialect.Missing missing, CsvCodes codes, int skip) {
        this.head = head;
        this.missing = missing;
        this.codes = codes;
        this.skip = skip;
        this.left = new boolean[head.columns()];
        head.dropped().forEach(j -> left[j] = true);
        for (int j = 0; j < head.columns(); j++) {
            words.add(head.words().contains(j) ? new LinkedHashMap<>() : Map.of());
        }
    }

    /** What is wrong with the first record that is not right; nothing is taken from there on. */
    Optional<DataFormatException> complaint() {
        return complaint;
    }

    /** How many numbers were taken. */
    int count() {
        return count;
    }

    /** The numbers taken, exactly as many as there are; NaN where one is to be filled. */
    double[] values() {
        return count == values.length ? values : Arrays.copyOf(values, count);
    }

    /** Copies the numbers taken to {@code target[offset..]}. */
    void copyTo(double[] target, int offset) {
        System.arraycopy(values, 0, target, offset, count);
    }

    /** The texts of the target column. */
    List<String> labels() {
        return labels;
    }

    /** The texts of the column of groups. */
    List<String> groups() {
        return groups;
    }

    Tally tally() {
        return tally;
    }

    @Override
    protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
        if (skip > 0 || badColumn >= 0 || column >= head.columns() || complaint.isPresent()) {
            return;
        }
        if (column == head.group()) {
            group = new String(text, offset, length).strip();
            if (CsvFile.missing(group)) {
                lacks(column, text, offset, length);
            }
            return;
        }
        if (left[column]) {
            if (head.empty().contains(column) && !new String(text, offset, length).isBlank()) {
                bad(column, text, offset, length);
            }
            return;
        }
        CsvDates dates = head.dates().get(column);
        if (dates != null) {
            String cell = new String(text, offset, length).strip();
            double seconds = dates.seconds(cell);
            boolean lacks = CsvFile.missing(cell) || codes.hold(column, cell);
            if (lacks) {
                taken(column, new char[0], 0, 0);
            } else if (Double.isNaN(seconds)) {
                bad(column, text, offset, length);
            } else {
                take(seconds, column, text, offset, length);
            }
            return;
        }
        CsvUnit unit = head.units().get(column);
        if (unit != null) {
            String cell = new String(text, offset, length).strip();
            String number = CsvFile.missing(cell) ? cell : unit.bare(cell).orElse("");
            if (number.isEmpty() && !cell.isEmpty()) {
                bad(column, text, offset, length);
            } else {
                taken(column, number.toCharArray(), 0, number.length());
            }
            return;
        }
        taken(column, text, offset, length);
    }

    private void taken(int column, char[] text, int offset, int length) {
        if (column == head.target()) {
            label = new String(text, offset, length).strip();
            if (CsvFile.missing(label) || coded(column, label)) {
                lacks(column, text, offset, length);
            } else if (label.indexOf('\uFFFD') >= 0) {
                bad(column, text, offset, length);
            }
            return;
        }
        if (head.words().contains(column)) {
            word(column, text, offset, length);
            return;
        }
        double value = head.decimal() == '.' ? CsvNumber.parse(text, offset, length) : Double.NaN;
        if (Double.isNaN(value)) {
            value = unusual(new String(text, offset, length));
        }
        boolean coded = codes.hold(column, value);
        if (missing != CsvDialect.Missing.REFUSE && (coded || Double.isNaN(value)
                && CsvFile.missing(new String(text, offset, length)))) {
            value = Double.NaN;
            lacking |= missing == CsvDialect.Missing.DROP;
            tally.filled += missing.fills() ? 1 : 0;
        } else if (coded || !Double.isFinite(value)) {
            bad(column, text, offset, length);
            return;
        }
        take(value, column, text, offset, length);
    }

    private void take(double value, int column, char[] text, int offset, int length) {
        if (count == Sizes.LARGEST) {
            bad(column, text, offset, length);
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(Sizes.LARGEST, 2L * values.length));
        }
        values[count++] = value;
    }

    /** Takes the place of a word among those of its column. */
    private void word(int column, char[] text, int offset, int length) {
        String word = new String(text, offset, length).strip();
        Map<String, Integer> known = words.get(column);
        if (CsvFile.missing(word) || codes.hold(column, word)) {
            if (missing == CsvDialect.Missing.REFUSE) {
                bad(column, text, offset, length);
                return;
            }
            lacking |= missing == CsvDialect.Missing.DROP;
            tally.filled += missing.fills() ? 1 : 0;
            take(Double.NaN, column, text, offset, length);
        } else if (word.indexOf('\uFFFD') >= 0 || (!known.containsKey(word) && known.size() == Categories.MOST)) {
            bad(column, text, offset, length);
        } else {
            take(known.computeIfAbsent(word, w -> known.size()), column, text, offset, length);
        }
    }

    /** The words of a column in the order of their places. */
    Set<String> words(int column) {
        return words.get(column).keySet();
    }

    /** A number with a decimal comma, or with thousands set apart. */
    private double unusual(String field) {
        double value = head.decimal() == '.' ? Double.NaN : CsvNumber.parse(field, head.decimal());
        if (Double.isNaN(value)) {
            value = CsvNumber.grouped(field, head.decimal());
            if (!Double.isNaN(value)) {
                tally.firstGrouped = tally.grouped == 0 ? field.strip() : tally.firstGrouped;
                tally.grouped++;
            }
        }
        return value;
    }

    /** Whether a text was said to stand for a missing value of its column, as a text or as a number. */
    private boolean coded(int column, String text) {
        return codes.hold(column, text) || codes.hold(column, CsvNumber.parse(text, head.decimal()));
    }

    private void lacks(int column, char[] text, int offset, int length) {
        if (missing == CsvDialect.Missing.REFUSE) {
            bad(column, text, offset, length);
        } else {
            lacking = true;
        }
    }

    private void bad(int column, char[] text, int offset, int length) {
        badColumn = column;
        badField = new String(text, offset, length);
    }

    @Override
    protected CsvRows buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return this;
        }
        if (getRecordType() == RecordType.COMMENT) {
            tally.comments++;
            return this;
        }
        if (skip > 0) {
            skip--;
        } else if (complaint.isEmpty()) {
            if (getFieldCount() != head.columns()) {
                complaint = Optional.of(head.miscounted(getStartingLineNumber(), getFieldCount()));
            } else if (badColumn >= 0) {
                complaint = Optional.of(reason());
            } else if (lacking) {
                tally.dropped++;
                for (int i = recordStart; i < count; i++) {
                    tally.filled -= missing.fills() && Double.isNaN(values[i]) ? 1 : 0;
                }
                count = recordStart;
            } else {
                if (head.target() >= 0) {
                    labels.add(label);
                }
                if (head.group() >= 0) {
                    groups.add(group);
                }
            }
            lacking = false;
            recordStart = count;
        }
        return this;
    }

    private DataFormatException reason() {
        if (count == Sizes.LARGEST) {
            return head.tooLarge(getStartingLineNumber());
        }
        String reason;
        String name = head.names().get(badColumn);
        if (head.empty().contains(badColumn)) {
            reason = "'" + badField + "' stands in a column that is empty and without name in the first lines";
        } else if (badField.indexOf('\uFFFD') >= 0) {
            reason = "'" + badField + "' holds bytes that are no UTF-8; save the table in UTF-8";
        } else if (coded(badColumn, badField.strip())) {
            reason = "'" + badField + "' is said to stand for a missing value; --missing drop leaves such records out, "
                    + "--missing mean takes the mean, --missing indicator that with a column that says where";
        } else if (badColumn == head.target()) {
            reason = "the target is missing ('" + badField + "'); fill it, or --missing drop leaves such records out";
        } else if (badColumn == head.group()) {
            reason = "the group is missing ('" + badField + "'); fill it, or --missing drop leaves such records out";
        } else if (head.dates().containsKey(badColumn) && !CsvFile.missing(badField)) {
            reason = "'" + badField + "' is no date written as the others here are";
        } else if (head.units().containsKey(badColumn) && !CsvFile.missing(badField)) {
            reason = "'" + badField + "' is no number with '" + head.units().get(badColumn) + "', as the others here";
        } else if (!Double.isNaN(CsvNumber.parse(badField, head.decimal()))) {
            reason = "'" + badField + "' is not a finite number";
        } else if (words.get(badColumn).size() == Categories.MOST) {
            reason = "the column holds more than " + Categories.MOST + " different words, too many to take each for an "
                    + "input" + drop(name);
        } else if (CsvFile.missing(badField)) {
            reason = "the value is missing ('" + badField
                    + "'); fill it, or --missing drop leaves such records out --missing mean takes the mean, and --missing indicator says where "
                    + "besides";
        } else {
            char other = head.decimal() == '.' ? ',' : '.';
            boolean mark = CsvNumber.isNumber(badField, other);
            reason = "'" + badField + "' is not a number" + (mark
                    ? " with a decimal " + (head.decimal() == '.' ? "point" : "comma") + ", as others here; --decimal "
                            + other + " if all are so"
                    : head.target() < 0
                            ? ", and words are read beside a target column only"
                            : head.numeric().contains(badColumn)
                                    ? ", as others in this column are; mend it, leave its line out, or write NA and "
                                            + "--missing drop"
                                    : drop(name) + (nameless(name) || DATE.matcher(badField.strip()).find()
                                            ? ""
                                            : ", --one-hot " + name + " takes each of its values for an input"));
        }
        return head.bad(getStartingLineNumber(), badColumn, reason);
    }

    private static boolean nameless(String name) {
        return name.isEmpty() || name.startsWith("column ");
    }

    private String drop(String name) {
        return "; --drop " + (nameless(name) ? badColumn + 1 : name) + " leaves the column out";
    }
}
