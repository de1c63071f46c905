package org.paisaje.theory.kernel.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;

/**
 * A symmetric kernel matrix in a file: its lower triangle in tiles of single precision, mapped into memory, about 2 N^2
 * bytes. Products widen the tiles and sum in double precision, so they are exact to rounding for the matrix that is
 * stored, which differs from the kernel by at most 6e-8 of each entry. A product with k vectors reads the file once and
 * costs 2 N^2 k flops. Safe for concurrent use until closed. Built by {@link KernelBuild}.
 */
public final class KernelFile implements LinearOperator, AutoCloseable {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final KernelFileHeader header;
    private final long[] table;
    private final Arena arena;
    private final MemorySegment bytes;

    private KernelFile(Path path, KernelFileHeader header, long[] table, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.header = header;
        this.table = table;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Opens a finished file.
     *
     * @throws IllegalArgumentException if it is not finished, damaged, cut off or of another version
     */
    public static KernelFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            KernelFileHeader header = KernelFileHeader.read(path, channel);
            if (!header.complete()) {
                throw new IllegalArgumentException(path + ": the kernel is not complete; resume its build");
            }
            // The size first: a table is as long as the header says.
            long[] table = channel.size() == header.fileBytes() ? header.readTable(channel) : new long[0];
            if (table.length == 0 || KernelFileHeader.checksum(table) != header.tableChecksum()) {
                throw new IllegalArgumentException(path + ": the file is damaged: it has " + channel.size()
                        + " bytes of " + header.fileBytes() + ", or its table of tiles does not fit; build it anew");
            }
            return mapped(path, header, table, channel);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(path + ": no such file; a kernel is stored there first", e);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@link #close} closes the arena. */
    @SuppressWarnings("MustBeClosed")
    private static KernelFile mapped(Path path, KernelFileHeader header, long[] table, FileChannel channel)
            throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, header.fileBytes(), arena);
            return new KernelFile(path, header, table, arena, bytes);
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    /** The bytes that the kernel of n points takes in a file. */
    public static long bytes(int n) {
        return new KernelFileHeader(new TileGrid(n, PointKernel.TILE), false, 0, new byte[32], "").fileBytes();
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The size of the file. */
    public long size() {
        return header.fileBytes();
    }

    /** The function whose kernel this is, as {@link KernelFunction#text}. */
    public String text() {
        return header.text();
    }

    /** The fingerprint of function and points in hexadecimal. */
    public String fingerprint() {
        return HexFormat.of().formatHex(header.fingerprint());
    }

    /**
     * Refuses a file that was made for another function or other points.
     *
     * @throws IllegalArgumentException saying what the file holds
     */
    public void require(PointKernel kernel) {
        require(path, header, kernel);
    }

    static void require(Path path, KernelFileHeader header, PointKernel kernel) {
        if (!header.grid().equals(kernel.grid()) || !Arrays.equals(header.fingerprint(), kernel.fingerprint())) {
            throw new IllegalArgumentException(path + ": this file holds " + header.text() + " of "
                    + header.grid().n() + " points, asked for is " + kernel.function().text() + " of "
                    + kernel.order() + (header.text().equals(kernel.function().text())
                            && header.grid().n() == kernel.order() ? " other" : "")
                    + " points; give another folder or the same command as before");
        }
    }

    TileGrid grid() {
        return header.grid();
    }

    byte[] fingerprintBytes() {
        return header.fingerprint();
    }

    @Override
    public int rows() {
        return header.grid().n();
    }

    @Override
    public int columns() {
        return header.grid().n();
    }

    @Override
    public void apply(double[] v, double[] out) {
        applyAll(Matrix.wrap(1, v.length, v), Matrix.wrap(1, out.length, out));
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        new TileProduct(header.grid(), vectors, out).run(this::addTile, TileListener.NONE);
    }

    private void addTile(int t, TileProduct.Sum sum) {
        TileGrid grid = header.grid();
        int rows = grid.size(grid.band(t));
        int columns = grid.size(grid.column(t));
        long at = header.tileAt(t);
        for (int r = 0; r < rows; r += TileProduct.ROWS) {
            int h = Math.min(TileProduct.ROWS, rows - r);
            MemorySegment.copy(bytes, FLOAT, at + (long) Float.BYTES * r * columns, sum.narrow, 0, h * columns);
            for (int i = 0; i < h * columns; i++) {
                sum.wide[i] = sum.narrow[i];
            }
            sum.add(t, r, h, sum.wide, 0, columns);
        }
    }

    /** The entry in row i and column j, as stored. */
    public float get(int i, int j) {
        TileGrid grid = header.grid();
        if (i < 0 || j < 0 || i >= grid.n() || j >= grid.n()) {
            throw new IndexOutOfBoundsException("entry (" + i + ", " + j + ") of a kernel of order " + grid.n());
        }
        int row = Math.max(i, j);
        int column = Math.min(i, j);
        int band = row / grid.tile();
        int across = column / grid.tile();
        long within = (long) (row - grid.start(band)) * grid.size(across) + column - grid.start(across);
        return bytes.get(FLOAT, header.tileAt(band * (band + 1) / 2 + across) + Float.BYTES * within);
    }

    /** The diagonal, as stored. */
    public double[] diagonal() {
        double[] result = new double[rows()];
        for (int i = 0; i < result.length; i++) {
            result[i] = get(i, i);
        }
        return result;
    }

    /**
     * Reads every tile and compares it with its checksum.
     *
     * @throws IllegalArgumentException naming the first damaged tile
     */
    public void verify() {
        TileGrid grid = header.grid();
        boolean[] intact = new boolean[grid.tiles()];
        Parallel.run(intact.length, t -> {
            CRC32C crc = new CRC32C();
            crc.update(bytes.asSlice(header.tileAt(t), tileBytes(grid, t)).asByteBuffer());
            intact[t] = table[t] == KernelFileHeader.mark((int) crc.getValue());
        });
        for (int t = 0; t < intact.length; t++) {
            if (!intact[t]) {
                throw new IllegalArgumentException(path + ": tile " + t + " of " + intact.length
                        + " is damaged, its checksum does not fit; delete the file and build it anew");
            }
        }
    }

    static int tileBytes(TileGrid grid, int t) {
        return Float.BYTES * grid.size(grid.band(t)) * grid.size(grid.column(t));
    }

    /** Gives the mapping back; the file stays. */
    @Override
    public void close() {
        arena.close();
    }

    /** Deletes a kernel file, finished or not, if it is there. */
    public static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(KernelBuild.partOf(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be deleted: " + e.getMessage(), e);
        }
    }
}
