package org.paisaje.claims.catalogue.document004.meanfield;

/**
 * A problem (9.4) of states and controls that are numbers: {@code x' = f(x, theta)}, running cost {@code R(theta)}, terminal
 * cost {@code Psi(x, y)}, with the derivatives that the Hamiltonian {@code p f(x, theta) - R(theta)} has.
 */
interface ControlProblem {
    /** f. */
    double velocity(double x, double theta);

    /** The derivative of f in x. */
    double velocityInState(double x, double theta);

    /** The derivative of f in theta. */
    double velocityInControl(double x, double theta);

    /** R. */
    double running(double theta);

    /** The derivative of R. */
    double runningInControl(double theta);

    /** Psi. */
    double terminal(double x, double y);

    /** The derivative of Psi in x. */
    double terminalInState(double x, double y);
}
