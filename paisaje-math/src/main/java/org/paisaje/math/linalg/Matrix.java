package org.paisaje.math.linalg;

import java.util.Arrays;
import org.paisaje.math.backend.Team;

/**
 * A dense real matrix, stored row by row without gaps. Where rows stand for something they stand for samples.
 *
 * <p>The entry (i, j) lies at index {@code i * columns + j} of {@link #data()}, which is the live array and not a copy.
 * A matrix holds at most 2^31 - 1 entries.
 */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] data;

    private Matrix(int rows, int columns, double[] data) {
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /** The rows x columns matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new double[entries("zeros", rows, columns)]);
    }

    /** A matrix over {@code data} itself (no copy), row by row. */
    public static Matrix wrap(int rows, int columns, double[] data) {
        if (data.length != entries("wrap", rows, columns)) {
            throw new IllegalArgumentException("wrap: a " + rows + " x " + columns + " matrix has "
                    + ((long) rows * columns) + " entries, the array has " + data.length);
        }
        return new Matrix(rows, columns, data);
    }

    /** A matrix with the given rows, which are copied and must have one length. */
    public static Matrix of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        Matrix result = zeros(rows.length, columns);
        for (int i = 0; i < rows.length; i++) {
            result.setRow(i, rows[i]);
        }
        return result;
    }

    /** The identity of order n. */
    public static Matrix identity(int n) {
        Matrix result = zeros(n, n);
        for (int i = 0; i < n; i++) {
            result.data[i * n + i] = 1;
        }
        return result;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /** The live entries, row by row. */
    public double[] data() {
        return data;
    }

    /** The entry in row i and column j. */
    public double get(int i, int j) {
        return data[index(i, j)];
    }

    /** Overwrites the entry in row i and column j. */
    public void set(int i, int j, double value) {
        data[index(i, j)] = value;
    }

    /** A copy of row i. */
    public double[] row(int i) {
        int start = index(i, 0);
        return Arrays.copyOfRange(data, start, start + columns);
    }

    /** Overwrites row i. */
    public void setRow(int i, double[] values) {
        if (values.length != columns) {
            throw new IllegalArgumentException(
                    "setRow: row " + i + " has " + columns + " entries, got " + values.length);
        }
        System.arraycopy(values, 0, data, i * columns, columns);
    }

    /** A copy of column j. */
    public double[] column(int j) {
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = data[index(i, j)];
        }
        return result;
    }

    /** A copy of this matrix. */
    public Matrix copy() {
        return new Matrix(rows, columns, data.clone());
    }

    /** A copy of the rows named, in that order. */
    public Matrix rows(int... indices) {
        Matrix result = zeros(indices.length, columns);
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(data, index(indices[i], 0), result.data, i * columns, columns);
        }
        return result;
    }

    /** The transpose, as a new matrix. */
    public Matrix transpose() {
        Matrix result = zeros(columns, rows);
        Mirror.transpose(Team.shared(), rows, columns, data, result.data);
        return result;
    }

    /** The product {@code this * other}; 2 m n k flops. */
    public Matrix times(Matrix other) {
        if (columns != other.rows) {
            throw new IllegalArgumentException("times: a " + rows + " x " + columns + " matrix cannot multiply a "
                    + other.rows + " x " + other.columns + " matrix; " + columns + " rows are needed");
        }
        Matrix result = zeros(rows, other.columns);
        Blas.gemm(false, false, rows, other.columns, columns, data, other.data, result.data);
        return result;
    }

    /** The product {@code this * other^T}; 2 m n k flops, nothing is transposed in memory. */
    public Matrix timesTransposed(Matrix other) {
        if (columns != other.columns) {
            throw new IllegalArgumentException("timesTransposed: a " + rows + " x " + columns
                    + " matrix cannot multiply the transpose of a " + other.rows + " x " + other.columns + " matrix; "
                    + columns + " columns are needed");
        }
        Matrix result = zeros(rows, other.rows);
        Blas.gemm(false, true, rows, other.rows, columns, data, other.data, result.data);
        return result;
    }

    /** The product {@code this^T * other}; 2 m n k flops, nothing is transposed in memory. */
    public Matrix transposedTimes(Matrix other) {
        if (rows != other.rows) {
            throw new IllegalArgumentException("transposedTimes: the transpose of a " + rows + " x " + columns
                    + " matrix cannot multiply a " + other.rows + " x " + other.columns + " matrix; " + rows
                    + " rows are needed");
        }
        Matrix result = zeros(columns, other.columns);
        Blas.gemm(true, false, columns, other.columns, rows, data, other.data, result.data);
        return result;
    }

    private int index(int i, int j) {
        if (i < 0 || i >= rows || j < 0 || (j >= columns && columns > 0)) {
            throw new IndexOutOfBoundsException(
                    "entry (" + i + ", " + j + ") of a " + rows + " x " + columns + " matrix");
        }
        return i * columns + j;
    }

    private static int entries(String operation, int rows, int columns) {
        if (rows < 0 || columns < 0 || (long) rows * columns > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(operation + ": a " + rows + " x " + columns
                    + " matrix cannot be held; sizes are at least 0 and the entries at most 2^31 - 9");
        }
        return rows * columns;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix m && rows == m.rows && columns == m.columns && Arrays.equals(data, m.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + "]";
    }
}
