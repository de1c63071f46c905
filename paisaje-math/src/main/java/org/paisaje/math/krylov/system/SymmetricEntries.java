package org.paisaje.math.krylov.system;

/** A symmetric matrix whose entries can be computed, column by column: a kernel matrix that is never stored. */
public interface SymmetricEntries {
    /** The order N of the matrix. */
    int order();

    /** The diagonal, as a new vector of length N. */
    double[] diagonal();

    /** Writes column j to {@code out}, a vector of length N. */
    void column(int j, double[] out);
}
