package org.paisaje.data.format;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

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
    private final char separator;
    private final CsvHead head;

    /** Reads the first two records. */
    CsvTable(String file, CsvText text, char separator, Optional<String> target, Optional<Boolean> header)
            throws IOException {
        this.text = text;
        this.separator = separator;
        try (CsvReader<CsvRecord> reader = builder(separator, true).ofCsvRecord(text.stream())) {
            head = CsvHead.of(file, separator, reader.iterator(), target, header);
        }
    }

    /** The table, read in pieces of about that many bytes. */
    CsvFile read(int piece) throws IOException {
        long[] cuts = text.utf8() ? text.cuts(piece) : new long[0];
        if (cuts.length > 2) {
            CsvRows[] pieces = new CsvRows[cuts.length - 1];
            AtomicBoolean sound = new AtomicBoolean(true);
            IntStream.range(0, pieces.length).parallel().forEach(p -> {
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
        CsvRows rows = new CsvRows(head, start && head.named());
        try (CsvReader<CsvRows> reader = builder(separator, start).build(rows,
                new BufferedInputStream(in, 1 << 16), StandardCharsets.UTF_8)) {
            for (CsvRows _ : reader) {
                if (rows.complaint().isPresent()) {
                    break;
                }
            }
        }
        return rows;
    }

    private static CsvReaderBuilder builder(char separator, boolean start) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .detectBomHeader(start)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    private CsvFile table(CsvRows... pieces) {
        long count = Arrays.stream(pieces).mapToLong(CsvRows::count).sum();
        if (count == 0) {
            throw new DataFormatException(head.file(), "line 1", "there is a header and no record after it");
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw head.tooLarge(1);
        }
        List<String> labels = new ArrayList<>();
        double[] values = pieces.length == 1 ? pieces[0].values() : new double[(int) count];
        int at = 0;
        for (CsvRows rows : pieces) {
            if (pieces.length > 1) {
                rows.copyTo(values, at);
            }
            at += rows.count();
            labels.addAll(rows.labels());
        }
        return new CsvFile(head.inputNames(), Matrix.wrap(at / head.inputs(), head.inputs(), values),
                List.copyOf(labels));
    }
}
