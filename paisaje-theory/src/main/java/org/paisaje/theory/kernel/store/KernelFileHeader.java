package org.paisaje.theory.kernel.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a kernel file, little-endian: magic, version, state, order, tile, place of the
 * tiles, checksum of the table, fingerprint, text; a checksum of all that at the end. Behind it a table of one long per
 * tile, 0 until the tile is written and then a mark above the checksum of the tile, then the tiles.
 *
 * @param grid order and tiles
 * @param complete whether every tile is written
 * @param tableChecksum of the table once complete
 * @param fingerprint of function and points
 * @param text the function, for people
 */
record KernelFileHeader(TileGrid grid, boolean complete, long tableChecksum, byte[] fingerprint, String text) {
    static final int VERSION = 1;
    static final int BYTES = 4096;
    private static final long MAGIC = 0x4C4E52454B4A5350L;
    private static final long WRITTEN = 0x5449L << 48;
    private static final int MOST_TEXT = 3000;
    private static final int TEXT_AT = 96;

    static long mark(int checksum) {
        return WRITTEN | Integer.toUnsignedLong(checksum);
    }

    static boolean isMark(long entry) {
        return entry >>> 32 == WRITTEN >>> 32;
    }

    long tableAt() {
        return BYTES;
    }

    /** Tiles start at a multiple of a page. */
    long tileAt(int t) {
        long table = tableAt() + (long) Long.BYTES * grid.tiles();
        return (table + BYTES - 1) / BYTES * BYTES + t * grid.tileBytes();
    }

    long fileBytes() {
        return tileAt(grid.tiles());
    }

    KernelFileHeader completed(long checksum) {
        return new KernelFileHeader(grid, true, checksum, fingerprint, text);
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] words = text.getBytes(StandardCharsets.UTF_8);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(complete ? 1 : 0);
        bytes.putLong(grid.n()).putInt(grid.tile()).putInt(Float.BYTES);
        bytes.putLong(tileAt(0)).putLong(tableChecksum);
        bytes.put(fingerprint).putInt(Math.min(MOST_TEXT, words.length));
        bytes.position(TEXT_AT).put(words, 0, Math.min(MOST_TEXT, words.length));
        bytes.putLong(BYTES - Long.BYTES, checksum(bytes.array(), BYTES - Long.BYTES));
        return bytes.position(0);
    }

    /**
     * Reads a header.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    static KernelFileHeader read(Path path, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, bytes, 0);
        if (bytes.hasRemaining() || bytes.getLong(0) != MAGIC) {
            throw new IllegalArgumentException(path + ": this is no stored kernel, it does not start like one");
        }
        int version = bytes.getInt(8);
        if (version != VERSION) {
            throw new IllegalArgumentException(path + ": a stored kernel of version " + version
                    + ", this program reads version " + VERSION + "; build it anew");
        }
        if (bytes.getLong(BYTES - Long.BYTES) != checksum(bytes.array(), BYTES - Long.BYTES)) {
            throw new IllegalArgumentException(path + ": the header is damaged, its checksum does not fit; build anew");
        }
        Field at = new Field(path);
        int state = bytes.getInt(12);
        at.require("state", state, state == 0 || state == 1, "0 (begun) or 1 (complete)");
        long n = bytes.getLong(16);
        at.require("order", n, n >= 1 && n <= Integer.MAX_VALUE, "a number of points");
        int tile = bytes.getInt(24);
        at.require("tile", tile, tile >= 1 && tile <= TileGrid.LARGEST && bands(n, tile) <= TileGrid.MOST_BANDS,
                "rows of a tile");
        at.require("bytes of an entry", bytes.getInt(28), bytes.getInt(28) == Float.BYTES,
                Integer.toString(Float.BYTES));
        int length = bytes.getInt(80);
        at.require("length of the text", length, length >= 0 && length <= MOST_TEXT, "0 to " + MOST_TEXT);
        byte[] fingerprint = Arrays.copyOfRange(bytes.array(), 48, 80);
        String text = new String(bytes.array(), TEXT_AT, length, StandardCharsets.UTF_8);
        KernelFileHeader header = new KernelFileHeader(new TileGrid((int) n, tile), state == 1, bytes.getLong(40),
                fingerprint, text);
        at.require("place of the tiles", bytes.getLong(32), bytes.getLong(32) == header.tileAt(0),
                Long.toString(header.tileAt(0)));
        return header;
    }

    private static long bands(long n, int tile) {
        return (n + tile - 1) / tile;
    }

    /** Refuses values that no header has, which a checksum does not tell. */
    private record Field(Path path) {
        void require(String field, long value, boolean right, String needed) {
            if (!right) {
                throw new IllegalArgumentException(path + ": the header is not one of a stored kernel: its " + field
                        + " is " + value + ", needs " + needed + "; build anew");
            }
        }
    }

    long[] readTable(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * grid.tiles()).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, bytes, tableAt());
        long[] table = new long[grid.tiles()];
        bytes.flip().asLongBuffer().get(table, 0, bytes.limit() / Long.BYTES);
        return table;
    }

    static long checksum(long[] table) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * table.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(table);
        return checksum(bytes.array(), bytes.capacity());
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    static void readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int got = channel.read(bytes, at);
            if (got < 0) {
                return;
            }
            at += got;
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelFileHeader h && grid.equals(h.grid) && complete == h.complete
                && tableChecksum == h.tableChecksum && Arrays.equals(fingerprint, h.fingerprint)
                && text.equals(h.text);
    }

    @Override
    public int hashCode() {
        return 31 * grid.hashCode() + Arrays.hashCode(fingerprint);
    }

    @Override
    public String toString() {
        return "KernelFileHeader[" + grid + ", " + (complete ? "complete" : "in progress") + ", " + text + "]";
    }
}
