package org.paisaje.math.ode;

/** A field f(t, y; theta) with products with its Jacobian in both directions and with the derivative by its parameters. */
public interface DifferentiableField extends LinearizableField {
    /** Number of parameters theta; 0 unless said. */
    default int parameters() {
        return 0;
    }

    /** Writes J(t, y)' u to {@code out} and adds (df/dtheta)' u to {@code parameterGradient}. */
    void vjp(double t, double[] y, double[] u, double[] out, double[] parameterGradient);
}
