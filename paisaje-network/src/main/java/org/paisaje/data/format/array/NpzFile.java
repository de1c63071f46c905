package org.paisaje.data.format.array;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Payload;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.csv.CsvFile;

/** Named NumPy arrays in a zip archive ({@code .npz}), stored or deflated; checksums are verified. */
public final class NpzFile {
    /** Deflate cannot shrink by more than this (zlib's technical details), so a larger claim is a lie. */
    private static final long DEFLATE_BEST = 1032;

    private NpzFile() {}

    /** All arrays of the archive in its order, by name without {@code .npy}. */
    public static SequencedMap<String, Tensor> read(Path path) {
        String file = path.toString();
        var arrays = new LinkedHashMap<String, Tensor>();
        try (ZipFile zip = open(path)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName().replaceFirst("\\.npy$", "");
                if (arrays.put(name, read(file, zip, entry)) != null) {
                    throw new DataFormatException(file, "array " + name, "there are two arrays of that name");
                }
            }
            return arrays;
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** The names of the arrays, without reading them. */
    public static List<String> names(Path path) {
        try (ZipFile zip = open(path)) {
            return zip.stream().map(entry -> entry.getName().replaceFirst("\\.npy$", "")).toList();
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** The array of that name; a missing one is reported with the names there are. */
    public static Tensor read(Path path, String name) {
        try (ZipFile zip = open(path)) {
            ZipEntry entry = entry(path, zip, name);
            return read(path.toString(), zip, entry);
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** Writes the arrays uncompressed, as numpy.savez does; the file appears complete or not at all. */
    public static void write(Path path, SequencedMap<String, Tensor> arrays) {
        AtomicFile.write(path, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                    writeEntry(zip, array.getKey(), array.getValue());
                }
            }
        });
    }

    private static void writeEntry(ZipOutputStream zip, String name, Tensor tensor) throws IOException {
        byte[] header = NpyHeader.write(tensor.type(), tensor.shape());
        var sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        sum.write(header);
        Payload.write(sum, tensor.type(), tensor.values());
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(header.length + (long) tensor.values().length * tensor.type().bytes());
        entry.setCrc(sum.getChecksum().getValue());
        entry.setTime(315_532_800_000L);
        zip.putNextEntry(entry);
        zip.write(header);
        Payload.write(zip, tensor.type(), tensor.values());
        zip.closeEntry();
    }

    private static ZipFile open(Path path) throws IOException {
        if (!Files.exists(path) || Files.isDirectory(path)) {
            Files.newInputStream(path).close();
            throw new DataFormatException(path.toString(), "", "it is a folder, a file is needed");
        }
        try {
            return new ZipFile(path.toFile());
        } catch (IOException | IllegalArgumentException e) {
            throw new DataFormatException(path.toString(), "",
                    "it is not a complete zip archive, which an .npz file is (" + DataFormatException.describe(e)
                            + ")");
        }
    }

    /** The texts of the array of that name, absent if it holds numbers. */
    public static Optional<TextArray> texts(Path path, String name) {
        try (ZipFile zip = open(path)) {
            ZipEntry entry = entry(path, zip, name);
            String place = path + ", array " + entry.getName();
            if (header(place, zip, entry).letters() == 0) {
                return Optional.empty();
            }
            return Optional.of(read(place, zip, entry, (header, values) -> TextArray.of(place, header, values)));
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** The type and shape of every array, from its header alone. */
    public static SequencedMap<String, Tensor.Form> forms(Path path) {
        var forms = new LinkedHashMap<String, Tensor.Form>();
        try (ZipFile zip = open(path)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName().replaceFirst("\\.npy$", "");
                String place = path + ", array " + entry.getName();
                NpyHeader header = header(place, zip, entry).numbers(place);
                if (forms.put(name, new Tensor.Form(header.type(), header.shape())) != null) {
                    throw new DataFormatException(path.toString(), "array " + name,
                            "there are two arrays of that name");
                }
            }
            return forms;
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    private static ZipEntry entry(Path path, ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry == null) {
            throw new DataFormatException(path.toString(), "", "there is no array " + name + " in it; there are "
                    + CsvFile.describe(zip.stream().map(e -> e.getName().replaceFirst("\\.npy$", "")).toList()));
        }
        return entry;
    }

    /** What is made of a header and the values that follow it. */
    private interface Made<T> {
        T of(NpyHeader header, double[] values);
    }

    private static NpyHeader header(String place, ZipFile zip, ZipEntry entry) throws IOException {
        long size = entry.getSize();
        long packed = entry.getCompressedSize();
        if (entry.isDirectory() || !entry.getName().endsWith(".npy")) {
            throw new DataFormatException(place, "", "it is no array; every entry of an .npz file ends in .npy");
        }
        if (size > Math.max(64, packed) * DEFLATE_BEST || size < 0) {
            throw new DataFormatException(place, "",
                    "the archive claims " + size + " bytes out of " + packed + " compressed ones, which cannot be");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            NpyHeader header = NpyHeader.read(place, in);
            long bytes = (long) header.count() * header.type().bytes();
            if (header.length() + bytes != size) {
                throw DataFormatException.atByte(place, header.length(),
                        "the header promises " + Tensor.describe(header.shape()) + " of " + header.type() + ", "
                                + bytes + " bytes, and the archive has " + (size - header.length()));
            }
            return header;
        } catch (ZipException | EOFException e) {
            throw damaged(place, e);
        }
    }

    private static Tensor read(String file, ZipFile zip, ZipEntry entry) throws IOException {
        String place = file + ", array " + entry.getName();
        return read(place, zip, entry, (header, values) -> {
            header.numbers(place);
            return new Tensor(header.type(), header.shape(),
                    header.fortran() ? Payload.fromFortran(values, header.shape()) : values);
        });
    }

    private static <T> T read(String place, ZipFile zip, ZipEntry entry, Made<T> made) throws IOException {
        header(place, zip, entry);
        try (InputStream raw = zip.getInputStream(entry)) {
            var in = new CheckedInputStream(raw, new CRC32());
            NpyHeader header = NpyHeader.read(place, in);
            double[] values = Payload.read(place, in, header.length(), header.type(), header.order(),
                    header.count());
            if (in.read() >= 0) {
                throw DataFormatException.atByte(place, entry.getSize(), "the data go on after their end");
            }
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new DataFormatException(place, "", "the checksum does not match: the data are damaged");
            }
            return made.of(header, values);
        } catch (ZipException | EOFException e) {
            throw damaged(place, e);
        }
    }

    private static DataFormatException damaged(String place, IOException e) {
        return new DataFormatException(place, "",
                "the compressed data are damaged (" + DataFormatException.describe(e) + ")");
    }
}
