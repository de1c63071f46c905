package org.paisaje.claims.catalogue.document001.setup;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.network.Linearization;
import org.paisaje.risk.Risk;
import org.paisaje.training.flow.GradientField;

/**
 * One gradient flow of theta together with q = the integral of the residuals over time, divided by n, and how far the
 * network gets on the way from its expansion at the start, {@code f_0 + <grad f_0, theta_t - theta_0>}, and from the
 * integral equation with the frozen kernel, {@code f_0 - Theta_0(., X) q}. Both take theta and the residuals from the
 * trained network itself, as the text does.
 */
public final class LinearisedPath {
    private final WideNet net;
    private final double[] theta;
    private final Matrix x;
    private final Matrix y;
    private final Matrix there;
    private final Linearization start;
    private final Matrix startAtData;
    private double[] end;
    private double remainder;
    private double integral;
    private double integralAtData;

    /** Training on x with labels y from theta, seen at the data and at further points. */
    public LinearisedPath(WideNet net, Matrix x, Matrix y, Matrix there, double[] theta) {
        this.net = net;
        this.theta = theta;
        this.x = x;
        this.y = y;
        this.there = there;
        this.start = net.network().linearize(theta, net.inputs(there));
        this.startAtData = net.outputs(theta, x);
        this.end = theta;
    }

    /** Goes on to the last of the times, which increase, and looks at each of them. */
    public void follow(double[] times, double step) {
        Risk risk = net.risk(x, y);
        Matrix inputs = net.inputs(x);
        int p = theta.length;
        int n = y.rows();
        double[] parameters = new double[p];
        double[] descent = new double[p];
        GradientField field = GradientField.of(risk);
        Matrix cross = net.ntk(theta, there, x);
        Matrix kernel = net.ntk(theta, x);
        double[] state = Arrays.copyOf(theta, p + n);
        double now = 0;
        for (double time : times) {
            int steps = (int) Math.ceil((time - now) / step * (1 - 1e-12));
            OdeOutcome outcome = RungeKutta.RK4.integrate((t, at, out) -> {
                System.arraycopy(at, 0, parameters, 0, p);
                field.apply(t, parameters, descent);
                System.arraycopy(descent, 0, out, 0, p);
                Matrix f = net.network().forward(parameters, inputs);
                for (int i = 0; i < n; i++) {
                    out[p + i] = (f.get(i, 0) - y.get(i, 0)) / n;
                }
            }, now, state, (time - now) / steps, steps);
            if (!outcome.succeeded()) {
                throw new IllegalStateException("flow: no finite state after time " + outcome.t());
            }
            state = outcome.y();
            now = time;
            observe(state, cross, kernel);
        }
        end = Arrays.copyOf(state, p);
    }

    private void observe(double[] state, Matrix cross, Matrix kernel) {
        int p = theta.length;
        double[] at = Arrays.copyOf(state, p);
        double[] step = new double[p];
        for (int i = 0; i < p; i++) {
            step[i] = at[i] - theta[i];
        }
        double[] residuals = Arrays.copyOfRange(state, p, state.length);
        Matrix f = net.outputs(at, there);
        remainder = Math.max(remainder, WideTraining.largestDifference(f, start.outputs().plus(start.jvp(step))));
        integral = Math.max(integral, off(f, start.outputs(), cross.times(residuals)));
        integralAtData = Math.max(integralAtData, off(net.outputs(at, x), startAtData, kernel.times(residuals)));
    }

    /** The largest |f - f_0 + moved|. */
    private static double off(Matrix f, Matrix before, double[] moved) {
        double largest = 0;
        for (int i = 0; i < moved.length; i++) {
            largest = Math.max(largest, Math.abs(f.get(i, 0) - before.get(i, 0) + moved[i]));
        }
        return largest;
    }

    /** The largest remainder of the expansion in theta at the further points. */
    public double remainder() {
        return remainder;
    }

    /** The largest distance from the integral equation at the further points. */
    public double integral() {
        return integral;
    }

    /** The largest distance from the integral equation at the data. */
    public double integralAtData() {
        return integralAtData;
    }

    /** |J_T - J_0|_F / |J_0|_F at the further points. */
    public double gradientChange() {
        Matrix ones = Matrix.zeros(there.rows(), 1);
        Arrays.fill(ones.data(), 1);
        Matrix before = start.perSampleVjp(ones);
        Matrix after = net.network().linearize(end, net.inputs(there)).perSampleVjp(ones);
        return after.minus(before).frobeniusNorm() / before.frobeniusNorm();
    }
}
