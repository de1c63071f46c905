package org.paisaje.math.krylov;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/** Counts the products with an operator and stops at the first that is not finite. */
final class Products {
    private final LinearOperator operator;
    private long count;

    Products(LinearOperator operator) {
        this.operator = operator;
    }

    /** A counter for a square operator; {@code operation} starts the message if it is not square. */
    static Products square(String operation, LinearOperator operator) {
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

    int order() {
        return operator.rows();
    }

    long count() {
        return count;
    }

    void apply(double[] v, double[] out) {
        operator.apply(v, out);
        check(out, 0, out.length);
    }

    /** Row i of {@code out} becomes A times row i of {@code vectors}; each row counts as one product. */
    void applyAll(Matrix vectors, Matrix out) {
        if (vectors.rows() == 1) {
            apply(vectors.data(), out.data());
            return;
        }
        operator.applyAll(vectors, out);
        for (int i = 0; i < out.rows(); i++) {
            check(out.data(), i * out.columns(), out.columns());
        }
    }

    private void check(double[] out, int start, int length) {
        count++;
        double zero = 0;
        for (int i = start; i < start + length; i++) {
            zero += out[i] * 0;
        }
        if (Double.isNaN(zero)) {
            for (int i = start; i < start + length; i++) {
                if (!Double.isFinite(out[i])) {
                    throw new NonFiniteProduct(new ProductFailure(count, i - start, out[i]));
                }
            }
        }
    }
}
