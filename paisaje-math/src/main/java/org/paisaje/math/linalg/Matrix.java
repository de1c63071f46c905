package org.paisaje.math.linalg;

import java.util.Arrays;
import org.paisaje.math.backend.Mirror;
import org.paisaje.math.backend.Team;
import org.paisaje.math.memory.Sizes;

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

    /** Replaces a square A by {@code (A + A^T)/2}, which takes away what rounding made of symmetry, and returns it. */
    public Matrix symmetrise() {
        if (rows != columns) {
            throw new IllegalArgumentException(
                    "symmetrise: the matrix is " + rows + " x " + columns + ", it must be square");
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (data[i * rows + j] + data[j * rows + i]);
                data[i * rows + j] = mean;
                data[j * rows + i] = mean;
            }
        }
        return this;
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

    /** The product A v, of length rows; 2 m n flops. */
    public double[] times(double[] v) {
        double[] out = new double[rows];
        times(v, out);
        return out;
    }

    /** Writes A v to {@code out}, which must not be {@code v}. */
    public void times(double[] v, double[] out) {
        if (v.length != columns || out.length != rows) {
            throw new IllegalArgumentException("times: a " + rows + " x " + columns + " matrix takes a vector of "
                    + columns + " entries to one of " + rows + ", got " + v.length + " and " + out.length);
        }
        Blas.gemv(false, rows, columns, 1, data, 0, columns, v, 0, 0, out, 0);
    }

    /** The product A^T v, of length columns; 2 m n flops. */
    public double[] transposedTimes(double[] v) {
        double[] out = new double[columns];
        transposedTimes(v, out);
        return out;
    }

    /** Writes A^T v to {@code out}, which must not be {@code v}. */
    public void transposedTimes(double[] v, double[] out) {
        if (v.length != rows || out.length != columns) {
            throw new IllegalArgumentException("transposedTimes: the transpose of a " + rows + " x " + columns
                    + " matrix takes a vector of " + rows + " entries to one of " + columns + ", got " + v.length
                    + " and " + out.length);
        }
        Blas.gemv(true, rows, columns, 1, data, 0, columns, v, 0, 0, out, 0);
    }

    /** The products of the rows with each other, A A^T, exactly symmetric; m^2 n flops. */
    public Matrix gram() {
        Matrix result = zeros(rows, rows);
        Blas.syrk(false, rows, columns, 1, data, 0, columns, 0, result.data, 0, rows);
        return result;
    }

    /** The products of the columns with each other, A^T A, exactly symmetric; m n^2 flops. */
    public Matrix columnGram() {
        Matrix result = zeros(columns, columns);
        Blas.syrk(true, columns, rows, 1, data, 0, columns, 0, result.data, 0, columns);
        return result;
    }

    /** The sum of this and another matrix of its shape. */
    public Matrix plus(Matrix other) {
        Matrix result = copy();
        result.addScaled(1, other);
        return result;
    }

    /** The difference of this and another matrix of its shape. */
    public Matrix minus(Matrix other) {
        Matrix result = copy();
        result.addScaled(-1, other);
        return result;
    }

    /** Adds {@code factor * other} to this matrix, in place. */
    public void addScaled(double factor, Matrix other) {
        if (rows != other.rows || columns != other.columns) {
            throw new IllegalArgumentException("addScaled: a " + other.rows + " x " + other.columns
                    + " matrix cannot be added to a " + rows + " x " + columns + " matrix");
        }
        Blas.axpy(data.length, factor, other.data, 0, data, 0);
    }

    /** Multiplies all entries by {@code factor}, in place. */
    public void scale(double factor) {
        Blas.scale(data.length, factor, data, 0);
    }

    /** Adds {@code value} to the entries of the main diagonal, in place. */
    public void addToDiagonal(double value) {
        for (int i = 0; i < Math.min(rows, columns); i++) {
            data[i * columns + i] += value;
        }
    }

    /** A copy of rows {@code from} (inclusive) to {@code to} (exclusive). */
    public Matrix rowRange(int from, int to) {
        if (from < 0 || to < from || to > rows) {
            throw new IndexOutOfBoundsException(
                    "rows " + from + " to " + to + " of a " + rows + " x " + columns + " matrix");
        }
        return new Matrix(to - from, columns, Arrays.copyOfRange(data, from * columns, to * columns));
    }

    /** The matrices on top of each other; they must have as many columns as each other. */
    public static Matrix stackRows(Matrix... parts) {
        int columns = parts.length == 0 ? 0 : parts[0].columns;
        int rows = 0;
        for (Matrix part : parts) {
            if (part.columns != columns) {
                throw new IllegalArgumentException("stackRows: a matrix of " + part.columns
                        + " columns cannot be put under one of " + columns);
            }
            rows = Math.addExact(rows, part.rows);
        }
        Matrix result = zeros(rows, columns);
        int at = 0;
        for (Matrix part : parts) {
            System.arraycopy(part.data, 0, result.data, at, part.data.length);
            at += part.data.length;
        }
        return result;
    }

    /** The matrices side by side; they must have as many rows as each other. */
    public static Matrix stackColumns(Matrix... parts) {
        int rows = parts.length == 0 ? 0 : parts[0].rows;
        int columns = 0;
        for (Matrix part : parts) {
            if (part.rows != rows) {
                throw new IllegalArgumentException(
                        "stackColumns: a matrix of " + part.rows + " rows cannot be put beside one of " + rows);
            }
            columns = Math.addExact(columns, part.columns);
        }
        Matrix result = zeros(rows, columns);
        int start = 0;
        for (Matrix part : parts) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(part.data, i * part.columns, result.data, i * columns + start, part.columns);
            }
            start += part.columns;
        }
        return result;
    }

    /** The Frobenius norm, the root of the sum of squares of the entries. */
    public double frobeniusNorm() {
        return Blas.norm(data.length, data, 0);
    }

    /** The largest sum of moduli of a column, the operator norm in the 1-norm. */
    public double norm1() {
        double[] sums = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                sums[j] += Math.abs(data[i * columns + j]);
            }
        }
        return Arrays.stream(sums).max().orElse(0);
    }

    /** This matrix as an operator; it shares the entries. */
    public AdjointOperator asOperator() {
        return new MatrixOperator(this);
    }

    private int index(int i, int j) {
        if (i < 0 || i >= rows || j < 0 || (j >= columns && columns > 0)) {
            throw new IndexOutOfBoundsException(
                    "entry (" + i + ", " + j + ") of a " + rows + " x " + columns + " matrix");
        }
        return i * columns + j;
    }

    private static int entries(String operation, int rows, int columns) {
        if (rows < 0 || columns < 0 || (long) rows * columns > Sizes.LARGEST) {
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
