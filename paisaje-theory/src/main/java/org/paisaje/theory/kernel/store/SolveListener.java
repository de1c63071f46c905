package org.paisaje.theory.kernel.store;

/** Hears how a solution comes along. */
@FunctionalInterface
public interface SolveListener {
    /** Hears nothing. */
    SolveListener NONE = (phase, done, all, residual) -> {};

    /** What is being done. */
    enum Phase {
        /** The columns of the preconditioner are computed. */
        PRECONDITIONER,
        /** Conjugate gradients on the stored kernel. */
        ITERATION,
        /** The residual is computed from the kernel in double precision. */
        CERTIFICATE
    }

    /**
     * Something was done.
     *
     * @param done iterations, or tiles of a certificate
     * @param all the most iterations, or all tiles
     * @param residual the largest residual relative to its right-hand side, as last known
     */
    void at(Phase phase, int done, int all, double residual);
}
