package org.paisaje.claims.catalogue.document004.meanfield;

/**
 * The problem {@code x' = sin(x + theta)}, {@code R = r theta^2 / 2}, {@code Psi = (x - y)^2 / 2}, which is nonlinear, with a
 * bounded right side, and whose Hamiltonian is not concave in theta where r is small.
 *
 * @param r weight of the regularizer
 */
record Sine(double r) implements ControlProblem {
    @Override
    public double velocity(double x, double theta) {
        return Math.sin(x + theta);
    }

    @Override
    public double velocityInState(double x, double theta) {
        return Math.cos(x + theta);
    }

    @Override
    public double velocityInControl(double x, double theta) {
        return Math.cos(x + theta);
    }

    @Override
    public double terminal(double x, double y) {
        return 0.5 * (x - y) * (x - y);
    }

    @Override
    public double terminalInState(double x, double y) {
        return x - y;
    }
}
