package org.paisaje.math.linalg;

/** The square block of A in the rows and columns {@code from} to {@code from + rows - 1}. */
record DiagonalBlock(LinearOperator operator, int from, int rows) implements LinearOperator {
    /** Refuses a block that does not lie within the operator. */
    DiagonalBlock {
        if (operator.rows() != operator.columns() || from < 0 || rows < 0 || rows > operator.rows() - from) {
            throw new IllegalArgumentException("restricted: a block of order " + rows + " from index " + from
                    + " does not lie within the diagonal of a " + operator.rows() + " x " + operator.columns()
                    + " operator");
        }
    }

    @Override
    public int columns() {
        return rows;
    }

    @Override
    public int vectorsAtOnce() {
        return operator.vectorsAtOnce();
    }

    @Override
    public void apply(double[] v, double[] out) {
        double[] whole = new double[operator.columns()];
        System.arraycopy(v, 0, whole, from, rows);
        System.arraycopy(operator.apply(whole), from, out, 0, rows);
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        int n = operator.columns();
        Matrix whole = Matrix.zeros(vectors.rows(), n);
        for (int i = 0; i < vectors.rows(); i++) {
            System.arraycopy(vectors.data(), i * rows, whole.data(), i * n + from, rows);
        }
        Matrix image = Matrix.zeros(vectors.rows(), n);
        operator.applyAll(whole, image);
        for (int i = 0; i < vectors.rows(); i++) {
            System.arraycopy(image.data(), i * n + from, out.data(), i * rows, rows);
        }
    }
}
