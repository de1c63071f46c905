package org.paisaje.report.svg;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Base64;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;

/** Draws a field over a rectangle as colours, with a bar that tells their values. */
final class FieldDrawing {
    private static final int SHADES = 256;
    private static final double LEFT = 62;
    private static final double TOP = 12;
    private static final double SIZE = 440;
    private static final double BESIDE = 160;
    private static final double BAR = 18;

    private final Figure.Field field;
    private final double size;

    private FieldDrawing(Figure.Field field, double size) {
        this.field = field;
        this.size = size;
    }

    static Drawing draw(Figure.Field field, double width) {
        return new FieldDrawing(field, Math.min(SIZE, width - BESIDE)).drawn(width);
    }

    private Drawing drawn(double width) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] row : field.z()) {
            for (double value : row) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (field.diverging()) {
            high = Math.max(Math.abs(low), Math.abs(high));
            low = -high;
        }
        if (!(high > low)) {
            high = low + 1;
        }
        double right = LEFT + size;
        double bottom = TOP + size;
        var x = new Scale(field.xs()[0], field.xs()[field.xs().length - 1], field.x().logarithmic(), LEFT, right)
                .counting(Scale.whole(field.xs()));
        var y = new Scale(field.ys()[0], field.ys()[field.ys().length - 1], field.y().logarithmic(), bottom, TOP)
                .counting(Scale.whole(field.ys()));
        Markup out = new Markup();
        out.empty("image", "x", LEFT, "y", TOP, "width", size, "height", size, "preserveAspectRatio", "none", "href",
                image(field.z(), low, high, field.diverging()));
        out.empty("rect", "class", "frame", "x", LEFT, "y", TOP, "width", size, "height", size);
        for (Scale.Tick tick : x.ticks(size > 300 ? 6 : 3)) {
            out.open("text", "class", "tick", "x", x.at(tick.value()), "y", bottom + 17, "text-anchor", "middle")
                    .text(tick.label())
                    .close("text");
        }
        for (Scale.Tick tick : y.ticks(6)) {
            out.open("text", "class", "tick", "x", LEFT - 7, "y", y.at(tick.value()) + 4, "text-anchor", "end")
                    .text(tick.label())
                    .close("text");
        }
        label(out, field.x(), LEFT + size / 2, bottom + 38, false);
        label(out, field.y(), 14, TOP + size / 2, true);
        bar(out, low, high, right + 24, bottom);
        return Renderer.wrap(out.toString(), width, bottom + 48, field.title());
    }

    private void bar(Markup out, double low, double high, double left, double bottom) {
        double[][] ramp = new double[256][1];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i][0] = low + (high - low) * i / (ramp.length - 1);
        }
        out.empty("image", "x", left, "y", TOP, "width", BAR, "height", size, "preserveAspectRatio", "none", "href",
                image(ramp, low, high, field.diverging()));
        out.empty("rect", "class", "frame", "x", left, "y", TOP, "width", BAR, "height", size);
        var scale = new Scale(low, high, false, bottom, TOP);
        for (Scale.Tick tick : scale.ticks(6)) {
            out.open("text", "class", "tick", "x", left + BAR + 6, "y", scale.at(tick.value()) + 4)
                    .text(tick.label())
                    .close("text");
        }
        out.open("text", "transform", "translate(" + Markup.px(left + BAR + 66) + "," + Markup.px(TOP + size / 2)
                + ") rotate(-90)", "text-anchor", "middle")
                .words(field.value())
                .close("text");
    }

    private static void label(Markup out, Axis axis, double x, double y, boolean upright) {
        if (upright) {
            out.open("text", "transform", "translate(" + Markup.px(x) + "," + Markup.px(y) + ") rotate(-90)",
                    "text-anchor", "middle");
        } else {
            out.open("text", "x", x, "y", y, "text-anchor", "middle");
        }
        out.words(ChartDrawing.label(axis)).close("text");
    }

    /** Row 0 of z is at the bottom. */
    static String image(double[][] z, double low, double high, boolean diverging) {
        int rows = z.length;
        int columns = z[0].length;
        // One byte for a point: the map of colours has 256.
        int[] colours = new int[SHADES];
        for (int k = 0; k < SHADES; k++) {
            double share = k / (SHADES - 1.0);
            colours[k] = diverging ? Colours.diverging(share) : Colours.viridis(share);
        }
        var model = new IndexColorModel(8, SHADES, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double share = Math.clamp((z[i][j] - low) / (high - low), 0, 1);
                image.getRaster().setSample(j, rows - 1 - i, 0, (int) Math.round((SHADES - 1) * share));
            }
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.bytes(image));
    }
}
