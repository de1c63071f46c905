package org.paisaje.data.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.paisaje.math.linalg.Matrix;

/**
 * Tables of numbers as text (RFC 4180, UTF-8), with one column, the target, that may hold words.
 *
 * @param names the names of the columns other than the target; {@code column 1} and so on if the file has no header
 * @param numbers these columns, one row per record
 * @param target the text of the target column, one per record; empty if none was asked for
 */
public record CsvFile(List<String> names, Matrix numbers, List<String> target) {
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "na", "n/a", "nan", "NaN", "NAN", "null",
            "NULL", "?");

    /**
     * How the table is written.
     *
     * @param separator what stands between fields; if absent, whichever of comma, semicolon, tab and bar splits the first
     *     line into most
     * @param header whether the first line holds names; if absent, it does when one of its fields is no number and the
     *     field below is one
     */
    public record Dialect(Optional<Character> separator, Optional<Boolean> header) {
        /** Everything by looking at the first two lines. */
        public static Dialect detected() {
            return new Dialect(Optional.empty(), Optional.empty());
        }
    }

    /**
     * Reads a table.
     *
     * @param target the name of the target column, or its number counted from 1, -1 being the last; absent if all columns
     *     are numbers
     */
    public static CsvFile read(Path path, Optional<String> target, Dialect dialect) {
        return read(path, target, dialect, CsvTable.PIECE);
    }

    /** Reads a table in pieces of about that many bytes. */
    static CsvFile read(Path path, Optional<String> target, Dialect dialect, int piece) {
        try (CsvText text = CsvText.open(path)) {
            char separator = dialect.separator().isPresent() ? dialect.separator().get() : separator(text);
            return new CsvTable(path.toString(), text, separator, target, dialect.header()).read(piece);
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        } catch (UncheckedIOException e) {
            throw DataFormatException.of(path, Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException e) {
            Throwable root = e.getCause() instanceof RuntimeException cause ? cause : e;
            throw new DataFormatException(path.toString(), "", String.valueOf(root.getMessage()));
        }
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

    private static char separator(CsvText text) throws IOException {
        char[] start = new char[1 << 16];
        int length = 0;
        try (Reader reader = new InputStreamReader(text.stream(), StandardCharsets.UTF_8)) {
            for (int got = 0; got >= 0 && length < start.length; got = reader.read(start, length,
                    start.length - length)) {
                length += got;
            }
        }
        char best = ',';
        int most = 0;
        for (char candidate : new char[] {',', ';', '\t', '|'}) {
            int count = 0;
            boolean quoted = false;
            for (int i = 0; i < length && (quoted || (start[i] != '\n' && start[i] != '\r')); i++) {
                quoted ^= start[i] == '"';
                count += !quoted && start[i] == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /** Whether the text stands for a value that is not there. */
    static boolean missing(String field) {
        return MISSING.contains(field.strip());
    }
}
