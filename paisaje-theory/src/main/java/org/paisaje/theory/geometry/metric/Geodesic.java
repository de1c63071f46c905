package org.paisaje.theory.geometry.metric;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Lu;

/**
 * A shortest way between two points in the metric that a map pulls back, as a polygon: the minimum of the energy
 * {@code sum |f(x_(k+1)) - f(x_k)|^2}, which also spaces the points evenly. A minimum near the straight line it starts from;
 * there may be shorter ways elsewhere.
 *
 * @param points the corners, the two ends among them
 * @param length the length of the image of the corners
 * @param straight the same for the straight line between the ends, with as many corners
 * @param converged whether the last step changed the energy by rounding only
 */
public record Geodesic(double[][] points, double length, double straight, boolean converged) {
    private static final int MOST = 200;
    private static final double STILL = 1e-13;

    /**
     * By the Gauss-Newton method with damping.
     *
     * @param parts sides of the polygon, at least 2
     * @throws IllegalArgumentException for fewer sides
     */
    public static Geodesic between(SmoothMap map, double[] a, double[] b, int parts) {
        if (parts < 2) {
            throw new IllegalArgumentException("Geodesic: " + parts + " sides; at least 2 are needed");
        }
        int n = a.length;
        double[][] points = new double[parts + 1][n];
        for (int k = 0; k <= parts; k++) {
            for (int i = 0; i < n; i++) {
                points[k][i] = a[i] + (b[i] - a[i]) * k / parts;
            }
        }
        double straight = length(images(map, points));
        double energy = energy(images(map, points));
        double damping = 1e-6;
        boolean still = false;
        for (int step = 0; step < MOST && !still; step++) {
            double[][] next = stepped(map, points, damping);
            double reached = energy(images(map, next));
            if (reached <= energy) {
                still = energy - reached <= STILL * energy;
                points = next;
                energy = reached;
                damping = Math.max(1e-12, damping / 10);
            } else {
                still = damping > 1e12;
                damping *= 10;
            }
        }
        return new Geodesic(points, length(images(map, points)), straight, still);
    }

    private static double[][] stepped(SmoothMap map, double[][] points, double damping) {
        int parts = points.length - 1;
        int n = points[0].length;
        int size = (parts - 1) * n;
        double[][] images = images(map, points);
        Lu system = new Lu(size);
        double[] matrix = system.matrix();
        double[] right = new double[size];
        Matrix[] jacobians = new Matrix[parts];
        for (int k = 1; k < parts; k++) {
            jacobians[k] = map.jacobian(points[k]);
        }
        double trace = 0;
        for (int k = 1; k < parts; k++) {
            Matrix own = jacobians[k].columnGram();
            for (int i = 0; i < n; i++) {
                int row = (k - 1) * n + i;
                for (int j = 0; j < n; j++) {
                    matrix[row * size + (k - 1) * n + j] = 2 * own.get(i, j);
                }
                trace += 2 * own.get(i, i);
                for (int m = 0; m < images[k].length; m++) {
                    right[row] -= jacobians[k].get(m, i) * (2 * images[k][m] - images[k - 1][m] - images[k + 1][m]);
                }
            }
            if (k + 1 < parts) {
                Matrix mixed = jacobians[k].transposedTimes(jacobians[k + 1]);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        matrix[((k - 1) * n + i) * size + k * n + j] = -mixed.get(i, j);
                        matrix[(k * n + j) * size + (k - 1) * n + i] = -mixed.get(i, j);
                    }
                }
            }
        }
        for (int row = 0; row < size; row++) {
            matrix[row * size + row] += damping * (trace / size + Double.MIN_NORMAL);
        }
        double[][] result = new double[parts + 1][];
        result[0] = points[0];
        result[parts] = points[parts];
        boolean solvable = system.factor();
        if (solvable) {
            system.solve(right);
        }
        for (int k = 1; k < parts; k++) {
            result[k] = points[k].clone();
            for (int i = 0; i < n && solvable; i++) {
                result[k][i] += right[(k - 1) * n + i];
            }
        }
        return result;
    }

    private static double[][] images(SmoothMap map, double[][] points) {
        double[][] images = new double[points.length][];
        for (int k = 0; k < points.length; k++) {
            images[k] = map.value(points[k]);
        }
        return images;
    }

    private static double energy(double[][] images) {
        double sum = 0;
        for (int k = 1; k < images.length; k++) {
            double d = Norms.distance(images[k], images[k - 1]);
            sum += d * d;
        }
        return sum;
    }

    private static double length(double[][] images) {
        double sum = 0;
        for (int k = 1; k < images.length; k++) {
            sum += Norms.distance(images[k], images[k - 1]);
        }
        return sum;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
