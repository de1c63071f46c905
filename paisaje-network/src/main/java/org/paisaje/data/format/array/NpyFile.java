package org.paisaje.data.format.array;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Payload;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;

/**
 * One NumPy array in a file ({@code .npy}): format versions 1 to 3, either byte order, C or Fortran order, float16/32/64,
 * integers of 8 to 64 bits and bool. An open file gives blocks of rows without loading the rest; reading is safe from
 * several threads.
 */
public final class NpyFile implements AutoCloseable {
    private final String name;
    private final FileChannel channel;
    private final NpyHeader header;
    private final Path path;

    private NpyFile(Path path, FileChannel channel, NpyHeader header) {
        this.path = path;
        this.name = path.toString();
        this.channel = channel;
        this.header = header;
    }

    /** Opens a file of numbers and checks its header against its length. */
    public static NpyFile open(Path path) {
        NpyFile file = opened(path);
        try {
            file.header.numbers(file.name);
            return file;
        } catch (DataFormatException e) {
            file.close();
            throw e;
        }
    }

    private static NpyFile opened(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                return open(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    private static NpyFile open(Path path, FileChannel channel) throws IOException {
        NpyHeader header = NpyHeader.read(path.toString(), Channels.newInputStream(channel));
        long bytes = (long) header.count() * header.type().bytes();
        long there = channel.size() - header.length();
        if (bytes != there) {
            throw DataFormatException.atByte(path.toString(), header.length(),
                    "the header promises " + Tensor.describe(header.shape()) + " of " + header.type() + ", " + bytes
                            + " bytes, and " + there + " follow; "
                            + (there < bytes ? "the file is cut short" : "the rest cannot be told apart from damage"));
        }
        return new NpyFile(path, channel, header);
    }

    /** All numbers of a file. */
    public static Tensor read(Path path) {
        try (NpyFile file = open(path)) {
            return file.read();
        }
    }

    /** The texts of a file, absent if it holds numbers. */
    public static Optional<TextArray> texts(Path path) {
        try (NpyFile file = opened(path)) {
            NpyHeader header = file.header;
            return header.letters() == 0
                    ? Optional.empty()
                    : Optional.of(TextArray.of(file.name, header, Payload.read(file.name, file.channel,
                            header.length(), header.type(), header.order(), header.count())));
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** Writes the numbers, little-endian and in C order; the file appears complete or not at all. */
    public static void write(Path path, Tensor tensor) {
        AtomicFile.write(path, out -> {
            out.write(NpyHeader.write(tensor.type(), tensor.shape()));
            Payload.write(out, tensor.type(), tensor.values());
        });
    }

    /** Writes the matrix as n x d doubles. */
    public static void write(Path path, Matrix matrix) {
        write(path, Tensor.of(matrix));
    }

    /** The type of the numbers in the file. */
    public ElementType type() {
        return header.type();
    }

    /** The shape of the array. */
    public int[] shape() {
        return header.shape().clone();
    }

    /** The number of rows: the first size, 1 for a single number. */
    public int rows() {
        return header.shape().length == 0 ? 1 : header.shape()[0];
    }

    /** The number of columns: the product of the sizes after the first. */
    public int columns() {
        return Arrays.stream(header.shape()).skip(1).reduce(1, Math::multiplyExact);
    }

    /** All numbers; large files on all cores. */
    public Tensor read() {
        try {
            double[] values = Payload.read(name, channel, header.length(), header.type(), header.order(),
                    header.count());
            return new Tensor(header.type(), header.shape().clone(),
                    header.fortran() ? Payload.fromFortran(values, header.shape()) : values);
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** Rows {@code from} to {@code to} (exclusive), later sizes run together. In Fortran order one read per column. */
    public Matrix rows(int from, int to) {
        if (from < 0 || to < from || to > rows()) {
            throw new IllegalArgumentException("rows: " + name + " has " + rows() + " rows, rows " + from + " to " + to
                    + " (exclusive) are not among them");
        }
        int columns = columns();
        Payload.requireMemory(name, (long) (to - from) * columns);
        Matrix result = Matrix.zeros(to - from, columns);
        int bytes = header.type().bytes();
        try {
            if (!header.fortran() || header.shape().length < 2) {
                Payload.fill(name, channel, header.length() + (long) from * columns * bytes, header.type(),
                        header.order(), result.data(), 0, (to - from) * columns);
                return result;
            }
            if (header.shape().length > 2) {
                throw new DataFormatException(name, "", "rows of a Fortran-ordered array of "
                        + header.shape().length + " dimensions cannot be read alone; read it whole");
            }
            double[] column = new double[to - from];
            for (int j = 0; j < columns; j++) {
                Payload.fill(name, channel, header.length() + ((long) j * rows() + from) * bytes, header.type(),
                        header.order(), column, 0, column.length);
                for (int i = 0; i < column.length; i++) {
                    result.data()[i * columns + j] = column[i];
                }
            }
            return result;
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }
}
