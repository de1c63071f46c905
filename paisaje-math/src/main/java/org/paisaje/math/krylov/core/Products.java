package org.paisaje.math.krylov.core;

import org.paisaje.math.krylov.ProductFailure;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/** Counts the products with an operator and stops at the first that is not finite. */
public final class Products {
    private final LinearOperator operator;
    private final boolean normalise;
    private long count;
    private boolean measured;
    private int exponent;

    /** A counter for an operator of any shape. */
    public Products(LinearOperator operator) {
        this(operator, false);
    }

    private Products(LinearOperator operator, boolean normalise) {
        this.operator = operator;
        this.normalise = normalise;
    }

    /**
     * As {@link #square}, but where the first product that is not zero is so large or so small that squares would leave the
     * range of numbers, all are multiplied by the power of two that makes its norm about 1; {@link #original} takes
     * results back.
     */
    public static Products normalised(String operation, LinearOperator operator) {
        return new Products(square(operation, operator).operator, true);
    }

    /** A counter for a square operator; {@code operation} starts the message if it is not square. */
    public static Products square(String operation, LinearOperator operator) {
        if (operator.rows() != operator.columns()) {
            throw new IllegalArgumentException(operation + ": the operator is " + operator.rows() + " x "
                    + operator.columns() + ", it must be square and symmetric; for A^T A of a rectangular operator use"
                    + " RandomizedSvd or Lsmr");
        }
        if (operator.rows() == 0) {
            throw new IllegalArgumentException(operation + ": the operator has order 0, at least 1 is needed");
        }
        return new Products(operator);
    }

    /** The order n of the operator. */
    public int order() {
        return operator.rows();
    }

    /** The products so far. */
    public long count() {
        return count;
    }

    /** Writes A v to {@code out}. */
    public void apply(double[] v, double[] out) {
        operator.apply(v, out);
        check(out, 0, out.length);
        if (normalise) {
            normalise(out, 1);
        }
    }

    /** What a number found with the products is for the operator itself. */
    public double original(double value) {
        return Math.scalb(value, -exponent);
    }

    /** What the products may be wrong by because the smallest numbers have fewer digits; 0 but for tiny operators. */
    public double underflow() {
        int n = order();
        return exponent <= 0 ? 0 : Math.scalb(n * Math.sqrt(n) * Double.MIN_VALUE, exponent);
    }

    private void normalise(double[] out, int rows) {
        if (!measured) {
            double largest = 0;
            int n = out.length / rows;
            for (int i = 0; i < rows; i++) {
                largest = Math.max(largest, Vectors.norm(out, i * n, n));
            }
            measured = largest > 0;
            if (measured && (largest < 0x1p-300 || largest > 0x1p300)) {
                exponent = -Math.getExponent(largest);
            }
        }
        if (exponent != 0) {
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.scalb(out[i], exponent);
            }
        }
    }

    /** Row i of {@code out} becomes A times row i of {@code vectors}; each row counts as one product. */
    public void applyAll(Matrix vectors, Matrix out) {
        if (vectors.rows() == 1) {
            apply(vectors.data(), out.data());
            return;
        }
        operator.applyAll(vectors, out);
        for (int i = 0; i < out.rows(); i++) {
            check(out.data(), i * out.columns(), out.columns());
        }
        if (normalise) {
            normalise(out.data(), out.rows());
        }
    }

    private void check(double[] out, int start, int length) {
        count++;
        // Squares of finite entries may overflow: only then are the entries looked at one by one.
        if (!Double.isFinite(Vectors.dot(out, start, out, start, length))) {
            for (int i = start; i < start + length; i++) {
                if (!Double.isFinite(out[i])) {
                    throw new NonFiniteProduct(new ProductFailure(count, i - start, out[i]));
                }
            }
        }
    }
}
