package org.paisaje.report.svg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.study.figure.Series;

/**
 * The lines of one level of a field on a grid (marching squares), joined to polylines. In a cell with two opposite corners above
 * the level the mean of the four corners decides which are joined.
 */
final class ContourLines {
    private final Series.Contours field;
    private final double level;
    /** The segments at each crossing: the crossings at their other ends. */
    private final Map<Long, List<Long>> joined = new LinkedHashMap<>();
    private final Map<Long, double[]> places = new HashMap<>();

    private ContourLines(Series.Contours field, double level) {
        this.field = field;
        this.level = height(level);
    }

    /** The polylines of a level, each a list of points (x, y); a closed one ends where it begins. */
    static List<List<double[]>> of(Series.Contours field, double level) {
        return new ContourLines(field, level).lines();
    }

    private double height(double value) {
        return field.logarithmic() ? Math.log(value) : value;
    }

    private List<List<double[]>> lines() {
        for (int i = 0; i + 1 < field.ys().length; i++) {
            for (int j = 0; j + 1 < field.xs().length; j++) {
                cell(i, j);
            }
        }
        List<List<double[]>> result = new ArrayList<>();
        // Open lines begin where there is one segment; what is left is closed.
        for (boolean open : new boolean[] {true, false}) {
            for (Long begin : List.copyOf(joined.keySet())) {
                int ends = joined.getOrDefault(begin, List.of()).size();
                if (ends > 0 && (!open || ends == 1)) {
                    result.add(followed(begin));
                }
            }
        }
        return result;
    }

    private List<double[]> followed(long begin) {
        Deque<double[]> line = new ArrayDeque<>();
        long at = begin;
        line.add(place(at));
        List<Long> next = joined.getOrDefault(at, List.of());
        while (!next.isEmpty()) {
            long to = next.removeFirst();
            joined.getOrDefault(to, List.of()).remove(Long.valueOf(at));
            line.add(place(to));
            at = to;
            next = joined.getOrDefault(at, List.of());
        }
        return List.copyOf(line);
    }

    private double[] place(long crossing) {
        return places.getOrDefault(crossing, new double[2]);
    }

    /** Sides: 0 below, 1 right, 2 above, 3 left. */
    private void cell(int i, int j) {
        double[] corners = {z(i, j), z(i, j + 1), z(i + 1, j + 1), z(i + 1, j)};
        int above = 0;
        for (int c = 0; c < 4; c++) {
            above |= corners[c] > level ? 1 << c : 0;
        }
        if (above == 5 || above == 10) {
            boolean middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4 > level;
            // With the middle above, the two corners below are cut off, else the two above.
            if (middle == (above == 5)) {
                segment(i, j, 0, 1);
                segment(i, j, 2, 3);
            } else {
                segment(i, j, 3, 0);
                segment(i, j, 1, 2);
            }
            return;
        }
        int first = -1;
        for (int side = 0; side < 4; side++) {
            boolean crossed = (above >> side & 1) != (above >> (side + 1) % 4 & 1);
            if (crossed && first < 0) {
                first = side;
            } else if (crossed) {
                segment(i, j, first, side);
            }
        }
    }

    private double z(int i, int j) {
        return height(field.z()[i][j]);
    }

    private void segment(int i, int j, int from, int to) {
        long a = crossing(i, j, from);
        long b = crossing(i, j, to);
        joined.computeIfAbsent(a, key -> new ArrayList<>()).add(b);
        joined.computeIfAbsent(b, key -> new ArrayList<>()).add(a);
    }

    /** The crossing of the level with a side, the same number for the two cells beside it. */
    private long crossing(int i, int j, int side) {
        int row = side == 2 ? i + 1 : i;
        int column = side == 1 ? j + 1 : j;
        boolean across = side == 0 || side == 2;
        long key = 2L * ((long) row * field.xs().length + column) + (across ? 0 : 1);
        places.computeIfAbsent(key, unused -> {
            double low = z(row, column);
            double high = across ? z(row, column + 1) : z(row + 1, column);
            double share = (level - low) / (high - low);
            double x = field.xs()[column];
            double y = field.ys()[row];
            return across
                    ? new double[] {x + share * (field.xs()[column + 1] - x), y}
                    : new double[] {x, y + share * (field.ys()[row + 1] - y)};
        });
        return key;
    }
}
