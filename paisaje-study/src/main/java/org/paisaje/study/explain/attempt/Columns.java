package org.paisaje.study.explain.attempt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;

/** Data with fewer columns, or more. */
public final class Columns {
    private Columns() {}

    /** The data without a column of the inputs; the others keep their names. */
    public static Dataset without(Dataset data, int column) {
        int[] kept = IntStream.range(0, data.inputs()).filter(j -> j != column).toArray();
        Matrix x = Matrix.zeros(data.size(), kept.length);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < kept.length; j++) {
                x.set(i, j, data.x().get(i, kept[j]));
            }
        }
        List<String> names = new ArrayList<>(data.names());
        if (!names.isEmpty()) {
            names.remove(column);
        }
        return data.withInputs(x).withNames(names);
    }

    /** The data with columns more behind the others, named alike but for their number where there are several. */
    public static Dataset with(Dataset data, Matrix more, String name) {
        List<String> names = new ArrayList<>(data.names());
        if (!names.isEmpty()) {
            for (int j = 0; j < more.columns(); j++) {
                names.add(more.columns() == 1 ? name : name + " " + (j + 1));
            }
        }
        return data.withInputs(Matrix.stackColumns(data.x(), more)).withNames(names);
    }
}
