package org.paisaje.math.ode;

/**
 * What an integration cost.
 *
 * @param steps accepted steps
 * @param rejected rejected steps
 * @param evaluations evaluations of the field
 * @param products products with its Jacobian
 */
public record Work(int steps, int rejected, long evaluations, long products) {}
