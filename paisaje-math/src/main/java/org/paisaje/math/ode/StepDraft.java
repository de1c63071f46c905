package org.paisaje.math.ode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The step under way of a {@link Stepper}: its two ends, their slopes and the error, and the evaluations of the field, which
 * it counts. The dense output is the cubic Hermite interpolation of values and slopes, of order 3, unless the method has a
 * better one.
 */
public final class StepDraft implements OdeStep {
    /** The dense output of a method. */
    @FunctionalInterface
    public interface Interpolant {
        /** Writes the solution at the share s of the step, 0 to 1, to {@code out}. */
        void at(double s, double[] out);
    }

    private final VectorField field;
    private final OdeState state;
    private final @Nullable Interpolant interpolant;
    private final double[] error;
    private double[] to;
    private double[] slopeTo;
    private boolean slopeToKnown;
    private double h;

    /** Steps from that state with cubic dense output. */
    public StepDraft(VectorField field, OdeState state) {
        this(field, state, null);
    }

    /** Steps from that state with a dense output of the method's own. */
    public StepDraft(VectorField field, OdeState state, @Nullable Interpolant interpolant) {
        int n = state.y().length;
        this.field = field;
        this.state = state;
        this.interpolant = interpolant;
        this.error = new double[n];
        this.to = new double[n];
        this.slopeTo = new double[n];
    }

    /** Begins an attempt of the signed length h. */
    public void begin(double length) {
        h = length;
        slopeToKnown = false;
    }

    /** The signed length of the step. */
    public double h() {
        return h;
    }

    /** The state from which it starts. */
    public OdeState state() {
        return state;
    }

    /** Writes f(t, y) to {@code out} and counts it. */
    public void evaluate(double t, double[] y, double[] out) {
        state.countEvaluation();
        field.apply(t, y, out);
    }

    /** Whether the end is finite. */
    public boolean finite() {
        return OdeState.finite(to);
    }

    /** Says that {@link #slopeToArray} has been filled with f at the end. */
    public void slopeToFilled() {
        slopeToKnown = true;
    }

    /** The array for f at the end, whatever it holds. */
    public double[] slopeToArray() {
        return slopeTo;
    }

    @Override
    public double start() {
        return state.t();
    }

    @Override
    public double end() {
        return state.t() + h;
    }

    @Override
    public double[] from() {
        return state.y();
    }

    @Override
    public double[] to() {
        return to;
    }

    @Override
    public double[] slopeFrom() {
        if (!state.slopeKnown()) {
            evaluate(state.t(), state.y(), state.slope());
            state.slopeKnown(true);
        }
        return state.slope();
    }

    @Override
    public double[] slopeTo() {
        if (!slopeToKnown) {
            evaluate(end(), to, slopeTo);
            slopeToKnown = true;
        }
        return slopeTo;
    }

    @Override
    public double[] error() {
        return error;
    }

    @Override
    public void at(double t, double[] out) {
        double s = (t - state.t()) / h;
        if (interpolant != null) {
            interpolant.at(s, out);
            return;
        }
        double[] y = from();
        double[] slope = slopeFrom();
        double[] slopeEnd = slopeTo();
        double a = (1 + 2 * s) * (1 - s) * (1 - s);
        double b = s * (1 - s) * (1 - s) * h;
        double c = s * s * (s - 1) * h;
        for (int i = 0; i < y.length; i++) {
            out[i] = a * y[i] + (1 - a) * to[i] + b * slope[i] + c * slopeEnd[i];
        }
    }

    /** Forgets the error where a method estimates none. */
    void noError() {
        Arrays.fill(error, 0);
    }

    /** Moves the state to the end, at time t. */
    void move(double t) {
        double[] y = state.y();
        double[] slope = state.slope();
        state.move(t, to, slopeTo, slopeToKnown);
        to = y;
        slopeTo = slope;
    }
}
