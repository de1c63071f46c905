package org.paisaje.claims.catalogue.document004.meanfield;

/**
 * A problem (9.4) of states and controls that are numbers: {@code x' = f(x, theta)}, running cost {@code R = r theta^2 / 2}, terminal
 * cost {@code Psi(x, y)}, with the derivatives that the Hamiltonian {@code p f(x, theta) - R(theta)} has.
 */
interface ControlProblem {
    /** f. */
    double velocity(double x, double theta);

    /** The derivative of f in x. */
    double velocityInState(double x, double theta);

    /** The derivative of f in theta. */
    double velocityInControl(double x, double theta);

    /** The weight r of the regularizer {@code R = r theta^2 / 2}. */
    double r();

    /** R. */
    default double running(double theta) {
        return 0.5 * r() * theta * theta;
    }

    /** The derivative of R. */
    default double runningInControl(double theta) {
        return r() * theta;
    }

    /** Psi. */
    double terminal(double x, double y);

    /** The derivative of Psi in x. */
    double terminalInState(double x, double y);
}
