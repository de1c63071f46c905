package org.paisaje.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * A message in the wire format of protocol buffers: fields of a number and a wire type, one after another. Each length is
 * held against the bytes that are there.
 */
public final class Wire {
    /** A wire type. */
    public static final int VARINT = 0;
    /** A wire type. */
    public static final int FIXED64 = 1;
    /** A wire type. */
    public static final int BYTES = 2;
    /** A wire type. */
    public static final int FIXED32 = 5;

    private final String file;
    private final byte[] data;
    private final int end;
    private int at;
    private int field;
    private int type;

    /** A message; {@code file} is what complaints name. */
    public Wire(String file, byte[] data) {
        this(file, data, 0, data.length);
    }

    private Wire(String file, byte[] data, int from, int end) {
        this.file = file;
        this.data = data;
        this.at = from;
        this.end = end;
    }

    /** Goes to the next field; whether there is one. */
    public boolean next() {
        if (at >= end) {
            return false;
        }
        long tag = number();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > 536870911 || type != VARINT && type != FIXED64 && type != BYTES
                && type != FIXED32) {
            throw wrong("a field starts with " + Long.toHexString(tag)
                    + ", which no file of this kind holds; it is damaged or of another kind");
        }
        return true;
    }

    /** The number of the field. */
    public int field() {
        return field;
    }

    /** The wire type of the field. */
    public int type() {
        return type;
    }

    /** A complaint about the place reached. */
    public DataFormatException wrong(String reason) {
        return new DataFormatException(file, "byte " + at, reason);
    }

    private void need(long bytes, String what) {
        if (bytes < 0 || bytes > end - at) {
            throw wrong(what + " of " + (bytes < 0 ? "a negative number of" : bytes) + " bytes does not fit: "
                    + (end - at) + " are left; the file is cut off or damaged");
        }
    }

    private long number() {
        long result = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            need(1, "a number");
            byte b = data[at++];
            result |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return result;
            }
        }
        throw wrong("a number has more than ten bytes; the file is damaged");
    }

    private void expect(int wanted, String what) {
        if (type != wanted) {
            throw wrong("field " + field + " has wire type " + type + ", " + what + " has " + wanted
                    + "; the file is damaged or of another kind");
        }
    }

    /** The field as an integer. */
    public long integer() {
        expect(VARINT, "an integer");
        return number();
    }

    /** The field as a float. */
    public float single() {
        expect(FIXED32, "a float");
        need(4, "a float");
        at += 4;
        return buffer(at - 4, 4).getFloat();
    }

    private ByteBuffer buffer(int from, int length) {
        return ByteBuffer.wrap(data, from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of the field, little-endian. */
    public ByteBuffer bytes() {
        expect(BYTES, "a block of bytes");
        long length = number();
        need(length, "a block");
        at += (int) length;
        return buffer(at - (int) length, (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The field as a message. */
    public Wire message() {
        expect(BYTES, "a message");
        long length = number();
        need(length, "a message");
        at += (int) length;
        return new Wire(file, data, at - (int) length, at);
    }

    /** The field as text. */
    public String text() {
        ByteBuffer bytes = bytes();
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** Each integer of a repeated field, packed or not. */
    public void integers(LongConsumer each) {
        if (type == VARINT) {
            each.accept(number());
            return;
        }
        Wire packed = message();
        while (packed.at < packed.end) {
            each.accept(packed.number());
        }
    }

    /** Each float of a repeated field, packed or not. */
    public void singles(DoubleConsumer each) {
        if (type == FIXED32) {
            each.accept(single());
            return;
        }
        ByteBuffer packed = bytes();
        while (packed.remaining() >= 4) {
            each.accept(packed.getFloat());
        }
    }

    /** Each double of a repeated field, packed or not. */
    public void doubles(DoubleConsumer each) {
        if (type == FIXED64) {
            need(8, "a double");
            at += 8;
            each.accept(buffer(at - 8, 8).getDouble());
            return;
        }
        ByteBuffer packed = bytes();
        while (packed.remaining() >= 8) {
            each.accept(packed.getDouble());
        }
    }

    /** Passes the field over. */
    public void skip() {
        switch (type) {
            case VARINT -> number();
            case BYTES -> bytes();
            default -> {
                int size = type == FIXED32 ? 4 : 8;
                need(size, "a number");
                at += size;
            }
        }
    }
}
