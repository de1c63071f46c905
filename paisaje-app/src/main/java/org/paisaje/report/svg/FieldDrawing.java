package org.paisaje.report.svg;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;

/** Draws a field over a rectangle as colours, with a bar that tells their values. */
final class FieldDrawing {
    private static final double LEFT = 62;
    private static final double TOP = 12;
    private static final double SIZE = 440;
    private static final double BAR = 18;

    private FieldDrawing() {}

    static Drawing draw(Figure.Field field, double width) {
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
        double right = LEFT + SIZE;
        double bottom = TOP + SIZE;
        var x = new Scale(field.xs()[0], field.xs()[field.xs().length - 1], field.x().logarithmic(), LEFT, right);
        var y = new Scale(field.ys()[0], field.ys()[field.ys().length - 1], field.y().logarithmic(), bottom, TOP);
        Markup out = new Markup();
        out.empty("image", "x", LEFT, "y", TOP, "width", SIZE, "height", SIZE, "preserveAspectRatio", "none", "href",
                image(field.z(), low, high, field.diverging()));
        out.empty("rect", "class", "frame", "x", LEFT, "y", TOP, "width", SIZE, "height", SIZE);
        for (Scale.Tick tick : x.ticks(6)) {
            out.open("text", "class", "tick", "x", x.at(tick.value()), "y", bottom + 17, "text-anchor", "middle")
                    .text(tick.label())
                    .close("text");
        }
        for (Scale.Tick tick : y.ticks(6)) {
            out.open("text", "class", "tick", "x", LEFT - 7, "y", y.at(tick.value()) + 4, "text-anchor", "end")
                    .text(tick.label())
                    .close("text");
        }
        label(out, field.x(), LEFT + SIZE / 2, bottom + 38, false);
        label(out, field.y(), 14, TOP + SIZE / 2, true);
        bar(out, field, low, high, right + 24, bottom);
        return Renderer.wrap(out.toString(), width, bottom + 48, field.title());
    }

    private static void bar(Markup out, Figure.Field field, double low, double high, double left, double bottom) {
        double[][] ramp = new double[256][1];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i][0] = low + (high - low) * i / (ramp.length - 1);
        }
        out.empty("image", "x", left, "y", TOP, "width", BAR, "height", SIZE, "preserveAspectRatio", "none", "href",
                image(ramp, low, high, field.diverging()));
        out.empty("rect", "class", "frame", "x", left, "y", TOP, "width", BAR, "height", SIZE);
        var scale = new Scale(low, high, false, bottom, TOP);
        for (Scale.Tick tick : scale.ticks(6)) {
            out.open("text", "class", "tick", "x", left + BAR + 6, "y", scale.at(tick.value()) + 4)
                    .text(tick.label())
                    .close("text");
        }
        out.open("text", "transform", "translate(" + Markup.px(left + BAR + 66) + "," + Markup.px(TOP + SIZE / 2)
                + ") rotate(-90)", "text-anchor", "middle")
                .text(field.value())
                .close("text");
    }

    private static void label(Markup out, Axis axis, double x, double y, boolean upright) {
        if (upright) {
            out.open("text", "transform", "translate(" + Markup.px(x) + "," + Markup.px(y) + ") rotate(-90)",
                    "text-anchor", "middle");
        } else {
            out.open("text", "x", x, "y", y, "text-anchor", "middle");
        }
        out.text(ChartDrawing.label(axis)).close("text");
    }

    /** Row 0 of z is at the bottom. */
    private static String image(double[][] z, double low, double high, boolean diverging) {
        int rows = z.length;
        int columns = z[0].length;
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double share = (z[i][j] - low) / (high - low);
                image.setRGB(j, rows - 1 - i, diverging ? Colours.diverging(share) : Colours.viridis(share));
            }
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
