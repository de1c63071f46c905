package org.paisaje.network.onnx;

import java.nio.ByteBuffer;

/** The types of numbers in a tensor. */
enum OnnxType {
    FLOAT(1, 4, false), UINT8(2, 1, true), INT8(3, 1, true), UINT16(4, 2, true), INT16(5, 2, true), INT32(6, 4, true),
    INT64(7, 8, true), BOOL(9, 1, true), HALF(10, 2, false), DOUBLE(11, 8, false), UINT32(12, 4, true),
    UINT64(13, 8, true), BFLOAT16(16, 2, false), OTHER(0, 1, false);

    private final int code;
    private final int bytes;
    private final boolean integral;

    OnnxType(int code, int bytes, boolean integral) {
        this.code = code;
        this.bytes = bytes;
        this.integral = integral;
    }

    static OnnxType of(int code) {
        for (OnnxType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return OTHER;
    }

    int bytes() {
        return bytes;
    }

    boolean integral() {
        return integral;
    }

    /** Entry i of raw data. */
    double read(ByteBuffer raw, int i) {
        int at = i * bytes;
        return switch (this) {
            case FLOAT -> raw.getFloat(at);
            case DOUBLE -> raw.getDouble(at);
            case HALF -> Float.float16ToFloat(raw.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(raw.getShort(at) << 16);
            case UINT8, BOOL -> raw.get(at) & 0xff;
            case INT8 -> raw.get(at);
            case UINT16 -> raw.getShort(at) & 0xffff;
            case INT16 -> raw.getShort(at);
            case INT32 -> raw.getInt(at);
            case UINT32 -> raw.getInt(at) & 0xffffffffL;
            case INT64, UINT64 -> raw.getLong(at);
            case OTHER -> Double.NaN;
        };
    }

    /** An entry of typed data, which holds halves as the integers of their bits. */
    double typed(double value) {
        return switch (this) {
            case HALF -> Float.float16ToFloat((short) (int) value);
            case BFLOAT16 -> Float.intBitsToFloat((int) value << 16);
            default -> value;
        };
    }
}
