package org.paisaje.data.format;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.Sizes;

/**
 * Numbers with a shape, last index fastest, as read from or to be written to a file. The arrays are taken as they are
 * and not copied.
 *
 * @param type the type in the file; only F64 and F32 can be written
 * @param shape the sizes; empty for a single number
 * @param values the numbers, widened to double
 */
public record Tensor(ElementType type, int[] shape, double[] values) {
    /**
     * What is known of an array before its numbers are read.
     *
     * @param type the type in the file
     * @param shape the sizes
     */
    public record Form(ElementType type, int[] shape) {
        /** The number of values. */
        public long count() {
            return Sizes.product("array", shape);
        }

        /** The shape as in {@code 60000 x 28 x 28}. */
        public String describeShape() {
            return describe(shape);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Form f && type == f.type && Arrays.equals(shape, f.shape);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + Arrays.hashCode(shape);
        }

        @Override
        public String toString() {
            return "Form[" + type + ", " + describeShape() + "]";
        }
    }

    /** Checks that the sizes multiply to the number of values. */
    public Tensor {
        long count = Sizes.product("Tensor", shape);
        if (count != values.length) {
            throw new IllegalArgumentException("Tensor: the shape " + Arrays.toString(shape) + " does not hold "
                    + values.length + " values");
        }
    }

    /** The matrix as a tensor of doubles, over the same array. */
    public static Tensor of(Matrix matrix) {
        return new Tensor(ElementType.F64, new int[] {matrix.rows(), matrix.columns()}, matrix.data());
    }

    /** The vector as a tensor of doubles, over the same array. */
    public static Tensor of(double[] vector) {
        return new Tensor(ElementType.F64, new int[] {vector.length}, vector);
    }

    /** The same numbers to be written as another type. */
    public Tensor as(ElementType other) {
        return new Tensor(other, shape, values);
    }

    /**
     * The samples as rows, over the same array: the first index counts rows and the others are run together, so that n
     * images of 28 x 28 become n x 784. A vector becomes a column, a single number 1 x 1.
     */
    public Matrix rows() {
        int rows = shape.length == 0 ? 1 : shape[0];
        int columns = (int) Sizes.product("rows",
                shape.length == 0 ? shape : Arrays.copyOfRange(shape, 1, shape.length));
        return Matrix.wrap(rows, columns, values);
    }

    /** The shape as in {@code 60000 x 28 x 28}; {@code a single number} if it is empty. */
    public String describeShape() {
        return describe(shape);
    }

    public static String describe(int[] shape) {
        return switch (shape.length) {
            case 0 -> "a single number";
            case 1 -> "a vector of " + shape[0];
            default -> String.join(" x ", Arrays.stream(shape).mapToObj(Integer::toString).toList());
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor t && type == t.type && Arrays.equals(shape, t.shape)
                && Arrays.equals(values, t.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor[" + type + ", " + describeShape() + "]";
    }
}
