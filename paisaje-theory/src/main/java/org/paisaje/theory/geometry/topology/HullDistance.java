package org.paisaje.theory.geometry.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Lu;

/**
 * Whether a hyperplane parts two finite sets of points, with a certificate either way. By duality the widest strip between them
 * is as wide as their convex hulls are apart, so that the nearest points of the hulls are sought: the shortest vector in the
 * hull of all differences, by Wolfe's method (1976).
 *
 * @param normal p - q of the points found, the normal of the strip
 * @param offset {@code normal.x} above it belongs to the first set
 * @param width the strip between the sets along the normal, certain since every point was looked at; negative if they overlap
 * @param distance |p - q|, which no strip exceeds
 * @param scale the largest distance of a point from the origin after centring, what rounding is measured by
 */
public record HullDistance(double[] normal, double offset, double width, double distance, double scale) {
    private static final double ROUNDED = 1e-12;

    /** What is certain. */
    public enum Verdict {
        /** A strip of positive width lies between the sets. */
        APART,
        /** The hulls have a point in common but for rounding: no hyperplane parts them with room to spare. */
        MEET,
        /** The iteration ended before either was certain. */
        OPEN
    }

    /** What is certain of the two sets. */
    public Verdict verdict() {
        return width > ROUNDED * scale ? Verdict.APART : distance <= 1e-9 * scale ? Verdict.MEET : Verdict.OPEN;
    }

    /** Half the width of the strip: the margin of the best hyperplane, 0 where there is none. */
    public double margin() {
        return Math.max(0, width) / 2;
    }

    /**
     * Finds the nearest points.
     *
     * @param a n x d points
     * @param b m x d points
     * @throws IllegalArgumentException if a set is empty or the dimensions differ
     */
    public static HullDistance of(Matrix a, Matrix b) {
        if (a.rows() == 0 || b.rows() == 0 || a.columns() != b.columns()) {
            throw new IllegalArgumentException("HullDistance: " + a.rows() + " points of " + a.columns()
                    + " coordinates and " + b.rows() + " of " + b.columns()
                    + "; both sets need a point, and as many coordinates");
        }
        return new Wolfe(a, b).run();
    }

    /** The corral of differences and their weights. */
    private static final class Wolfe {
        private final Matrix a;
        private final Matrix b;
        private final int d;
        private final double scale;
        private final List<int[]> pairs = new ArrayList<>();
        private final List<double[]> corral = new ArrayList<>();
        private double[] weights = {1};
        private double[] x;

        Wolfe(Matrix a, Matrix b) {
            this.a = a;
            this.b = b;
            d = a.columns();
            double most = 0;
            for (Matrix set : List.of(a, b)) {
                for (int i = 0; i < set.rows(); i++) {
                    double sum = 0;
                    for (int j = 0; j < d; j++) {
                        sum += (set.get(i, j) - a.get(0, j)) * (set.get(i, j) - a.get(0, j));
                    }
                    most = Math.max(most, Math.sqrt(sum));
                }
            }
            scale = most;
            pairs.add(new int[] {0, 0});
            corral.add(difference(0, 0));
            x = corral.getFirst().clone();
        }

        private double[] difference(int i, int k) {
            double[] result = new double[d];
            for (int j = 0; j < d; j++) {
                result[j] = a.get(i, j) - b.get(k, j);
            }
            return result;
        }

        private static int extreme(Matrix set, double[] direction, int sign) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < set.rows(); i++) {
                double value = 0;
                for (int j = 0; j < direction.length; j++) {
                    value += set.get(i, j) * direction[j];
                }
                if (sign * value > most) {
                    most = sign * value;
                    best = i;
                }
            }
            return best;
        }

        HullDistance run() {
            for (int step = 0; step < 50 * (d + 20); step++) {
                int i = extreme(a, x, -1);
                int k = extreme(b, x, 1);
                double[] vertex = difference(i, k);
                double length = Norms.dot(x, x);
                boolean known = pairs.stream().anyMatch(pair -> pair[0] == i && pair[1] == k);
                if (known || length - Norms.dot(x, vertex) <= ROUNDED * Math.max(length, ROUNDED * scale * scale)
                        || length <= 1e-26 * scale * scale) {
                    break;
                }
                pairs.add(new int[] {i, k});
                corral.add(vertex);
                weights = Arrays.copyOf(weights, corral.size());
                shorten();
            }
            double[] low = a.row(extreme(a, x, -1));
            double[] high = b.row(extreme(b, x, 1));
            double norm = Math.sqrt(Norms.dot(x, x));
            double above = Norms.dot(x, low);
            double below = Norms.dot(x, high);
            // Rounding of the two products, so that the width is certain.
            double rounding = 4 * (d + 2) * 0x1p-53 * norm
                    * (Math.sqrt(Norms.dot(low, low)) + Math.sqrt(Norms.dot(high, high)));
            double width = norm == 0 ? 0 : (above - below - rounding) / norm;
            return new HullDistance(x, (above + below) / 2, width, norm, scale);
        }

        /** To the shortest vector of the affine hull of the corral, dropping vectors until it lies inside. */
        private void shorten() {
            while (true) {
                double[] affine = affine();
                if (affine.length == 0) {
                    drop(corral.size() - 1);
                    return;
                }
                double step = 1;
                for (int r = 0; r < affine.length; r++) {
                    if (affine[r] < 0) {
                        step = Math.min(step, weights[r] / (weights[r] - affine[r]));
                    }
                }
                for (int r = 0; r < affine.length; r++) {
                    weights[r] += step * (affine[r] - weights[r]);
                }
                boolean inside = step >= 1;
                for (int r = weights.length - 1; r >= 0 && !inside; r--) {
                    if (weights[r] <= 1e-14 && corral.size() > 1) {
                        drop(r);
                    }
                }
                x = new double[d];
                for (int r = 0; r < weights.length; r++) {
                    for (int j = 0; j < d; j++) {
                        x[j] += weights[r] * corral.get(r)[j];
                    }
                }
                if (inside || corral.size() == 1) {
                    return;
                }
            }
        }

        private void drop(int r) {
            corral.remove(r);
            pairs.remove(r);
            double[] rest = new double[weights.length - 1];
            double sum = 0;
            for (int k = 0; k < rest.length; k++) {
                rest[k] = weights[k < r ? k : k + 1];
                sum += rest[k];
            }
            for (int k = 0; k < rest.length; k++) {
                rest[k] = sum > 0 ? rest[k] / sum : 1.0 / rest.length;
            }
            weights = rest;
        }

        /** Weights that sum to 1 of the shortest vector of the affine hull; empty if they are not determined. */
        private double[] affine() {
            int m = corral.size();
            Matrix system = Matrix.zeros(m + 1, m + 1);
            double size = scale * scale;
            for (int r = 0; r < m; r++) {
                for (int c = 0; c < m; c++) {
                    system.set(r, c, Norms.dot(corral.get(r), corral.get(c)) / size);
                }
                system.set(r, m, 1);
                system.set(m, r, 1);
            }
            double[] right = new double[m + 1];
            right[m] = 1;
            return Lu.solve(system, right).map(all -> Arrays.copyOf(all, m)).orElse(new double[0]);
        }
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
