package org.paisaje.theory.landscape.slice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.math.DisjointSets;

/**
 * The merge tree of the sublevel sets of a sampled surface, with the persistence of its minima (Edelsbrunner, Letscher and
 * Zomorodian 2002). As the level rises a component of {@code {L <= level}} is born at each minimum; where two meet the one with the higher
 * minimum dies. Exact for the surface that is linear between the points of the grid, each cell cut by one diagonal: of a plane a
 * point has six neighbours, of a line two. Points of equal value are taken in their order, so that a flat bottom counts once.
 *
 * @param minima by persistence, the largest first; the first is the least value and never dies
 */
public record SublevelTree(List<Minimum> minima) {
    private static final int[][] STEPS = {{0, -1}, {0, 1}, {-1, 0}, {1, 0}, {-1, -1}, {1, 1}};

    /**
     * A minimum of the sampled surface.
     *
     * @param row in the grid
     * @param column in the grid
     * @param birth the value there
     * @param death the level at which its component meets one with a lower minimum; infinite for the least
     * @param into the place among {@code minima} of the one that it joins, -1 for none
     * @param inner whether it lies inside the grid; one on the edge may go on falling outside
     */
    public record Minimum(int row, int column, double birth, double death, int into, boolean inner) {
        /** How far the level must rise until it is no minimum of its own. */
        public double persistence() {
            return death - birth;
        }
    }

    /** Copies the list. */
    public SublevelTree {
        minima = List.copyOf(minima);
    }

    /** The tree of a grid, all of whose values are known; points of infinite value belong to no component. */
    public static SublevelTree of(LossGrid grid) {
        return new Growth(grid).tree();
    }

    /** How many minima persist for more than that; the least value always does. */
    public long above(double persistence) {
        return minima.stream().filter(minimum -> minimum.persistence() > persistence).count();
    }

    /** Union and find over the points in ascending order. */
    private static final class Growth {
        private final int rows;
        private final int columns;
        private final double[] values;
        private final DisjointSets sets;
        private final boolean[] reached;
        /** The lowest point of the component whose root this is. */
        private final int[] bottom;
        private final double[] death;
        private final int[] into;
        private final List<Integer> born = new ArrayList<>();

        Growth(LossGrid grid) {
            rows = grid.values().length;
            columns = grid.xs().length;
            values = grid.flat();
            sets = new DisjointSets(values.length);
            reached = new boolean[values.length];
            bottom = new int[values.length];
            death = new double[values.length];
            into = new int[values.length];
        }

        SublevelTree tree() {
            int[] order = IntStream.range(0, values.length)
                    .filter(i -> values[i] < Double.POSITIVE_INFINITY)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> values[i]).thenComparingInt(i -> i))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int point : order) {
                add(point);
            }
            return listed();
        }

        private void add(int point) {
            int low = -1;
            for (int[] step : STEPS) {
                int row = point / columns + step[0];
                int column = point % columns + step[1];
                if (row < 0 || row >= rows || column < 0 || column >= columns
                        || !reached[row * columns + column]) {
                    continue;
                }
                int other = sets.root(row * columns + column);
                if (low < 0) {
                    low = other;
                } else if (other != low) {
                    boolean first = before(bottom[low], bottom[other]);
                    int higher = first ? other : low;
                    low = first ? low : other;
                    death[bottom[higher]] = values[point];
                    into[bottom[higher]] = bottom[low];
                    sets.joinTo(low, higher);
                }
            }
            reached[point] = true;
            if (low >= 0) {
                sets.joinTo(low, point);
            } else {
                bottom[point] = point;
                born.add(point);
                death[point] = Double.POSITIVE_INFINITY;
                into[point] = -1;
            }
        }

        private boolean before(int a, int b) {
            return values[a] < values[b] || values[a] == values[b] && a < b;
        }

        private SublevelTree listed() {
            List<Integer> sorted = new ArrayList<>(born);
            sorted.sort(Comparator.comparingDouble((Integer i) -> values[i] - death[i]).thenComparingInt(i -> i));
            int[] place = new int[values.length];
            for (int k = 0; k < sorted.size(); k++) {
                place[sorted.get(k)] = k;
            }
            List<Minimum> result = new ArrayList<>();
            for (int i : sorted) {
                int row = i / columns;
                int column = i % columns;
                boolean inner = column > 0 && column < columns - 1 && (rows == 1 || row > 0 && row < rows - 1);
                result.add(new Minimum(row, column, values[i], death[i],
                        into[i] < 0 ? -1 : place[into[i]], inner));
            }
            return new SublevelTree(result);
        }
    }

}
