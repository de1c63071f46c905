package org.paisaje.theory.landscape.slice;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;

/**
 * How rugged a sampled surface is.
 *
 * @param tree its minima with their persistence
 * @param range the largest finite value less the least
 * @param roughness how much further the loss goes up and down along the lines of the grid than it must to get from one end over
 *     the least value of the line to the other: {@code sum |differences| / (L(first) + L(last) - 2 min L)}, over all lines in both
 *     directions. 1 where every line falls and then rises, as over a bowl; 3 where every line goes up and down twice more
 * @param rms the root mean square of the second differences along the lines, in units of the range
 */
public record Ruggedness(SublevelTree tree, double range, double roughness, double rms) {
    /** Of a grid, all of whose values are known; lines with an infinite value are left out of roughness. */
    public static Ruggedness of(LossGrid grid) {
        double range = grid.largest() - grid.least();
        double path = 0;
        double needed = 0;
        double squares = 0;
        long count = 0;
        for (double[] line : lines(grid)) {
            double least = Double.POSITIVE_INFINITY;
            double up = 0;
            for (int i = 0; i < line.length; i++) {
                least = Math.min(least, line[i]);
                up += i > 0 ? Math.abs(line[i] - line[i - 1]) : 0;
                if (i > 1) {
                    double second = line[i] - 2 * line[i - 1] + line[i - 2];
                    squares += second * second;
                    count++;
                }
            }
            path += up;
            needed += line[0] + line[line.length - 1] - 2 * least;
        }
        return new Ruggedness(SublevelTree.of(grid), range, needed > 0 ? path / needed : 1,
                count > 0 && range > 0 ? Math.sqrt(squares / count) / range : 0);
    }

    private static List<double[]> lines(LossGrid grid) {
        List<double[]> lines = new ArrayList<>();
        for (double[] row : grid.values()) {
            add(row, lines);
        }
        for (int j = 0; !grid.line() && j < grid.xs().length; j++) {
            double[] column = new double[grid.ys().length];
            for (int i = 0; i < column.length; i++) {
                column[i] = grid.values()[i][j];
            }
            add(column, lines);
        }
        return lines;
    }

    private static void add(double[] line, List<double[]> lines) {
        for (double value : line) {
            if (!Double.isFinite(value)) {
                return;
            }
        }
        lines.add(line);
    }

    /** Minima that persist for more than a share of the range, the least value among them. */
    public long minima(double share) {
        return tree.above(share * range);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
