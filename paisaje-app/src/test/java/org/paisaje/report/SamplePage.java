package org.paisaje.report;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.claims.Expectation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Provenance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** A page with one of everything, to look at and to test with. */
final class SamplePage {
    private static final int POINTS = 60;

    private SamplePage() {}

    static Page page() {
        var blocks = List.<Page.Block>of(
                new Page.VerdictLine(Expectation.REFUTED, "as expected; the slope is 0.5", true),
                new Page.Prose("The error of a kernel falls with the width like a power & stays < 1."),
                new Page.Formula("\\|\\Theta_m-\\Theta_\\infty\\|_F=\\mathcal O(m^{-1/2})"),
                new Page.Quote("The kernel stays constant, $\\partial_t\\Theta=0$, for n < $\\infty$.",
                        "after eq. (3)"),
                new Page.Points("What is wrong in the printed text", List.of("The rate is missing.", "The norm, too.")),
                new Page.Comparisons(List.of(
                        Comparison.told("slope", -0.5, Estimate.within(-0.507, 0.011), "95 % interval, 40 seeds", -1,
                                0),
                        Comparison.told("limit", 2, Estimate.within(2.1, 1.2), "95 % interval, 4 seeds", 1, 3),
                        Comparison.equal("share", 0.25, 0.2500001, 1e-9, "rounding"))),
                new Page.Picture(power()),
                new Page.Picture(portrait()),
                new Page.Picture(panels()),
                new Page.Picture(field()),
                new Page.Picture(frames()),
                new Page.Picture(new Figure.Table(
                        "table", "A table", "Cells that disagree are marked.", List.of("d", "N", "ratio"),
                        List.of(List.of("2", "10", "0.912"), List.of("2", "20", "!0.4")))),
                new Page.Details("Setting", Map.of("n", "20")));
        return new Page(
                "Everything that a page can hold",
                "One claim was checked and is refuted. That is as expected.",
                List.of(
                        new Page.Entry("one", "001.one", "A statement", Expectation.REFUTED, true, 0.31),
                        new Page.Entry("one", "001.two", "Another statement", Expectation.SUPPORTED, false, 4.2)),
                List.of(new Page.Section("one", "000, Theorem 1: A statement", blocks)),
                "./paisaje check 001.one --seed 1",
                Provenance.now(2, 1));
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

    static Figure.Frames frames() {
        return new Figure.Frames(
                "frames", "Along time", "The wave at each time.", Axis.linear("t"), new double[] {1, 2, 3},
                IntStream.rangeClosed(1, 3).mapToObj(SamplePage::wave).toList());
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
