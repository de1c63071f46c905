package org.paisaje.data.format.csv;

import tools.jackson.core.io.NumberInput;

/** Numbers as people write them in tables: with a decimal point or comma, and perhaps with thousands set apart. */
final class CsvNumber {
    /** What may stand between groups of three digits, besides the decimal mark that is not used. */
    private static final String GROUPING = " '\u2019\u00A0\u202F";

    private CsvNumber() {}

    /**
     * The double nearest to a decimal number with a point, as {@link Double#parseDouble} has it; NaN if it is none. Blanks
     * around it are passed over. Jackson's parser (FastDoubleParser: D. Lemire, Number parsing at a gigabyte per second,
     * 2021) takes what begins and ends like a number.
     */
    static double parse(char[] text, int offset, int length) {
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
                return parse(new String(text, offset, length));
            }
        }
        return parse(new String(text, offset, length));
    }

    /** The same for a text. */
    static double parse(String field) {
        String text = field.strip();
        if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
            return text.matches("(?i)[+-]?inf(inity)?") ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (text.charAt(0) == '\u2212') {
            text = "-" + text.substring(1);
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The number with that decimal mark and no grouping; NaN if it is none. */
    static double parse(String field, char decimal) {
        if (decimal == '.') {
            return parse(field);
        }
        return field.indexOf('.') >= 0 ? Double.NaN : parse(field.replace(decimal, '.'));
    }

    /** A number of at least one group of three digits, as {@code 1,234.5}; NaN if it is none. */
    static double grouped(String field, char decimal) {
        String text = field.strip();
        var plain = new StringBuilder();
        int at = 0;
        if (at < text.length() && "+-\u2212".indexOf(text.charAt(at)) >= 0) {
            plain.append(text.charAt(at) == '+' ? '+' : '-');
            at++;
        }
        int first = digits(text, at);
        if (first < 1 || first > 3 || text.charAt(at) == '0' || at + first >= text.length()) {
            return Double.NaN;
        }
        plain.append(text, at, at + first);
        at += first;
        char mark = text.charAt(at);
        if (mark == decimal || (mark != '.' && mark != ',' && GROUPING.indexOf(mark) < 0)) {
            return Double.NaN;
        }
        while (at < text.length() && text.charAt(at) == mark) {
            if (digits(text, at + 1) != 3) {
                return Double.NaN;
            }
            plain.append(text, at + 1, at + 4);
            at += 4;
        }
        if (at < text.length()) {
            int rest = digits(text, at + 1);
            if (text.charAt(at) != decimal || rest == 0 || at + 1 + rest != text.length()) {
                return Double.NaN;
            }
            plain.append('.').append(text, at + 1, text.length());
        }
        return Double.parseDouble(plain.toString());
    }

    /** How many decimal digits stand from there on. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    /** Whether it is a number with that decimal mark, grouped or not. */
    static boolean isNumber(String field, char decimal) {
        return !Double.isNaN(parse(field, decimal)) || !Double.isNaN(grouped(field, decimal));
    }
}
