package org.paisaje.data.format.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.parquet.Thrift.Fields;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * Reads tables from Parquet files, plain or packed by snappy, gzip or lz4, in the plain and dictionary encodings, as pandas and
 * Arrow write them, as if they had been written as CSV: the same target, columns to leave out, missing values and words
 * for classes. Numbers keep every bit, truth values are 1 and 0, structures become a column for each of their fields, and
 * lists of one length one for each place in them.
 */
public final class ParquetFile {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LINE = Pattern.compile("line (\\d{1,18})(.*)");
    private static final String REMEDY = "; what pandas and Arrow write by default is read, as by "
            + "pandas.read_parquet(\"FILE\").to_parquet(\"OTHER\")";
    /** So many bytes stand for a cell, about: a text and its place. */
    private static final long WIDTH = 60;

    private ParquetFile() {}

    /**
     * A column of the table to be.
     *
     * @param name its name
     * @param values its texts
     * @param step how many texts later that of the next row stands
     * @param offset where that of the first row stands
     */
    private record Column(String name, List<String> values, int step, int offset) {}

    /** The table, as {@link CsvFile#read} gives it. */
    public static CsvFile read(Path path, Optional<String> target, CsvDialect dialect) {
        byte[] text = text(path, new HashSet<>(dialect.drop()));
        try {
            return CsvFile.read(path, text, target, dialect.withSeparator("comma").withDecimal(".").withHeader(true));
        } catch (DataFormatException e) {
            throw byRow(e);
        }
    }

    /** The names of the columns, at most twelve of them, for a complaint. */
    public static String columns(Path path) {
        try {
            return CsvFile.describe(Leaf.of(meta(bytes(path)).list(2)).stream().map(Leaf::name).distinct().toList());
        } catch (ParquetDamage e) {
            throw refusal(path, e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        } catch (OutOfMemoryError e) {
            throw new DataFormatException(path.toString(), "", "it does not fit into the memory of the JVM");
        }
    }

    private static DataFormatException refusal(Path path, ParquetDamage damage) {
        String reason = String.valueOf(damage.getMessage());
        boolean unread = reason.startsWith("it is packed by") || reason.contains("is encoded as");
        return new DataFormatException(path.toString(), "",
                unread ? reason + REMEDY : "it is damaged, or no Parquet file: " + reason);
    }

    /** What stands at the end of the file about the rest of it. */
    private static Fields meta(byte[] file) {
        int n = file.length;
        if (n < 12 || !Arrays.equals(file, 0, 4, MAGIC, 0, 4)) {
            throw new ParquetDamage("it does not begin with PAR1");
        }
        if (!Arrays.equals(file, n - 4, n, MAGIC, 0, 4)) {
            throw new ParquetDamage("it does not end with PAR1, as if it had been cut off");
        }
        long length = new Page(file, n - 8, n - 4).little(4);
        if (length > n - 12) {
            throw new ParquetDamage("the part that describes it is longer than the file");
        }
        return new Thrift(file, n - 8 - (int) length).read();
    }

    private static byte[] text(Path path, Set<String> drop) {
        byte[] file = bytes(path);
        try {
            Fields meta = meta(file);
            List<Leaf> leaves = Leaf.of(meta.list(2));
            List<Fields> groups = meta.list(4);
            long rows = groups.stream().mapToLong(group -> group.number(3)).sum();
            if (rows != meta.number(3) || rows < 0) {
                throw new ParquetDamage("its groups have " + rows + " rows, " + meta.number(3) + " are told");
            }
            if (rows == 0 || leaves.isEmpty()) {
                throw new DataFormatException(path.toString(), "", leaves.isEmpty()
                        ? "it has no column"
                        : "it has the columns " + columns(path) + " and no row");
            }
            requireRoom(path, rows, leaves.size());
            List<Column> columns = new ArrayList<>();
            for (int j = 0; j < leaves.size(); j++) {
                columns.addAll(column(path, file, leaves.get(j), j, groups, (int) rows, drop));
            }
            return written(columns, (int) rows);
        } catch (ParquetDamage e) {
            throw refusal(path, e);
        }
    }

    private static List<Column> column(Path path, byte[] file, Leaf leaf, int j, List<Fields> groups, int rows,
            Set<String> drop) {
        if (drop.contains(leaf.name())) {
            return List.of(new Column(leaf.name(), List.of("0"), 0, 0));
        }
        if (leaf.repetition() > 1) {
            throw new DataFormatException(path.toString(), "column " + leaf.name(),
                    "it holds lists of lists; --drop " + leaf.name() + " leaves it out");
        }
        var reader = new ColumnReader(file, leaf);
        for (Fields group : groups) {
            List<Fields> chunks = group.list(1);
            if (chunks.size() <= j) {
                throw new ParquetDamage("a group has " + chunks.size() + " columns");
            }
            if (leaf.repetition() == 0 && chunks.get(j).fields(3).number(5) != group.number(3)) {
                throw new ParquetDamage("column " + leaf.name() + " has " + chunks.get(j).fields(3).number(5)
                        + " values for " + group.number(3) + " rows");
            }
            requireRoom(path, chunks.get(j).fields(3).number(5), 1);
            reader.add(chunks.get(j));
        }
        int got = leaf.repetition() == 0 ? reader.values().size() : reader.lengths().size();
        if (got != rows) {
            throw new ParquetDamage("column " + leaf.name() + " has " + got + " rows, the table " + rows);
        }
        return leaf.repetition() == 0
                ? List.of(new Column(leaf.name(), reader.values(), 1, 0))
                : lists(path, leaf, reader);
    }

    private static List<Column> lists(Path path, Leaf leaf, ColumnReader reader) {
        int length = reader.lengths().getFirst();
        for (int i = 0; i < reader.lengths().size(); i++) {
            int other = reader.lengths().get(i);
            if (other != length || other == 0) {
                throw new DataFormatException(path.toString(), "row " + (i + 1) + ", column " + leaf.name(),
                        "the list holds " + other
                                + (other == length ? "" : " where that of the first row holds " + length)
                                + "; lists of one length are needed, and --drop " + leaf.name() + " leaves them out");
            }
        }
        requireRoom(path, reader.lengths().size(), length);
        return IntStream.range(0, length)
                .mapToObj(k -> new Column(leaf.name() + "." + k, reader.values(), length, k))
                .toList();
    }

    private static void requireRoom(Path path, long rows, long columns) {
        double bytes = (double) WIDTH * rows * columns;
        MemoryEstimate.array(bytes).or(() -> MemoryEstimate.lack(bytes)).ifPresent(words -> {
            throw new DataFormatException(path.toString(), "", "its " + rows + " rows of " + columns
                    + " columns take at least " + words
                    + "; write them as .csv, which is read piece by piece, or as .npz");
        });
    }

    private static byte[] written(List<Column> columns, int rows) {
        var text = new ParquetText();
        columns.forEach(column -> text.field(column.name()));
        text.endRow();
        for (int i = 0; i < rows; i++) {
            for (Column column : columns) {
                text.field(column.values().get(i * column.step() + column.offset()));
            }
            text.endRow();
        }
        return text.bytes();
    }

    /** A complaint about a line of the text, the first holding the names, as one about a row of the file. */
    private static DataFormatException byRow(DataFormatException complaint) {
        Matcher line = LINE.matcher(complaint.place());
        if (!line.matches()) {
            return complaint;
        }
        long number = Long.parseLong(line.group(1)) - 1;
        return new DataFormatException(complaint.file(), number == 0 ? "" : "row " + number + line.group(2),
                complaint.reason());
    }
}
