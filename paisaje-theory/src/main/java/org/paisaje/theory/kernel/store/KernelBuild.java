package org.paisaje.theory.kernel.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;

/**
 * Writes the kernel of many points to a file, tile by tile and in parallel. The file has the name {@code *.part} until
 * every tile is in it. A build that was stopped or killed goes on where it was: tiles whose checksum fits are kept. Costs
 * the evaluation of half of the kernel, 2 N^2 bytes of disk, and 12 MiB per thread.
 */
public final class KernelBuild {
    /** Tiles between two looks at the clock and at a request to stop. */
    private static final int BATCH = 32;

    private final Path target;
    private final Path part;
    private final PointKernel kernel;
    private final KernelFileHeader header;
    private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    private KernelBuild(Path target, PointKernel kernel) {
        this.target = target;
        this.part = partOf(target);
        this.kernel = kernel;
        this.header = new KernelFileHeader(kernel.grid(), false, 0, kernel.fingerprint(), kernel.function().text());
    }

    /** What became of a build. */
    public sealed interface Outcome {
        /**
         * The file is whole.
         *
         * @param file the kernel, open
         * @param computed how many tiles were computed by this call
         * @param tiles how many there are
         */
        record Complete(KernelFile file, int computed, int tiles) implements Outcome {}

        /** The thread was interrupted; {@code done} of {@code tiles} are kept and a later call goes on. */
        record Interrupted(int done, int tiles) implements Outcome {}
    }

    /**
     * Builds or goes on building.
     *
     * @param target the file; it appears when it is whole
     * @param resume whether a file that is there, finished or begun, is used; otherwise one is an error
     * @throws IllegalArgumentException if the disk has no room for it, a file is there and {@code resume} is not set, or
     *     the file there is of another function or other points
     */
    public static Outcome run(Path target, PointKernel kernel, boolean resume, TileListener listener) {
        KernelBuild build = new KernelBuild(target, kernel);
        try {
            return build.run(resume, listener);
        } catch (ClosedByInterruptException e) {
            return build.interrupted();
        } catch (IOException e) {
            throw build.failure(e);
        }
    }

    static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    private Outcome run(boolean resume, TileListener listener) throws IOException {
        boolean finished = Files.exists(target);
        boolean begun = Files.exists(part);
        if (!resume && (finished || begun)) {
            throw new IllegalArgumentException((finished ? target : part)
                    + " exists already; resume it, or give another folder");
        }
        if (finished) {
            KernelFile file = KernelFile.open(target);
            try {
                file.require(kernel);
                file.verify();
            } catch (IllegalArgumentException e) {
                file.close();
                throw e;
            }
            return new Outcome.Complete(file, 0, kernel.grid().tiles());
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!begun) {
            requireRoom(folder == null ? Path.of(".") : folder, header.fileBytes());
        }
        int computed;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            long[] table = begun ? kept(channel) : begin(channel);
            int[] open = missing(table);
            computed = open.length;
            if (!fill(channel, table, open, listener)) {
                return interrupted(table);
            }
            finish(channel, table);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return new Outcome.Complete(KernelFile.open(target), computed, kernel.grid().tiles());
    }

    /**
     * Refuses a file for which the disk has no room.
     *
     * @throws IllegalArgumentException with both figures
     */
    public static void requireRoom(Path folder, long bytes) {
        try {
            Path there = folder.toAbsolutePath();
            while (there.getParent() != null && !Files.exists(there)) {
                there = there.getParent();
            }
            long room = Files.getFileStore(there).getUsableSpace();
            if (bytes > room) {
                throw new IllegalArgumentException(String.format(Locale.ROOT,
                        "stored kernel: needs %.2f GB on the disk and %s has %.2f GB left; take fewer points or "
                                + "another folder",
                        1e-9 * bytes, folder, 1e-9 * room));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": its free space is unknown: " + e.getMessage(), e);
        }
    }

    private long[] begin(FileChannel channel) throws IOException {
        // The header last: a file without one holds nothing yet.
        long[] table = new long[kernel.grid().tiles()];
        KernelFileHeader.writeFully(channel, ByteBuffer.allocate(Long.BYTES * table.length), header.tableAt());
        KernelFileHeader.writeFully(channel, header.encode(), 0);
        return table;
    }

    /** The table of a file that was begun, without the tiles whose checksum does not fit. */
    private long[] kept(FileChannel channel) throws IOException {
        if (channel.size() < KernelFileHeader.BYTES) {
            return begin(channel);
        }
        KernelFileHeader found = KernelFileHeader.read(part, channel);
        KernelFile.require(part, found, kernel);
        long[] table = header.readTable(channel);
        Failure failure = new Failure();
        Parallel.run(table.length, t -> {
            if (!KernelFileHeader.isMark(table[t])) {
                table[t] = 0;
                return;
            }
            ByteBuffer bytes = buffer(t);
            try {
                KernelFileHeader.readFully(channel, bytes, header.tileAt(t));
                CRC32C crc = new CRC32C();
                crc.update(bytes.flip());
                if (KernelFileHeader.mark((int) crc.getValue()) != table[t]) {
                    table[t] = 0;
                }
            } catch (IOException e) {
                failure.set(e);
            } finally {
                buffers.add(bytes);
            }
        });
        failure.rethrow();
        return table;
    }

    private static int[] missing(long[] table) {
        int count = 0;
        int[] result = new int[table.length];
        for (int t = 0; t < table.length; t++) {
            if (table[t] == 0) {
                result[count++] = t;
            }
        }
        return Arrays.copyOf(result, count);
    }

    /** Computes and writes the tiles; false if the thread was asked to stop. */
    private boolean fill(FileChannel channel, long[] table, int[] open, TileListener listener) throws IOException {
        Failure failure = new Failure();
        for (int from = 0; from < open.length; from += BATCH) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            int first = from;
            Parallel.run(Math.min(BATCH, open.length - from), i -> {
                int t = open[first + i];
                try {
                    Matrix block = Blas.withThreads(1, () -> kernel.tile(t));
                    table[t] = write(channel, t, block);
                } catch (IOException e) {
                    failure.set(e);
                }
            });
            failure.rethrow();
            listener.at(table.length - open.length + Math.min(open.length, from + BATCH), table.length);
        }
        return true;
    }

    /** Writes a tile and, once it is there, its mark. */
    private long write(FileChannel channel, int t, Matrix block) throws IOException {
        ByteBuffer bytes = buffer(t);
        double[] data = block.data();
        for (int i = 0; i < data.length; i++) {
            float value = (float) data[i];
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("stored kernel: an entry is " + data[i]
                        + ", beyond the range of single precision; scale the inputs or lower sigma_w");
            }
            bytes.putFloat(Float.BYTES * i, value);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        long mark = KernelFileHeader.mark((int) crc.getValue());
        KernelFileHeader.writeFully(channel, bytes, header.tileAt(t));
        ByteBuffer entry = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(mark).flip();
        KernelFileHeader.writeFully(channel, entry, header.tableAt() + (long) Long.BYTES * t);
        buffers.add(bytes);
        return mark;
    }

    private void finish(FileChannel channel, long[] table) throws IOException {
        // The last tile may be smaller than its place.
        if (channel.size() < header.fileBytes()) {
            KernelFileHeader.writeFully(channel, ByteBuffer.allocate(1), header.fileBytes() - 1);
        }
        channel.force(true);
        KernelFileHeader.writeFully(channel, header.completed(KernelFileHeader.checksum(table)).encode(), 0);
        channel.force(true);
    }

    private ByteBuffer buffer(int t) {
        ByteBuffer free = buffers.poll();
        ByteBuffer result = free != null
                ? free
                : ByteBuffer.allocateDirect((int) kernel.grid().tileBytes()).order(ByteOrder.LITTLE_ENDIAN);
        return result.clear().limit(KernelFile.tileBytes(kernel.grid(), t));
    }

    private Outcome.Interrupted interrupted(long[] table) {
        return new Outcome.Interrupted(table.length - missing(table).length, table.length);
    }

    private Outcome.Interrupted interrupted() {
        // The interrupt closed the channel; the mark of the thread stays as it was.
        boolean asked = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
            return interrupted(header.readTable(channel));
        } catch (IOException e) {
            throw failure(e);
        } finally {
            if (asked) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private UncheckedIOException failure(IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return new UncheckedIOException(part + ": cannot be written: " + reason, new IOException(part
                + ": cannot be written: " + reason, e));
    }

    /** The first failure of several threads. */
    private static final class Failure {
        private final ConcurrentLinkedQueue<IOException> all = new ConcurrentLinkedQueue<>();

        void set(IOException e) {
            all.add(e);
        }

        /** An interrupt of one thread closes the channel for all; then it counts as the interrupt. */
        void rethrow() throws IOException {
            IOException first = all.peek();
            for (IOException e : all) {
                if (e instanceof ClosedByInterruptException) {
                    throw e;
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }
}
