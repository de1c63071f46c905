package org.paisaje.data;

import java.util.List;
import org.paisaje.math.linalg.Matrix;

/**
 * The map that puts natural logarithms in the place of columns of numbers above 0 that go over powers of ten: sums of money,
 * counts, concentrations. What is a factor of such a number becomes a step of its logarithm.
 */
public final class Logarithms {
    private final int columns;
    private final boolean[] taken;

    private Logarithms(int columns, boolean[] taken) {
        this.columns = columns;
        this.taken = taken;
    }

    /**
     * The map for inputs.
     *
     * @param columns the columns, by name or by number from 1
     */
    public static Logarithms of(Dataset data, List<String> columns) {
        boolean[] taken = new boolean[data.inputs()];
        for (String column : columns) {
            taken[data.place("--input-log", column)] = true;
        }
        return new Logarithms(data.inputs(), taken);
    }

    /**
     * A set with the logarithms.
     *
     * @throws IllegalArgumentException if a number has none, naming the column and how many there are
     */
    public Dataset apply(Dataset data) {
        if (data.inputs() != columns) {
            throw new IllegalArgumentException("--input-log: " + data.name() + " has " + data.inputs()
                    + " inputs, the columns are those of " + columns + "; rows are samples");
        }
        Matrix x = data.x().copy();
        for (int j = 0; j < columns; j++) {
            if (taken[j]) {
                take(x, j, "--input-log: " + data.name() + " has in " + data.input(j));
            }
        }
        return data.withInputs(x);
    }

    /**
     * A set with the logarithms of its targets.
     *
     * @throws IllegalArgumentException if a target has none, saying how many there are
     */
    public static Dataset ofTargets(Dataset data) {
        Matrix y = data.y().copy();
        for (int j = 0; j < y.columns(); j++) {
            take(y, j, "--target-log: " + data.name() + " has"
                    + (y.columns() == 1 ? "" : " in target " + (j + 1)));
        }
        return data.withTargets(y);
    }

    private static void take(Matrix x, int column, String what) {
        int without = 0;
        int first = -1;
        for (int i = 0; i < x.rows(); i++) {
            if (!(x.get(i, column) > 0)) {
                without++;
                first = first < 0 ? i : first;
            }
        }
        if (without > 0) {
            throw new IllegalArgumentException(what + " " + without + " of " + x.rows()
                    + " numbers that are 0 or below, such as "
                    + x.get(first, column) + " in row " + (first + 1) + "; only numbers above 0 have a logarithm");
        }
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, column, Math.log(x.get(i, column)));
        }
    }
}
