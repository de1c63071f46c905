package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.Arrays;

/**
 * Finitely many pairs (x_0, y) with their probabilities, which share a control that is constant on each of L steps of Euler's
 * method. The arrays are shared and must not be modified.
 *
 * @param x where the states begin
 * @param y labels
 * @param weight probabilities
 */
record Population(double[] x, double[] y, double[] weight) {
    /** Points that are equally likely. */
    static Population even(double[] x, double[] y) {
        double[] weight = new double[x.length];
        Arrays.fill(weight, 1.0 / x.length);
        return new Population(x, y, weight);
    }

    /** J of (9.4). */
    double cost(ControlProblem problem, double time, double[] theta) {
        double h = time / theta.length;
        double sum = 0;
        for (double control : theta) {
            sum += h * problem.running(control);
        }
        for (int i = 0; i < x.length; i++) {
            double state = x[i];
            for (double control : theta) {
                state += h * problem.velocity(state, control);
            }
            sum += weight[i] * problem.terminal(state, y[i]);
        }
        return sum;
    }

    /** The states of each point before the first step and after each. */
    double[][] states(ControlProblem problem, double time, double[] theta) {
        int n = theta.length;
        double[][] states = new double[x.length][n + 1];
        for (int i = 0; i < x.length; i++) {
            states[i][0] = x[i];
            for (int l = 0; l < n; l++) {
                states[i][l + 1] = states[i][l] + time / n * problem.velocity(states[i][l], theta[l]);
            }
        }
        return states;
    }

    /** The costates of each point, (9.7) by the same steps. */
    double[][] costates(ControlProblem problem, double time, double[] theta, double[][] states) {
        int n = theta.length;
        double[][] costates = new double[x.length][n + 1];
        for (int i = 0; i < x.length; i++) {
            costates[i][n] = -problem.terminalInState(states[i][n], y[i]);
            for (int l = n - 1; l >= 0; l--) {
                costates[i][l] = costates[i][l + 1]
                        * (1 + time / n * problem.velocityInState(states[i][l], theta[l]));
            }
        }
        return costates;
    }

    /** F of (9.11): the mean of the derivative of H in theta, with x at the beginning and p at the end of each step. */
    double[] first(ControlProblem problem, double time, double[] theta) {
        double[][] states = states(problem, time, theta);
        double[][] costates = costates(problem, time, theta, states);
        double[] result = new double[theta.length];
        for (int l = 0; l < theta.length; l++) {
            for (int i = 0; i < x.length; i++) {
                result[l] += weight[i] * (costates[i][l + 1] * problem.velocityInControl(states[i][l], theta[l])
                        - problem.runningInControl(theta[l]));
            }
        }
        return result;
    }

    /** The population with point i moved to another state. */
    Population moved(int i, double to) {
        double[] other = x.clone();
        other[i] = to;
        return new Population(other, y, weight);
    }
}
