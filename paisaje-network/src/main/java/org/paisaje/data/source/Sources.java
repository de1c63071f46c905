package org.paisaje.data.source;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.paisaje.data.Dataset;
import org.paisaje.data.Partition;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.array.TextArray;
import org.paisaje.data.format.csv.Categories;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.csv.Gaps;
import org.paisaje.data.format.parquet.ParquetFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;

/**
 * Data by a text, as on the command line: a built-in name with options ({@link Datasets}), {@code FILE.csv} (also .tsv,
 * .txt, .data and .dat) or {@code FILE.parquet} with a target column, {@code FILE.npz} with arrays x and y, {@code X.npy,Y.npy}, or
 * {@code idx:IMAGES,LABELS}; text and IDX gzipped or not. Values are taken as they are, but the unsigned bytes of IDX
 * images are divided by 255. The first index of an array counts samples and the others are run together.
 */
public final class Sources {
    private Sources() {}

    /**
     * What a text stood for.
     *
     * @param data the inputs with their targets
     * @param columns the names of the inputs, if the file gives them
     * @param categories the inputs that stand for the words of a column
     * @param gaps the cells of the inputs that were missing and hold the mean of their column over all rows
     * @param notes what was assumed, filled or left out, a clause each, to be told to whoever asked for the data
     * @param indicated the inputs, from 0, of which the last ones say where they were missing
     * @param groups which rows belong together, if that was told
     */
    public record Read(Dataset data, List<String> columns, Categories categories, Gaps gaps, List<String> notes,
            List<Integer> indicated, Optional<Grouping> groups) {
        /** Copies the lists. */
        public Read {
            columns = List.copyOf(columns);
            notes = List.copyOf(notes);
            indicated = List.copyOf(indicated);
        }

        /** Data without columns that say where others are missing, and of which no rows are said to belong together. */
        public Read(Dataset data, List<String> columns, Categories categories, Gaps gaps, List<String> notes) {
            this(data, columns, categories, gaps, notes, List.of(), Optional.empty());
        }

        /** Data without notes. */
        public static Read of(Dataset data) {
            return new Read(data, data.names(), Categories.none(), Gaps.none(), List.of());
        }

        /**
         * As {@link Dataset#split}, but for groups, which are kept whole if there are some; what was missing in either part holds the
         * mean over the training part.
         */
        public Dataset.Split split(double testFraction, Seed seed) {
            return split(groups.isPresent()
                    ? data.partition(groups.get().numbers(), testFraction, seed)
                    : data.partition(testFraction, seed));
        }

        /** The parts; what was missing in either holds the mean over the training part. */
        public Dataset.Split split(Partition parts) {
            Dataset all = gaps.isEmpty() ? data : filled(gaps.means(data.x(), parts.rest()));
            return new Dataset.Split(all.subset(parts.rest()), all.subset(parts.drawn()));
        }

        private Dataset filled(double[] means) {
            return data.withInputs(gaps.fill(data.x(), means, data.name(), columns));
        }

        /**
         * These data as a test set for others: columns are matched by name where both have names, labels always. What is
         * missing here holds the mean of the others.
         *
         * @throws IllegalArgumentException if a column or class does not match
         */
        public Read alignedTo(Read reference) {
            if (!reference.indicated.isEmpty()) {
                return MissingIndicators.with(alignedTo(MissingIndicators.without(reference)), reference.indicated);
            }
            Read ordered = columns.isEmpty() || reference.columns.isEmpty() || columns.equals(reference.columns)
                    ? this
                    : ordered(reference);
            Dataset matched = ordered.data.inputs() == reference.data.inputs() && !ordered.gaps.isEmpty()
                    ? ordered.filled(reference.gaps.means(reference.data.x()))
                    : ordered.data;
            return new Read(matched.alignedTo(reference.data), ordered.columns, ordered.categories, ordered.gaps,
                    ordered.notes, List.of(), groups);
        }

        private Read ordered(Read reference) {
            int[] from = new int[reference.columns.size()];
            int[] gapsFrom = new int[from.length];
            for (int j = 0; j < from.length; j++) {
                String column = reference.columns.get(j);
                from[j] = columns.indexOf(column);
                Optional<Categories.Column> words = reference.categories.of(j)
                        .flatMap(own -> categories.named(own.name()));
                gapsFrom[j] = from[j] < 0 ? words.map(Categories.Column::first).orElse(-1) : from[j];
                if (gapsFrom[j] < 0) {
                    throw new IllegalArgumentException("data " + data.name() + ": it has no column " + column + ", "
                            + reference.data.name() + " has; --drop " + column + " leaves it out there");
                }
            }
            Matrix x = Matrix.zeros(data.size(), from.length);
            for (int i = 0; i < data.size(); i++) {
                for (int j = 0; j < from.length; j++) {
                    x.set(i, j, from[j] < 0 ? 0 : data.x().get(i, from[j]));
                }
            }
            List<String> all = new ArrayList<>(notes);
            all.add("its columns were taken in the order of those of " + reference.data.name() + ", by their names");
            for (Categories.Column column : categories.columns()) {
                List<String> unknown = column.words()
                        .stream()
                        .filter(word -> !reference.columns.contains(Categories.input(column.name(), word)))
                        .toList();
                if (!unknown.isEmpty()) {
                    all.add("column " + column.name() + " holds " + CsvFile.describe(unknown) + ", not in "
                            + reference.data.name() + ", and is 0 there in all its columns");
                }
            }
            return new Read(data.withInputs(x).withNames(reference.columns), reference.columns, reference.categories,
                    gaps.isEmpty() ? gaps : gaps.ordered(gapsFrom), all, List.of(), groups);
        }
    }

    /** As {@link #read}, without names and notes. */
    public static Dataset open(String spec, SourceOptions options, Seed seed) {
        return read(spec, options, seed).data();
    }

    /**
     * Inputs with targets.
     *
     * @param seed what built-in random data are drawn from; files do not use it
     * @throws IllegalArgumentException one line: what is wrong, where, and what is needed
     */
    public static Read read(String spec, SourceOptions options, Seed seed) {
        Read read = read(spec, options, seed, List.of());
        return options.dialect().missing() == CsvDialect.Missing.INDICATOR ? MissingIndicators.of(read) : read;
    }

    /**
     * A test set for training data: targets are understood as there, columns and classes matched by name.
     *
     * @throws IllegalArgumentException if inputs or targets do not match those of the training data
     */
    public static Read readTest(String spec, SourceOptions options, Seed seed, Read train) {
        SourceOptions same = options.reading() == SourceOptions.Reading.DETECTED && !Datasets.knows(spec)
                ? options.reading(train.data().classes().isEmpty()
                        ? SourceOptions.Reading.REGRESSION
                        : SourceOptions.Reading.CLASSIFICATION)
                : options;
        return read(spec, same, seed, train.data().classes()).alignedTo(train);
    }

    private static Read read(String spec, SourceOptions options, Seed seed, List<String> known) {
        for (Entry<SourceFormat> format : SourceFormats.REGISTRY.entries()) {
            SourceFormat reader = format.make();
            if (reader.takes(spec)) {
                return reader.read(spec, options, known);
            }
        }
        return Read.of(builtIn(spec, seed));
    }

    static Read npy(String spec, SourceOptions options, List<String> known) {
        List<Path> files = pair(spec, spec, "X.npy,Y.npy");
        Matrix x = inputs(NpyFile.read(files.getFirst()), files.getFirst().toString());
        Optional<TextArray> texts = NpyFile.texts(files.getLast());
        return texts.isPresent()
                ? labelled(spec, x, files.getFirst(), texts.get(), files.getLast(), options.reading(), known)
                : paired(spec, x, files.getFirst(), NpyFile.read(files.getLast()), files.getLast(), options.reading(),
                        known);
    }

    /** The files that can be read, with what tells them. */
    public static Registry<SourceFormat> registry() {
        return SourceFormats.REGISTRY;
    }

    /** Inputs alone: a single {@code .npy}, a CSV or Parquet file of numbers, {@code idx:IMAGES}, or the x of anything {@link #open} takes. */
    public static Matrix points(String spec, SourceOptions options, Seed seed) {
        String lower = spec.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npy") && !spec.contains(",")) {
            return inputs(NpyFile.read(path(spec)), spec);
        }
        if (spec.startsWith("idx:") && !spec.contains(",")) {
            Path file = path(spec.substring(4));
            return inputs(scaled(IdxFile.read(file)), file.toString());
        }
        if (isTable(spec) && options.target().isEmpty()) {
            return numbers(CsvFile.read(path(spec), Optional.empty(), options.dialect()), options);
        }
        if (isParquet(spec) && options.target().isEmpty()) {
            return numbers(ParquetFile.read(path(spec), Optional.empty(), options.dialect()), options);
        }
        if (lower.endsWith(".npz")) {
            return inputs(NpzFile.read(path(spec), "x"), spec);
        }
        return open(spec, options, seed).x();
    }

    private static Matrix numbers(CsvFile table, SourceOptions options) {
        return options.dialect().missing() == CsvDialect.Missing.INDICATOR
                ? table.gaps().indicated(table.numbers(), table.gaps().places())
                : table.numbers();
    }

    /** Whether there is a data set of that name, or a reader for that kind of file. */
    public static boolean knows(String spec) {
        return Datasets.knows(spec)
                || SourceFormats.REGISTRY.entries().stream().anyMatch(format -> format.make().takes(spec));
    }

    /** Whether the text names a table of text, gzipped or not. */
    public static boolean isTable(String spec) {
        return spec.toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv|txt|data|dat)(\\.gz)?");
    }

    /** Whether the text names a Parquet file. */
    public static boolean isParquet(String spec) {
        return spec.toLowerCase(Locale.ROOT).matches(".*\\.(parquet|pq)");
    }

    static Read csv(String spec, SourceOptions options, List<String> known) {
        Path file = path(spec);
        requireTarget(spec, file, options, "a CSV file", () -> CsvFile.columns(file, options.dialect()));
        return Targets.of(spec, CsvFile.read(file, options.target(), options.dialect()), options.reading(),
                known);
    }

    static Read parquet(String spec, SourceOptions options, List<String> known) {
        Path file = path(spec);
        requireTarget(spec, file, options, "a Parquet file", () -> ParquetFile.columns(file));
        return Targets.of(spec, ParquetFile.read(file, options.target(), options.dialect()), options.reading(),
                known);
    }

    private static void requireTarget(String spec, Path file, SourceOptions options, String kind,
            Supplier<String> columns) {
        if (options.target().isEmpty()) {
            if (!Files.exists(file)) {
                throw new DataFormatException(spec, "", "there is no such file");
            }
            throw new DataFormatException(spec, "", kind + " needs the column to be predicted: --target NAME, or its "
                    + "number from 1 (-1 is the last); there are " + columns.get());
        }
    }

    static Read idx(String spec, SourceOptions.Reading reading, List<String> known) {
        List<Path> files = pair(spec, spec.substring(4), "idx:IMAGES,LABELS");
        Tensor images = IdxFile.read(files.getFirst());
        Tensor labels = IdxFile.read(files.getLast());
        boolean exchanged = images.shape().length == 1 && labels.shape().length > 1;
        Path xFile = exchanged ? files.getLast() : files.getFirst();
        Path yFile = exchanged ? files.getFirst() : files.getLast();
        Tensor targets = exchanged ? images : labels;
        if (targets.shape().length > 2 || xFile.equals(yFile)) {
            throw new DataFormatException(yFile.toString(), "", "it holds images, " + targets.describeShape()
                    + ", where labels are needed, one number for each image");
        }
        Matrix x = inputs(scaled(exchanged ? labels : images), xFile.toString());
        Read read = paired(spec, x, xFile, exchanged ? images : labels, yFile, reading, known);
        if (!exchanged) {
            return read;
        }
        List<String> notes = new ArrayList<>(read.notes());
        notes.add("images and labels were named in the other order and are exchanged: " + xFile
                + " holds the images");
        return new Read(read.data(), read.columns(), read.categories(), read.gaps(), notes);
    }

    static Read labelled(String spec, Matrix x, Path xFile, TextArray y, Path yFile,
            SourceOptions.Reading reading, List<String> known) {
        if (y.values().size() != x.rows() || y.shape()[0] != x.rows()) {
            throw new DataFormatException(yFile.toString(), "", "it has " + y.values().size() + " labels, " + xFile
                    + " has " + x.rows() + " samples; they must pair up");
        }
        return Targets.of(spec, x, y.values(), reading, known);
    }

    static Read paired(String spec, Matrix x, Path xFile, Tensor y, Path yFile,
            SourceOptions.Reading reading, List<String> known) {
        if (y.shape().length == 0 || y.rows().rows() != x.rows()) {
            throw new DataFormatException(yFile.toString(), "", "it has " + y.describeShape() + " targets, " + xFile
                    + " has " + x.rows() + " samples; they must pair up"
                    + (y.shape().length == 2 && y.shape()[0] == 1 && y.shape()[1] == x.rows()
                            ? ", a target for each row: transpose it"
                            : ""));
        }
        inputs(y, yFile + ", targets");
        return Targets.of(spec, x, y, reading, known);
    }

    /** The rows of an array that has some. */
    static Matrix inputs(Tensor tensor, String place) {
        if (tensor.values().length == 0) {
            throw new DataFormatException(place, "", "it is " + tensor.describeShape()
                    + " and holds nothing; at least one row and one column are needed");
        }
        return tensor.rows();
    }

    private static Tensor scaled(Tensor images) {
        if (images.type() == ElementType.U8 && images.shape().length > 1) {
            double[] pixels = images.values();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] /= 255;
            }
        }
        return images;
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
        if (spec.isBlank()) {
            throw new IllegalArgumentException("data: the name is empty; data are a built-in name such as rings, "
                    + SourceFormats.forms());
        }
        if (spec.contains("/") || spec.contains("\\") || spec.contains(".") || exists(spec)) {
            String reason = Map.of("safetensors", "it holds weights, not data", "gz",
                    "write idx: before gzipped MNIST files", "xlsx", "save the table as CSV")
                    .getOrDefault(spec.substring(spec.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT),
                            "its ending is of no known kind");
            if (isFolder(spec)) {
                reason = "it is a folder";
            }
            throw new DataFormatException(spec, "", reason + "; data are a built-in name, " + SourceFormats.forms());
        }
        throw Datasets.unknown(spec);
    }

    private static boolean isFolder(String spec) {
        return exists(spec) && Files.isDirectory(Path.of(spec));
    }

    private static boolean exists(String spec) {
        try {
            return Files.exists(Path.of(spec));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DataFormatException(text, "", "it is not the name of a file: " + e.getReason());
        }
    }
}
