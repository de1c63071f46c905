package org.paisaje.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.study.provenance.Provenance;

/** A page with one of everything, to look at and to test with. */
final class SamplePage {
    private static final int POINTS = 60;

    private SamplePage() {}

    static Result page() {
        var findings = List.of(
                Finding.of("one.1", "slope", Estimate.within(-0.507, 0.011))
                        .against(Comparison.Relation.EQUAL, -0.5, "95 % interval, 40 seeds")
                        .judged(Assessment.FINE, "agrees", "To be told from -1, 0."),
                Finding.of("one.2", "limit of lambda_max / n", Estimate.within(2.1, 1.2))
                        .against(Comparison.Relation.AT_MOST, 2, "95 % interval, 4 seeds")
                        .judged(Assessment.UNMEASURED, "undecided", ""),
                Finding.of("one.3", "share", Estimate.exact(0.25))
                        .against(Comparison.Relation.AT_LEAST, 0.3, "rounding")
                        .judged(Assessment.TROUBLE, "contradicts", "It is smaller."),
                Finding.of("one.4", "samples", 240).judged(Assessment.NOTE, "", "They are not judged."));
        var blocks = List.<Block>of(
                new Block.Text("The error of a kernel falls with the width like a power & stays < 1."),
                new Block.Formula("\\|\\Theta_m-\\Theta_\\infty\\|_F=\\mathcal O(m^{-1/2})"),
                new Block.Quote("The kernel stays constant, $\\partial_t\\Theta=0$, for n < $\\infty$: $$E=0$$",
                        "after eq. (3)"),
                new Block.Points("What is wrong in the printed text",
                        List.of("The rate is missing.", "The norm, too.")),
                new Block.Findings(findings),
                new Block.Numbers(table()),
                new Block.Picture(portrait()),
                new Block.Picture(panels()),
                new Block.Picture(field()),
                new Block.Picture(mosaic()),
                new Block.Picture(frames()),
                new Block.Details("Setting", Map.of("n", "20")));
        return Result.of("sample", "Everything that a page can hold")
                .headline("One claim was checked and is refuted. That is as expected.")
                .about("A sample of n = 20.")
                .answering("What happened", "theta_0 moved by |theta - theta_0| <= 1.")
                .led(power())
                .setting(Map.of("n", 20))
                .measured("share", Double.POSITIVE_INFINITY)
                .advising(List.of("Take a rate of 2 / lambda_max."))
                .section(Section.of("001.one", "000, Theorem 1: A statement", "as expected; the slope is 0.5", blocks)
                        .marked(new Mark(Mark.Sign.NO, "refuted", Assessment.FINE, "0.31 s")))
                .section(Section.of("001.two", "Another statement", "", List.of(new Block.Text("Nothing.")))
                        .marked(new Mark(Mark.Sign.YES, "supported", Assessment.TROUBLE, "kept")))
                .build()
                .madeBy(Provenance.now(SamplePage.class, 2, 1), 1.5);
    }

    static Figure.Table table() {
        return new Figure.Table("table", "A table", "Cells that disagree are marked.",
                List.of("method", "N", "ratio", "share"),
                List.of(List.of(Cell.text("one"), Cell.count(10), Cell.number(0.912), Cell.share(0.5)),
                        List.of(Cell.text("two"), Cell.count(20), Cell.measured(Estimate.within(0.4, 0.02)),
                                Cell.number(Double.POSITIVE_INFINITY).contradicting())));
    }

    static Figure.Chart power() {
        double[] m = IntStream.range(4, 13).mapToDouble(i -> 1 << i).toArray();
        double[] y = map(m, v -> 2 / Math.sqrt(v) * (1 + 0.1 * Math.sin(v)));
        return new Figure.Chart(
                "power", "The kernel concentrates as the width grows",
                "Relative distance to the limit against the width, with intervals over seeds, and the fitted power law.",
                Axis.log("width m"), Axis.log("relative distance"),
                List.of(
                        new Series.Band("95 % band", Role.MEASURED, m, map(y, v -> v / 1.3), map(y, v -> v * 1.3)),
                        new Series.Line("slope -0.5", Role.THEORY, m, map(m, v -> 2 / Math.sqrt(v))),
                        new Series.Line("slope -1", Role.REFUTED, m, map(m, v -> 2 / v)),
                        new Series.Intervals("measured", Role.MEASURED, m, y, map(y, v -> v / 1.2),
                                map(y, v -> v * 1.2))));
    }

    static Figure.Chart portrait() {
        int n = 15;
        double[] x = new double[n * n];
        double[] y = new double[n * n];
        double[] dx = new double[n * n];
        double[] dy = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            x[i] = (i % n) * 0.2 - 1.4;
            y[i] = (i / n) * 0.2 - 1.4;
            double length = Math.hypot(x[i], y[i]) + 1e-9;
            dx[i] = -0.15 * y[i] / length;
            dy[i] = 0.15 * x[i] / length;
        }
        return new Figure.Chart(
                "portrait", "A phase portrait", "Directions of a rotation, its centre and a start.",
                Axis.linear("w1"), Axis.linear("w2"), true,
                List.of(
                        new Series.Arrows("direction", Role.REFERENCE, x, y, dx, dy),
                        new Series.Marks("centre", Role.MEASURED, one(0), one(0), Series.Mark.DISC),
                        new Series.Marks("saddle", Role.MEASURED, one(1), one(0), Series.Mark.DIAMOND),
                        new Series.Marks("unstable", Role.MEASURED, one(-1), one(0.5), Series.Mark.CIRCLE),
                        new Series.Marks("undefined", Role.REFUTED, one(0), one(1), Series.Mark.CROSS),
                        new Series.Marks("start", Role.REFERENCE, one(-0.5), one(-1), Series.Mark.TRIANGLE)));
    }

    static Figure.Panels panels() {
        return new Figure.Panels(
                "panels", "Four panels", "The same curve at four frequencies.",
                IntStream.rangeClosed(1, 4).mapToObj(SamplePage::wave).toList());
    }

    static Figure.Field field() {
        double[] axis = IntStream.range(0, POINTS).mapToDouble(i -> i * 0.1 - 3).toArray();
        double[][] z = new double[POINTS][POINTS];
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                z[i][j] = Math.sin(axis[j]) * axis[i];
            }
        }
        return new Figure.Field(
                "field", "A signed field", "Zero is white.", Axis.linear("a"), Axis.linear("b"), "curvature", true,
                axis,
                axis, z);
    }

    /** A bowl of 5 x 4 cells with a point in its middle. */
    static Figure.Surface surface() {
        double[] xs = {-2, -1, 0, 1, 2, 3};
        double[] ys = {-2, -1, 0, 1, 2};
        double[][] z = new double[ys.length][xs.length];
        for (int i = 0; i < ys.length; i++) {
            for (int j = 0; j < xs.length; j++) {
                z[i][j] = 1 + xs[j] * xs[j] + ys[i] * ys[i];
            }
        }
        return new Figure.Surface("surface", "A bowl", "It can be turned.", Axis.linear("a"), Axis.linear("b"),
                Axis.log("loss"), xs, ys, z, List.of(
                        new Figure.Surface.Track("path", new double[] {2, 1, 0}, new double[] {1, 1, 0}, true),
                        new Figure.Surface.Track("end", one(0), one(0), false),
                        new Figure.Surface.Track("outside", one(9), one(0), false)));
    }

    static Figure.Mosaic mosaic() {
        List<Figure.Mosaic.Tile> tiles = IntStream.range(0, 4)
                .mapToObj(i -> new Figure.Mosaic.Tile(new double[] {i % 2, i % 2 + 1, i % 2 + 1, i % 2},
                        new double[] {i / 2, i / 2, i / 2 + 1, i / 2 + 1}, i % 2, i / 2))
                .toList();
        return new Figure.Mosaic("mosaic", "Tiles", "Two colours, two shades, and what lies between.",
                Axis.linear("a"), Axis.linear("b"), new double[] {0, 0}, new double[] {2, 2},
                List.of("left & low", "right"), tiles, "boundary", List.of(new double[] {1, 0, 1, 2}),
                List.of(new Series.Points("samples", Role.MEASURED, new double[] {0.5}, new double[] {0.5})));
    }

    /** Two by three charts whose field is x, so that it is negative on the left, under many points on the line y = 0. */
    static Figure.Cube cube() {
        double[] ends = {-1, 1};
        double[] x = new double[1001];
        Arrays.setAll(x, i -> -1 + 0.002 * i);
        List<List<Figure.Chart>> rows = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<Figure.Chart> row = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                // The first row is one picture three times.
                row.add(new Figure.Chart("c" + i + j, i == 0 ? "One" : "Two " + j, "", Axis.linear("x"),
                        Axis.linear("y"), true,
                        List.of(new Series.Shade("", ends, ends, new double[][] {{-1, 1}, {-1, 1}}, true),
                                new Series.Points("line", Role.MEASURED, x, new double[1001]))));
            }
            rows.add(row);
        }
        return new Figure.Cube("cube", "By layer and epoch", "A cube.", Axis.linear("layer"), new double[] {0, 1},
                Axis.linear("epoch"), new double[] {0, 10, 100}, rows);
    }

    static Figure.Frames frames() {
        return new Figure.Frames(
                "frames", "Along time", "A wave, a field and a table.", Axis.linear("t"), new double[] {1, 2, 3},
                List.of(wave(1), field(), table()));
    }

    private static Figure.Chart wave(int frequency) {
        double[] x = IntStream.range(0, POINTS).mapToDouble(i -> i * 0.1).toArray();
        return new Figure.Chart(
                "wave" + frequency, "Frequency " + frequency, "", Axis.linear("time", "s"), Axis.linear("height", "m"),
                List.of(
                        new Series.Line("sine", Role.MEASURED, x, map(x, v -> Math.sin(frequency * v))),
                        new Series.Line("half", Role.MEASURED, x, map(x, v -> Math.sin(frequency * v) / 2))));
    }

    private static double[] map(double[] values, DoubleUnaryOperator function) {
        return java.util.Arrays.stream(values).map(function).toArray();
    }

    private static double[] one(double value) {
        return new double[] {value};
    }
}
