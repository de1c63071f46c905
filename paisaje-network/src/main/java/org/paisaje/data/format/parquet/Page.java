package org.paisaje.data.format.parquet;

import java.util.Arrays;

/** Reads numbers from an unpacked page, never beyond its end. */
final class Page {
    private final byte[] bytes;
    private final int end;
    private int at;

    Page(byte[] bytes, int from, int end) {
        if (from < 0 || end > bytes.length || from > end) {
            throw new ParquetDamage("a part of a page is longer than the page");
        }
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    /** The next bytes as a page of their own. */
    Page part(int length) {
        var part = new Page(bytes, at, length < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, (long) at + length));
        require(length);
        at += length;
        return part;
    }

    /** An unsigned number of that many bytes, the lowest first. */
    long little(int count) {
        require(count);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) (bytes[at++] & 0xFF) << 8 * i;
        }
        return value;
    }

    byte[] next(int count) {
        require(count);
        byte[] out = new byte[count];
        System.arraycopy(bytes, at, out, 0, count);
        at += count;
        return out;
    }

    private void require(int count) {
        if (count < 0 || count > end - at) {
            throw new ParquetDamage("a page ends too early");
        }
    }

    /** Numbers in the hybrid of runs and packed bits: exactly {@code count} of {@code width} bits each. */
    int[] runs(int count, int width) {
        if (width > 32) {
            throw new ParquetDamage("numbers of " + width + " bits");
        }
        int[] out = new int[count];
        int done = 0;
        while (done < count && width > 0) {
            long head = varint();
            if ((head & 1) == 0) {
                int value = (int) little((width + 7) / 8);
                int run = (int) Math.min(count - done, head >>> 1);
                if (run == 0) {
                    throw new ParquetDamage("a run of no numbers");
                }
                Arrays.fill(out, done, done + run, value);
                done += run;
            } else {
                long groups = Math.min(head >>> 1, (count - done + 7) / 8);
                if (groups == 0) {
                    throw new ParquetDamage("a run of no numbers");
                }
                // The bytes of the last group may be left out.
                for (long group = 0; group < groups; group++) {
                    long bits = 0;
                    int held = 0;
                    for (int i = 0; i < 8; i++) {
                        while (held < width && left() > 0) {
                            bits |= little(1) << held;
                            held += 8;
                        }
                        if (done < count) {
                            if (held < width) {
                                throw new ParquetDamage("a page ends too early");
                            }
                            out[done++] = (int) (bits & (1L << width) - 1);
                        }
                        bits >>>= width;
                        held = Math.max(0, held - width);
                    }
                }
            }
        }
        return out;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            long next = little(1);
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new ParquetDamage("the length of a run has more than five bytes");
    }
}
