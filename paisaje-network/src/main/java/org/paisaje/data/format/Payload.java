package org.paisaje.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.MemoryEstimate;

/** The numbers of an array in a file: widened block by block, so that only the result takes memory. */
public final class Payload {
    private static final int BLOCK = 1 << 18;
    private static final int PIECE = 1 << 23;
    private static final long MAPPED_FROM = 1 << 20;

    private Payload() {}

    /** Refuses what will not fit into the memory the JVM may take. */
    public static void requireMemory(String file, long count) {
        // A tenth stays for what works on them.
        MemoryEstimate.lack(8.0 * count, Runtime.getRuntime().maxMemory() / 10).ifPresent(words -> {
            throw new DataFormatException(file, "",
                    "its " + count + " numbers take " + words + "; raise -Xmx or read a part");
        });
    }

    /** Reads the next {@code count} numbers of a stream whose position is {@code offset}. */
    public static double[] read(String file, InputStream in, long offset, ElementType type, ByteOrder order, int count)
            throws IOException {
        requireMemory(file, count);
        double[] values = new double[count];
        int block = BLOCK / type.bytes();
        byte[] bytes = new byte[Math.min(block, Math.max(1, count)) * type.bytes()];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int start = 0; start < count; start += block) {
            int length = Math.min(block, count - start);
            int got = in.readNBytes(bytes, 0, length * type.bytes());
            long at = offset + (long) start * type.bytes();
            if (got < length * type.bytes()) {
                throw ends(file, at + got, count, type, start + got / type.bytes());
            }
            requireExact(file, at, type, start, type.decode(segment, 0, order, values, start, length));
        }
        return values;
    }

    /** Reads {@code count} numbers from byte {@code offset} of a file that has been found long enough. */
    public static double[] read(String file, FileChannel channel, long offset, ElementType type, ByteOrder order,
            int count)
            throws IOException {
        requireMemory(file, count);
        double[] values = new double[count];
        fill(file, channel, offset, type, order, values, 0, count);
        return values;
    }

    /**
     * Reads {@code count} numbers from byte {@code offset} to {@code values[from..]}. Large ones are mapped piece by piece,
     * which saves a copy, and on several threads; where mapping is refused they go through a buffer.
     */
    public static void fill(
            String file, FileChannel channel, long offset, ElementType type, ByteOrder order, double[] values,
            int from, int count) throws IOException {
        long bytes = (long) count * type.bytes();
        if (bytes < MAPPED_FROM) {
            buffered(file, channel, offset, type, order, values, from, 0, count);
            return;
        }
        int piece = PIECE / type.bytes();
        int pieces = Math.ceilDiv(count, piece);
        Exception[] failures = new Exception[pieces];
        Parallel.run(pieces, p -> {
            try {
                mapped(file, channel, offset, type, order, values, from, p * piece,
                        Math.min(piece, count - p * piece));
            } catch (IOException | DataFormatException e) {
                failures[p] = e;
            }
        });
        for (Exception failure : failures) {
            switch (failure) {
                case null -> {}
                case IOException e -> throw e;
                default -> throw (DataFormatException) failure;
            }
        }
    }

    /** Numbers {@code start} to {@code start + count} of those that begin at {@code offset}. */
    private static void mapped(
            String file, FileChannel channel, long offset, ElementType type, ByteOrder order, double[] values,
            int from, int start, int count) throws IOException {
        long at = offset + (long) start * type.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment;
            try {
                segment = channel.map(FileChannel.MapMode.READ_ONLY, at, (long) count * type.bytes(), arena);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                buffered(file, channel, offset, type, order, values, from, start, count);
                return;
            }
            requireExact(file, at, type, start, type.decode(segment, 0, order, values, from + start, count));
        } catch (InternalError e) {
            // What the JVM makes of a page that is no longer there.
            throw shorter(e);
        }
    }

    private static final ThreadLocal<ByteBuffer> BUFFER = ThreadLocal
            .withInitial(() -> ByteBuffer.allocateDirect(BLOCK));

    private static void buffered(
            String file, FileChannel channel, long offset, ElementType type, ByteOrder order, double[] values,
            int from, int begin, int count) throws IOException {
        int block = BLOCK / type.bytes();
        ByteBuffer buffer = BUFFER.get();
        for (int start = begin; start < begin + count; start += block) {
            int length = Math.min(block, begin + count - start);
            long at = offset + (long) start * type.bytes();
            buffer.clear().limit(length * type.bytes());
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at + buffer.position()) < 0) {
                    throw shorter(null);
                }
            }
            MemorySegment segment = MemorySegment.ofBuffer(buffer.flip());
            requireExact(file, at, type, start, type.decode(segment, 0, order, values, from + start, length));
        }
    }

    private static EOFException shorter(@Nullable Throwable cause) {
        var exception = new EOFException("it became shorter while it was read");
        exception.initCause(cause);
        return exception;
    }

    /** Writes the numbers in little-endian order. */
    public static void write(OutputStream out, ElementType type, double[] values) throws IOException {
        int block = BLOCK / type.bytes();
        byte[] bytes = new byte[Math.min(block, Math.max(1, values.length)) * type.bytes()];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int start = 0; start < values.length; start += block) {
            int length = Math.min(block, values.length - start);
            type.encode(values, start, length, segment);
            out.write(bytes, 0, length * type.bytes());
        }
    }

    /** Numbers stored with the first index fastest, reordered to last index fastest. */
    public static double[] fromFortran(double[] values, int[] shape) {
        int d = shape.length;
        if (d < 2 || values.length == 0) {
            return values;
        }
        double[] result = new double[values.length];
        int rows = shape[0];
        int columns = values.length / rows;
        // Offset in the file of each combination of the indices after the first, in the order of the result.
        int[] index = new int[d];
        int[] strides = new int[d];
        strides[0] = 1;
        for (int k = 1; k < d; k++) {
            strides[k] = strides[k - 1] * shape[k - 1];
        }
        int[] offsets = new int[columns];
        for (int j = 0, offset = 0; j < columns; j++) {
            offsets[j] = offset;
            int k = d - 1;
            while (k > 0 && ++index[k] == shape[k]) {
                index[k] = 0;
                offset -= strides[k] * (shape[k] - 1);
                k--;
            }
            offset += k > 0 ? strides[k] : 0;
        }
        int tile = 32;
        for (int i0 = 0; i0 < rows; i0 += tile) {
            int i1 = Math.min(rows, i0 + tile);
            for (int j0 = 0; j0 < columns; j0 += tile) {
                int j1 = Math.min(columns, j0 + tile);
                for (int i = i0; i < i1; i++) {
                    for (int j = j0; j < j1; j++) {
                        result[i * columns + j] = values[offsets[j] + i];
                    }
                }
            }
        }
        return result;
    }

    private static void requireExact(String file, long offset, ElementType type, int start, int bad) {
        if (bad >= 0) {
            throw DataFormatException.atByte(file, offset + (long) bad * type.bytes(), "entry " + (start + bad)
                    + " is an integer beyond 2^53 that a double cannot hold exactly");
        }
    }

    public static DataFormatException ends(String file, long offset, long count, ElementType type, long got) {
        return DataFormatException.atByte(file, offset, "the data end after " + got + " of " + count + " numbers of "
                + type.bytes() + " bytes; the file is cut short or its header is wrong");
    }
}
