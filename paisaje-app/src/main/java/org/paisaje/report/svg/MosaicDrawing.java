package org.paisaje.report.svg;

import java.util.Locale;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;

/** Draws polygons that fill a rectangle: a colour for each kind, a shade for each neighbour, the boundary on top. */
final class MosaicDrawing {
    private static final double LEFT = 62;
    private static final double RIGHT = 12;
    private static final double TOP = 12;
    private static final double BELOW = 46;
    private static final double LEGEND_LINE = 22;
    /** Opacities of the shades. */
    private static final double[] SHADES = {0.34, 0.52, 0.7, 0.43, 0.61, 0.8};
    private static final int MOST_POINTS = 1_500;

    private final Figure.Mosaic mosaic;
    private final Scale x;
    private final Scale y;
    private final double width;
    private final double bottom;
    private final Markup out = new Markup();

    private MosaicDrawing(Figure.Mosaic mosaic, double width) {
        this.mosaic = mosaic;
        this.width = width;
        double across = width - LEFT - RIGHT;
        double ratio = (mosaic.high()[1] - mosaic.low()[1]) / (mosaic.high()[0] - mosaic.low()[0]);
        this.bottom = TOP + across * Math.clamp(ratio, 0.4, 1.2);
        this.x = new Scale(mosaic.low()[0], mosaic.high()[0], false, LEFT, width - RIGHT);
        this.y = new Scale(mosaic.low()[1], mosaic.high()[1], false, bottom, TOP);
    }

    static Drawing draw(Figure.Mosaic mosaic, double width) {
        return new MosaicDrawing(mosaic, width).drawn();
    }

    private Drawing drawn() {
        double across = x.to() - x.from();
        double up = bottom - TOP;
        out.open("svg", "x", x.from(), "y", TOP, "width", across, "height", up, "viewBox",
                String.join(" ", Markup.px(x.from()), Markup.px(TOP), Markup.px(across), Markup.px(up)));
        tiles();
        boundary();
        points();
        out.close("svg");
        axes();
        double height = legend(bottom + BELOW + 6);
        return Renderer.wrap(out.toString(), width, height, mosaic.title());
    }

    /** One path for all tiles of a colour and shade. */
    private void tiles() {
        for (int kind = 0; kind < mosaic.kinds().size(); kind++) {
            for (int shade = 0; shade < Figure.Mosaic.SHADES; shade++) {
                var path = new StringBuilder();
                for (Figure.Mosaic.Tile tile : mosaic.tiles()) {
                    if (tile.kind() == kind && tile.shade() == shade) {
                        path.append(path(tile));
                    }
                }
                if (!path.isEmpty()) {
                    out.empty("path", "class", "tile f-" + colour(kind), "fill-opacity", SHADES[shade], "d", path);
                }
            }
        }
    }

    /** Corners that fall on one tenth of a pixel are one; what is left of two or fewer cannot be seen. */
    private String path(Figure.Mosaic.Tile tile) {
        var path = new StringBuilder();
        String before = "";
        String first = "";
        int corners = 0;
        for (int i = 0; i < tile.x().length; i++) {
            String at = tenth(x.at(tile.x()[i])) + " " + tenth(y.at(tile.y()[i]));
            if (!at.equals(before) && !at.equals(first)) {
                path.append(corners == 0 ? "M" : "L").append(at);
                first = corners == 0 ? at : first;
                corners++;
            }
            before = at;
        }
        return corners < 3 ? "" : path.append('Z').toString();
    }

    private static String tenth(double pixel) {
        double rounded = Math.rint(pixel * 10) / 10;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }

    private void boundary() {
        var path = new StringBuilder();
        for (double[] s : mosaic.segments()) {
            path.append('M')
                    .append(tenth(x.at(s[0])))
                    .append(' ')
                    .append(tenth(y.at(s[1])))
                    .append('L')
                    .append(tenth(x.at(s[2])))
                    .append(' ')
                    .append(tenth(y.at(s[3])));
        }
        if (!path.isEmpty()) {
            out.empty("path", "class", "boundary", "d", path);
        }
    }

    private void points() {
        for (int kind = 0; kind < mosaic.points().size(); kind++) {
            Series.Points points = mosaic.points().get(kind);
            int stride = points.x().length / MOST_POINTS + 1;
            for (int i = 0; i < points.x().length; i += stride) {
                out.empty("circle", "class", "sample f-" + colour(kind), "cx", x.at(points.x()[i]), "cy",
                        y.at(points.y()[i]), "r", 2.6);
            }
        }
    }

    private static String colour(int kind) {
        return "c" + kind % Style.COLOURS;
    }

    private void axes() {
        out.empty("rect", "class", "frame", "x", x.from(), "y", TOP, "width", x.to() - x.from(), "height",
                bottom - TOP);
        for (Scale.Tick tick : x.ticks(width > 400 ? 6 : 4)) {
            out.open("text", "class", "tick", "x", x.at(tick.value()), "y", bottom + 17, "text-anchor", "middle")
                    .text(tick.label())
                    .close("text");
        }
        for (Scale.Tick tick : y.ticks(6)) {
            out.open("text", "class", "tick", "x", x.from() - 7, "y", y.at(tick.value()) + 4, "text-anchor", "end")
                    .text(tick.label())
                    .close("text");
        }
        out.open("text", "x", (x.from() + x.to()) / 2, "y", bottom + 38, "text-anchor", "middle")
                .words(ChartDrawing.label(mosaic.x()))
                .close("text");
        out.open("text", "transform", "translate(14," + Markup.px((TOP + bottom) / 2) + ") rotate(-90)", "text-anchor",
                "middle").words(ChartDrawing.label(mosaic.y())).close("text");
    }

    /** Entries side by side as far as they fit; returns the height. */
    private double legend(double top) {
        double at = LEFT;
        double line = top + 12;
        for (int kind = 0; kind < mosaic.kinds().size(); kind++) {
            String words = mosaic.kinds().get(kind);
            double wide = 30 + 7.2 * words.length();
            if (at > LEFT && at + wide > width) {
                at = LEFT;
                line += LEGEND_LINE;
            }
            out.empty("rect", "class", "f-" + colour(kind), "fill-opacity", 0.7, "x", at, "y", line - 10, "width",
                    14.0, "height", 12.0);
            out.open("text", "x", at + 20, "y", line).words(words).close("text");
            at += wide;
        }
        if (!mosaic.segments().isEmpty()) {
            if (at > LEFT && at + 30 + 7.2 * mosaic.boundary().length() > width) {
                at = LEFT;
                line += LEGEND_LINE;
            }
            out.empty("line", "class", "boundary", "x1", at, "x2", at + 14, "y1", line - 4, "y2", line - 4);
            out.open("text", "x", at + 20, "y", line).words(mosaic.boundary()).close("text");
        }
        return line + 8;
    }
}
