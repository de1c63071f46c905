package org.paisaje.data.format.csv;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a table of text is written and what is taken from it. What is absent is found by looking at its first lines.
 *
 * @param separator what stands between fields: comma, semicolon, tab, bar, or a blank, which stands for any run of blanks
 * @param decimal the decimal mark, a point or a comma; the other one may then group thousands
 * @param header whether the first line holds names; if absent, it does when one of its fields is no number and the
 *     field below is one
 * @param missing what is done with values that are not there
 * @param drop columns to leave out, by name or by number as the target; {@code none} alone leaves no column out, not
 *     even one that merely counts the records
 * @param words columns, by name, whose texts are taken as words though some look like numbers
 * @param codes what stands for a missing value beside empty fields and the like: {@code COLUMN=VALUE}, or {@code VALUE} for
 *     all columns but the target
 * @param group the column, by name or number, of which equal values say that rows belong together; it is no input
 */
public record CsvDialect(Optional<Character> separator, Optional<Character> decimal, Optional<Boolean> header,
        Missing missing, List<String> drop, List<String> words, List<String> codes, Optional<String> group) {
    /** What is done with values that are not there: empty fields, NA, NaN, null or a question mark. */
    public enum Missing {
        /** The table is refused, with the place. */
        REFUSE,
        /** Records that lack a value are left out. */
        DROP,
        /** A missing input becomes the mean of its column over the training part; records without target are left out. */
        MEAN,
        /** The same, and beside a column that lacks values another that is 1 where it does. */
        INDICATOR;

        /** Whether means are put in the place of missing values. */
        public boolean fills() {
            return this == MEAN || this == INDICATOR;
        }

        /** The one of that name. */
        public static Missing parse(String name) {
            for (Missing one : values()) {
                if (one.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("--missing is " + name + "; write drop, mean, indicator or refuse");
        }
    }

    /** Copies the list and checks the marks. */
    public CsvDialect {
        drop = List.copyOf(drop);
        words = List.copyOf(words);
        codes = List.copyOf(codes);
        if (decimal.isPresent() && decimal.get() != '.' && decimal.get() != ',') {
            throw new IllegalArgumentException("--decimal is " + decimal.get() + "; write . or ,");
        }
        if (decimal.isPresent() && decimal.equals(separator)) {
            throw new IllegalArgumentException("--decimal and --separator are both " + decimal.get()
                    + "; they must differ");
        }
        if (separator.isPresent() && "\"\n\r\0".indexOf(separator.get()) >= 0) {
            throw new IllegalArgumentException("--separator: quotes and line ends cannot stand between fields");
        }
    }

    /** Everything by looking at the first lines; missing values are refused. */
    public static CsvDialect detected() {
        return new CsvDialect(Optional.empty(), Optional.empty(), Optional.empty(), Missing.REFUSE, List.of(),
                List.of(), List.of(), Optional.empty());
    }

    /** The same with a separator: one character, or one of the words tab, blank, comma, semicolon and bar. */
    public CsvDialect withSeparator(String text) {
        char separator = switch (text) {
            case "tab", "\\t" -> '\t';
            case "blank", "blanks", "space" -> ' ';
            case "comma" -> ',';
            case "semicolon" -> ';';
            case "bar" -> '|';
            default -> {
                if (text.length() != 1) {
                    throw new IllegalArgumentException("--separator is \"" + text
                            + "\"; write one character, or comma, semicolon, tab, blank or bar");
                }
                yield text.charAt(0);
            }
        };
        return new CsvDialect(Optional.of(separator), decimal, header, missing, drop, words, codes, group);
    }

    /** The same with a decimal mark: {@code .} or {@code ,}, or the words point and comma. */
    public CsvDialect withDecimal(String text) {
        char mark = switch (text) {
            case ".", "point" -> '.';
            case ",", "comma" -> ',';
            default -> throw new IllegalArgumentException("--decimal is \"" + text + "\"; write . or ,");
        };
        return new CsvDialect(separator, Optional.of(mark), header, missing, drop, words, codes, group);
    }

    /** The same, told whether the first line holds names. */
    public CsvDialect withHeader(boolean named) {
        return new CsvDialect(separator, decimal, Optional.of(named), missing, drop, words, codes, group);
    }

    /** The same with another treatment of missing values. */
    public CsvDialect withMissing(Missing other) {
        return new CsvDialect(separator, decimal, header, other, drop, words, codes, group);
    }

    /** The same without those columns. */
    public CsvDialect dropping(List<String> columns) {
        return new CsvDialect(separator, decimal, header, missing, columns, words, codes, group);
    }

    /** The same, told columns of words. */
    public CsvDialect withWords(List<String> columns) {
        return new CsvDialect(separator, decimal, header, missing, drop, columns, codes, group);
    }

    /** The same, told what stands for a missing value. */
    public CsvDialect withCodes(List<String> values) {
        return new CsvDialect(separator, decimal, header, missing, drop, words, values, group);
    }

    /** The same, told the column of which equal values say that rows belong together. */
    public CsvDialect withGroup(String column) {
        return new CsvDialect(separator, decimal, header, missing, drop, words, codes, Optional.of(column));
    }
}
