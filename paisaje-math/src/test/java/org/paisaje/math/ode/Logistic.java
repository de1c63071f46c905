package org.paisaje.math.ode;

/**
 * y_i' = rate_i y_i (1 - y_i) with its closed form; the Jacobian is diagonal and may be announced as symmetric or not.
 * Parameters: the rates.
 */
public record Logistic(boolean symmetric, double... rates) implements DifferentiableField {
    @Override
    public int parameters() {
        return rates.length;
    }

    @Override
    public void apply(double t, double[] y, double[] out) {
        for (int i = 0; i < y.length; i++) {
            out[i] = rates[i] * y[i] * (1 - y[i]);
        }
    }

    @Override
    public void jvp(double t, double[] y, double[] v, double[] out) {
        for (int i = 0; i < y.length; i++) {
            out[i] = rates[i] * (1 - 2 * y[i]) * v[i];
        }
    }

    @Override
    public void vjp(double t, double[] y, double[] u, double[] out, double[] gradient) {
        jvp(t, y, u, out);
        for (int i = 0; i < y.length; i++) {
            gradient[i] += y[i] * (1 - y[i]) * u[i];
        }
    }

    double exact(int i, double y0, double t) {
        return y0 / (y0 + (1 - y0) * Math.exp(-rates[i] * t));
    }

    /** The largest error at time t from a start at time 0. */
    double error(double[] y0, double t, double[] y) {
        double worst = 0;
        for (int i = 0; i < y.length; i++) {
            worst = Math.max(worst, Math.abs(y[i] - exact(i, y0[i], t)));
        }
        return worst;
    }
}
