package org.paisaje.study.regions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.theory.geometry.region.Domain;

/** Lines and planes through the space of inputs, with coordinates in the units of the inputs. */
public final class Slice {
    private Slice() {}

    /** Through 0 in directions drawn at random, orthonormal, on [low, high]. */
    public static Domain random(int inputs, int dimension, Seed seed, double low, double high) {
        if (dimension > inputs) {
            throw few(inputs, dimension);
        }
        List<double[]> directions = new ArrayList<>();
        for (int k = 0; k < dimension; k++) {
            directions.add(seed.named("slice").at(k).gaussians(inputs));
        }
        return domain(new double[inputs], directions, low, high);
    }

    /**
     * Through rows of data: the first is the origin, the first axis points to the second row. Without bounds given the part
     * around the rows, half as much again on every side.
     */
    public static Domain through(Dataset data, int[] rows, double low, double high) {
        if (rows.length - 1 > data.inputs()) {
            throw few(data.inputs(), rows.length - 1);
        }
        double[][] points = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            if (rows[k] < 0 || rows[k] >= data.size()) {
                throw new IllegalArgumentException("--" + name(rows.length - 1) + ": there is no row " + rows[k] + "; "
                        + data.name() + " has rows 0 to " + (data.size() - 1));
            }
            points[k] = data.x().row(rows[k]).clone();
        }
        List<double[]> directions = new ArrayList<>();
        for (int k = 1; k < points.length; k++) {
            directions.add(Norms.difference(points[k], points[0]));
        }
        Domain slice = domain(points[0], directions, low, high);
        if (!Double.isNaN(low)) {
            return slice;
        }
        int d = slice.dimension();
        double[] lows = new double[d];
        double[] highs = new double[d];
        for (int k = 0; k < d; k++) {
            double least = 0;
            double most = 0;
            for (double[] point : points) {
                double t = Norms.dot(Norms.difference(point, points[0]), slice.axes()[k]);
                least = Math.min(least, t);
                most = Math.max(most, t);
            }
            lows[k] = least - (most - least) / 2;
            highs[k] = most + (most - least) / 2;
        }
        return new Domain(slice.origin(), slice.axes(), lows, highs);
    }

    private static String name(int dimension) {
        return dimension == 1 ? "line" : "slice";
    }

    private static IllegalArgumentException few(int inputs, int dimension) {
        return new IllegalArgumentException("--" + name(dimension) + ": the network has " + inputs
                + " input; a slice of " + dimension + " dimensions needs at least as many");
    }

    /** Gram and Schmidt, twice. */
    private static Domain domain(double[] origin, List<double[]> directions, double low, double high) {
        int d = directions.size();
        double[][] axes = new double[d][];
        for (int k = 0; k < d; k++) {
            double[] axis = directions.get(k).clone();
            double before = Math.sqrt(Norms.dot(axis, axis));
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    double share = Norms.dot(axis, axes[j]);
                    for (int i = 0; i < axis.length; i++) {
                        axis[i] -= share * axes[j][i];
                    }
                }
            }
            double norm = Math.sqrt(Norms.dot(axis, axis));
            // What is left of a dependent direction is rounding.
            if (!(norm > axis.length * 0x1p-50 * before)) {
                throw new IllegalArgumentException("--" + name(d) + ": the rows lie "
                        + (d == 1 ? "on one point" : "on one line") + "; take others");
            }
            for (int i = 0; i < axis.length; i++) {
                axis[i] /= norm;
            }
            axes[k] = axis;
        }
        double[] lows = new double[d];
        double[] highs = new double[d];
        Arrays.fill(lows, Double.isNaN(low) ? -1 : low);
        Arrays.fill(highs, Double.isNaN(high) ? 1 : high);
        return new Domain(origin, axes, lows, highs);
    }
}
