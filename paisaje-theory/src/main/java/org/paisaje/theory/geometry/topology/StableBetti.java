package org.paisaje.theory.geometry.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/**
 * Betti numbers with the resolutions at which they hold.
 *
 * @param betti the numbers
 * @param coarsest the side of the largest cells with these numbers
 * @param finest that of the smallest
 */
public record StableBetti(Betti betti, double coarsest, double finest) {
    /** Where a set in the plane is given by its points. */
    @FunctionalInterface
    public interface Membership {
        /** For each row of points, whether it belongs to the set. */
        boolean[] of(Matrix points);
    }

    /** Ratio of one size of cells to the next. */
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
     * The shape that points in the plane or in space lie in: the cells of a grid that hold points, from cells as small as the
     * usual distance to the nearest point to cells half as large as all, and the numbers that stay the longest while the cells
     * grow. Points are a sample; what is finer than they are dense is not seen.
     *
     * @param points n x 2 or n x 3, at least two different ones
     * @return empty if all points are one
     */
    public static Optional<StableBetti> ofPoints(Matrix points) {
        int d = points.columns();
        if (d != 2 && d != 3) {
            throw new IllegalArgumentException("StableBetti: points of " + d + " coordinates; two or three can be seen");
        }
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
        double finest = Math.max(spacing(points), extent / (d == 2 ? 512 : 64));
        StableBetti best = new StableBetti(new Betti(1, 0, 0), extent, extent);
        double from = finest;
        Betti last = new Betti(0, 0, 0);
        double length = 0;
        for (double side = finest; side <= extent / 2; side *= RATIO) {
            Betti now = occupied(points, low, extent, side).betti();
            if (!now.equals(last)) {
                from = side;
                last = now;
            }
            double held = Math.log(side / from) + Math.log(RATIO);
            if (held > length + 1e-9) {
                length = held;
                best = new StableBetti(now, side, from);
            }
        }
        return Optional.of(best);
    }

    private static CubicalSet occupied(Matrix points, double[] low, double extent, double side) {
        int n = (int) Math.ceil(extent / side) + 1;
        CubicalSet cells = points.columns() == 2 ? CubicalSet.plane(n, n) : CubicalSet.space(n, n, n);
        for (int i = 0; i < points.rows(); i++) {
            int[] at = new int[3];
            for (int j = 0; j < points.columns(); j++) {
                at[j] = Math.min(n - 1, (int) ((points.get(i, j) - low[j]) / side));
            }
            cells.add(at[0], at[1], at[2]);
        }
        return cells;
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
