package org.paisaje.report.svg;

import java.util.List;
import org.paisaje.study.figure.Figure;

/** Draws figures. */
public final class Renderer {
    /** The width of the text of a page, in pixels. */
    static final double WIDTH = 720;

    /** The width of a narrow window. */
    private static final double NARROW = 360;

    private static final double SQUARE = 560;
    private static final double GAP = 16;
    private static final double MIDDLE = 460;

    private Renderer() {}

    /** Draws a figure that is one picture; tables and frames are laid out by the page. */
    public static Drawing draw(Figure figure) {
        return switch (figure) {
            case Figure.Chart chart -> chart.square()
                    ? ChartDrawing.draw(chart, SQUARE, SQUARE - 16, false)
                    : ChartDrawing.draw(chart, WIDTH, 400, false);
            case Figure.Panels panels -> panels(panels, 2, WIDTH);
            case Figure.Field field -> FieldDrawing.draw(field, WIDTH);
            case Figure.Mosaic mosaic -> MosaicDrawing.draw(mosaic, SQUARE);
            case Figure.Surface surface -> SurfaceDrawing.draw(surface, SQUARE);
            case Figure.Frames frames -> draw(frames.figures().getLast());
            case Figure.Cube cube -> draw(cube.last());
            case Figure.Table table -> throw new IllegalArgumentException("table " + table.id() + " is not a picture");
        };
    }

    /** The same for a narrow window: panels below each other, nothing to hover over. */
    public static Drawing narrow(Figure figure) {
        Drawing drawing = switch (figure) {
            case Figure.Chart chart ->
                ChartDrawing.draw(chart, NARROW, chart.square() ? NARROW + 20 : NARROW - 60, false);
            case Figure.Panels panels -> panels(panels, 1, NARROW);
            case Figure.Field field -> FieldDrawing.draw(field, NARROW);
            case Figure.Mosaic mosaic -> MosaicDrawing.draw(mosaic, NARROW);
            case Figure.Surface surface -> SurfaceDrawing.draw(surface, NARROW);
            case Figure.Frames frames -> narrow(frames.figures().getLast());
            case Figure.Cube cube -> narrow(cube.last());
            case Figure.Table table -> throw new IllegalArgumentException("table " + table.id() + " is not a picture");
        };
        return still(drawing);
    }

    /** One of many charts that are seen one at a time: one drawing for all windows, nothing to hover over. */
    public static Drawing one(Figure.Chart chart) {
        return still(ChartDrawing.draw(chart, MIDDLE, chart.square() ? MIDDLE - 16 : 300, false));
    }

    private static Drawing still(Drawing drawing) {
        return new Drawing(drawing.svg().replaceAll(" data-plot=\"[^\"]*\"", ""), drawing.width(), drawing.height());
    }

    private static Drawing panels(Figure.Panels panels, int across, double whole) {
        List<Figure.Chart> charts = panels.charts();
        int columns = Math.min(across, charts.size());
        double width = (whole - GAP * (columns - 1)) / columns;
        boolean square = charts.stream().anyMatch(Figure.Chart::square);
        double height = square ? width + 30 : 300;
        var markup = new StringBuilder();
        double y = 0;
        for (int i = 0; i < charts.size(); i += columns) {
            double tallest = 0;
            for (int j = i; j < Math.min(i + columns, charts.size()); j++) {
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
        return wrap(markup.toString(), whole, y - GAP, panels.title());
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
