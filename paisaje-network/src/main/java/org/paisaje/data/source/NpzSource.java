package org.paisaje.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.array.TextArray;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.math.linalg.Matrix;

/**
 * Inputs and targets from a NumPy archive: arrays x and y (or x_train and y_train, or arr_0 and arr_1), with the names of the columns in {@code columns} or
 * {@code feature_names} if they are there; or, where the target is named, one array for each column, as
 * {@code np.savez(file, **frame)} writes them.
 */
final class NpzSource {
    private static final List<String> NAMES = List.of("columns", "feature_names");

    /** The names that inputs and targets go by, the first that are there. */
    static final List<List<String>> PAIRS = List.of(List.of("x", "y"), List.of("x", "Y"), List.of("X", "y"),
            List.of("X", "Y"), List.of("x_train", "y_train"), List.of("X_train", "y_train"), List.of("arr_0", "arr_1"));

    private NpzSource() {}

    static Sources.Read read(String spec, SourceOptions options, List<String> known) {
        Path file = Sources.path(spec);
        List<String> names = NpzFile.names(file);
        for (List<String> pair : PAIRS) {
            String x = pair.get(0);
            String y = pair.get(1);
            if (names.contains(x) && names.contains(y) && options.target().filter(name -> !name.equals(y)).isEmpty()) {
                if (options.dialect().group().isPresent()) {
                    throw new DataFormatException(spec, "", "--group names a column of a table; the inputs are in one "
                            + "array here, " + x);
                }
                Matrix inputs = Sources.inputs(NpzFile.read(file, x), spec + ", array " + x);
                return said(
                        named(targets(spec, inputs, file, y, options, known), columns(file, names, inputs.columns())),
                        pair, names);
            }
        }
        if (options.target().filter(names::contains).isPresent()) {
            return table(spec, file, names, options.target().get(), options, known);
        }
        throw new DataFormatException(spec, "",
                options.target().map(name -> "there is no array " + name + "; ").orElse("")
                        + "arrays x and y are needed, or one array for each column with --target "
                        + "NAME; there are " + (names.isEmpty() ? "none" : CsvFile.describe(names)));
    }

    /** Names other than x and y are said, with what is left aside. */
    private static Sources.Read said(Sources.Read read, List<String> pair, List<String> names) {
        if (pair.getFirst().length() == 1) {
            return read;
        }
        List<String> aside = names.stream().filter(name -> name.matches("[xXyY]_(test|val|valid)")).toList();
        List<String> notes = new ArrayList<>(read.notes());
        notes.add("its inputs are the array " + pair.get(0) + ", its targets the array " + pair.get(1)
                + (aside.isEmpty() ? "" : "; left aside: " + String.join(", ", aside)));
        return new Sources.Read(read.data(), read.columns(), read.categories(), read.gaps(), notes);
    }

    private static Sources.Read targets(String spec, Matrix x, Path file, String y, SourceOptions options,
            List<String> known) {
        Optional<TextArray> texts = NpzFile.texts(file, y);
        return texts.isPresent()
                ? Sources.labelled(spec, x, file, texts.get(), file, options.reading(), known)
                : Sources.paired(spec, x, file, NpzFile.read(file, y), file, options.reading(), known);
    }

    /** The names of d columns, if there is an array of so many. */
    private static List<String> columns(Path file, List<String> arrays, int d) {
        return NAMES.stream()
                .filter(arrays::contains)
                .flatMap(name -> texts(file, name).stream())
                .map(TextArray::values)
                .filter(texts -> texts.size() == d)
                .findFirst()
                .orElse(List.of());
    }

    /** The texts of an array; absent if it holds something else, as the pickled objects of a pandas index. */
    private static Optional<TextArray> texts(Path file, String name) {
        try {
            return NpzFile.texts(file, name);
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }

    private static Sources.Read table(String spec, Path file, List<String> names, String target, SourceOptions options,
            List<String> known) {
        Optional<String> group = options.dialect().group();
        if (group.isPresent() && (!names.contains(group.get()) || group.get().equals(target))) {
            throw new DataFormatException(spec, "", "--group " + group.get() + ": " + (group.get().equals(target)
                    ? "it is the target"
                    : "there is no such array; there are " + CsvFile.describe(names)));
        }
        List<String> inputs = names.stream()
                .filter(name -> !name.equals(target) && group.filter(name::equals).isEmpty())
                .toList();
        List<double[]> columns = new ArrayList<>();
        for (String name : inputs) {
            Tensor column = NpzFile.read(file, name);
            int n = columns.isEmpty() ? column.values().length : columns.getFirst().length;
            if (column.shape().length != 1 || n == 0 || column.values().length != n) {
                throw new DataFormatException(spec, "array " + name, "it is " + column.describeShape()
                        + "; where every array is a column, each has one number for each sample"
                        + (n == 0 ? "" : ", here " + n));
            }
            columns.add(column.values());
        }
        if (columns.isEmpty()) {
            throw new DataFormatException(spec, "", "there is no array beside the target " + target
                    + "; at least one column of inputs is needed");
        }
        Matrix x = Matrix.zeros(columns.getFirst().length, columns.size());
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                x.set(i, j, columns.get(j)[i]);
            }
        }
        Sources.Read read = named(targets(spec, x, file, target, options, known), inputs);
        return group.isEmpty()
                ? read
                : new Sources.Read(read.data(), read.columns(), read.categories(), read.gaps(), read.notes(),
                        read.indicated(), Grouping.of(groups(file, group.get(), x.rows())));
    }

    /** What stands in the array of the groups, one text for each row. */
    private static List<String> groups(Path file, String name, int rows) {
        List<String> texts = NpzFile.texts(file, name)
                .map(TextArray::values)
                .orElseGet(() -> Arrays.stream(NpzFile.read(file, name).values()).mapToObj(CsvFile::text).toList());
        if (texts.size() != rows) {
            throw new DataFormatException(file.toString(), "array " + name, "it has " + texts.size() + " values for "
                    + rows + " rows; it says of each row which group it is of");
        }
        return texts;
    }

    private static Sources.Read named(Sources.Read read, List<String> columns) {
        return new Sources.Read(read.data().withNames(columns), columns, read.categories(), read.gaps(),
                read.notes());
    }
}
