package org.paisaje.theory.geometry.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;

/**
 * Betti numbers with the resolutions at which they hold.
 *
 * @param betti the numbers
 * @param coarsest the side of the largest cells, or the radius of the largest balls, with these numbers
 * @param finest that of the smallest
 */
public record StableBetti(Betti betti, double coarsest, double finest) {
    /** Where a set in the plane is given by its points. */
    @FunctionalInterface
    public interface Membership {
        /** For each row of points, whether it belongs to the set. */
        boolean[] of(Matrix points);
    }

    /** The largest balls round points, as a share of the size of all. */
    private static final double LARGEST_BALL = 0.25;
    /** Ratio of one size of balls to the next. */
    private static final double RATIO = Math.pow(2, 0.25);

    /**
     * The set of the points of a box at which something holds: cells are doubled along each side until two doublings in a row
     * change nothing.
     *
     * @param low the lower corner, of two or three coordinates
     * @param most the most cells along a side
     * @return empty if no two doublings up to then agree
     */
    public static Optional<StableBetti> of(Membership set, double[] low, double[] high, int most) {
        List<Betti> seen = new ArrayList<>();
        for (int n = 16; n <= most; n *= 2) {
            seen.add(grid(set, low, high, n).betti());
            int k = seen.size();
            if (k >= 3 && seen.get(k - 1).equals(seen.get(k - 2)) && seen.get(k - 2).equals(seen.get(k - 3))) {
                double side = high[0] - low[0];
                return Optional.of(new StableBetti(seen.get(k - 1), 4 * side / n, side / n));
            }
        }
        return Optional.empty();
    }

    /** The cells of a box, n along each side, whose middle belongs to the set. */
    static CubicalSet grid(Membership set, double[] low, double[] high, int n) {
        int d = low.length;
        int count = d == 2 ? n * n : n * n * n;
        Matrix points = Matrix.zeros(count, d);
        for (int i = 0; i < count; i++) {
            int rest = i;
            for (int j = 0; j < d; j++) {
                points.set(i, j, low[j] + (rest % n + 0.5) / n * (high[j] - low[j]));
                rest /= n;
            }
        }
        boolean[] inside = set.of(points);
        CubicalSet cells = d == 2 ? CubicalSet.plane(n, n) : CubicalSet.space(n, n, n);
        for (int i = 0; i < count; i++) {
            if (inside[i]) {
                cells.add(i % n, i / n % n, i / n / n);
            }
        }
        return cells;
    }

    /**
     * The shape that points in the plane or in space lie in: that of the balls round them, from half the usual distance to the
     * nearest point to a quarter of the size of all, and the numbers that stay the longest while the balls grow. The points
     * are brought to variance 1 in every direction first, which does not change their shape: a ring that is squeezed flat would
     * else fill its hole. Points are a sample; what is finer than they are dense is not seen.
     *
     * @param sample n x 2 or n x 3, at least two different ones
     * @return with radii of balls in units of the standard deviations; empty if all points are one
     */
    public static Optional<StableBetti> ofPoints(Matrix sample) {
        int d = sample.columns();
        if (d != 2 && d != 3) {
            throw new IllegalArgumentException(
                    "StableBetti: points of " + d + " coordinates; two or three can be seen");
        }
        Matrix points = whitened(sample);
        double[] low = new double[d];
        double extent = 0;
        for (int j = 0; j < d; j++) {
            double[] column = points.column(j);
            low[j] = Arrays.stream(column).min().orElse(0);
            extent = Math.max(extent, Arrays.stream(column).max().orElse(0) - low[j]);
        }
        if (!(extent > 0)) {
            return Optional.empty();
        }
        double step = extent / (d == 2 ? 96 : 32);
        int margin = (int) Math.ceil(extent * LARGEST_BALL / step);
        int n = (int) Math.ceil(extent / step) + 2 * margin + 1;
        double[] distances = distances(points, low, step, margin, n);
        double finest = Math.max(spacing(points) / 2, step);
        StableBetti best = new StableBetti(new Betti(1, 0, 0), extent, extent);
        double from = finest;
        Betti last = new Betti(0, 0, 0);
        double length = 0;
        for (double r = finest; r <= extent * LARGEST_BALL; r *= RATIO) {
            Betti now = balls(distances, r, n, d).betti();
            if (!now.equals(last)) {
                from = r;
                last = now;
            }
            double held = Math.log(r / from) + Math.log(RATIO);
            if (held > length + 1e-9) {
                length = held;
                best = new StableBetti(now, r, from);
            }
        }
        return Optional.of(best);
    }

    /** The distance of the middle of every cell to the nearest point. */
    private static double[] distances(Matrix points, double[] low, double step, int margin, int n) {
        int d = low.length;
        double[] result = new double[d == 2 ? n * n : n * n * n];
        double[] at = new double[d];
        double[] entries = points.data();
        for (int i = 0; i < result.length; i++) {
            int rest = i;
            for (int j = 0; j < d; j++) {
                at[j] = low[j] + (rest % n - margin) * step;
                rest /= n;
            }
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < points.rows(); k++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    double gap = entries[k * d + j] - at[j];
                    sum += gap * gap;
                }
                least = Math.min(least, sum);
            }
            result[i] = Math.sqrt(least);
        }
        return result;
    }

    private static CubicalSet balls(double[] distances, double radius, int n, int d) {
        CubicalSet cells = d == 2 ? CubicalSet.plane(n, n) : CubicalSet.space(n, n, n);
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] <= radius) {
                cells.add(i % n, i / n % n, i / n / n);
            }
        }
        return cells;
    }

    /** The points in units of their standard deviations along the principal axes; as they are along axes without spread. */
    private static Matrix whitened(Matrix points) {
        int n = points.rows();
        int d = points.columns();
        Matrix centred = points.copy();
        for (int j = 0; j < d; j++) {
            double mean = Arrays.stream(points.column(j)).average().orElse(0);
            for (int i = 0; i < n; i++) {
                centred.set(i, j, points.get(i, j) - mean);
            }
        }
        Svd svd = Svd.of(centred);
        Matrix result = Matrix.zeros(n, d);
        for (int k = 0; k < Math.min(n, d); k++) {
            boolean spread = svd.values()[k] > n * Math.ulp(1.0) * svd.values()[0];
            for (int i = 0; i < n; i++) {
                result.set(i, k, spread ? Math.sqrt(n) * svd.u().get(i, k) : 0);
            }
        }
        return result;
    }

    /** The middle distance of a point to its nearest other, of up to 400 of them. */
    private static double spacing(Matrix points) {
        int n = points.rows();
        int looked = Math.min(400, n);
        double[] nearest = new double[looked];
        for (int k = 0; k < looked; k++) {
            int i = (int) ((long) k * n / looked);
            double least = Double.POSITIVE_INFINITY;
            for (int other = 0; other < n; other++) {
                double sum = 0;
                for (int j = 0; j < points.columns(); j++) {
                    double gap = points.get(i, j) - points.get(other, j);
                    sum += gap * gap;
                }
                least = sum > 0 ? Math.min(least, sum) : least;
            }
            nearest[k] = Math.sqrt(least);
        }
        Arrays.sort(nearest);
        return nearest[looked / 2];
    }
}
