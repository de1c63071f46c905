package org.paisaje.data.format.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.format.DataFormatException;

/** Numbers and words that stand for a missing value in columns of a table, as {@code 0} in one of weights. */
final class CsvCodes {
    /** A code as it was written, and as a number; NaN if it is none. */
    private record Code(String text, double number) {
        boolean is(double value) {
            return value == number;
        }
    }

    private final List<List<Code>> codes;

    private CsvCodes(List<List<Code>> codes) {
        this.codes = codes;
    }

    /** Those of the columns of a table, {@code COLUMN=VALUE} or {@code VALUE} for all columns of inputs. */
    static CsvCodes of(CsvHead head, List<String> said) {
        List<List<Code>> codes = IntStream.range(0, head.columns())
                .<List<Code>>mapToObj(j -> new ArrayList<>())
                .toList();
        for (String one : said) {
            int equals = one.lastIndexOf('=');
            String text = one.substring(equals + 1).strip();
            if (text.isEmpty()) {
                throw new DataFormatException(head.file(), "", "--missing-value " + one
                        + ": the value is missing; write COLUMN=VALUE, or VALUE for all inputs");
            }
            var code = new Code(text, CsvNumber.parse(text, '.'));
            if (equals < 0) {
                IntStream.of(head.inputColumns()).forEach(j -> codes.get(j).add(code));
            } else {
                codes.get(head.place(one.substring(0, equals))).add(code);
            }
        }
        return new CsvCodes(codes);
    }

    /** Whether the number stands for a missing value of that column. */
    boolean hold(int column, double value) {
        return codes.get(column).stream().anyMatch(code -> code.is(value));
    }

    /** Whether the text does. */
    boolean hold(int column, String text) {
        return codes.get(column).stream().anyMatch(code -> code.text().equals(text));
    }
}
