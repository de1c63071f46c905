package org.paisaje.math.linalg;

/** {@code A B}. */
record Composition(LinearOperator second, LinearOperator first) implements LinearOperator {
    /** Refuses sizes that do not fit. */
    Composition {
        if (second.columns() != first.rows()) {
            throw new IllegalArgumentException("times: A is " + second.rows() + " x " + second.columns() + " and B "
                    + first.rows() + " x " + first.columns() + "; A B needs as many rows of B as columns of A");
        }
    }

    @Override
    public int rows() {
        return second.rows();
    }

    @Override
    public int columns() {
        return first.columns();
    }

    @Override
    public int vectorsAtOnce() {
        return Math.max(second.vectorsAtOnce(), first.vectorsAtOnce());
    }

    @Override
    public void apply(double[] v, double[] out) {
        second.apply(first.apply(v), out);
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        Matrix between = Matrix.zeros(vectors.rows(), first.rows());
        first.applyAll(vectors, between);
        second.applyAll(between, out);
    }
}
