package org.paisaje.data.format.array;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Payload;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.Sizes;

/**
 * The IDX format of the MNIST files, plain or gzipped: two zero bytes, a type code, the number of dimensions, the sizes
 * as big-endian 32-bit integers, the numbers in big-endian order. Codes: 08 unsigned and 09 signed bytes, 0B 16-bit and
 * 0C 32-bit integers, 0D binary32, 0E binary64.
 */
public final class IdxFile {
    private static final int CHUNK = 1 << 20;

    private IdxFile() {}

    /** All numbers of the file. */
    public static Tensor read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return unzip(path.toString(), in);
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** All numbers of a stream that ends with them; {@code name} stands in complaints. */
    public static Tensor read(String name, InputStream stream) {
        try {
            return unzip(name, stream);
        } catch (IOException e) {
            throw new DataFormatException(name, "", "it cannot be read: " + DataFormatException.describe(e));
        }
    }

    private static Tensor unzip(String name, InputStream stream) throws IOException {
        var in = new BufferedInputStream(stream, 1 << 16);
        in.mark(2);
        boolean zipped = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        try {
            return parse(name, zipped ? new GZIPInputStream(in, 1 << 16) : in);
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(name, "",
                    "the gzip data are damaged or cut short (" + DataFormatException.describe(e) + ")");
        }
    }

    private static Tensor parse(String name, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
            throw DataFormatException.atByte(name, 0, "it is no IDX file: one starts with two zero bytes"
                    + (magic.length < 4 ? ", and this ends after " + magic.length + " bytes" : ""));
        }
        ElementType type = switch (magic[2]) {
            case 0x08 -> ElementType.U8;
            case 0x09 -> ElementType.I8;
            case 0x0B -> ElementType.I16;
            case 0x0C -> ElementType.I32;
            case 0x0D -> ElementType.F32;
            case 0x0E -> ElementType.F64;
            default -> throw DataFormatException.atByte(name, 2,
                    String.format("the type code %02x is none of IDX (08, 09, 0b, 0c, 0d, 0e)", magic[2]));
        };
        int dimensions = magic[3] & 0xFF;
        if (dimensions == 0 || dimensions > 8) {
            throw DataFormatException.atByte(name, 3, dimensions + " dimensions; 1 to 8 are read");
        }
        int[] shape = new int[dimensions];
        long count = 1;
        for (int k = 0; k < dimensions; k++) {
            byte[] size = in.readNBytes(4);
            if (size.length < 4) {
                throw DataFormatException.atByte(name, 4 + 4L * k + size.length, "the file ends inside the header");
            }
            shape[k] = (size[0] & 0xFF) << 24 | (size[1] & 0xFF) << 16 | (size[2] & 0xFF) << 8 | size[3] & 0xFF;
            count = shape[k] < 0 ? Long.MAX_VALUE : count * Math.max(1, shape[k]);
            if (count > Sizes.LARGEST) {
                throw DataFormatException.atByte(name, 4 + 4L * k,
                        "the sizes claim more than 2^31 - 9 numbers, which one matrix cannot hold");
            }
        }
        return body(name, in, type, shape);
    }

    private static Tensor body(String name, InputStream in, ElementType type, int[] shape) throws IOException {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        long offset = 4 + 4L * shape.length;
        long bytes = (long) count * type.bytes();
        List<byte[]> chunks = new ArrayList<>();
        for (long got = 0; got < bytes;) {
            byte[] chunk = new byte[(int) Math.min(CHUNK, bytes - got)];
            int length = in.readNBytes(chunk, 0, chunk.length);
            got += length;
            chunks.add(chunk);
            if (got + 8 * (got / type.bytes()) > Runtime.getRuntime().maxMemory() / 10 * 9) {
                Payload.requireMemory(name, Math.max(count, Runtime.getRuntime().maxMemory() / 8));
            }
            if (length < chunk.length) {
                throw Payload.ends(name, offset + got, count, type, got / type.bytes());
            }
        }
        if (in.read() >= 0) {
            throw DataFormatException.atByte(name, offset + bytes, "the data go on after the " + count
                    + " numbers that the header promises");
        }
        Payload.requireMemory(name, count);
        double[] values = new double[count];
        Parallel.run(chunks.size(), k -> {
            byte[] chunk = chunks.get(k);
            type.decode(MemorySegment.ofArray(chunk), 0, ByteOrder.BIG_ENDIAN, values, k * (CHUNK / type.bytes()),
                    chunk.length / type.bytes());
        });
        return new Tensor(type, shape, values);
    }
}
