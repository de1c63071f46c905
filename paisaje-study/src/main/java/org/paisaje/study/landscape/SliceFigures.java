package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.slice.CurvatureMap;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.SublevelTree;
import org.paisaje.theory.landscape.slice.TrajectoryPlane;

/** The pictures of a slice. */
final class SliceFigures {
    /** Minima that persist for more than this share of the range are marked. */
    static final double PERSISTENT = 0.01;
    /** The least is shown as a share of the largest at which levels are taken by their ratios. */
    private static final double WIDE = 0.02;
    private static final int LEVELS = 12;
    private static final int MOST_MARKS = 40;
    private static final int CELLS = 32;

    private final SliceAnswer answer;

    SliceFigures(SliceAnswer answer) {
        this.answer = answer;
    }

    /** Lines of equal loss, or the loss along the line. */
    Figure.Chart contours(int scale) {
        SliceAnswer.Scale surface = answer.scales().get(scale);
        return answer.line() ? along(surface, scale) : plane(surface, scale);
    }

    /** The same as one of several, under a short title. */
    Figure.Chart panel(int scale, String title) {
        Figure.Chart whole = contours(scale);
        return new Figure.Chart(whole.id(), title, "", whole.x(), whole.y(), whole.square(), whole.series());
    }

    private Figure.Chart along(SliceAnswer.Scale surface, int scale) {
        LossGrid grid = surface.grid();
        double[] loss = clipped(grid)[0];
        boolean logarithmic = logarithmic(grid);
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("training loss", Role.MEASURED, grid.xs(), loss));
        minima(surface, series);
        for (SliceAnswer.Place place : answer.places()) {
            double x = place.at()[0];
            series.add(new Series.Marks(place.name(), Role.REFERENCE, new double[] {x},
                    new double[] {at(grid, loss, x)}, Series.Mark.TRIANGLE));
        }
        return new Figure.Chart("slice" + suffix(scale), "The loss on the line", caption(surface),
                Axis.linear(answer.axes().getFirst()), logarithmic ? Axis.log("loss") : Axis.linear("loss"), series);
    }

    private static double at(LossGrid grid, double[] loss, double x) {
        int nearest = 0;
        for (int i = 0; i < loss.length; i++) {
            nearest = Math.abs(grid.xs()[i] - x) < Math.abs(grid.xs()[nearest] - x) ? i : nearest;
        }
        return loss[nearest];
    }

    private Figure.Chart plane(SliceAnswer.Scale surface, int scale) {
        LossGrid grid = surface.grid();
        double[][] z = clipped(grid);
        boolean logarithmic = logarithmic(grid);
        List<Series> series = new ArrayList<>();
        series.add(new Series.Shade("", grid.xs(), grid.ys(), logarithmic ? logs(z) : z, false));
        series.add(new Series.Contours("loss", grid.xs(), grid.ys(), z,
                levels(grid.least(), top(grid), logarithmic), logarithmic));
        answer.trajectory().ifPresent(run -> {
            int from = entering(run, grid);
            series.add(new Series.Line("the run", Role.MEASURED, column(run, 0, from), column(run, 1, from)));
        });
        minima(surface, series);
        for (SliceAnswer.Place place : answer.places()) {
            series.add(new Series.Marks(place.name(), Role.REFERENCE, new double[] {place.at()[0]},
                    new double[] {place.at()[1]}, Series.Mark.TRIANGLE));
        }
        return new Figure.Chart("slice" + suffix(scale), "The loss on the plane", caption(surface),
                Axis.linear(answer.axes().get(0)), Axis.linear(answer.axes().get(1)), equalUnits(grid), series);
    }

    /** Whether both directions span about as much, so that equal units waste no room. */
    private static boolean equalUnits(LossGrid grid) {
        double ratio = (grid.xs()[grid.xs().length - 1] - grid.xs()[0]) / (grid.ys()[grid.ys().length - 1]
                - grid.ys()[0]);
        return ratio > 0.5 && ratio < 2;
    }

    private void minima(SliceAnswer.Scale surface, List<Series> series) {
        LossGrid grid = surface.grid();
        double least = PERSISTENT * surface.ruggedness().range();
        for (boolean inner : new boolean[] {true, false}) {
            List<SublevelTree.Minimum> found = surface.ruggedness()
                    .tree()
                    .minima()
                    .stream()
                    .filter(minimum -> minimum.inner() == inner && minimum.persistence() > least)
                    .limit(MOST_MARKS)
                    .toList();
            if (!found.isEmpty()) {
                series.add(new Series.Marks(inner ? "minima of the slice" : "lowest at its edge", Role.MEASURED,
                        found.stream().mapToDouble(m -> grid.xs()[m.column()]).toArray(),
                        found.stream().mapToDouble(m -> grid.line() ? m.birth() : grid.ys()[m.row()]).toArray(),
                        inner ? Series.Mark.DISC : Series.Mark.CIRCLE));
            }
        }
    }

    private String caption(SliceAnswer.Scale surface) {
        LossGrid grid = surface.grid();
        var words = new StringBuilder("The loss lies between ").append(Words.number(grid.least()))
                .append(" and ")
                .append(Words.number(grid.largest()));
        if (grid.overflows() > 0) {
            words.append("; at ").append(Words.count(grid.overflows(), "point")).append(" it overflows");
        }
        words.append(". ");
        if (!grid.line()) {
            words.append(logarithmic(grid)
                    ? "The lines of equal loss follow each other by ratios. "
                    : "The lines of equal loss are at equal distances. ");
        }
        answer.trajectory()
                .ifPresent(run -> words.append("The run is drawn as it lies over the plane, from which it is up to ")
                        .append(Words.number(Arrays.stream(run.apart()).max().orElse(0)))
                        .append(" away. "));
        return words.append("A minimum or a valley here is one of the slice, not of the loss.").toString();
    }

    /** The surface to turn. */
    Figure surface(int scale) {
        SliceAnswer.Scale wide = answer.scales().get(scale);
        LossGrid grid = wide.grid();
        int[] columns = thinned(grid.xs().length);
        int[] rows = thinned(grid.ys().length);
        double[][] clipped = clipped(grid);
        double[][] z = new double[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                z[i][j] = clipped[rows[i]][columns[j]];
            }
        }
        List<Figure.Surface.Track> tracks = new ArrayList<>();
        answer.trajectory()
                .ifPresent(run -> tracks.add(new Figure.Surface.Track("the run",
                        column(run, 0, entering(run, grid)), column(run, 1, entering(run, grid)), true)));
        if (scale == 0 || answer.trajectory().isEmpty()) {
            tracks.add(new Figure.Surface.Track(answer.places().size() == 1
                    ? answer.places().getFirst().name()
                    : "the networks",
                    answer.places().stream().mapToDouble(p -> p.at()[0]).toArray(),
                    answer.places().stream().mapToDouble(p -> p.at()[1]).toArray(), false));
        }
        return new Figure.Surface("surface" + suffix(scale), "The same as a surface",
                "Drag it sideways to turn it, or use the arrow keys. Height and colour are the loss"
                        + (logarithmic(grid) ? ", by its ratios." : "."),
                Axis.linear(answer.axes().get(0)), Axis.linear(answer.axes().get(1)),
                logarithmic(grid) ? Axis.log("loss") : Axis.linear("loss"),
                Arrays.stream(columns).mapToDouble(j -> grid.xs()[j]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> grid.ys()[i]).toArray(), z, tracks);
    }

    private static int[] thinned(int count) {
        int cells = Math.min(CELLS, count - 1);
        int[] result = new int[cells + 1];
        Arrays.setAll(result, k -> (int) Math.round((double) k * (count - 1) / cells));
        return result;
    }

    /** The least and the largest eigenvalue. */
    static List<Figure> curvature(CurvatureMap map, List<String> axes) {
        return List.of(
                new Figure.Field("least-eigenvalue", "The least eigenvalue of the Hessian",
                        "Of the whole Hessian at each point, in all directions; below 0 a way leads down, which the "
                                + "slice may not show.",
                        Axis.linear(axes.get(0)), Axis.linear(axes.get(1)), "least eigenvalue", true, map.xs(),
                        map.ys(),
                        filled(map.least())),
                new Figure.Field("largest-eigenvalue", "The largest eigenvalue of the Hessian",
                        "The sharpness at each point.", Axis.linear(axes.get(0)), Axis.linear(axes.get(1)),
                        "largest eigenvalue", false, map.xs(), map.ys(), filled(map.largest())));
    }

    /** What was not found is drawn as 0. */
    private static double[][] filled(double[][] values) {
        return Arrays.stream(values)
                .map(row -> Arrays.stream(row).map(v -> Double.isFinite(v) ? v : 0).toArray())
                .toArray(double[][]::new);
    }

    private static String suffix(int scale) {
        return scale == 0 ? "" : "-" + (scale + 1);
    }

    private static double[] column(TrajectoryPlane run, int k, int from) {
        double[] result = new double[run.path().rows() - from];
        Arrays.setAll(result, i -> run.path().get(from + i, k));
        return result;
    }

    /** The first point from which on the run stays over the grid. */
    private static int entering(TrajectoryPlane run, LossGrid grid) {
        int from = run.path().rows() - 1;
        while (from > 0 && inside(run.path().get(from - 1, 0), grid.xs())
                && inside(run.path().get(from - 1, 1), grid.ys())) {
            from--;
        }
        return from;
    }

    private static boolean inside(double value, double[] places) {
        return value >= places[0] && value <= places[places.length - 1];
    }

    /** Whether the loss spans so much that its ratios show more than its differences. */
    static boolean logarithmic(LossGrid grid) {
        return grid.least() > 0 && grid.least() < WIDE * grid.largest();
    }

    private static double top(LossGrid grid) {
        return grid.largest();
    }

    private static double[][] clipped(LossGrid grid) {
        double largest = grid.largest();
        return Arrays.stream(grid.values())
                .map(row -> Arrays.stream(row).map(v -> Math.min(v, largest)).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] logs(double[][] z) {
        return Arrays.stream(z).map(row -> Arrays.stream(row).map(Math::log10).toArray()).toArray(double[][]::new);
    }

    /** Round levels between the least and the largest: 1, 2, 5 times powers of ten by ratios, else equal steps. */
    static double[] levels(double low, double high, boolean logarithmic) {
        List<Double> result = new ArrayList<>();
        if (logarithmic) {
            double decades = Math.log10(high / low);
            int every = (int) Math.max(1, Math.ceil(decades / LEVELS));
            double[] factors = decades < 2.5
                    ? new double[] {1, 1.5, 2, 3, 5, 7}
                    : decades < 4
                            ? new double[] {1, 2, 5}
                            : decades < 7 ? new double[] {1, 3} : new double[] {1};
            for (int k = (int) Math.floor(Math.log10(low)); k <= Math.log10(high); k++) {
                for (double factor : factors) {
                    double level = Double.parseDouble(factor + "e" + k);
                    if (level > low && level < high && Math.floorMod(k, every) == 0) {
                        result.add(level);
                    }
                }
            }
        } else if (high > low) {
            double raw = (high - low) / LEVELS;
            int power = (int) Math.floor(Math.log10(raw));
            double lead = raw / Math.pow(10, power);
            double step = Double.parseDouble((lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) + "e" + power);
            for (double k = Math.ceil(low / step); k * step < high; k++) {
                result.add(k * step);
            }
        }
        return result.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
