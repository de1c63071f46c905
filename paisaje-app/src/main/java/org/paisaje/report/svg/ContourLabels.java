package org.paisaje.report.svg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Places for the levels of contours, in pixels: on the line of the level, near its middle, where the words cover neither a line of
 * another level nor what is drawn over the field. Levels without such a place have none.
 */
final class ContourLabels {
    private static final double LETTER = 6.2;
    /** Half the height of a word. */
    private static final double HALF = 8;
    /** Lines are looked at from one point to the next in steps of so many pixels. */
    private static final double STEP = 4;
    private static final double APART = 46;

    private record Line(int level, List<double[]> points) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<double[]> obstacles = new ArrayList<>();
    private final List<double[]> placed = new ArrayList<>();
    private final double[] frame;

    /** Within a frame: left, right, top, bottom. */
    ContourLabels(double left, double right, double top, double bottom) {
        this.frame = new double[] {left, right, top, bottom};
    }

    /** A line of a level. */
    void line(int level, List<double[]> pixels) {
        lines.add(new Line(level, dense(pixels)));
    }

    /** A line that is drawn over the field. */
    void avoid(List<double[]> pixels) {
        obstacles.addAll(dense(pixels));
    }

    /** A mark that is drawn over the field. */
    void avoid(double x, double y) {
        for (int i = -1; i <= 1; i++) {
            for (int j = -1; j <= 1; j++) {
                obstacles.add(new double[] {x + 6 * i, y + 6 * j});
            }
        }
    }

    private static List<double[]> dense(List<double[]> pixels) {
        List<double[]> result = new ArrayList<>();
        for (int k = 0; k + 1 < pixels.size(); k++) {
            double[] a = pixels.get(k);
            double[] b = pixels.get(k + 1);
            int steps = (int) Math.clamp(Math.hypot(b[0] - a[0], b[1] - a[1]) / STEP, 1, 1000);
            for (int s = 0; s < steps; s++) {
                double t = (double) s / steps;
                result.add(new double[] {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])});
            }
        }
        if (!pixels.isEmpty()) {
            result.add(pixels.getLast());
        }
        return result;
    }

    /** The middle of the words of a level; empty where they have no room. */
    Optional<double[]> place(int level, String words) {
        double half = LETTER * words.length() / 2 + 3;
        Optional<List<double[]>> own = lines.stream()
                .filter(line -> line.level() == level)
                .map(Line::points)
                .max(Comparator.comparingInt(List::size));
        if (own.isEmpty() || own.get().size() * STEP < 2 * half + 12) {
            return Optional.empty();
        }
        List<double[]> points = own.get();
        int middle = points.size() / 2;
        for (int off = 0; off <= middle; off++) {
            for (int at : new int[] {middle - off, middle + off}) {
                if (at >= 0 && at < points.size() && free(level, points.get(at), half)) {
                    placed.add(points.get(at));
                    return Optional.of(points.get(at));
                }
            }
        }
        return Optional.empty();
    }

    private boolean free(int level, double[] at, double half) {
        return at[0] - half > frame[0] + 2 && at[0] + half < frame[1] - 2 && at[1] - HALF > frame[2] + 2
                && at[1] + HALF < frame[3] - 2
                && placed.stream().noneMatch(other -> covers(at, other, APART, 2 * HALF))
                && obstacles.stream().noneMatch(other -> covers(at, other, half + 2, HALF + 2))
                && lines.stream()
                        .filter(line -> line.level() != level)
                        .flatMap(line -> line.points().stream())
                        .noneMatch(other -> covers(at, other, half, HALF));
    }

    private static boolean covers(double[] at, double[] other, double across, double up) {
        return Math.abs(at[0] - other[0]) < across && Math.abs(at[1] - other[1]) < up;
    }
}
