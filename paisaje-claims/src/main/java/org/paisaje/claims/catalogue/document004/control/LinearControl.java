package org.paisaje.claims.catalogue.document004.control;

import java.util.Arrays;

/**
 * The linear flow {@code x' = b theta} with the running cost {@code r theta^2 / 2} and the loss {@code q (x_T - y)^2 / 2}, its
 * mean over samples, in L steps of length T / L, which are exact for it. Its maximum principle has a closed form in every
 * step of an algorithm, and {@code kappa = q b^2 T / r} says how much the data weigh.
 *
 * @param b the gain
 * @param q the weight of the loss
 * @param r the weight of the running cost
 * @param end the end T
 * @param x starts, one for each sample
 * @param y targets
 */
record LinearControl(double b, double q, double r, double end, double[] x, double[] y) {
    /** T = b = r = 1 and q = kappa. */
    static LinearControl of(double kappa, double[] x, double[] y) {
        return new LinearControl(1, kappa, 1, 1, x, y);
    }

    /** The costates p_T of all samples; there is no x in f, so that they are those of all times. */
    double[] costates(double[] theta) {
        double[] at = x.clone();
        for (double control : theta) {
            for (int i = 0; i < at.length; i++) {
                at[i] += end / theta.length * b * control;
            }
        }
        double[] p = new double[at.length];
        Arrays.setAll(p, i -> -q * (at[i] - y[i]));
        return p;
    }

    /** The Hamiltonian {@code p b theta - r theta^2 / 2} of one sample. */
    double hamiltonian(double p, double control) {
        return p * b * control - r * control * control / 2;
    }

    /**
     * The successive approximation (4.10): at each time the control that maximises the mean of the Hamiltonians, less {@code
     * rho |x' - b theta|^2 / 2} with x' of the control before.
     */
    double[] approximation(double[] theta, double rho) {
        double p = Arrays.stream(costates(theta)).average().orElseThrow();
        return Arrays.stream(theta).map(before -> (p * b + rho * b * b * before) / (r + rho * b * b)).toArray();
    }

    /** The gradient of the cost in the control at each time, minus that of the mean of the Hamiltonians. */
    double[] gradient(double[] theta) {
        double p = Arrays.stream(costates(theta)).average().orElseThrow();
        return Arrays.stream(theta).map(control -> r * control - p * b).toArray();
    }

    /** The largest curvature of the cost, that of a control that is the same at all times. */
    double curvature() {
        return r + q * b * b * end;
    }
}
