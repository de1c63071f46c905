package org.paisaje.data.format.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.data.format.parquet.Thrift.Fields;

/** Reads the values of a column from its pages. Equal texts of a dictionary are one object. */
final class ColumnReader {
    private final byte[] file;
    private final Leaf leaf;
    /** The texts of all rows, lists run together; empty where there is no value. */
    private final List<String> values = new ArrayList<>();
    /** How many values each row has; filled for lists only. */
    private final List<Integer> lengths = new ArrayList<>();
    private String[] dictionary = {};

    ColumnReader(byte[] file, Leaf leaf) {
        this.file = file;
        this.leaf = leaf;
    }

    List<String> values() {
        return values;
    }

    List<Integer> lengths() {
        return lengths;
    }

    /** Adds what a group of rows holds. */
    void add(Fields chunk) {
        Fields meta = chunk.fields(3);
        Codec codec = Codec.of(meta.number(4));
        long count = meta.number(5);
        long from = meta.number(9);
        if (meta.has(11)) {
            long dictionaryAt = meta.number(11);
            from = dictionaryAt > 0 ? Math.min(from, dictionaryAt) : from;
        }
        if (from < 4 || from >= file.length || meta.number(1) != leaf.type()) {
            throw new ParquetDamage("the pages of column " + leaf.name() + " are not in the file");
        }
        dictionary = new String[0];
        int at = (int) from;
        long read = 0;
        while (read < count) {
            var thrift = new Thrift(file, at);
            Fields head = thrift.read();
            int size = head.size(2);
            int packed = head.size(3);
            at = thrift.position();
            if (packed > file.length - at) {
                throw new ParquetDamage("a page of column " + leaf.name() + " is longer than the file");
            }
            switch ((int) head.number(1)) {
                case 0 -> read += first(head.fields(5), codec.unpack(file, at, packed, size), count - read);
                case 2 -> dictionary(head.fields(7), codec.unpack(file, at, packed, size));
                case 3 -> read += second(head.fields(8), codec, at, packed, size, count - read);
                default -> {
                    // An index is passed over.
                }
            }
            at += packed;
        }
    }

    private void dictionary(Fields head, byte[] bytes) {
        var page = new Page(bytes, 0, bytes.length);
        int count = head.size(1);
        if (count > bytes.length) {
            throw new ParquetDamage("a dictionary of " + count + " values in " + bytes.length + " bytes");
        }
        dictionary = new String[count];
        for (int i = 0; i < count; i++) {
            dictionary[i] = leaf.plain(page);
        }
    }

    private static int count(Fields head, long most) {
        int count = head.size(1);
        if (count > most) {
            throw new ParquetDamage("a page has more values than its column");
        }
        return count;
    }

    /** A page of the first version: levels with their lengths before them, all packed together. */
    private int first(Fields head, byte[] bytes, long most) {
        int count = count(head, most);
        var page = new Page(bytes, 0, bytes.length);
        int[] repetition = leaf.repetition() == 0 ? new int[0] : levels(page, count, leaf.repetition());
        int[] definition = leaf.definition() == 0 ? new int[0] : levels(page, count, leaf.definition());
        values(page, (int) head.number(2), repetition, definition, count);
        return count;
    }

    private static int[] levels(Page page, int count, int highest) {
        return page.part((int) Math.min(Integer.MAX_VALUE, page.little(4))).runs(count, bits(highest));
    }

    /** A page of the second version: levels unpacked before the packed values. */
    private int second(Fields head, Codec codec, int at, int packed, int size, long most) {
        int count = count(head, most);
        int forDefinition = head.size(5);
        int forRepetition = head.size(6);
        long levels = (long) forDefinition + forRepetition;
        if (levels > packed || levels > size) {
            throw new ParquetDamage("the levels of a page are longer than the page");
        }
        var page = new Page(file, at, at + (int) levels);
        int[] repetition = leaf.repetition() == 0
                ? new int[0]
                : page.part(forRepetition).runs(count, bits(leaf.repetition()));
        int[] definition = leaf.definition() == 0
                ? new int[0]
                : page.part(forDefinition).runs(count, bits(leaf.definition()));
        Codec used = head.number(7, 1) == 1 ? codec : Codec.UNCOMPRESSED;
        byte[] bytes = used.unpack(file, at + (int) levels, packed - (int) levels, size - (int) levels);
        values(new Page(bytes, 0, bytes.length), (int) head.number(4), repetition, definition, count);
        return count;
    }

    private static int bits(int highest) {
        return 32 - Integer.numberOfLeadingZeros(highest);
    }

    private void values(Page page, int encoding, int[] repetition, int[] definition, int count) {
        int present = definition.length == 0
                ? count
                : (int) Arrays.stream(definition).filter(level -> level == leaf.definition()).count();
        String[] texts = decode(page, encoding, present);
        int next = 0;
        for (int i = 0; i < count; i++) {
            boolean there = definition.length == 0 || definition[i] == leaf.definition();
            if (repetition.length > 0) {
                if (repetition[i] == 0) {
                    lengths.add(0);
                } else if (lengths.isEmpty()) {
                    throw new ParquetDamage("a list goes on where none began");
                }
                // One level below is an entry without value, further below a list without entries.
                if (!there && definition[i] < leaf.definition() - 1) {
                    continue;
                }
                lengths.set(lengths.size() - 1, lengths.getLast() + 1);
            }
            values.add(there ? texts[next++] : "");
        }
    }

    private String[] decode(Page page, int encoding, int count) {
        String[] texts = new String[count];
        switch (encoding) {
            case 0 -> {
                if (leaf.type() == 0) {
                    long bits = 0;
                    for (int i = 0; i < count; i++) {
                        bits = i % 8 == 0 ? page.little(1) : bits >>> 1;
                        texts[i] = (bits & 1) == 1 ? "1" : "0";
                    }
                } else {
                    if (count > page.left()) {
                        throw new ParquetDamage("a page ends too early");
                    }
                    for (int i = 0; i < count; i++) {
                        texts[i] = leaf.plain(page);
                    }
                }
            }
            case 2, 8 -> {
                int[] codes = count == 0 ? new int[0] : page.runs(count, (int) page.little(1));
                for (int i = 0; i < count; i++) {
                    if (codes[i] < 0 || codes[i] >= dictionary.length) {
                        throw new ParquetDamage("a value is entry " + codes[i] + " of a dictionary of "
                                + dictionary.length);
                    }
                    texts[i] = dictionary[codes[i]];
                }
            }
            case 3 -> {
                if (leaf.type() != 0) {
                    throw new ParquetDamage("numbers in runs, which only truth values are read in");
                }
                int[] bits = page.part((int) Math.min(Integer.MAX_VALUE, page.little(4))).runs(count, 1);
                for (int i = 0; i < count; i++) {
                    texts[i] = bits[i] == 1 ? "1" : "0";
                }
            }
            default -> throw new ParquetDamage("column " + leaf.name() + " is encoded as "
                    + List.of("4", "delta_binary_packed", "delta_length_byte_array", "delta_byte_array", "8",
                            "byte_stream_split").get(Math.clamp(encoding - 4, 0, 5)).toLowerCase(Locale.ROOT));
        }
        return texts;
    }
}
