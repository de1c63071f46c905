package org.paisaje.theory.landscape.slice;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * The plane through the end of a run along the two directions in which its points vary most (principal components of the points, centred
 * at their mean), with the run projected onto it.
 *
 * @param slice the plane; its directions have length 1
 * @param path the coordinates of the points in it, a row each; the last is 0
 * @param explained the share of the variance of the points along each direction
 * @param apart the distance of each point from the plane
 */
public record TrajectoryPlane(ParameterSlice slice, Matrix path, double[] explained, double[] apart) {
    /**
     * The plane of a run.
     *
     * @param points the parameters along it, at least three of them and not on one line
     */
    public static TrajectoryPlane of(List<double[]> points) {
        int n = points.size();
        if (n < 3) {
            throw new IllegalArgumentException("trajectory: a run of " + n
                    + " points spans no plane; three or more are needed");
        }
        double[] end = points.getLast();
        List<double[]> relative = points.stream().map(point -> Norms.difference(point, end)).toList();
        Matrix centred = centred(relative);
        SymmetricEigen eigen = SymmetricEigen.of(centred);
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += centred.get(i, i);
        }
        List<double[]> axes = new ArrayList<>();
        double[] explained = new double[2];
        for (int k = 0; k < 2; k++) {
            double value = eigen.values()[n - 1 - k];
            if (!(value > n * Math.ulp(1.0) * total)) {
                throw new IllegalArgumentException("trajectory: the points of the run lie "
                        + (k == 0 ? "on one point" : "on one line") + "; a plane needs more");
            }
            explained[k] = value / total;
            axes.add(axis(relative, eigen.vectors().row(n - 1 - k), axes));
        }
        Matrix path = Matrix.zeros(n, 2);
        double[] apart = new double[n];
        for (int i = 0; i < n; i++) {
            double[] point = relative.get(i);
            double rest = Norms.dot(point, point);
            for (int k = 0; k < 2; k++) {
                double s = Norms.dot(point, axes.get(k));
                path.set(i, k, s);
                rest -= s * s;
            }
            apart[i] = Math.sqrt(Math.max(0, rest));
        }
        return new TrajectoryPlane(new ParameterSlice(end.clone(), axes), path, explained, apart);
    }

    /** The Gram matrix of the points less their mean. */
    private static Matrix centred(List<double[]> points) {
        int n = points.size();
        Matrix gram = Matrix.zeros(n, n);
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double product = Norms.dot(points.get(i), points.get(j));
                gram.set(i, j, product);
                gram.set(j, i, product);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                means[i] += gram.get(i, j) / n;
            }
            mean += means[i] / n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = gram.get(i, j) - means[i] - means[j] + mean;
                gram.set(i, j, value);
                gram.set(j, i, value);
            }
        }
        return gram;
    }

    /** The unit vector {@code sum_i w_i (point_i - mean)}, made orthogonal to those before it. */
    private static double[] axis(List<double[]> points, double[] weights, List<double[]> before) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] result = new double[points.getFirst().length];
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i] - sum / weights.length;
            double[] point = points.get(i);
            for (int j = 0; j < result.length; j++) {
                result[j] += weight * point[j];
            }
        }
        for (double[] other : before) {
            double share = Norms.dot(result, other);
            for (int j = 0; j < result.length; j++) {
                result[j] -= share * other[j];
            }
        }
        double norm = Norms.euclidean(result);
        for (int j = 0; j < result.length; j++) {
            result[j] /= norm;
        }
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
