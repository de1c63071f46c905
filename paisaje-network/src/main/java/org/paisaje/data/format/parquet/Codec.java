package org.paisaje.data.format.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How pages are packed. */
enum Codec {
    UNCOMPRESSED, SNAPPY, GZIP, LZO, BROTLI, LZ4, ZSTD, LZ4_RAW;

    /** More than one byte cannot stand for in any of them. */
    private static final long RATIO = 1100;

    static Codec of(long code) {
        if (code < 0 || code >= values().length) {
            throw new ParquetDamage("the number of its compression is " + code);
        }
        return values()[(int) code];
    }

    /** The {@code size} bytes that {@code packed[from..from + length)} stands for. */
    byte[] unpack(byte[] packed, int from, int length, int size) {
        if (size > RATIO * (length + 1)) {
            throw new ParquetDamage(size + " bytes cannot be packed into " + length);
        }
        return switch (this) {
            case UNCOMPRESSED -> {
                require(size, length);
                byte[] out = new byte[size];
                System.arraycopy(packed, from, out, 0, size);
                yield out;
            }
            case SNAPPY -> snappy(packed, from, from + length, size);
            case GZIP -> {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(packed, from, length))) {
                    byte[] out = in.readNBytes(size);
                    require(size, out.length);
                    yield out;
                } catch (IOException e) {
                    throw new ParquetDamage("a page is no gzip: " + e.getMessage());
                }
            }
            case LZ4_RAW -> lz4(packed, from, from + length, size);
            default -> throw new ParquetDamage("it is packed by " + name().toLowerCase(Locale.ROOT));
        };
    }

    private static void require(int size, int got) {
        if (size != got) {
            throw new ParquetDamage("a page has " + got + " bytes where " + size + " are told");
        }
    }

    /** Raw Snappy: the length, then literals and copies of what was written. */
    private static byte[] snappy(byte[] in, int from, int end, int size) {
        byte[] out = new byte[size];
        int at = from;
        long told = 0;
        for (int shift = 0;; shift += 7) {
            int next = octet(in, at++, end);
            told |= (long) (next & 0x7F) << shift;
            if (next < 0x80 || shift > 28) {
                break;
            }
        }
        require(size, (int) Math.min(Integer.MAX_VALUE, told));
        int written = 0;
        while (at < end) {
            int tag = octet(in, at++, end);
            if ((tag & 3) == 0) {
                int more = Math.max(0, (tag >>> 2) - 59);
                long length = (more == 0 ? tag >>> 2 : little(in, at, more, end)) + 1;
                at += more;
                if (length > end - at || length > size - written) {
                    throw new ParquetDamage("a literal of Snappy is too long");
                }
                System.arraycopy(in, at, out, written, (int) length);
                at += (int) length;
                written += (int) length;
                continue;
            }
            int more = (tag & 3) == 3 ? 4 : tag & 3;
            int length = (tag & 3) == 1 ? (tag >>> 2 & 7) + 4 : (tag >>> 2) + 1;
            long back = little(in, at, more, end) + ((tag & 3) == 1 ? (long) (tag >>> 5) << 8 : 0);
            at += more;
            if (back == 0 || back > written || length > size - written) {
                throw new ParquetDamage("a copy of Snappy reaches outside the page");
            }
            for (int i = 0; i < length; i++, written++) {
                out[written] = out[written - (int) back];
            }
        }
        require(size, written);
        return out;
    }

    /** A block of LZ4: runs of literals, each but the last with a copy of what was written behind it. */
    private static byte[] lz4(byte[] in, int from, int end, int size) {
        byte[] out = new byte[size];
        int at = from;
        int written = 0;
        while (at < end) {
            int token = octet(in, at++, end);
            int literals = token >>> 4;
            for (int next = 255; literals >= 15 && next == 255; literals += next) {
                next = octet(in, at++, end);
                requireRoom(literals, size);
            }
            if (literals > end - at || literals > size - written) {
                throw new ParquetDamage("a literal of LZ4 is too long");
            }
            System.arraycopy(in, at, out, written, literals);
            at += literals;
            written += literals;
            if (at == end) {
                break;
            }
            int back = (int) little(in, at, 2, end);
            at += 2;
            int length = token & 15;
            for (int next = 255; length >= 15 && next == 255; length += next) {
                next = octet(in, at++, end);
                requireRoom(length, size);
            }
            length += 4;
            if (back == 0 || back > written || length > size - written) {
                throw new ParquetDamage("a copy of LZ4 reaches outside the page");
            }
            for (int i = 0; i < length; i++, written++) {
                out[written] = out[written - back];
            }
        }
        require(size, written);
        return out;
    }

    private static void requireRoom(int length, int size) {
        if (length > size) {
            throw new ParquetDamage("a run of LZ4 is longer than the page");
        }
    }

    private static int octet(byte[] in, int at, int end) {
        if (at >= end) {
            throw new ParquetDamage("a page ends too early");
        }
        return in[at] & 0xFF;
    }

    private static long little(byte[] in, int at, int count, int end) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) octet(in, at + i, end) << 8 * i;
        }
        return value;
    }
}
