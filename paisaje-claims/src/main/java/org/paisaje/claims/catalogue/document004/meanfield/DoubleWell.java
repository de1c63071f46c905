package org.paisaje.claims.catalogue.document004.meanfield;

/**
 * The problem {@code x' = theta}, {@code R = lambda theta^2 / 2}, {@code Psi = k (x^2 - 1)^2 / 4 - y x}: the Hamiltonian is
 * strongly concave in theta, the terminal cost is not convex, and y tilts it. Euler's method makes no error for it.
 *
 * @param lambda weight of the regularizer
 * @param k weight of the terminal cost
 */
record DoubleWell(double lambda, double k) implements ControlProblem {
    @Override
    public double r() {
        return lambda;
    }

    @Override
    public double velocity(double x, double theta) {
        return theta;
    }

    @Override
    public double velocityInState(double x, double theta) {
        return 0;
    }

    @Override
    public double velocityInControl(double x, double theta) {
        return 1;
    }

    @Override
    public double terminal(double x, double y) {
        return 0.25 * k * (x * x - 1) * (x * x - 1) - y * x;
    }

    @Override
    public double terminalInState(double x, double y) {
        return k * x * (x * x - 1) - y;
    }
}
