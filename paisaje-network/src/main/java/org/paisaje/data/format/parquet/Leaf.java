package org.paisaje.data.format.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.parquet.Thrift.Fields;

/**
 * A column that holds values.
 *
 * @param name its name, those of the structures it lies in before it
 * @param type the number of its type
 * @param width the bytes of a value, where all have as many
 * @param definition the level at which a value is there
 * @param repetition in how many lists it lies
 * @param meaning what its numbers stand for
 * @param scale the decimals of a decimal number
 */
record Leaf(String name, int type, int width, int definition, int repetition, Meaning meaning, int scale) {
    private static final int DEEPEST = 64;
    private static final int MOST_COLUMNS = 1_000_000;

    /** What numbers stand for. */
    enum Meaning {
        PLAIN, UNSIGNED, DECIMAL, DATE, MILLIS, MICROS, NANOS, HALF
    }

    /** Those of a schema, which lists nodes in order, each before its children. */
    static List<Leaf> of(List<Fields> schema) {
        if (schema.isEmpty() || schema.size() > MOST_COLUMNS) {
            throw new ParquetDamage("its schema has " + schema.size() + " entries");
        }
        List<Leaf> leaves = new ArrayList<>();
        int at = 1;
        for (long child = 0; child < schema.getFirst().number(5, 0); child++) {
            at = add(schema, at, "", 0, 0, 0, leaves);
        }
        return Collections.unmodifiableList(leaves);
    }

    private static int add(List<Fields> schema, int at, String prefix, int definition, int repetition, int depth,
            List<Leaf> leaves) {
        if (at >= schema.size() || depth > DEEPEST) {
            throw new ParquetDamage("its schema does not fit together");
        }
        Fields node = schema.get(at);
        long kind = node.number(3, 0);
        int level = definition + (kind == 0 ? 0 : 1);
        int lists = repetition + (kind == 2 ? 1 : 0);
        boolean inList = repetition > 0 || kind == 2;
        String name = inList && !prefix.isEmpty() ? prefix : prefix + (prefix.isEmpty() ? "" : ".") + node.text(4);
        long children = node.number(5, 0);
        if (node.has(1) && children == 0) {
            leaves.add(leaf(node, name, level, lists));
            return at + 1;
        }
        int next = at + 1;
        for (long child = 0; child < children; child++) {
            next = add(schema, next, name, level, lists, depth + 1, leaves);
        }
        return next;
    }

    private static Leaf leaf(Fields node, String name, int definition, int repetition) {
        int type = node.size(1);
        int width = switch (type) {
            case 1, 4 -> 4;
            case 2, 5 -> 8;
            case 3 -> 12;
            case 7 -> node.size(2);
            default -> 0;
        };
        Meaning meaning = converted((int) node.number(6, -1));
        if (node.has(10)) {
            Fields logical = node.fields(10);
            if (logical.has(7) || logical.has(8)) {
                Fields unit = logical.fields(logical.has(8) ? 8 : 7).fields(2);
                meaning = unit.has(1) ? Meaning.MILLIS : unit.has(2) ? Meaning.MICROS : Meaning.NANOS;
            } else if (logical.has(15)) {
                meaning = Meaning.HALF;
            }
        }
        if (meaning == Meaning.HALF && width != 2) {
            throw new ParquetDamage("half-precision numbers of " + width + " bytes");
        }
        int scale = (int) node.number(7, 0);
        return new Leaf(name, type, width, definition, repetition, meaning, Math.clamp(scale, -100, 100));
    }

    private static Meaning converted(int type) {
        return switch (type) {
            case 5 -> Meaning.DECIMAL;
            case 6 -> Meaning.DATE;
            case 7, 9 -> Meaning.MILLIS;
            case 8, 10 -> Meaning.MICROS;
            case 11, 12, 13, 14 -> Meaning.UNSIGNED;
            default -> Meaning.PLAIN;
        };
    }

    /** The next value of a page in the plain encoding, as text. */
    String plain(Page page) {
        return switch (type) {
            case 0 -> throw new ParquetDamage("a truth value in a place where none can be");
            case 1 -> number((int) page.little(4));
            case 2 -> number(page.little(8));
            case 4 -> CsvFile.text(Float.intBitsToFloat((int) page.little(4)));
            case 5 -> CsvFile.text(Double.longBitsToDouble(page.little(8)));
            case 6 -> bytes(page.next((int) Math.min(Integer.MAX_VALUE, page.little(4))));
            case 3, 7 -> bytes(page.next(width));
            default -> throw new ParquetDamage("a column is of the unknown type " + type);
        };
    }

    private String number(long value) {
        try {
            return switch (meaning) {
                case UNSIGNED -> type == 1
                        ? Integer.toUnsignedString((int) value)
                        : Long.toUnsignedString(value);
                case DECIMAL -> BigDecimal.valueOf(value, scale).toString();
                case DATE -> LocalDate.ofEpochDay(value).toString();
                case MILLIS -> Instant.ofEpochMilli(value).toString();
                case MICROS -> Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString();
                case NANOS -> Instant.EPOCH.plusNanos(value).toString();
                default -> Long.toString(value);
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw new ParquetDamage("a date is " + value);
        }
    }

    private String bytes(byte[] value) {
        if (meaning == Meaning.HALF) {
            return CsvFile.text(Float.float16ToFloat((short) (value[0] & 0xFF | value[1] << 8)));
        }
        if (meaning == Meaning.DECIMAL && value.length > 0 && value.length <= 64) {
            return new BigDecimal(new BigInteger(value), scale).toString();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException _) {
            return "bytes";
        }
    }
}
