package org.paisaje.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.paisaje.math.linalg.Matrix;

/**
 * The map that puts in the place of a column of codes, such as the number of a shop, one column for each code that occurred
 * where it was fixed: 1 in the rows that hold the code and 0 in all others. A code that did not occur there gives only zeros.
 */
public final class Indicators {
    /** A column with more codes than that is no column of codes. */
    private static final int MOST = 4096;

    private final int columns;
    private final double[][] codes;
    private final List<String> names;

    private Indicators(int columns, double[][] codes, List<String> names) {
        this.columns = columns;
        this.codes = codes;
        this.names = names;
    }

    /**
     * The map fixed on a set.
     *
     * @param columns the columns of codes, by name or by number from 1
     */
    public static Indicators of(Dataset data, List<String> columns) {
        int d = data.inputs();
        double[][] codes = new double[d][];
        for (String column : columns) {
            codes[data.place("--one-hot", column)] = new double[0];
        }
        List<String> names = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            String name = data.names().isEmpty() ? "" : data.names().get(j);
            if (codes[j] == null) {
                names.add(name);
                continue;
            }
            codes[j] = new TreeSet<>(Arrays.stream(data.x().column(j)).boxed().toList()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (codes[j].length > MOST) {
                throw new IllegalArgumentException("--one-hot: " + data.name() + " has " + codes[j].length
                        + " values in " + data.input(j) + "; a column of codes has at most " + MOST);
            }
            for (double code : codes[j]) {
                names.add(name + " " + (code == Math.rint(code) ? String.valueOf((long) code) : String.valueOf(code)));
            }
        }
        return new Indicators(d, codes, data.names().isEmpty() ? List.of() : List.copyOf(names));
    }

    /** The number of columns of the result. */
    public int columns() {
        return Arrays.stream(codes).mapToInt(one -> one == null ? 1 : one.length).sum();
    }

    /** A set with its codes told apart. */
    public Dataset apply(Dataset data) {
        if (data.inputs() != columns) {
            throw new IllegalArgumentException(
                    "Indicators: x has " + data.inputs() + " columns, the codes are those of "
                            + columns + "; rows are samples");
        }
        Matrix x = data.x();
        Matrix result = Matrix.zeros(x.rows(), columns());
        for (int i = 0; i < x.rows(); i++) {
            int at = 0;
            for (int j = 0; j < columns; j++) {
                double value = x.get(i, j);
                if (codes[j] == null) {
                    result.set(i, at++, value);
                    continue;
                }
                int found = Arrays.binarySearch(codes[j], value);
                if (found >= 0) {
                    result.set(i, at + found, 1);
                }
                at += codes[j].length;
            }
        }
        return new Dataset(data.name(), data.task(), result, data.y(), names);
    }
}
