package org.paisaje.data.format.parquet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads structures in the compact protocol of Thrift, which says of each field what it is: numbers become {@link Long} or
 * {@link Double}, texts {@code byte[]}, lists {@link List}, structures {@link Fields}.
 */
final class Thrift {
    private static final int DEEPEST = 16;

    private final byte[] bytes;
    private int at;

    Thrift(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** The fields of a structure by their numbers. */
    record Fields(Map<Integer, Object> values) {
        boolean has(int field) {
            return values.containsKey(field);
        }

        long number(int field) {
            return of(field, Long.class);
        }

        long number(int field, long absent) {
            return has(field) ? number(field) : absent;
        }

        int size(int field) {
            long size = number(field);
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new ParquetDamage("a size is " + size);
            }
            return (int) size;
        }

        String text(int field) {
            return new String(of(field, byte[].class), StandardCharsets.UTF_8);
        }

        Fields fields(int field) {
            return of(field, Fields.class);
        }

        List<Fields> list(int field) {
            List<Fields> all = new ArrayList<>();
            for (Object one : of(field, List.class)) {
                if (!(one instanceof Fields fields)) {
                    throw new ParquetDamage("a list holds something else than structures");
                }
                all.add(fields);
            }
            return all;
        }

        private <T> T of(int field, Class<T> kind) {
            @Nullable
            Object value = values.get(field);
            if (value == null || !kind.isInstance(value)) {
                throw new ParquetDamage("a field is missing or of another kind");
            }
            return kind.cast(value);
        }
    }

    /** Where the next byte is. */
    int position() {
        return at;
    }

    /** The structure that begins here. */
    Fields read() {
        return fields(0);
    }

    private Fields fields(int depth) {
        if (depth > DEEPEST) {
            throw new ParquetDamage("structures lie in one another more than " + DEEPEST + " deep");
        }
        Map<Integer, Object> values = new HashMap<>();
        int field = 0;
        while (true) {
            int head = octet();
            if (head == 0) {
                return new Fields(values);
            }
            int kind = head & 15;
            field = head >>> 4 == 0 ? (int) signed() : field + (head >>> 4);
            values.put(field, kind <= 2 ? (Object) (kind == 1 ? 1L : 0L) : value(kind, depth));
        }
    }

    private Object value(int kind, int depth) {
        return switch (kind) {
            case 1, 2 -> (long) (octet() == 1 ? 1 : 0);
            case 3 -> (long) (byte) octet();
            case 4, 5, 6 -> signed();
            case 7 -> {
                long bits = 0;
                for (int i = 0; i < 8; i++) {
                    bits |= (long) octet() << 8 * i;
                }
                yield Double.longBitsToDouble(bits);
            }
            case 8 -> text();
            case 9, 10 -> list(depth);
            case 12 -> fields(depth + 1);
            default -> throw new ParquetDamage("a field is of kind " + kind);
        };
    }

    private byte[] text() {
        long length = varint();
        if (length < 0 || length > bytes.length - at) {
            throw new ParquetDamage("a text of " + length + " bytes is longer than the file");
        }
        byte[] text = new byte[(int) length];
        System.arraycopy(bytes, at, text, 0, text.length);
        at += text.length;
        return text;
    }

    private List<Object> list(int depth) {
        int head = octet();
        long count = head >>> 4 == 15 ? varint() : head >>> 4;
        if (count < 0 || count > bytes.length - at) {
            throw new ParquetDamage("a list of " + count + " entries is longer than the file");
        }
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            all.add(value(head & 15, depth));
        }
        return all;
    }

    private int octet() {
        if (at >= bytes.length) {
            throw new ParquetDamage("it ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new ParquetDamage("a number has more than ten bytes");
    }

    private long signed() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }
}
