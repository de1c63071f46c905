package org.paisaje.data.format.csv;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.linalg.Matrix;

/** The cells of a table that held no value, each of which has the mean of its column in its place. */
public final class Gaps {
    private static final Gaps NONE = new Gaps(new BitSet(), 1);

    private final BitSet cells;
    private final int columns;

    private Gaps(BitSet cells, int columns) {
        this.cells = cells;
        this.columns = columns;
    }

    /** No cell. */
    public static Gaps none() {
        return NONE;
    }

    /** The cells of a matrix that are NaN. */
    static Gaps in(Matrix numbers) {
        double[] data = numbers.data();
        BitSet cells = new BitSet(data.length);
        for (int i = 0; i < data.length; i++) {
            if (Double.isNaN(data[i])) {
                cells.set(i);
            }
        }
        return new Gaps(cells, numbers.columns());
    }

    /** Whether every cell held a value. */
    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /**
     * The same cells after columns were taken in another order, {@code from[j]} becoming column j; one may be taken again,
     * and a column that was not there, of which {@code from[j]} is -1, has none.
     */
    public Gaps ordered(int... from) {
        BitSet moved = new BitSet(cells.size());
        int rows = (cells.length() + columns - 1) / columns;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < from.length; j++) {
                moved.set(i * from.length + j, from[j] >= 0 && cells.get(i * columns + from[j]));
            }
        }
        return new Gaps(moved, from.length);
    }

    /** The means of the columns over rows of the table, these cells left out. */
    public double[] means(Matrix table, int... rows) {
        int d = table.columns();
        double[] means = new double[d];
        int[] counts = new int[d];
        for (int row : rows) {
            for (int j = 0; j < d; j++) {
                if (!cells.get(row * d + j)) {
                    means[j] += (table.get(row, j) - means[j]) / ++counts[j];
                }
            }
        }
        for (int j = 0; j < d; j++) {
            means[j] = counts[j] == 0 ? Double.NaN : means[j];
        }
        return means;
    }

    /** The means of the columns over all rows, these cells left out. */
    public double[] means(Matrix table) {
        return means(table, IntStream.range(0, table.rows()).toArray());
    }

    /**
     * A copy of the table with these cells filled.
     *
     * @param table what they are cells of
     * @param means one for each column, NaN where there is none
     * @param file what complaints name
     * @param names of the columns; empty if they have none
     * @throws DataFormatException if a mean is needed that is not there
     */
    public Matrix fill(Matrix table, double[] means, String file, List<String> names) {
        Matrix filled = table.copy();
        cells.stream().forEach(cell -> {
            int j = cell % columns;
            if (Double.isNaN(means[j])) {
                String name = names.isEmpty() ? "column " + (j + 1) : "column " + names.get(j);
                throw new DataFormatException(file, "", name.replaceFirst("^column column", "column")
                        + " holds no value where its mean is taken, so it has none; --drop it");
            }
            filled.set(cell / columns, j, means[j]);
        });
        return filled;
    }

    /** The columns in which there is such a cell, from 0. */
    public int[] places() {
        return cells.stream().map(cell -> cell % columns).distinct().sorted().toArray();
    }

    /** A table with a column more for each of those named: 1 where a cell of it is such a one, 0 elsewhere. */
    public Matrix indicated(Matrix table, int... places) {
        int d = table.columns();
        Matrix result = Matrix.zeros(table.rows(), d + places.length);
        for (int i = 0; i < table.rows(); i++) {
            for (int j = 0; j < d; j++) {
                result.set(i, j, table.get(i, j));
            }
            for (int k = 0; k < places.length; k++) {
                result.set(i, d + k, !isEmpty() && cells.get(i * columns + places[k]) ? 1 : 0);
            }
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gaps gaps && cells.equals(gaps.cells) && (columns == gaps.columns || isEmpty());
    }

    @Override
    public int hashCode() {
        return cells.hashCode();
    }

    @Override
    public String toString() {
        return cells.cardinality() + " missing cells";
    }
}
