package org.paisaje.math.linalg;

/**
 * A linear map {@code v -> A v} from R^columns to R^rows, known only through its products.
 *
 * <p>Hessians, Gauss-Newton matrices, tangent kernels and Jacobians are all of this type, so that Krylov methods are
 * written once. An operator may keep buffers: it is not safe for concurrent use unless it says so.
 */
public interface LinearOperator {
    /** The dimension of the image space. */
    int rows();

    /** The dimension of the domain. */
    int columns();

    /**
     * Writes {@code A v} to {@code out}.
     *
     * @param v a vector of length {@link #columns()}; not modified
     * @param out a vector of length {@link #rows()}, overwritten; must not be {@code v}
     */
    void apply(double[] v, double[] out);

    /** Returns {@code A v} as a new vector of length {@link #rows()}. */
    default double[] apply(double[] v) {
        double[] out = new double[rows()];
        apply(v, out);
        return out;
    }

    /**
     * Applies the map to many vectors at once: row i of {@code out} becomes A times row i of {@code vectors}.
     * Operators with a cheaper joint product override this.
     *
     * @param vectors m x columns, one vector per row
     * @param out m x rows, overwritten
     */
    default void applyAll(Matrix vectors, Matrix out) {
        double[] result = new double[rows()];
        for (int i = 0; i < vectors.rows(); i++) {
            apply(vectors.row(i), result);
            out.setRow(i, result);
        }
    }
}
