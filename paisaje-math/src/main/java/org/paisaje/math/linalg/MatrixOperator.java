package org.paisaje.math.linalg;

/** A matrix as a linear operator; safe for concurrent use as long as the matrix is not changed. */
public record MatrixOperator(Matrix matrix) implements AdjointOperator {
    @Override
    public int rows() {
        return matrix.rows();
    }

    @Override
    public int columns() {
        return matrix.columns();
    }

    @Override
    public void apply(double[] v, double[] out) {
        matrix.times(v, out);
    }

    /** One product for all vectors: out = vectors A^T. */
    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        if (vectors.columns() != columns() || out.rows() != vectors.rows() || out.columns() != rows()) {
            throw new IllegalArgumentException("applyAll: vectors are " + vectors.rows() + " x " + vectors.columns()
                    + " and out is " + out.rows() + " x " + out.columns() + "; for a " + rows() + " x " + columns()
                    + " matrix m x " + columns() + " and m x " + rows() + " are needed");
        }
        Blas.gemm(false, true, vectors.rows(), rows(), columns(), vectors.data(), matrix.data(), out.data());
    }

    @Override
    public void applyAdjoint(double[] u, double[] out) {
        matrix.transposedTimes(u, out);
    }

    @Override
    public void applyAdjointAll(Matrix vectors, Matrix out) {
        if (vectors.columns() != rows() || out.rows() != vectors.rows() || out.columns() != columns()) {
            throw new IllegalArgumentException("applyAdjointAll: vectors are " + vectors.rows() + " x "
                    + vectors.columns() + " and out is " + out.rows() + " x " + out.columns() + "; for a " + rows()
                    + " x " + columns() + " matrix m x " + rows() + " and m x " + columns() + " are needed");
        }
        Blas.gemm(false, false, vectors.rows(), columns(), rows(), vectors.data(), matrix.data(), out.data());
    }
}
