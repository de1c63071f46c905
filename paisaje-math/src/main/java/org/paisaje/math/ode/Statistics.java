package org.paisaje.math.ode;

/**
 * What an integration cost since its start, resumptions included.
 *
 * @param steps accepted steps
 * @param rejected rejected steps
 * @param evaluations evaluations of the field
 * @param products products with its Jacobian
 * @param jacobians Jacobians written out as matrices
 * @param factorisations factorisations and decompositions of matrices
 */
public record Statistics(long steps, long rejected, long evaluations, long products, long jacobians,
        long factorisations) {
    /** Nothing done yet. */
    public static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0);
}
