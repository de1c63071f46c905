package org.paisaje.theory.approximation;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;

/**
 * The exact flow of {@code x' = a ReLU(w x + b)} on the line under controls that are constant for a while each (document 004,
 * proposition 6.2.1): a composition of maps that are the identity on one side of -b/w and stretch the other, so that every
 * increasing piecewise linear function is one.
 *
 * @param switches the controls, in the order of time
 */
public record RidgeFlow(List<Switch> switches) {
    /** Copies the list. */
    public RidgeFlow {
        switches = List.copyOf(switches);
    }

    /** Controls a, w, b for a time of at least 0. */
    public record Switch(double a, double w, double b, double time) {
        /** Checks the time. */
        public Switch {
            if (!(time >= 0)) {
                throw new IllegalArgumentException("RidgeFlow: a time of " + time + "; at least 0 is needed");
            }
        }

        /** Where x goes: u = w x + b follows u' = a w u while it is positive. */
        public double apply(double x) {
            double u = w * x + b;
            if (u <= 0) {
                return x;
            }
            return w == 0 ? x + a * b * time : x + u * Math.expm1(a * w * time) / w;
        }
    }

    /** Where x goes. */
    public double apply(double x) {
        for (Switch one : switches) {
            x = one.apply(x);
        }
        return x;
    }

    /** All the time together. */
    public double time() {
        return switches.stream().mapToDouble(Switch::time).sum();
    }

    /**
     * The flow that takes {@code x[i]} to {@code y[i]} and is linear between, with one switch more than there are points.
     *
     * @param x ascending, at least 2
     * @param y ascending
     */
    public static RidgeFlow through(double[] x, double[] y) {
        if (x.length < 2 || x.length != y.length) {
            throw new IllegalArgumentException("RidgeFlow.through: " + x.length + " points and " + y.length
                    + " values; at least 2 of each are needed, as many of both");
        }
        for (int i = 1; i < x.length; i++) {
            if (!(x[i] > x[i - 1] && y[i] > y[i - 1])) {
                throw new IllegalArgumentException("RidgeFlow.through: points " + x[i - 1] + ", " + x[i] + " go to "
                        + y[i - 1] + ", " + y[i] + "; flows of the line are increasing");
            }
        }
        var switches = new ArrayList<Switch>();
        double slope = 1;
        for (int i = 0; i + 1 < x.length; i++) {
            double next = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
            double at = i == 0 ? x[0] : y[i];
            double stretch = Math.log(next / slope);
            switches.add(new Switch(Math.signum(stretch), 1, -at, Math.abs(stretch)));
            if (i == 0) {
                double shift = y[0] - x[0];
                switches.add(new Switch(Math.signum(shift), 0, 1, Math.abs(shift)));
            }
            slope = next;
        }
        return new RidgeFlow(switches);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
