package org.paisaje.theory.geometry.metric;

import org.paisaje.math.linalg.Matrix;

/**
 * The metric {@code g = J'J} that a map pulls back from the Euclidean one behind it: the length of a curve in g is the Euclidean
 * length of its image (document 004, figure 7.2).
 *
 * @param map the map
 */
public record PullbackMetric(SmoothMap map) {
    /** Gauss's nodes and weights of three points on [0, 1], exact for polynomials up to degree 5. */
    private static final double[] NODES = {0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)};
    private static final double[] WEIGHTS = {5 / 18.0, 8 / 18.0, 5 / 18.0};

    /** g at x, n x n. */
    public Matrix tensor(double[] x) {
        return map.jacobian(x).columnGram();
    }

    /** sqrt(v'g v). */
    public double norm(double[] x, double[] v) {
        double[] image = map.jacobian(x).times(v);
        double sum = 0;
        for (double entry : image) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }

    /** sqrt(det g), the factor of volume. */
    public double volume(double[] x) {
        return Math.abs(LocalChange.of(map, x).determinant());
    }

    /** The length of the polygon through some points, each side divided into so many parts with three nodes of Gauss. */
    public double length(double[][] points, int parts) {
        double sum = 0;
        for (int k = 1; k < points.length; k++) {
            double[] side = new double[points[k].length];
            for (int i = 0; i < side.length; i++) {
                side[i] = points[k][i] - points[k - 1][i];
            }
            for (int part = 0; part < parts; part++) {
                for (int node = 0; node < NODES.length; node++) {
                    double[] x = points[k - 1].clone();
                    for (int i = 0; i < side.length; i++) {
                        x[i] += (part + NODES[node]) / parts * side[i];
                    }
                    sum += WEIGHTS[node] / parts * norm(x, side);
                }
            }
        }
        return sum;
    }
}
