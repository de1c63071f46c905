package org.paisaje.theory.kernel;

import org.paisaje.math.Brief;

/**
 * A dense matrix in single precision, stored row by row: entry (i, j) at {@code i * columns + j}.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param data the live entries
 */
public record SingleMatrix(int rows, int columns, float[] data) {
    /** Checks the sizes. */
    public SingleMatrix {
        if (rows < 0 || columns < 0 || (long) rows * columns != data.length) {
            throw new IllegalArgumentException("SingleMatrix: a " + rows + " x " + columns + " matrix has "
                    + (long) rows * columns + " entries, the array has " + data.length);
        }
    }

    /** The entry in row i and column j. */
    public float get(int i, int j) {
        if (i < 0 || i >= rows || j < 0 || j >= columns) {
            throw new IndexOutOfBoundsException(
                    "entry (" + i + ", " + j + ") of a " + rows + " x " + columns + " matrix");
        }
        return data[i * columns + j];
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
