package org.paisaje.math.ode.method;

import org.paisaje.math.ode.DifferentiableField;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.adjoint.FinalGradient;
import org.paisaje.math.ode.adjoint.Sensitivity;
import org.paisaje.math.simd.Fma;

/** Explicit Runge-Kutta schemes for a fixed step, and the exact adjoint of the discrete map. */
public enum RungeKutta implements Integrator<VectorField> {
    /** y + h f(y), order 1. */
    EULER(1, new double[][] {{}}, new double[] {1}, new double[] {0}),
    /** Midpoint rule, order 2. */
    MIDPOINT(2, new double[][] {{}, {0.5}}, new double[] {0, 1}, new double[] {0, 0.5}),
    /** Heun's trapezoidal rule, order 2. */
    HEUN(2, new double[][] {{}, {1}}, new double[] {0.5, 0.5}, new double[] {0, 1}),
    /** The classical scheme of Kutta, order 4. */
    RK4(4, new double[][] {{}, {0.5}, {0, 0.5}, {0, 0, 1}}, new double[] {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6},
            new double[] {0, 0.5, 0.5, 1});

    private final int order;
    private final double[][] a;
    private final double[] b;
    private final double[] c;

    RungeKutta(int order, double[][] a, double[] b, double[] c) {
        this.order = order;
        this.a = a;
        this.b = b;
        this.c = c;
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public boolean estimatesError() {
        return false;
    }

    @Override
    public Stepper on(VectorField field, OdeState state, ErrorNorm norm) {
        return new RungeKuttaStepper(this, field, state);
    }

    /** Evaluations of the field for each step. */
    public int stages() {
        return b.length;
    }

    /** Takes {@code steps} steps of the signed size h from (t0, y0). */
    public OdeOutcome integrate(VectorField field, double t0, double[] y0, double h, int steps) {
        requireSteps("integrate", h, steps);
        return Integration.<VectorField>fixed(this, Math.abs(h)).run(field, t0, y0, t0 + steps * h);
    }

    /**
     * Gradient of a function phi of the final state by y0 and theta, for the discrete scheme exactly: the transpose of each
     * step, backwards. Keeps all states (steps + 1) and recomputes stages: steps * stages evaluations and as many vector
     * Jacobian products beyond the forward pass.
     *
     * @param finalGradient gradient of phi at a final state
     */
    public Sensitivity adjoint(DifferentiableField field, double t0, double[] y0, double h, int steps,
            FinalGradient finalGradient) {
        requireSteps("adjoint", h, steps);
        int n = y0.length;
        double[][] states = new double[steps + 1][];
        states[0] = y0.clone();
        double[][] k = new double[b.length][n];
        double[] stage = new double[n];
        for (int step = 0; step < steps; step++) {
            states[step + 1] = states[step].clone();
            stages(field, t0 + step * h, states[step], h, k, stage);
            advance(states[step + 1], h, k);
        }
        double[] lambda = finalGradient.at(states[steps]);
        double[] gradient = new double[field.parameters()];
        double[][] pulled = new double[b.length][n];
        double[] mu = new double[n];
        for (int step = steps - 1; step >= 0; step--) {
            double t = t0 + step * h;
            stages(field, t, states[step], h, k, stage);
            for (int i = b.length - 1; i >= 0; i--) {
                for (int m = 0; m < n; m++) {
                    double sum = b[i] * lambda[m];
                    for (int j = i + 1; j < b.length; j++) {
                        sum += a[j][i] * pulled[j][m];
                    }
                    mu[m] = h * sum;
                }
                stage(states[step], h, k, i, stage);
                field.vjp(t + c[i] * h, stage, mu, pulled[i], gradient);
            }
            for (double[] p : pulled) {
                for (int m = 0; m < n; m++) {
                    lambda[m] += p[m];
                }
            }
        }
        return new Sensitivity(states[steps], lambda, gradient);
    }

    /** The share of the step at which stage i lies. */
    double node(int i) {
        return c[i];
    }

    private void stages(VectorField field, double t, double[] y, double h, double[][] k, double[] stage) {
        for (int i = 0; i < b.length; i++) {
            stage(y, h, k, i, stage);
            field.apply(t + c[i] * h, stage, k[i]);
        }
    }

    /** Writes the state of stage i to {@code out}. */
    void stage(double[] y, double h, double[][] k, int i, double[] out) {
        System.arraycopy(y, 0, out, 0, y.length);
        for (int j = 0; j < i; j++) {
            if (a[i][j] != 0) {
                double factor = h * a[i][j];
                for (int m = 0; m < y.length; m++) {
                    out[m] = Fma.fma(factor, k[j][m], out[m]);
                }
            }
        }
    }

    /** Adds the step to y. */
    void advance(double[] y, double h, double[][] k) {
        for (int i = 0; i < b.length; i++) {
            double factor = h * b[i];
            for (int m = 0; m < y.length; m++) {
                y[m] = Fma.fma(factor, k[i][m], y[m]);
            }
        }
    }

    private static void requireSteps(String operation, double h, int steps) {
        if (!Double.isFinite(h) || h == 0 || steps < 0) {
            throw new IllegalArgumentException(operation + ": got step " + h + " and " + steps
                    + " steps; needs a finite step that is not 0 and a count >= 0");
        }
    }
}
