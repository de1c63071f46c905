package org.paisaje.data.format.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.Sizes;

/**
 * Reads the records of a CSV file. A large one is cut after line feeds and its pieces are read on several threads, each as
 * if it began with a record. That is so for the first piece, and for each further one if the piece before it ended outside
 * quotes; if one did not, or anything else is wrong, the table is read again from its start by one thread, which then knows
 * the number of the line.
 */
final class CsvTable {
    /** The size of a piece in bytes. */
    static final int PIECE = 1 << 20;

    private final CsvText text;
    private final char comment;
    private final CsvDialect.Missing missing;
    private final CsvCodes codes;
    private final boolean separated;
    private final CsvHead head;

    /** For a text of that sample. */
    CsvTable(String file, CsvText text, CsvSample sample, Optional<String> target, CsvDialect dialect)
            throws IOException {
        this.text = text;
        this.comment = sample.comment();
        this.separated = sample.separated();
        this.missing = dialect.missing();
        if (sample.records().isEmpty()) {
            // Says what is wrong with the first record, if there is one.
            try (CsvReader<CsvRecord> reader = builder(sample.separator(), comment).ofCsvRecord(text.stream())) {
                var _ = reader.iterator().hasNext();
            }
        }
        head = CsvHead.of(file, sample, target, dialect);
        codes = CsvCodes.of(head, dialect.codes());
        sample.unclear().ifPresent(field -> {
            throw new DataFormatException(file, "",
                    "'" + field + "' may be " + CsvFile.text(CsvNumber.grouped(field, '.'))
                            + " or " + CsvFile.text(CsvNumber.parse(field, ','))
                            + ", and no other cell of the first lines "
                            + "tells; add --decimal . or --decimal ,");
        });
    }

    /** The names of all columns. */
    List<String> names() {
        return head.names();
    }

    private char separator() {
        return head.separator() == ' ' ? CsvBlanks.SEPARATOR : head.separator();
    }

    /** The table, read in pieces of about that many bytes. */
    CsvFile read(int piece) throws IOException {
        long[] cuts = text.cuts(piece);
        if (cuts.length > 2) {
            CsvRows[] pieces = new CsvRows[cuts.length - 1];
            AtomicBoolean sound = new AtomicBoolean(true);
            Parallel.run(pieces.length, p -> {
                if (sound.get()) {
                    try {
                        pieces[p] = rows(text.stream(cuts[p], cuts[p + 1]), p == 0);
                        sound.compareAndSet(true, pieces[p].complaint().isEmpty());
                    } catch (CsvParseException | UncheckedIOException e) {
                        sound.set(false);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            if (sound.get()) {
                return table(pieces);
            }
        }
        CsvRows rows = rows(text.stream(), true);
        if (rows.complaint().isPresent()) {
            throw rows.complaint().get();
        }
        return table(rows);
    }

    private CsvRows rows(InputStream in, boolean start) throws IOException {
        CsvRows rows = new CsvRows(head, missing, codes, start ? (separated ? 1 : 0) + (head.named() ? 1 : 0) : 0);
        try (CsvReader<CsvRows> reader = builder(separator(), comment).detectBomHeader(start)
                .build(rows,
                        new BufferedInputStream(in, 1 << 16), StandardCharsets.UTF_8)) {
            for (CsvRows _ : reader) {
                if (rows.complaint().isPresent()) {
                    break;
                }
            }
        }
        return rows;
    }

    /** A parser that hands comments and records with a wrong number of fields on. */
    static CsvReaderBuilder builder(char separator, char comment) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .commentStrategy(CommentStrategy.READ)
                .commentCharacter(comment)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    private CsvFile table(CsvRows... pieces) {
        long count = Arrays.stream(pieces).mapToLong(CsvRows::count).sum();
        var tally = new CsvRows.Tally();
        Arrays.stream(pieces).forEach(rows -> tally.add(rows.tally()));
        List<String> notes = new ArrayList<>(head.notes());
        notes.addAll(tally.notes(comment, head.decimal(), count / head.inputs()));
        if (count == 0) {
            throw new DataFormatException(head.file(), "line 1",
                    "there is " + (head.named() ? "a header and " : "") + "no record"
                            + (head.named() ? " after it" : "")
                            + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")"));
        }
        if (count > Sizes.LARGEST) {
            throw head.tooLarge(1);
        }
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        double[] values = pieces.length == 1 ? pieces[0].values() : new double[(int) count];
        int at = 0;
        for (CsvRows rows : pieces) {
            if (pieces.length > 1) {
                rows.copyTo(values, at);
            }
            at += rows.count();
            labels.addAll(rows.labels());
            groups.addAll(rows.groups());
        }
        Matrix numbers = Matrix.wrap(at / head.inputs(), head.inputs(), values);
        Categories categories = Categories.none();
        List<String> names = head.inputNames();
        if (!head.words().isEmpty()) {
            String[][] words = words(numbers, pieces);
            categories = Categories.in(numbers, words, names);
            requireFew(categories, numbers.rows());
            if (categories.width(head.inputs()) * numbers.rows() > Sizes.LARGEST) {
                throw head.tooLarge(1);
            }
            notes.addAll(categories.notes());
            names = categories.inputs(names);
            numbers = categories.expand(numbers, words);
        }
        Gaps gaps = missing.fills() ? Gaps.in(numbers) : Gaps.none();
        if (!gaps.isEmpty()) {
            numbers = gaps.fill(numbers, gaps.means(numbers), head.file(), names);
        }
        return new CsvFile(names, head.withNames(), head.decimal(), numbers, categories, gaps, List.copyOf(labels),
                List.copyOf(groups), List.copyOf(notes));
    }

    /** The words of each column of words; cells hold places in them afterwards, where they held places in those of a piece. */
    private String[][] words(Matrix numbers, CsvRows... pieces) {
        String[][] words = new String[head.inputs()][];
        int[] columns = head.inputColumns();
        for (int j = 0; j < columns.length; j++) {
            int column = columns[j];
            if (!head.words().contains(column)) {
                continue;
            }
            var all = new LinkedHashMap<String, Integer>();
            int row = 0;
            for (CsvRows rows : pieces) {
                int[] places = rows.words(column)
                        .stream()
                        .mapToInt(word -> all.computeIfAbsent(word, w -> all.size()))
                        .toArray();
                int end = row + rows.count() / head.inputs();
                for (; row < end; row++) {
                    double place = numbers.get(row, j);
                    numbers.set(row, j, Double.isNaN(place) ? place : places[(int) place]);
                }
            }
            words[j] = all.keySet().toArray(String[]::new);
        }
        return words;
    }

    /** A column in which most records have a word of their own tells records apart. */
    private void requireFew(Categories categories, int records) {
        for (Categories.Column column : categories.columns()) {
            if (column.words().size() > Categories.MOST || column.words().size() > Math.max(2, records / 2)) {
                throw new DataFormatException(head.file(), "column " + column.name(), "it holds "
                        + column.words().size() + " different words in " + records
                        + " records, too many to take each for an input; --drop leaves a column out");
            }
        }
    }
}
