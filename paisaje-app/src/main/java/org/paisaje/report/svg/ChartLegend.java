package org.paisaje.report.svg;

import java.util.List;
import java.util.Locale;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;

/** Draws the legend of a chart, and the marks that it shares with the plot. */
final class ChartLegend {
    private static final double LINE = 22;

    private final Figure.Chart chart;
    private final List<String> colours;
    private final double left;
    private final double width;
    private final Markup out;

    /** Of a chart whose series have these colours, from {@code left} to {@code width}. */
    ChartLegend(Figure.Chart chart, List<String> colours, double left, double width, Markup out) {
        this.chart = chart;
        this.colours = colours;
        this.left = left;
        this.width = width;
        this.out = out;
    }

    /** Entries flow in rows below the plot; returns the height that is needed. */
    double draw(double start) {
        if (chart.series().size() == 1) {
            return start - 4;
        }
        double at = left;
        double row = start + 12;
        for (int i = 0; i < chart.series().size(); i++) {
            Series series = chart.series().get(i);
            if (series.name().isEmpty() || series instanceof Series.Shade || series instanceof Series.Contours) {
                continue;
            }
            double length = 34 + 7.1 * series.name().length();
            if (at > left && at + length > width) {
                at = left;
                row += LINE;
            }
            sample(series, colours.get(i), at, row - 4);
            out.open("text", "x", at + 26, "y", row).words(series.name()).close("text");
            at += length + 10;
        }
        return row + 8;
    }

    private void sample(Series series, String colour, double at, double middle) {
        String role = series.role().name().toLowerCase(Locale.ROOT);
        String stroke = "M" + Markup.px(at) + " " + Markup.px(middle) + "h20";
        switch (series) {
            case Series.Line line -> out.empty("path", "class", "line " + role + " s-" + colour, "d", stroke);
            case Series.Band band ->
                out.empty("rect", "class", "band f-" + colour, "x", at, "y", middle - 5, "width", 20.0, "height",
                        10.0);
            case Series.Shade shade -> {}
            case Series.Contours contours -> {}
            case Series.Points points ->
                out.empty("circle", "class", "f-" + colour, "cx", at + 10, "cy", middle, "r", 3.5);
            case Series.Intervals intervals -> {
                out.empty("path", "class", "bar s-" + colour, "d",
                        "M" + Markup.px(at + 10) + " " + Markup.px(middle - 7) + "v14");
                out.empty("circle", "class", "f-" + colour, "cx", at + 10, "cy", middle, "r", 3.5);
            }
            case Series.Arrows arrows ->
                out.empty("path", "class", "arrow s-" + colour, "d", stroke + "l-4 -3m4 3l-4 3");
            case Series.Marks marks -> mark(out, marks.mark(), at + 10, middle, colour);
        }
    }

    /** One mark around a place. */
    static void mark(Markup out, Series.Mark mark, double cx, double cy, String colour) {
        switch (mark) {
            case DISC -> out.empty("circle", "class", "mark f-" + colour + " s-paper", "cx", cx, "cy", cy, "r", 6.5);
            case CIRCLE -> out.empty("circle", "class", "mark f-paper s-" + colour, "cx", cx, "cy", cy, "r", 5.5);
            case DIAMOND ->
                out.empty("path", "class", "mark f-paper s-" + colour, "d",
                        "M" + Markup.px(cx) + " " + Markup.px(cy - 7) + "l7 7l-7 7l-7 -7z");
            case CROSS ->
                out.empty("path", "class", "mark s-" + colour, "d",
                        "M" + Markup.px(cx - 6) + " " + Markup.px(cy - 6) + "l12 12m0 -12l-12 12");
            case TRIANGLE ->
                out.empty("path", "class", "mark f-" + colour + " s-paper", "d",
                        "M" + Markup.px(cx) + " " + Markup.px(cy - 7) + "l7 12h-14z");
        }
    }
}
