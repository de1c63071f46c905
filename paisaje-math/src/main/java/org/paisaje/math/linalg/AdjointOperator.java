package org.paisaje.math.linalg;

/** A linear operator that also offers products with its transpose: {@code <u, A v> = <A^T u, v>}. */
public interface AdjointOperator extends LinearOperator {
    /**
     * Writes {@code A^T u} to {@code out}.
     *
     * @param u a vector of length {@link #rows()}; not modified
     * @param out a vector of length {@link #columns()}, overwritten; must not be {@code u}
     */
    void applyAdjoint(double[] u, double[] out);

    /**
     * Row i of {@code out} becomes A^T times row i of {@code vectors}.
     *
     * @param vectors m x rows, one vector per row
     * @param out m x columns, overwritten
     */
    default void applyAdjointAll(Matrix vectors, Matrix out) {
        double[] result = new double[columns()];
        for (int i = 0; i < vectors.rows(); i++) {
            applyAdjoint(vectors.row(i), result);
            out.setRow(i, result);
        }
    }
}
