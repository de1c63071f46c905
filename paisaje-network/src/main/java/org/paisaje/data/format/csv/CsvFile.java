package org.paisaje.data.format.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.linalg.Matrix;

/**
 * Tables of numbers and words as text (RFC 4180). Words may stand in the target, and beside a target in any column. UTF-8, UTF-16 and windows-1252,
 * plain or gzipped, any usual separator, decimal points and commas, lines of comment and thousands set apart are
 * understood; what was understood stands in the notes.
 *
 * @param names the names of the columns other than the target, {@code column 1} and so on if the file has no header; a
 *     column of words has one name for each word
 * @param named whether the file gives the names
 * @param decimal the decimal mark
 * @param numbers these columns, one row per record
 * @param categories those of them that stand for the words of a column
 * @param gaps the cells of them that held no value and were filled with the mean of the column over all records
 * @param target the text of the target column, one per record; empty if none was asked for
 * @param groups the text of the column that says which rows belong together, one per record; empty if none was named
 * @param notes what was assumed, filled or left out, a clause each
 */
public record CsvFile(List<String> names, boolean named, char decimal, Matrix numbers, Categories categories, Gaps gaps,
        List<String> target, List<String> groups, List<String> notes) {
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "na", "n/a", "nan", "NaN", "NAN", "null",
            "NULL", "?");

    /**
     * Reads a table.
     *
     * @param target the name of the target column, or its number counted from 1, -1 being the last; absent if all columns
     *     are numbers
     */
    public static CsvFile read(Path path, Optional<String> target, CsvDialect dialect) {
        return read(path, target, dialect, CsvTable.PIECE);
    }

    /** Reads a table in pieces of about that many bytes. */
    static CsvFile read(Path path, Optional<String> target, CsvDialect dialect, int piece) {
        return read(path, () -> CsvEncoding.open(path), target, dialect, piece);
    }

    /** Reads a table from a text in UTF-8 that stands for what a file holds. */
    public static CsvFile read(Path path, byte[] text, Optional<String> target, CsvDialect dialect) {
        return read(path, () -> new CsvEncoding(CsvText.of(text), List.of()), target, dialect, CsvTable.PIECE);
    }

    /** Opens what is read. */
    @FunctionalInterface
    private interface Opening {
        CsvEncoding open() throws IOException;
    }

    private static CsvFile read(Path path, Opening opening, Optional<String> target, CsvDialect dialect, int piece) {
        try {
            CsvEncoding encoding = opening.open();
            CsvSample sample = CsvSample.of(encoding.sample(), dialect);
            try (CsvText text = sample.separator() == ' '
                    ? CsvBlanks.collapse(path, encoding.text())
                    : encoding.text()) {
                CsvFile table = new CsvTable(path.toString(), text, sample, target, dialect).read(piece);
                return table.withNotes(encoding.notes(), sample);
            }
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        } catch (UncheckedIOException e) {
            throw DataFormatException.of(path, Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException e) {
            Throwable root = e.getCause() instanceof RuntimeException cause ? cause : e;
            throw new DataFormatException(path.toString(), "", String.valueOf(root.getMessage()));
        }
    }

    /** The names of the columns of a file, at most twelve of them, for a complaint. */
    public static String columns(Path path, CsvDialect dialect) {
        try {
            CsvEncoding encoding = CsvEncoding.open(path);
            try (CsvText text = encoding.text()) {
                CsvSample sample = CsvSample.of(encoding.sample(), dialect);
                return describe(new CsvTable(path.toString(), text, sample, Optional.empty(), dialect).names());
            }
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        } catch (CsvParseException e) {
            return "columns that cannot be told apart";
        }
    }

    /** At most twelve of the names, and how many there are. */
    public static String describe(List<String> names) {
        return CsvHead.describe(names);
    }

    /** The number that a text of the target stands for, NaN if it is none or not finite. */
    public double number(String text) {
        double value = CsvNumber.parse(text, decimal);
        value = Double.isNaN(value) ? CsvNumber.grouped(text, decimal) : value;
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** Writes a table of numbers, in digits that read back as the same doubles; it appears complete or not at all. */
    public static void write(Path path, List<String> names, Matrix numbers) {
        if (names.size() != numbers.columns()) {
            throw new IllegalArgumentException("write: " + names.size() + " names for " + numbers.columns()
                    + " columns; each column needs one");
        }
        List<List<String>> records = new AbstractList<>() {
            @Override
            public int size() {
                return numbers.rows();
            }

            @Override
            public List<String> get(int i) {
                return Arrays.stream(numbers.row(i)).mapToObj(CsvFile::text).toList();
            }
        };
        write(path, names, records);
    }

    /** Writes a table of fields, quoted where needed; it appears complete or not at all. */
    public static void write(Path path, List<String> names, List<List<String>> records) {
        AtomicFile.write(path, out -> {
            try (CsvWriter csv = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .build(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
                csv.writeRecord(names);
                records.forEach(csv::writeRecord);
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        });
    }

    /** The number in digits that read back as the same double, whole ones without a point. */
    public static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 && !(value == 0 && 1 / value < 0)
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private CsvFile withNotes(List<String> encoding, CsvSample sample) {
        List<String> all = new ArrayList<>(encoding);
        if (sample.decimal() == ',') {
            all.add("its numbers are read with decimal commas, fields being separated by "
                    + CsvHead.quoted(sample.separator()));
        }
        all.addAll(notes);
        return new CsvFile(names, named, decimal, numbers, categories, gaps, target, groups, List.copyOf(all));
    }

    /** Whether the text stands for a value that is not there. */
    static boolean missing(String field) {
        return MISSING.contains(field.strip());
    }
}
