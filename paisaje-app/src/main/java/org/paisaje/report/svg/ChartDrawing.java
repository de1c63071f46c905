package org.paisaje.report.svg;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.paisaje.report.NumberText;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Draws one chart: frame, ticks, series, and the legend below, where no data is. */
final class ChartDrawing {
    private static final double LEFT = 62;
    private static final double RIGHT = 12;
    private static final double BELOW = 46;
    private static final int MANY_POINTS = 400;
    private static final int SOME_POINTS = 60;

    private final Figure.Chart chart;
    private final double width;
    private final double top;
    private final double bottom;
    private final Scale x;
    private final Scale y;
    private final List<String> colours;
    private final Markup out = new Markup();

    private ChartDrawing(Figure.Chart chart, double width, double height, boolean titled) {
        this.chart = chart;
        this.width = width;
        top = titled ? 30 : 12;
        bottom = height - BELOW;
        colours = colours(chart.series());
        ChartRange xs = ChartRange.of(chart.series(), true);
        ChartRange ys = ChartRange.of(chart.series(), false);
        xs.require(chart, chart.x());
        ys.require(chart, chart.y());
        double right = width - RIGHT;
        double left = LEFT;
        Scale across = Scale.covering(xs.low(), xs.high(), chart.x().logarithmic(), left, right);
        Scale up = Scale.covering(ys.low(), ys.high(), chart.y().logarithmic(), bottom, top);
        if (chart.square()) {
            double unit = Math.max(
                    (across.high() - across.low()) / (right - left), (up.high() - up.low()) / (bottom - top));
            across = widen(across, unit, right - left);
            up = widen(up, unit, bottom - top);
        }
        x = across.counting(ChartRange.counts(chart.series(), true));
        y = up.counting(ChartRange.counts(chart.series(), false));
    }

    static Drawing draw(Figure.Chart chart, double width, double height, boolean titled) {
        return new ChartDrawing(chart, width, height, titled).draw(height, titled);
    }

    private Drawing draw(double height, boolean titled) {
        out.open("g", "class", "chart", "data-plot", PlotData.json(chart, x, y));
        if (titled) {
            out.open("text", "class", "head", "x", LEFT, "y", 18.0).words(chart.title()).close("text");
        }
        axes();
        // A nested viewport clips what leaves the frame, and needs no name that two drawings could share.
        double plotWidth = x.to() - x.from();
        double plotHeight = bottom - top;
        String view = String.join(
                " ", Markup.px(x.from()), Markup.px(top), Markup.px(plotWidth), Markup.px(plotHeight));
        out.open(
                "svg", "x", x.from(), "y", top, "width", plotWidth, "height", plotHeight, "viewBox", view);
        for (int i = 0; i < chart.series().size();) {
            int next = i + 1;
            if (chart.series().get(i) instanceof Series.Line line && line.name().isEmpty()) {
                next = lines(i, line.role());
            } else {
                series(chart.series().get(i), colours.get(i));
            }
            i = next;
        }
        for (Series series : chart.series()) {
            if (series instanceof Series.Contours field) {
                levels(field);
            }
        }
        out.close("svg");
        double legend = new ChartLegend(chart, colours, LEFT, width, out).draw(height + 4);
        out.close("g");
        return Renderer.wrap(out.toString(), width, Math.max(height, legend), chart.title());
    }

    private void axes() {
        for (Scale.Tick tick : x.ticks(width > 500 ? 8 : 5)) {
            double at = x.at(tick.value());
            out.empty("line", "class", "grid", "x1", at, "x2", at, "y1", top, "y2", bottom);
            out.open("text", "class", "tick", "x", at, "y", bottom + 17, "text-anchor", "middle")
                    .text(tick.label())
                    .close("text");
        }
        for (Scale.Tick tick : y.ticks(6)) {
            double at = y.at(tick.value());
            out.empty("line", "class", "grid", "x1", x.from(), "x2", x.to(), "y1", at, "y2", at);
            out.open("text", "class", "tick", "x", x.from() - 7, "y", at + 4, "text-anchor", "end")
                    .text(tick.label())
                    .close("text");
        }
        out.empty("rect", "class", "frame", "x", x.from(), "y", top, "width", x.to() - x.from(), "height",
                bottom - top);
        out.open("text", "x", (x.from() + x.to()) / 2, "y", bottom + 38, "text-anchor", "middle")
                .words(label(chart.x()))
                .close("text");
        out.open("text", "transform", "translate(14," + Markup.px((top + bottom) / 2) + ") rotate(-90)", "text-anchor",
                "middle")
                .words(label(chart.y()))
                .close("text");
    }

    static String label(Axis axis) {
        return axis.unit().isEmpty() ? axis.name() : axis.name() + " (" + axis.unit() + ")";
    }

    /** Lines of a grid, which have no names, as one path; gives the number of the series behind them. */
    private int lines(int first, Role role) {
        String colour = colours.get(first);
        var path = new StringBuilder();
        int i = first;
        while (i < chart.series().size() && chart.series().get(i) instanceof Series.Line line && line.role() == role
                && line.name().isEmpty() && colours.get(i).equals(colour)) {
            path.append(path(line.x(), line.y()));
            i++;
        }
        out.empty("path", "class", "line " + role.name().toLowerCase(Locale.ROOT) + " s-" + colour, "d", path);
        return i;
    }

    private void series(Series series, String colour) {
        String role = series.role().name().toLowerCase(Locale.ROOT);
        switch (series) {
            case Series.Line line ->
                out.empty("path", "class", "line " + role + " s-" + colour, "d", path(line.x(), line.y()));
            case Series.Band band -> out.empty("path", "class", "band f-" + colour, "d", area(band));
            case Series.Shade shade -> shade(shade);
            case Series.Contours contours -> contours(contours);
            case Series.Points points -> points(points, colour);
            case Series.Intervals intervals -> intervals(intervals, colour);
            case Series.Arrows arrows -> {
                var path = new ShortPath();
                for (int i = 0; i < arrows.x().length; i++) {
                    arrow(arrows.x()[i], arrows.y()[i], arrows.dx()[i], arrows.dy()[i], path);
                }
                out.empty("path", "class", "arrow s-" + colour, "d", path);
            }
            case Series.Marks marks -> {
                for (int i = 0; i < marks.x().length; i++) {
                    ChartLegend.mark(out, marks.mark(), x.at(marks.x()[i]), y.at(marks.y()[i]), colour);
                }
            }
        }
    }

    /** Many points as one path of dots: a quarter of the size of as many circles. */
    private String dots(Series.Points points) {
        var path = new ShortPath();
        for (int i = 0; i < points.x().length; i++) {
            path.dot(x.at(points.x()[i]), y.at(points.y()[i]));
        }
        return path.toString();
    }

    private void points(Series.Points points, String colour) {
        // On colours a dot needs an edge.
        boolean edged = chart.series().stream().anyMatch(Series.Shade.class::isInstance);
        int n = points.x().length;
        if (n > MANY_POINTS) {
            out.empty("path", "class", "dots s-" + colour, "d", dots(points));
        } else if (n > SOME_POINTS && !edged) {
            out.empty("path", "class", "discs s-" + colour, "d", dots(points));
        } else {
            String look = "f-" + colour + (edged ? " s-paper" : "");
            boolean grouped = n > SOME_POINTS;
            if (grouped) {
                out.open("g", "class", look);
            }
            for (int i = 0; i < n; i++) {
                double atX = x.at(points.x()[i]);
                double atY = y.at(points.y()[i]);
                if (grouped) {
                    out.empty("circle", "cx", tenth(atX), "cy", tenth(atY), "r", 3.5);
                } else {
                    out.empty("circle", "class", look, "cx", atX, "cy", atY, "r", 3.5);
                }
            }
            if (grouped) {
                out.close("g");
            }
        }
    }

    private static double tenth(double pixels) {
        return Math.rint(10 * pixels) / 10;
    }

    private void shade(Series.Shade shade) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] row : shade.z()) {
            for (double value : row) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (shade.diverging()) {
            high = Math.max(Math.abs(low), Math.abs(high));
            low = -high;
        }
        double[] across = ChartRange.cellEdges(shade.xs());
        double[] up = ChartRange.cellEdges(shade.ys());
        double left = x.at(across[0]);
        double upper = y.at(up[1]);
        out.empty("image", "x", left, "y", upper, "width", x.at(across[1]) - left, "height", y.at(up[0]) - upper,
                "preserveAspectRatio", "none", "opacity", 0.55, "href",
                FieldDrawing.image(shade.z(), low, high > low ? high : low + 1, shade.diverging()));
    }

    /** The longest line of each level carries its label in the middle, unless another label is too near. */
    private void contours(Series.Contours field) {
        for (double level : field.levels()) {
            var path = new StringBuilder();
            for (List<double[]> line : ContourLines.of(field, level)) {
                for (int k = 0; k < line.size(); k++) {
                    path.append(k == 0 ? 'M' : 'L')
                            .append(Markup.px(x.at(line.get(k)[0])))
                            .append(' ')
                            .append(Markup.px(y.at(line.get(k)[1])));
                }
            }
            if (!path.isEmpty()) {
                out.empty("path", "class", "contour", "d", path);
            }
        }
    }

    /** The levels of contours, over everything else and beside it. */
    private void levels(Series.Contours field) {
        var labels = new ContourLabels(x.from(), x.to(), top, bottom);
        for (int k = 0; k < field.levels().length; k++) {
            for (List<double[]> line : ContourLines.of(field, field.levels()[k])) {
                labels.line(k, line.stream().map(point -> new double[] {x.at(point[0]), y.at(point[1])}).toList());
            }
        }
        for (Series series : chart.series()) {
            switch (series) {
                case Series.Line line -> labels.avoid(IntStream.range(0, line.x().length)
                        .mapToObj(i -> new double[] {x.at(line.x()[i]), y.at(line.y()[i])})
                        .toList());
                case Series.Marks marks -> IntStream.range(0, marks.x().length)
                        .forEach(i -> labels.avoid(x.at(marks.x()[i]), y.at(marks.y()[i])));
                case Series.Points points -> IntStream.range(0, points.x().length)
                        .forEach(i -> labels.avoid(x.at(points.x()[i]), y.at(points.y()[i])));
                default -> {
                    // What lies under the lines hides no words.
                }
            }
        }
        for (int k = 0; k < field.levels().length; k++) {
            String words = NumberText.show(field.levels()[k], 3);
            labels.place(k, words)
                    .ifPresent(at -> out.open("text", "class", "level", "x", at[0], "y", at[1] + 4, "text-anchor",
                            "middle")
                            .text(words)
                            .close("text"));
        }
    }

    private void intervals(Series.Intervals intervals, String colour) {
        for (int i = 0; i < intervals.x().length; i++) {
            double at = x.at(intervals.x()[i]);
            double low = y.at(clampToAxis(intervals.low()[i]));
            double high = y.at(clampToAxis(intervals.high()[i]));
            out.empty("path", "class", "bar s-" + colour, "d",
                    "M" + Markup.px(at - 4) + " " + Markup.px(low) + "h8m-4 0V" + Markup.px(high) + "m-4 0h8");
            out.empty("circle", "class", "f-" + colour, "cx", at, "cy", y.at(intervals.y()[i]), "r", 3.5);
        }
    }

    private double clampToAxis(double value) {
        return y.logarithmic() ? Math.max(value, y.low()) : value;
    }

    private void arrow(double x0, double y0, double dx, double dy, ShortPath path) {
        double fromX = x.at(x0);
        double fromY = y.at(y0);
        double toX = x.at(x0 + dx);
        double toY = y.at(y0 + dy);
        double length = Math.hypot(toX - fromX, toY - fromY);
        if (length < 0.5) {
            return;
        }
        double headLength = Math.min(5, 0.45 * length);
        double ux = (toX - fromX) / length;
        double uy = (toY - fromY) / length;
        path.move(fromX, fromY)
                .to(toX, toY)
                .move(toX - headLength * (ux + 0.6 * uy), toY - headLength * (uy - 0.6 * ux))
                .to(toX, toY)
                .to(toX - headLength * (ux - 0.6 * uy), toY - headLength * (uy + 0.6 * ux));
    }

    private ShortPath path(double[] xs, double[] ys) {
        double[] across = new double[xs.length];
        double[] up = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            across[i] = x.at(xs[i]);
            up[i] = y.at(ys[i]);
        }
        return new ShortPath().line(across, up);
    }

    private ShortPath area(Series.Band band) {
        int n = band.x().length;
        double[] xs = new double[2 * n];
        double[] ys = new double[2 * n];
        for (int i = 0; i < n; i++) {
            xs[i] = band.x()[i];
            ys[i] = clampToAxis(band.low()[i]);
            xs[2 * n - 1 - i] = band.x()[i];
            ys[2 * n - 1 - i] = clampToAxis(band.high()[i]);
        }
        return path(xs, ys).close();
    }

    /** The k-th prediction and the k-th measurement share a colour. */
    private static List<String> colours(List<Series> all) {
        Map<Role, Integer> counts = new EnumMap<>(Role.class);
        var result = new ArrayList<String>();
        for (Series series : all) {
            // A band belongs to the series of its role that follows it.
            int count = counts.merge(series.role(), series instanceof Series.Band ? 0 : 1, Integer::sum)
                    - (series instanceof Series.Band ? 0 : 1);
            result.add(switch (series.role()) {
                case REFERENCE -> "soft";
                case REFUTED -> "c1";
                case THEORY, MEASURED -> "c" + count % Style.COLOURS;
            });
        }
        return result;
    }

    private static Scale widen(Scale scale, double unit, double pixels) {
        double extra = (unit * pixels - (scale.high() - scale.low())) / 2;
        return new Scale(scale.low() - extra, scale.high() + extra, false, scale.from(), scale.to());
    }
}
