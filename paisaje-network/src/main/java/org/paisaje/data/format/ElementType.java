package org.paisaje.data.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The type of the numbers in a file. All are widened to double; only 64-bit integers may not fit and are checked. */
public enum ElementType {
    /** IEEE binary64. */
    F64("F64", "f8", 8),
    /** IEEE binary32. */
    F32("F32", "f4", 4),
    /** IEEE binary16. */
    F16("F16", "f2", 2),
    /** The upper half of a binary32. */
    BF16("BF16", "", 2),
    /** Signed 64-bit integer. */
    I64("I64", "i8", 8),
    /** Signed 32-bit integer. */
    I32("I32", "i4", 4),
    /** Signed 16-bit integer. */
    I16("I16", "i2", 2),
    /** Signed 8-bit integer. */
    I8("I8", "i1", 1),
    /** Unsigned 64-bit integer. */
    U64("U64", "u8", 8),
    /** Unsigned 32-bit integer. */
    U32("U32", "u4", 4),
    /** Unsigned 16-bit integer. */
    U16("U16", "u2", 2),
    /** Unsigned 8-bit integer. */
    U8("U8", "u1", 1),
    /** One byte, zero for false. */
    BOOL("BOOL", "b1", 1);

    private static final int BLOCK = 4096;

    private final String safetensors;
    private final String numpy;
    private final int bytes;

    ElementType(String safetensors, String numpy, int bytes) {
        this.safetensors = safetensors;
        this.numpy = numpy;
        this.bytes = bytes;
    }

    /** The size of one number in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether the numbers are integers or truth values, as class labels are. */
    public boolean integral() {
        return ordinal() >= I64.ordinal();
    }

    /** The name in a safetensors header. */
    public String safetensors() {
        return safetensors;
    }

    /** The kind and size in a NumPy header, without byte order; empty if NumPy has no such type. */
    public String numpy() {
        return numpy;
    }

    public static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values()).filter(type -> type.safetensors.equals(name)).findFirst();
    }

    public static Optional<ElementType> ofNumpy(String code) {
        return Arrays.stream(values()).filter(type -> type.numpy.equals(code) && !code.isEmpty()).findFirst();
    }

    /**
     * Widens {@code count} numbers that start at byte {@code offset} of {@code source}.
     *
     * @return the index from 0 of the first number that a double cannot hold, or -1 if all were exact
     */
    public int decode(MemorySegment source, long offset, ByteOrder order, double[] out, int outOffset, int count) {
        return switch (this) {
            case F64 -> {
                MemorySegment.copy(source, ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), offset, out, outOffset,
                        count);
                yield -1;
            }
            case F32 -> decodeFloats(source, offset, order, out, outOffset, count);
            case F16, BF16, I16, U16 -> decodeShorts(source, offset, order, out, outOffset, count);
            case I32, U32 -> decodeInts(source, offset, order, out, outOffset, count);
            case I64, U64 -> decodeLongs(source, offset, order, out, outOffset, count);
            case I8, U8, BOOL -> decodeBytes(source, offset, out, outOffset, count);
        };
    }

    private static int decodeFloats(
            MemorySegment source, long offset, ByteOrder order, double[] out, int outOffset, int count) {
        float[] block = new float[Math.min(BLOCK, count)];
        var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            MemorySegment.copy(source, layout, offset + 4L * start, block, 0, length);
            for (int i = 0; i < length; i++) {
                out[outOffset + start + i] = block[i];
            }
        }
        return -1;
    }

    private int decodeShorts(
            MemorySegment source, long offset, ByteOrder order, double[] out, int outOffset, int count) {
        short[] block = new short[Math.min(BLOCK, count)];
        var layout = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            MemorySegment.copy(source, layout, offset + 2L * start, block, 0, length);
            for (int i = 0; i < length; i++) {
                short bits = block[i];
                out[outOffset + start + i] = switch (this) {
                    case F16 -> Float.float16ToFloat(bits);
                    case BF16 -> Float.intBitsToFloat(bits << 16);
                    case I16 -> bits;
                    default -> Short.toUnsignedInt(bits);
                };
            }
        }
        return -1;
    }

    private int decodeInts(
            MemorySegment source, long offset, ByteOrder order, double[] out, int outOffset, int count) {
        int[] block = new int[Math.min(BLOCK, count)];
        var layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            MemorySegment.copy(source, layout, offset + 4L * start, block, 0, length);
            for (int i = 0; i < length; i++) {
                out[outOffset + start + i] = this == I32 ? block[i] : Integer.toUnsignedLong(block[i]);
            }
        }
        return -1;
    }

    private int decodeLongs(
            MemorySegment source, long offset, ByteOrder order, double[] out, int outOffset, int count) {
        long[] block = new long[Math.min(BLOCK, count)];
        var layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            MemorySegment.copy(source, layout, offset + 8L * start, block, 0, length);
            // Signed ones in [-2^53, 2^53) become those below 2^54, unsigned ones are compared with 2^53 as they are.
            long shift = this == I64 ? 1L << 53 : 0;
            long seen = 0;
            for (int i = 0; i < length; i++) {
                seen |= block[i] + shift;
                out[outOffset + start + i] = block[i];
            }
            if (seen >>> (this == I64 ? 54 : 53) != 0) {
                int bad = decodeLarge(block, out, outOffset + start, length);
                if (bad >= 0) {
                    return start + bad;
                }
            }
        }
        return -1;
    }

    private int decodeLarge(long[] block, double[] out, int outOffset, int count) {
        for (int i = 0; i < count; i++) {
            long bits = block[i];
            boolean high = this == U64 && bits < 0;
            // Halving with the lowest bit kept sticky rounds once, as in Guava's unsigned conversion.
            double value = high ? 2.0 * ((bits >>> 1) | (bits & 1)) : bits;
            boolean exact = high ? (bits & 0x7FF) == 0 : (long) value == bits && value != 0x1p63;
            if (!exact) {
                return i;
            }
            out[outOffset + i] = value;
        }
        return -1;
    }

    private int decodeBytes(MemorySegment source, long offset, double[] out, int outOffset, int count) {
        byte[] block = new byte[Math.min(BLOCK, count)];
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset + start, block, 0, length);
            int mask = this == I8 ? -1 : 0xFF;
            for (int i = 0; i < length; i++) {
                out[outOffset + start + i] = this == BOOL ? (block[i] == 0 ? 0 : 1) : block[i] & mask;
            }
        }
        return -1;
    }

    /** Writes {@code count} numbers in little-endian order; floats are rounded to nearest. Only F64 and F32 are written. */
    void encode(double[] values, int from, int count, MemorySegment target) {
        switch (this) {
            case F64 -> MemorySegment.copy(values, from, target,
                    ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0, count);
            case F32 -> {
                var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count; i++) {
                    target.set(layout, 4L * i, (float) values[from + i]);
                }
            }
            default -> throw new IllegalArgumentException("encode: " + this + " is not written, only F64 and F32 are");
        }
    }
}
