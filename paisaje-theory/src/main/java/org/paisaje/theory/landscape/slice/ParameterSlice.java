package org.paisaje.theory.landscape.slice;

import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Norms;

/**
 * A line or a plane in parameter space: {@code theta(s) = origin + sum_k s_k axis_k}.
 *
 * @param origin theta at s = 0
 * @param axes one direction or two, as long as the origin, none of them zero
 */
public record ParameterSlice(double[] origin, List<double[]> axes) {
    /** Copies the list and checks the lengths. */
    public ParameterSlice {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > 2) {
            throw new IllegalArgumentException(
                    "slice: " + axes.size() + " directions; a line has one, a plane has two");
        }
        for (double[] axis : axes) {
            if (axis.length != origin.length) {
                throw new IllegalArgumentException("slice: a direction has " + axis.length + " entries, the point has "
                        + origin.length + " parameters");
            }
            if (!(Norms.euclidean(axis) > 0) || Double.isInfinite(Norms.euclidean(axis))) {
                throw new IllegalArgumentException("slice: a direction has the norm " + Norms.euclidean(axis)
                        + "; a finite one above 0 is needed");
            }
        }
    }

    /** 1 of a line, 2 of a plane. */
    public int dimension() {
        return axes.size();
    }

    /** Writes the entries of theta(s) from {@code from} on, as many as {@code out} takes. */
    public void at(double[] s, double[] out, int from) {
        double[] first = axes.getFirst();
        double a = s[0];
        if (axes.size() == 1) {
            for (int i = 0; i < out.length; i++) {
                out[i] = origin[from + i] + a * first[from + i];
            }
            return;
        }
        double[] second = axes.get(1);
        double b = s[1];
        for (int i = 0; i < out.length; i++) {
            out[i] = origin[from + i] + a * first[from + i] + b * second[from + i];
        }
    }

    /** theta(s), as a new array. */
    public double[] at(double... s) {
        if (s.length != dimension()) {
            throw new IllegalArgumentException(
                    "slice: " + s.length + " coordinates, there are " + dimension() + " directions");
        }
        double[] theta = new double[origin.length];
        at(s, theta, 0);
        return theta;
    }

    /** The lengths of the directions. */
    public double[] lengths() {
        return axes.stream().mapToDouble(Norms::euclidean).toArray();
    }

    /** The cosine of the angle between the two directions; 0 of a line. */
    public double cosine() {
        return axes.size() == 1
                ? 0
                : Norms.dot(axes.get(0), axes.get(1)) / Norms.euclidean(axes.get(0)) / Norms.euclidean(axes.get(1));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
