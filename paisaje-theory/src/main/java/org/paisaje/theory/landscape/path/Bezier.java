package org.paisaje.theory.landscape.path;

import java.util.Arrays;
import java.util.List;

/**
 * A Bezier curve {@code sum_j binom(m, j) (1 - s)^(m-j) s^j c_j} (Garipov et al. 2018 with m = 2).
 *
 * @param controls c_0 to c_m; the first and the last are the end points
 */
public record Bezier(List<double[]> controls) implements Curve {
    /** Checks the number of points. */
    public Bezier {
        controls = List.copyOf(controls);
        if (controls.size() < 2) {
            throw new IllegalArgumentException("Bezier: " + controls.size() + " control points, two are needed");
        }
    }

    /** The factor of each control point at s. */
    static double[] weights(int degree, double s) {
        double[] result = new double[degree + 1];
        double binomial = 1;
        for (int j = 0; j <= degree; j++) {
            result[j] = binomial * Math.pow(1 - s, degree - j) * Math.pow(s, j);
            binomial = binomial * (degree - j) / (j + 1);
        }
        return result;
    }

    @Override
    public double[] at(double s) {
        double[] weights = weights(controls.size() - 1, s);
        double[] result = new double[dimension()];
        for (int j = 0; j < weights.length; j++) {
            double[] control = controls.get(j);
            for (int i = 0; weights[j] != 0 && i < result.length; i++) {
                result[i] += weights[j] * control[i];
            }
        }
        return result;
    }

    @Override
    public int dimension() {
        return controls.getFirst().length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bezier b && Arrays.deepEquals(controls.toArray(), b.controls.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(controls.toArray());
    }

    @Override
    public String toString() {
        return "Bezier[" + controls.size() + " control points in R^" + dimension() + "]";
    }
}
