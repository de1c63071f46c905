package org.paisaje.data.format;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.io.NumberInput;

/** Takes the fields of records out of the parser's buffer: numbers as doubles, the target as text. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<CsvRows> {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final CsvHead head;
    private boolean skip;
    private double[] values = new double[1024];
    private int count;
    private final List<String> labels = new ArrayList<>();
    private int badColumn = -1;
    private String badField = "";
    private Optional<DataFormatException> complaint = Optional.empty();

    /** With {@code skip} the first record, which holds the names, is passed over. */
    CsvRows(CsvHead head, boolean skip) {
        this.head = head;
        this.skip = skip;
    }

    /** What is wrong with the first record that is not right; nothing is taken from there on. */
    Optional<DataFormatException> complaint() {
        return complaint;
    }

    /** How many numbers were taken. */
    int count() {
        return count;
    }

    /** The numbers taken, exactly as many as there are. */
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

    @Override
    protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
        if (skip || badColumn >= 0 || column >= head.columns() || complaint.isPresent()) {
            return;
        }
        if (column == head.target()) {
            String field = new String(text, offset, length);
            if (CsvFile.missing(field)) {
                badColumn = column;
                badField = field;
            } else {
                labels.add(field.strip());
            }
            return;
        }
        double value = number(text, offset, length);
        if (!Double.isFinite(value) || count == LARGEST) {
            badColumn = column;
            badField = new String(text, offset, length);
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(LARGEST, 2L * values.length));
        }
        values[count++] = value;
    }

    @Override
    protected CsvRows buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return this;
        }
        if (skip) {
            skip = false;
        } else if (complaint.isEmpty()) {
            if (getFieldCount() != head.columns()) {
                complaint = Optional.of(head.miscounted(getStartingLineNumber(), getFieldCount()));
            } else if (badColumn >= 0) {
                complaint = Optional.of(reason());
            }
        }
        return this;
    }

    private DataFormatException reason() {
        if (count == LARGEST) {
            return head.tooLarge(getStartingLineNumber());
        }
        String reason;
        if (badColumn == head.target()) {
            reason = "the target is missing ('" + badField + "'); drop the line or fill it";
        } else if (!Double.isNaN(number(badField))) {
            reason = "'" + badField + "' is not a finite number";
        } else if (CsvFile.missing(badField)) {
            reason = "the value is missing ('" + badField + "'); fill it or drop the line";
        } else {
            reason = "'" + badField + "' is not a number; only the target column may hold words"
                    + (head.target() < 0 ? ", and no target column was named" : "");
        }
        return head.bad(getStartingLineNumber(), badColumn, reason);
    }

    /**
     * The double nearest to a decimal number, as {@link Double#parseDouble} has it; NaN if it is none. Blanks around it are
     * passed over. Jackson's parser (FastDoubleParser: D. Lemire, Number parsing at a gigabyte per second, 2021) takes what
     * begins and ends like a number.
     */
    static double number(char[] text, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && text[from] == ' ') {
            from++;
        }
        while (from < to && text[to - 1] == ' ') {
            to--;
        }
        if (from < to && text[from] <= '9' && text[to - 1] <= '9' && text[to - 1] >= '.') {
            try {
                return NumberInput.parseDouble(text, from, to - from, true);
            } catch (NumberFormatException e) {
                return number(new String(text, offset, length));
            }
        }
        return number(new String(text, offset, length));
    }

    /** The same for a text. */
    static double number(String field) {
        String text = field.strip();
        if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
            return text.matches("(?i)[+-]?inf(inity)?") ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
