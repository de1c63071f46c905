package org.paisaje.claims.catalogue.document004.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.flow.InputPlane;
import org.paisaje.theory.dynamics.flow.LayerCube;

/** Level sets, the deformation of a grid and the way of samples, as in figures 10.2 to 10.4 and D.1 to D.6. */
final class RingPictures {
    private static final int FIELD = 101;
    private static final int LINES = 11;
    private static final int ALONG = 61;
    private static final int SHOWN = 400;
    private static final int TRAVELLERS = 80;
    private static final int MOST_LAYERS = 6;

    private RingPictures() {}

    /** The probability that a network gives to the ring, over [-1, 1]^2, with samples. */
    static Figure.Chart levels(String id, String title, Architecture network, double[] theta) {
        Matrix plane = Matrix.zeros(FIELD * FIELD, 2);
        for (int i = 0; i < FIELD; i++) {
            for (int j = 0; j < FIELD; j++) {
                plane.set(i * FIELD + j, 0, coordinate(j, FIELD));
                plane.set(i * FIELD + j, 1, coordinate(i, FIELD));
            }
        }
        double[] outputs = network.forward(theta, RingTrial.padded(plane, network.inputs())).column(0);
        double[] at = IntStream.range(0, FIELD).mapToDouble(i -> coordinate(i, FIELD)).toArray();
        double[][] z = new double[FIELD][FIELD];
        for (int i = 0; i < FIELD; i++) {
            for (int j = 0; j < FIELD; j++) {
                z[i][j] = 1 / (1 + Math.exp(-outputs[i * FIELD + j])) - 0.5;
            }
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Shade("probability of the ring less 1/2", at, at, z, true));
        series.addAll(classes(samples()));
        return new Figure.Chart(id, title, "", Axis.linear("x1"), Axis.linear("x2"), true, series);
    }

    /** The grid of [-1, 1]^2 and samples behind the input and some of the layers, where more than two units are there in their principal plane. */
    static Figure.Panels grid(String id, String title, Architecture network, double[] theta) {
        Matrix grid = lines();
        LayerCube layers = LayerCube.of(network, List.of(theta), RingTrial.padded(grid, network.inputs()));
        LayerCube moved = LayerCube.of(network, List.of(theta), RingTrial.padded(samples(), network.inputs()));
        int last = layers.nodes() - 2;
        int count = Math.min(MOST_LAYERS, last + 1);
        List<Figure.Chart> charts = new ArrayList<>();
        Matrix before = Matrix.zeros(0, 2);
        for (int k = 0; k < count; k++) {
            int node = (int) ((long) k * last / (count - 1));
            Matrix values = moved.values(0, node);
            InputPlane plane = k == 0 || before.rows() == 0 ? InputPlane.of(values) : InputPlane.of(values, before);
            before = plane.apply(values);
            Matrix at = plane.apply(layers.values(0, node));
            List<Series> series = new ArrayList<>();
            for (int line = 0; line < 2 * LINES; line++) {
                int start = line * ALONG;
                Matrix one = at.rows(IntStream.range(start, start + ALONG).toArray());
                series.add(new Series.Line("", Role.REFERENCE, one.column(0), one.column(1)));
            }
            series.addAll(classes(before));
            charts.add(new Figure.Chart("layer-" + node, node == 0 ? "input" : "behind layer " + node, "",
                    Axis.linear(values.columns() > 2 ? "principal axis 1" : "unit 1"),
                    Axis.linear(values.columns() > 2 ? "principal axis 2" : "unit 2"), true, series));
        }
        return new Figure.Panels(id, title,
                "A grid of [-1, 1]^2 and samples of the disc and the ring behind some of the layers of one network.",
                charts);
    }

    /** The way of samples through blocks of one width. */
    static Figure.Chart ways(String id, String title, Architecture network, double[] theta) {
        Matrix x = samples().rows(IntStream.range(0, TRAVELLERS).toArray());
        LayerCube cube = LayerCube.of(network, List.of(theta), RingTrial.padded(x, network.inputs()));
        int last = cube.nodes() - 2;
        List<Series> series = new ArrayList<>();
        InputPlane plane = InputPlane.of(cube.values(0, last));
        for (int c = 1; c >= 0; c--) {
            double[][] arrows = new double[4][TRAVELLERS / 2 * last];
            for (int l = 0; l < last; l++) {
                Matrix from = plane.apply(cube.values(0, l));
                Matrix to = plane.apply(cube.values(0, l + 1));
                for (int i = 0; i < TRAVELLERS / 2; i++) {
                    int k = i * last + l;
                    for (int j = 0; j < 2; j++) {
                        arrows[j][k] = from.get(2 * i + c, j);
                        arrows[2 + j][k] = to.get(2 * i + c, j) - from.get(2 * i + c, j);
                    }
                }
            }
            series.add(new Series.Arrows(c == 0 ? "disc" : "ring", Role.MEASURED, arrows[0], arrows[1], arrows[2],
                    arrows[3]));
        }
        return new Figure.Chart(id, title,
                "The way of " + TRAVELLERS + " samples from the input to the last block, an arrow for each block"
                        + (network.inputs() > 2 ? ", seen in the principal plane of where they end." : "."),
                Axis.linear("axis 1"), Axis.linear("axis 2"), true, series);
    }

    /** The samples that all pictures show, whatever the seed: pictures are held side by side, and no verdict rests on them. */
    private static Matrix samples() {
        return RingTrial.RINGS.draw(SHOWN, Seed.of(1)).x();
    }

    /** The ring first, so that the colours are those of the other pictures. */
    private static List<Series> classes(Matrix points) {
        int half = points.rows() / 2;
        Matrix ring = points.rows(IntStream.range(0, half).map(i -> 2 * i + 1).toArray());
        Matrix disc = points.rows(IntStream.range(0, half).map(i -> 2 * i).toArray());
        return List.of(new Series.Points("ring", Role.MEASURED, ring.column(0), ring.column(1)),
                new Series.Points("disc", Role.MEASURED, disc.column(0), disc.column(1)));
    }

    private static Matrix lines() {
        Matrix grid = Matrix.zeros(2 * LINES * ALONG, 2);
        for (int line = 0; line < LINES; line++) {
            for (int k = 0; k < ALONG; k++) {
                int across = line * ALONG + k;
                int up = (LINES + line) * ALONG + k;
                grid.set(across, 0, coordinate(k, ALONG));
                grid.set(across, 1, coordinate(line, LINES));
                grid.set(up, 0, coordinate(line, LINES));
                grid.set(up, 1, coordinate(k, ALONG));
            }
        }
        return grid;
    }

    private static double coordinate(int i, int count) {
        return -1 + 2.0 * i / (count - 1);
    }

    /** A share in per cent. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
