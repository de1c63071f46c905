package org.paisaje.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.CsvFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.IdxFile;
import org.paisaje.data.format.NpyFile;
import org.paisaje.data.format.NpzFile;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * Data by a text, as on the command line: a built-in name with options ({@link Datasets}), {@code FILE.csv} (also .tsv and
 * .txt) with a target column, {@code FILE.npz} with arrays x and y, {@code X.npy,Y.npy}, or {@code idx:IMAGES,LABELS},
 * gzipped or not. Values are taken as they are, but the unsigned bytes of IDX images are divided by 255. The first index
 * of an array counts samples and the others are run together.
 */
public final class Sources {
    private static final String FORMS = "a built-in name, FILE.csv, FILE.npz, X.npy,Y.npy or idx:IMAGES,LABELS";

    private Sources() {}

    /**
     * Inputs with targets.
     *
     * @param seed what built-in random data are drawn from; files do not use it
     * @throws IllegalArgumentException one line: what is wrong, where, and what is needed
     */
    public static Dataset open(String spec, SourceOptions options, Seed seed) {
        if (spec.startsWith("idx:")) {
            List<Path> files = pair(spec, spec.substring(4), "idx:IMAGES,LABELS");
            return paired(spec, images(files.getFirst()), files.getFirst(), IdxFile.read(files.getLast()),
                    files.getLast(), options.reading());
        }
        String lower = spec.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv") || lower.endsWith(".tsv") || lower.endsWith(".txt")) {
            return csv(spec, options);
        }
        if (lower.endsWith(".npz")) {
            return npz(spec, options.reading());
        }
        if (lower.endsWith(".npy")) {
            List<Path> files = pair(spec, spec, "X.npy,Y.npy");
            return paired(spec, NpyFile.read(files.getFirst()).rows(), files.getFirst(), NpyFile.read(files.getLast()),
                    files.getLast(), options.reading());
        }
        return builtIn(spec, seed);
    }

    /** Inputs alone: a single {@code .npy}, a CSV file of numbers, {@code idx:IMAGES}, or the x of anything {@link #open} takes. */
    public static Matrix points(String spec, SourceOptions options, Seed seed) {
        String lower = spec.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npy") && !spec.contains(",")) {
            return NpyFile.read(path(spec)).rows();
        }
        if (spec.startsWith("idx:") && !spec.contains(",")) {
            return images(path(spec.substring(4)));
        }
        if ((lower.endsWith(".csv") || lower.endsWith(".tsv") || lower.endsWith(".txt"))
                && options.target().isEmpty()) {
            return CsvFile.read(path(spec), Optional.empty(), options.dialect()).numbers();
        }
        if (lower.endsWith(".npz")) {
            return NpzFile.read(path(spec), "x").rows();
        }
        return open(spec, options, seed).x();
    }

    private static Dataset csv(String spec, SourceOptions options) {
        Path file = path(spec);
        if (options.target().isEmpty()) {
            throw new DataFormatException(spec, "", (Files.exists(file) ? "" : "there is no such file, and ")
                    + "a CSV file needs the column to be predicted: --target NAME, or its number from 1 (-1 is the last)");
        }
        CsvFile table = CsvFile.read(file, options.target(), options.dialect());
        return Targets.of(spec, table.numbers(), table.target(), options.reading());
    }

    private static Dataset npz(String spec, SourceOptions.Reading reading) {
        Path file = path(spec);
        List<String> names = NpzFile.names(file);
        String x = names.contains("x") || !names.contains("X") ? "x" : "X";
        String y = names.contains("y") || !names.contains("Y") ? "y" : "Y";
        if (!names.contains(x) || !names.contains(y)) {
            throw new DataFormatException(spec, "", "arrays x and y are needed, there are "
                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        return paired(spec, NpzFile.read(file, x).rows(), file, NpzFile.read(file, y), file, reading);
    }

    private static Dataset paired(String spec, Matrix x, Path xFile, Tensor y, Path yFile,
            SourceOptions.Reading reading) {
        if (y.shape().length == 0 || y.rows().rows() != x.rows()) {
            throw new DataFormatException(yFile.toString(), "", "it has " + y.describeShape() + " targets, " + xFile
                    + " has " + x.rows() + " samples; they must pair up");
        }
        return Targets.of(spec, x, y, reading);
    }

    private static Matrix images(Path file) {
        Tensor tensor = IdxFile.read(file);
        if (tensor.type() == ElementType.U8 && tensor.shape().length > 1) {
            double[] pixels = tensor.values();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] /= 255;
            }
        }
        return tensor.rows();
    }

    private static List<Path> pair(String spec, String files, String form) {
        String[] parts = files.split(",", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new IllegalArgumentException(
                    "data " + spec + ": inputs and targets are two files, written " + form + " without blanks");
        }
        return List.of(path(parts[0]), path(parts[1]));
    }

    private static Dataset builtIn(String spec, Seed seed) {
        if (Datasets.knows(spec)) {
            return Datasets.named(spec, seed);
        }
        if (spec.contains("/") || spec.contains("\\") || spec.contains(".") || exists(spec)) {
            String reason = Map.of("safetensors", "it holds weights, not data", "gz",
                    "write idx: before gzipped MNIST files")
                    .getOrDefault(spec.substring(spec.lastIndexOf('.') + 1), "its ending is of no known kind");
            throw new DataFormatException(spec, "", reason + "; data are " + FORMS);
        }
        throw Datasets.unknown(spec);
    }

    private static boolean exists(String spec) {
        try {
            return Files.exists(Path.of(spec));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DataFormatException(text, "", "it is not the name of a file: " + e.getReason());
        }
    }
}
