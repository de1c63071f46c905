package org.paisaje.data.format.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.memory.Sizes;

/** The bytes of a text. Those of a file are read where they are wanted; what has no length, such as a pipe, is kept. */
final class CsvText implements AutoCloseable {
    private final @Nullable FileChannel channel;
    private final byte[] kept;
    private final long size;

    private CsvText(@Nullable FileChannel channel, byte[] kept, long size) {
        this.channel = channel;
        this.kept = kept;
        this.size = size;
    }

    static CsvText open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readAllBytes();
                return new CsvText(null, bytes, bytes.length);
            }
        }
        FileChannel channel = FileChannel.open(path);
        try {
            return new CsvText(channel, new byte[0], channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The text that these bytes are. */
    static CsvText of(byte[] bytes) {
        return new CsvText(null, bytes, bytes.length);
    }

    /** Its length in bytes. */
    long size() {
        return size;
    }

    /** At most that many of its first bytes. */
    byte[] start(int most) throws IOException {
        byte[] bytes = new byte[(int) Math.min(most, size)];
        read(0, bytes, 0, bytes.length);
        return bytes;
    }

    /** The whole text. */
    InputStream stream() {
        return stream(0, size);
    }

    /** The bytes {@code from} to {@code to} (exclusive). */
    InputStream stream(long from, long to) {
        return new Stream(from, to);
    }

    /**
     * Where to cut the text into pieces of at least {@code piece} bytes: its start, the places after the first line feed
     * beyond each multiple of {@code piece}, and its end. In UTF-8 a line feed is always a character of its own.
     */
    long[] cuts(int piece) throws IOException {
        long[] cuts = new long[(int) Math.min(size / piece + 2, Sizes.LARGEST)];
        int count = 1;
        byte[] bytes = new byte[1 << 12];
        for (long at = piece; at < size;) {
            int got = read(at, bytes, 0, bytes.length);
            int feed = 0;
            while (feed < got && bytes[feed] != '\n') {
                feed++;
            }
            at += Math.min(got, feed + 1);
            if (feed < got && at < size) {
                cuts[count++] = at;
                at = Math.max(at, (long) piece * count);
            }
        }
        cuts[count++] = size;
        return Arrays.copyOf(cuts, count);
    }

    private int read(long at, byte[] into, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, size - at);
        if (channel == null) {
            System.arraycopy(kept, (int) at, into, offset, wanted);
            return wanted;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, wanted);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position() - offset) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return wanted;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private final class Stream extends InputStream {
        private long at;
        private final long end;

        Stream(long from, long to) {
            at = from;
            end = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at >= end) {
                return length == 0 ? 0 : -1;
            }
            int got = CsvText.this.read(at, into, offset, (int) Math.min(length, end - at));
            at += got;
            return got;
        }
    }
}
