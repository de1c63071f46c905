package org.paisaje.report.svg;

import java.util.List;
import org.paisaje.study.figure.Figure;

/** Draws figures. */
public final class Renderer {
    /** The width of the text of a page, in pixels. */
    static final double WIDTH = 720;

    private static final double SQUARE = 560;
    private static final double GAP = 16;

    private Renderer() {}

    /** Draws a figure that is one picture; tables and frames are laid out by the page. */
    public static Drawing draw(Figure figure) {
        return switch (figure) {
            case Figure.Chart chart -> chart.square()
                    ? ChartDrawing.draw(chart, SQUARE, SQUARE - 16, false)
                    : ChartDrawing.draw(chart, WIDTH, 400, false);
            case Figure.Panels panels -> panels(panels);
            case Figure.Field field -> FieldDrawing.draw(field, WIDTH);
            case Figure.Frames frames -> draw(frames.charts().getLast());
            case Figure.Table table -> throw new IllegalArgumentException("table " + table.id() + " is not a picture");
        };
    }

    private static Drawing panels(Figure.Panels panels) {
        List<Figure.Chart> charts = panels.charts();
        double width = charts.size() == 1 ? WIDTH : (WIDTH - GAP) / 2;
        boolean square = charts.stream().anyMatch(Figure.Chart::square);
        double height = square ? width + 30 : 300;
        var markup = new StringBuilder();
        double y = 0;
        for (int i = 0; i < charts.size(); i += 2) {
            double tallest = 0;
            for (int j = i; j < Math.min(i + 2, charts.size()); j++) {
                Drawing drawing = ChartDrawing.draw(charts.get(j), width, height, true);
                markup.append("<g transform=\"translate(")
                        .append(Markup.px((j - i) * (width + GAP)))
                        .append(',')
                        .append(Markup.px(y))
                        .append(")\">")
                        .append(inside(drawing.svg()))
                        .append("</g>");
                tallest = Math.max(tallest, drawing.height());
            }
            y += tallest + GAP;
        }
        return wrap(markup.toString(), WIDTH, y - GAP, panels.title());
    }

    /** Puts content into an element of the given size, with a name for those who do not see it. */
    static Drawing wrap(String content, double width, double height, String title) {
        String svg = new Markup()
                .open(
                        "svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox",
                        "0 0 " + Markup.px(width) + " " + Markup.px(height), "width", width, "height", height, "role",
                        "img", "aria-label", title)
                .raw(content)
                .close("svg")
                .toString();
        return new Drawing(svg, width, height);
    }

    private static String inside(String svg) {
        return svg.substring(svg.indexOf('>') + 1, svg.lastIndexOf("</svg>"));
    }
}
