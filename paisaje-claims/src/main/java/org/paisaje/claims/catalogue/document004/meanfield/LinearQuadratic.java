package org.paisaje.claims.catalogue.document004.meanfield;

/**
 * The problem {@code x' = b theta}, {@code R = r theta^2 / 2}, {@code Psi = q (x - y)^2 / 2} until time T, whose solution is
 * known: with {@code u = integral of theta} the cost is {@code q E(x_0 - y + b u)^2 / 2} and at least {@code r u^2 / (2 T)}.
 * Euler's method makes no error for it.
 *
 * @param b what the control is multiplied by
 * @param q weight of the terminal cost
 * @param r weight of the regularizer
 * @param time T
 */
record LinearQuadratic(double b, double q, double r, double time) implements ControlProblem {
    /** The optimal control, the same at all times, for that mean of x_0 - y. */
    double optimum(double mean) {
        return -sensitivity() * mean;
    }

    /** By how much the optimal control moves when the mean of x_0 - y does: b q / (r + q b^2 T). */
    double sensitivity() {
        return b * q / r / (1 + q * b * b * time / r);
    }

    /** The second derivative of the cost in a control without time: r T + q b^2 T^2. */
    double curvature() {
        return r * time + q * b * b * time * time;
    }

    /** The value function when so much time is left, for that mean and variance of x - y. */
    double value(double left, double mean, double variance) {
        return 0.5 * q / (1 + q * b * b * left / r) * mean * mean + 0.5 * q * variance;
    }

    @Override
    public double velocity(double x, double theta) {
        return b * theta;
    }

    @Override
    public double velocityInState(double x, double theta) {
        return 0;
    }

    @Override
    public double velocityInControl(double x, double theta) {
        return b;
    }

    @Override
    public double terminal(double x, double y) {
        return 0.5 * q * (x - y) * (x - y);
    }

    @Override
    public double terminalInState(double x, double y) {
        return q * (x - y);
    }
}
