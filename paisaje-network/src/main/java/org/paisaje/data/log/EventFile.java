package org.paisaje.data.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Wire;

/**
 * An event file of TensorBoard: records of TFRecord, each {@code length (8 bytes), checksum of the length (4), data,
 * checksum of the data (4)}, little-endian, the data a message {@code Event} of protocol buffers. Of these the scalars of
 * summaries are read, in the form of TensorFlow 1 and of PyTorch ({@code simple_value}) and in that of TensorFlow 2
 * ({@code tensor}).
 */
final class EventFile {
    private static final int LONGEST = 1 << 28;
    private static final int STEP = 2;
    private static final int SUMMARY = 5;
    private static final int SUMMARY_VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int TENSOR = 8;
    private static final int TENSOR_CONTENT = 4;
    private static final int FLOATS = 5;
    private static final int DOUBLES = 6;

    private EventFile() {}

    static List<String> read(Path file, LogRows rows) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long at = 0;
            while (true) {
                byte[] head = in.readNBytes(12);
                if (head.length == 0) {
                    return List.of();
                }
                if (head.length < 12) {
                    return cut(at);
                }
                ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
                long length = header.getLong();
                check(file, at, "the length of a record", head, 8, header.getInt());
                if (length < 0 || length > LONGEST) {
                    throw new DataFormatException(file.toString(), "byte " + at, "a record of " + length
                            + " bytes; at most " + LONGEST + " are read");
                }
                byte[] data = in.readNBytes((int) length);
                byte[] tail = in.readNBytes(4);
                if (data.length < length || tail.length < 4) {
                    return cut(at);
                }
                check(file, at, "a record", data, data.length,
                        ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt());
                event(new Wire(file + ", record at byte " + at, data), rows);
                at += 16 + length;
            }
        } catch (IOException e) {
            throw DataFormatException.of(file, e);
        }
    }

    private static List<String> cut(long at) {
        return List
                .of("it ends within the record at byte " + at + ", as where a run was stopped; what is before it was "
                        + "read");
    }

    /** The checksum of TFRecord: CRC-32C, turned right by 15 bits, plus a constant. */
    static int masked(byte[] data, int count) {
        var crc = new CRC32C();
        crc.update(data, 0, count);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, 15) + 0xa282ead8;
    }

    private static void check(Path file, long at, String what, byte[] data, int count, int expected) {
        if (masked(data, count) != expected) {
            throw new DataFormatException(file.toString(), "byte " + at, "the checksum of " + what
                    + " does not fit; the file is damaged or no event file");
        }
    }

    private static void event(Wire event, LogRows rows) {
        double step = 0;
        List<Wire> summaries = new ArrayList<>();
        while (event.next()) {
            if (event.field() == STEP && event.type() == Wire.VARINT) {
                step = event.integer();
            } else if (event.field() == SUMMARY && event.type() == Wire.BYTES) {
                summaries.add(event.message());
            } else {
                event.skip();
            }
        }
        for (Wire summary : summaries) {
            while (summary.next()) {
                if (summary.field() == SUMMARY_VALUE && summary.type() == Wire.BYTES) {
                    value(summary.message(), step, rows);
                } else {
                    summary.skip();
                }
            }
        }
    }

    private static void value(Wire value, double step, LogRows rows) {
        String tag = "";
        List<LogRows.Entry> found = new ArrayList<>();
        while (value.next()) {
            if (value.field() == TAG && value.type() == Wire.BYTES) {
                tag = value.text();
            } else if (value.field() == SIMPLE_VALUE && value.type() == Wire.FIXED32) {
                found.add(single(value.single()));
            } else if (value.field() == TENSOR && value.type() == Wire.BYTES) {
                tensor(value.message(), found);
            } else {
                value.skip();
            }
        }
        if (!tag.isEmpty() && found.size() == 1 && Double.isFinite(found.getFirst().value())) {
            rows.add(tag, step, Double.NaN, found.getFirst());
        }
    }

    private static void tensor(Wire tensor, List<LogRows.Entry> found) {
        int type = 0;
        List<byte[]> content = new ArrayList<>();
        while (tensor.next()) {
            if (tensor.field() == 1 && tensor.type() == Wire.VARINT) {
                type = (int) tensor.integer();
            } else if (tensor.field() == TENSOR_CONTENT && tensor.type() == Wire.BYTES) {
                ByteBuffer bytes = tensor.bytes();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                content.add(copy);
            } else if (tensor.field() == FLOATS) {
                tensor.singles(number -> found.add(single((float) number)));
            } else if (tensor.field() == DOUBLES) {
                tensor.doubles(number -> found.add(new LogRows.Entry(number, 0.5 * Math.ulp(number))));
            } else {
                tensor.skip();
            }
        }
        for (byte[] bytes : content) {
            ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (type == 1 && bytes.length == 4) {
                found.add(single(numbers.getFloat()));
            } else if (type == 2 && bytes.length == 8) {
                double number = numbers.getDouble();
                found.add(new LogRows.Entry(number, 0.5 * Math.ulp(number)));
            }
        }
    }

    private static LogRows.Entry single(float number) {
        return new LogRows.Entry(number, 0.5 * Math.ulp(number));
    }
}
