package org.paisaje.theory.geometry.region;

import java.util.Arrays;
import org.paisaje.math.Brief;

/**
 * Where regions are looked for: the points {@code origin + sum of t_k axes_k} with {@code low_k <= t_k <= high_k}, or with any
 * t. One, two or three axes in the space of the inputs.
 *
 * @param origin a point of the space of inputs
 * @param axes independent directions in it
 * @param low the least t_k; -infinity throughout for no bounds
 * @param high the largest t_k
 */
public record Domain(double[] origin, double[][] axes, double[] low, double[] high) {
    /** Checks sizes and bounds. */
    public Domain {
        int d = axes.length;
        if (d < 1 || d > 3) {
            throw new IllegalArgumentException("regions: the domain has " + d + " dimensions; regions are enumerated "
                    + "in one to three. Take a slice of the inputs by a line or a plane");
        }
        for (double[] axis : axes) {
            if (axis.length != origin.length) {
                throw new IllegalArgumentException("regions: an axis has " + axis.length + " entries, the origin "
                        + origin.length);
            }
            if (!Arrays.stream(axis).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("regions: an axis of the slice is not finite");
            }
        }
        boolean none = Arrays.stream(low).allMatch(t -> t == Double.NEGATIVE_INFINITY)
                && Arrays.stream(high).allMatch(t -> t == Double.POSITIVE_INFINITY);
        for (int k = 0; k < d && !none; k++) {
            if (!Double.isFinite(low[k]) || !Double.isFinite(high[k]) || !(low[k] < high[k])) {
                throw new IllegalArgumentException("regions: the box reaches from " + low[k] + " to " + high[k]
                        + "; it needs two finite numbers, the smaller first");
            }
        }
    }

    /** The space of d inputs without bounds. */
    public static Domain space(int d) {
        return of(d, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The cube [low, high]^d of d inputs. */
    public static Domain box(int d, double low, double high) {
        return of(d, low, high);
    }

    private static Domain of(int d, double low, double high) {
        double[][] axes = new double[d][d];
        double[] lows = new double[d];
        double[] highs = new double[d];
        for (int k = 0; k < d; k++) {
            axes[k][k] = 1;
            lows[k] = low;
            highs[k] = high;
        }
        return new Domain(new double[d], axes, lows, highs);
    }

    /** The number of axes. */
    public int dimension() {
        return axes.length;
    }

    /** Whether there are bounds. */
    public boolean bounded() {
        return Double.isFinite(low[0]);
    }

    /** Length, area or volume in the coordinates t. */
    public double volume() {
        double product = 1;
        for (int k = 0; k < axes.length; k++) {
            product *= high[k] - low[k];
        }
        return product;
    }

    /** The input at t. */
    public double[] point(double... t) {
        double[] x = origin.clone();
        for (int k = 0; k < axes.length; k++) {
            for (int i = 0; i < x.length; i++) {
                x[i] += t[k] * axes[k][i];
            }
        }
        return x;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
