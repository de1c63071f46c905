package org.paisaje.math.linalg.factor;

/**
 * A Cholesky factorisation broke down: the matrix is not positive definite, or not by more than rounding.
 *
 * @param pivot the index of the first pivot that is not positive; the leading block of this order is positive definite
 * @param jitter what had been added to the diagonal
 */
public record NotPositiveDefinite(int pivot, double jitter) implements CholeskyResult {}
