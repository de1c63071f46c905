package org.paisaje.report.svg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paisaje.report.NumberText;
import org.paisaje.study.figure.Figure;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws a surface from one side, the farthest cells first, in parallel projection. The page turns it: it has the heights with
 * the drawing and makes the same lines from another side ({@code page.js} has the same projection).
 */
final class SurfaceDrawing {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double TURNED = -0.9;
    private static final double RAISED = 0.52;
    /** The height in units of half a side. */
    private static final double TALL = 1.1;
    /** Where the middle of the base lies, as a share of the height of the drawing. */
    private static final double BASE = 0.68;
    /** Where the numbers of the ends of an edge stand: short of the corner, which two edges share, and outside. */
    private static final double NEAR_END = 0.8;
    private static final double OUTSIDE = 1.16;
    /** The width of a letter of a label in pixels, at most but for a few. */
    private static final double LETTER = 6.6;

    private final Figure.Surface surface;
    private final double width;
    private final double height;
    private final double unit;
    private final double low;
    private final double high;
    private final Markup out = new Markup();

    private SurfaceDrawing(Figure.Surface surface, double width) {
        this.surface = surface;
        this.width = width;
        this.height = 0.72 * width;
        this.unit = 0.27 * width;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] row : surface.z()) {
            for (double value : row) {
                least = Math.min(least, level(value));
                most = Math.max(most, level(value));
            }
        }
        this.low = least;
        this.high = most > least ? most : least + 1;
    }

    static Drawing draw(Figure.Surface surface, double width) {
        return new SurfaceDrawing(surface, width).drawn();
    }

    private double level(double value) {
        return surface.value().logarithmic() ? Math.log10(value) : value;
    }

    /** The height of a point, 0 to 1. */
    private double up(int i, int j) {
        return (level(surface.z()[i][j]) - low) / (high - low);
    }

    private Drawing drawn() {
        double[][] z = new double[surface.ys().length][surface.xs().length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[i].length; j++) {
                z[i][j] = up(i, j);
            }
        }
        out.open("g", "class", "surface", "data-surface", json(z), "tabindex", "0");
        base();
        cells(z);
        tracks(z);
        out.close("g");
        return Renderer.wrap(out.toString(), width, height + 0.8 * below(), surface.title());
    }

    /** Pixels of a point of the box [-1, 1] x [-1, 1] x [0, 1], and how far away it is. */
    private double[] at(double u, double v, double w) {
        double x = Math.cos(TURNED) * u - Math.sin(TURNED) * v;
        double depth = Math.sin(TURNED) * u + Math.cos(TURNED) * v;
        double y = Math.sin(RAISED) * depth + Math.cos(RAISED) * TALL * w;
        return new double[] {width / 2 + unit * x, BASE * height - unit * y, depth};
    }

    private void base() {
        frame(new double[] {-1, -1, 0}, new double[] {1, -1, 0}, new double[] {1, 1, 0}, new double[] {-1, 1, 0});
        text(surface.x().name(), 0, -beside(surface.x().name()), 0, below() > 0 ? below() - 16 : 0);
        text(surface.y().name(), beside(surface.y().name()), 0, 0, below());
        ends(surface.xs(), true);
        ends(surface.ys(), false);
        frame(new double[] {-1, -1, 0}, new double[] {-1, -1, 1});
        text(surface.value().name() + " " + NumberText.show(shown(low), 3) + " to " + NumberText.show(shown(high), 3),
                -1, -1, 1.06, 0);
    }

    /** How far out a name stands, so that it does not reach the edge it belongs to. */
    private double beside(String name) {
        return below() > 0 ? 1.35 : 1.2 + LETTER * name.length() / 2 / unit;
    }

    /** How far names that have no room side by side are moved below the surface, in two lines. */
    private double below() {
        return LETTER * (surface.x().name().length() + surface.y().name().length()) > 0.9 * width ? 64 : 0;
    }

    private double shown(double level) {
        return surface.value().logarithmic() ? Math.pow(10, level) : level;
    }

    private void ends(double[] places, boolean along) {
        for (int end : new int[] {0, places.length - 1}) {
            double u = end == 0 ? -1 : 1;
            text(NumberText.show(places[end], 3), along ? NEAR_END * u : OUTSIDE, along ? -OUTSIDE : NEAR_END * u, 0,
                    0);
        }
    }

    private void frame(double[]... points) {
        out.empty("path", "class", "frame", "data-at", JSON.writeValueAsString(points), "d",
                path(points.length > 2, pixels(points)));
    }

    private double[][] pixels(double[][] points) {
        return Arrays.stream(points).map(p -> at(p[0], p[1], p[2])).toArray(double[][]::new);
    }

    /** Words around a point, moved where they would leave the drawing, and down by so many pixels. */
    private void text(String words, double u, double v, double w, double down) {
        double[] pixel = at(u, v, w);
        double half = Math.min(width / 2, LETTER * words.length() / 2 + 2);
        out.open("text", "class", "tick", "data-at", JSON.writeValueAsString(new double[][] {{u, v, w}}), "x",
                Math.clamp(pixel[0], half, width - half), "y", pixel[1], "dy", down, "data-half", half, "text-anchor",
                "middle")
                .words(words)
                .close("text");
    }

    private void cells(double[][] z) {
        List<int[]> cells = new ArrayList<>();
        for (int i = 0; i + 1 < z.length; i++) {
            for (int j = 0; j + 1 < z[i].length; j++) {
                cells.add(new int[] {i, j});
            }
        }
        cells.sort(Comparator.comparingDouble((int[] c) -> -at(along(c[1] + 0.5), across(c[0] + 0.5), 0)[2]));
        out.open("g", "class", "cells", "stroke-width", "0.6", "stroke-linejoin", "round");
        for (int[] c : cells) {
            double mean = (z[c[0]][c[1]] + z[c[0]][c[1] + 1] + z[c[0] + 1][c[1] + 1] + z[c[0] + 1][c[1]]) / 4;
            String colour = String.format(Locale.ROOT, "#%06x", Colours.viridis(mean));
            out.empty("path", "data-cell", c[0] + " " + c[1], "fill", colour, "stroke", colour, "d",
                    path(true, corner(z, c[0], c[1]),
                            corner(z, c[0], c[1] + 1), corner(z, c[0] + 1, c[1] + 1), corner(z, c[0] + 1, c[1])));
        }
        out.close("g");
    }

    private double along(double j) {
        return 2 * j / (surface.xs().length - 1) - 1;
    }

    private double across(double i) {
        return 2 * i / (surface.ys().length - 1) - 1;
    }

    private double[] corner(double[][] z, int i, int j) {
        return at(along(j), across(i), z[i][j]);
    }

    private void tracks(double[][] z) {
        for (Figure.Surface.Track track : surface.tracks()) {
            double[][] lifted = lifted(track, z);
            if (lifted.length == 0) {
                continue;
            }
            if (track.joined()) {
                out.empty("path", "class", "line s-c1", "data-at", JSON.writeValueAsString(lifted), "d",
                        path(false, pixels(lifted)));
            } else {
                for (double[] point : lifted) {
                    double[] pixel = at(point[0], point[1], point[2]);
                    out.empty("circle", "class", "mark f-c1 s-paper", "data-at",
                            JSON.writeValueAsString(new double[][] {point}), "cx", pixel[0], "cy", pixel[1], "r", 5.0);
                }
            }
        }
    }

    /** The points of a track in the box, on the surface; those outside are left out. */
    private double[][] lifted(Figure.Surface.Track track, double[][] z) {
        List<double[]> result = new ArrayList<>();
        for (int k = 0; k < track.x().length; k++) {
            double j = place(surface.xs(), track.x()[k]);
            double i = place(surface.ys(), track.y()[k]);
            if (j >= 0 && i >= 0 && j <= surface.xs().length - 1 && i <= surface.ys().length - 1) {
                result.add(rounded(new double[] {along(j), across(i), between(z, i, j)}, 1e4));
            }
        }
        return result.toArray(double[][]::new);
    }

    private static double place(double[] places, double value) {
        int last = places.length - 1;
        return last * (value - places[0]) / (places[last] - places[0]);
    }

    private static double between(double[][] z, double i, double j) {
        int row = (int) Math.min(i, z.length - 2.0);
        int column = (int) Math.min(j, z[0].length - 2.0);
        double s = i - row;
        double t = j - column;
        return (1 - s) * ((1 - t) * z[row][column] + t * z[row][column + 1])
                + s * ((1 - t) * z[row + 1][column] + t * z[row + 1][column + 1]);
    }

    private static String path(boolean closed, double[]... points) {
        var path = new StringBuilder();
        for (int k = 0; k < points.length; k++) {
            path.append(k == 0 ? 'M' : 'L')
                    .append(tenth(points[k][0]))
                    .append(' ')
                    .append(tenth(points[k][1]));
        }
        return closed ? path.append('Z').toString() : path.toString();
    }

    private static String tenth(double pixel) {
        return String.format(Locale.ROOT, "%.1f", pixel);
    }

    private String json(double[][] z) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("turned", TURNED);
        data.put("raised", RAISED);
        data.put("tall", TALL);
        data.put("width", width);
        data.put("height", height);
        data.put("unit", unit);
        data.put("base", BASE);
        data.put("z", Arrays.stream(z).map(row -> rounded(row, 1e4)).toArray(double[][]::new));
        return JSON.writeValueAsString(data);
    }

    private static double[] rounded(double[] values, double unit) {
        return Arrays.stream(values).map(v -> Math.rint(v * unit) / unit).toArray();
    }
}
