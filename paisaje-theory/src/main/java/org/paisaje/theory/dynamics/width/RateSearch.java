package org.paisaje.theory.dynamics.width;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.paisaje.math.Brief;

/**
 * The rate at which the loss ends lowest, found on a grid of quarter octaves: a walk to the lowest mean over several runs,
 * and a parabola through the three lowest points of each run.
 *
 * @param rates the factors that were tried, ascending
 * @param logLosses the logarithm of the loss in the end by factor and run; infinite where a run diverged
 * @param best the best factor of each run; NaN where the walk did not come to an end
 */
public record RateSearch(double[] rates, double[][] logLosses, double[] best) {
    private static final double STEP = Math.log(2) / 4;
    private static final int MOST = 60;

    /**
     * Walks from a factor.
     *
     * @param from where the walk begins
     * @param runs the logarithm of the loss of each run at {@code factor(i)} of grid point i
     */
    public static RateSearch of(double from, int around, IntFunction<double[]> runs) {
        int centre = (int) Math.rint(Math.log(from) / STEP);
        NavigableMap<Integer, double[]> seen = new TreeMap<>();
        centre = walk(centre, 2, seen, runs);
        centre = walk(centre, 1, seen, runs);
        for (int i = -around; i <= around; i++) {
            seen.computeIfAbsent(centre + 2 * i, runs::apply);
        }
        for (int i = 0; i < MOST && extended(seen, runs); i++) {
            // Until the lowest point of every run has a neighbour on either side.
        }
        List<Integer> grid = List.copyOf(seen.keySet());
        double[][] values = seen.values().toArray(double[][]::new);
        double[] best = new double[values[0].length];
        for (int s = 0; s < best.length; s++) {
            best[s] = best(grid, values, s);
        }
        return new RateSearch(grid.stream().mapToDouble(RateSearch::factor).toArray(), values, best);
    }

    /** The factor of a point of the grid. */
    public static double factor(int i) {
        return Math.exp(STEP * i);
    }

    private static int walk(int from, int stride, NavigableMap<Integer, double[]> seen, IntFunction<double[]> runs) {
        int centre = from;
        for (int i = 0; i < MOST; i++) {
            double here = mean(seen.computeIfAbsent(centre, runs::apply));
            double up = mean(seen.computeIfAbsent(centre + stride, runs::apply));
            double down = mean(seen.computeIfAbsent(centre - stride, runs::apply));
            if (here <= up && here <= down && Double.isFinite(here)) {
                return centre;
            }
            centre += up < down ? stride : -stride;
        }
        return centre;
    }

    private static boolean extended(NavigableMap<Integer, double[]> seen, IntFunction<double[]> runs) {
        double[] first = seen.firstEntry().getValue();
        double[] last = seen.lastEntry().getValue();
        boolean below = false;
        boolean above = false;
        for (int s = 0; s < first.length; s++) {
            int run = s;
            double lowest = seen.values().stream().mapToDouble(values -> values[run]).min().orElseThrow();
            below |= first[s] == lowest && Double.isFinite(lowest);
            above |= last[s] == lowest && Double.isFinite(lowest);
        }
        if (below) {
            seen.put(seen.firstKey() - 1, runs.apply(seen.firstKey() - 1));
        }
        if (above) {
            seen.put(seen.lastKey() + 1, runs.apply(seen.lastKey() + 1));
        }
        return below || above;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double best(List<Integer> grid, double[][] values, int s) {
        int lowest = 0;
        for (int i = 1; i < grid.size(); i++) {
            lowest = values[i][s] < values[lowest][s] ? i : lowest;
        }
        if (lowest == 0 || lowest == grid.size() - 1) {
            return Double.NaN;
        }
        double x = grid.get(lowest);
        double left = grid.get(lowest - 1) - x;
        double right = grid.get(lowest + 1) - x;
        double a = (values[lowest - 1][s] - values[lowest][s]) / left;
        double b = (values[lowest + 1][s] - values[lowest][s]) / right;
        double curvature = (b - a) / (right - left);
        double shift = Double.isFinite(curvature) && curvature > 0 ? -0.5 * (a - curvature * left) / curvature : 0;
        return Math.exp(STEP * (x + Math.clamp(shift, 0.5 * left, 0.5 * right)));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
