package org.paisaje.report.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Lines of equal value of fields whose lines are known. */
final class ContourLinesTest {
    private static Series.Contours field(double[] xs, double[] ys, boolean logarithmic, double[]... z) {
        return new Series.Contours("", xs, ys, z, new double[] {1}, logarithmic);
    }

    /** x^2 + y^2 = 1: one closed line, whose points lie within the square of a step of the circle. */
    @Test
    void aCircleIsOneClosedLine() {
        double[] places = IntStream.range(0, 41).mapToDouble(i -> -2 + 0.1 * i).toArray();
        double[][] z = new double[41][41];
        for (int i = 0; i < 41; i++) {
            for (int j = 0; j < 41; j++) {
                z[i][j] = places[i] * places[i] + places[j] * places[j];
            }
        }
        List<List<double[]>> lines = ContourLines.of(field(places, places, false, z), 1);
        // Twice, where a corner of the grid lies on the circle and a line touches itself there.
        double length = 0;
        for (List<double[]> line : lines) {
            assertThat(line.getFirst()).containsExactly(line.getLast());
            for (int k = 0; k < line.size(); k++) {
                assertThat(Math.hypot(line.get(k)[0], line.get(k)[1])).isBetween(0.99, 1.01);
                length += k == 0
                        ? 0
                        : Math.hypot(line.get(k)[0] - line.get(k - 1)[0], line.get(k)[1] - line.get(k - 1)[1]);
            }
        }
        assertThat(lines).hasSize(1);
        assertThat(length).isBetween(2 * Math.PI * 0.99, 2 * Math.PI * 1.01);
        assertThat(ContourLines.of(field(places, places, false, z), 100)).isEmpty();
    }

    /** In the middle of a saddle cell the mean decides; either way there are two lines with two points each. */
    @Test
    void aSaddleCellHasTwoLines() {
        double[] ends = {0, 1};
        List<List<double[]>> above = ContourLines.of(field(ends, ends, false, new double[] {3, 0}, new double[] {0, 3}),
                1);
        List<List<double[]>> below = ContourLines.of(field(ends, ends, false, new double[] {2, -3},
                new double[] {-3, 2}), 1);
        assertThat(above).hasSize(2).allMatch(line -> line.size() == 2);
        assertThat(below).hasSize(2).allMatch(line -> line.size() == 2);
        // With the middle above, the corners below are cut off: no line joins both sides of the corner at (0, 0).
        assertThat(above).noneMatch(line -> sides(line).equals(List.of(true, true)));
        assertThat(below).anyMatch(line -> sides(line).equals(List.of(true, true)));
    }

    /** Whether a line touches the side x = 0, and the side y = 0. */
    private static List<Boolean> sides(List<double[]> line) {
        return List.of(line.stream().anyMatch(p -> p[0] == 0), line.stream().anyMatch(p -> p[1] == 0));
    }

    /** z = 10^x crosses 1 in the middle between 0.1 and 10 by ratios, and at 0.0909 by differences. */
    @Test
    void ratiosAreInterpolatedByLogarithms() {
        double[] xs = {-1, 1};
        double[] ys = {0, 1, 2};
        double[][] z = {{0.1, 10}, {0.1, 10}, {0.1, 10}};
        for (boolean logarithmic : new boolean[] {true, false}) {
            List<List<double[]>> lines = ContourLines.of(field(xs, ys, logarithmic, z), 1);
            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst()).hasSize(3);
            for (double[] point : lines.getFirst()) {
                assertClose(Math.abs(point[0] - (logarithmic ? 0 : -1 + 2 * 0.9 / 9.9)), 0, rounding(4));
            }
        }
    }

    /** A point at 0 makes no counts of an axis whose field lies between whole numbers, whatever its role. */
    @Test
    void aFieldBetweenWholeNumbersIsNotCounted() {
        double[] places = {-0.5, 0, 0.5};
        double[][] z = {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}};
        List<Series> series = List.of(new Series.Contours("", places, places, z, new double[] {1.5}, false),
                new Series.Points("minimum", Role.MEASURED, new double[] {0}, new double[] {0}));
        assertThat(ChartRange.counts(series, true)).isFalse();
        assertThat(ChartRange.counts(series.subList(1, 2), true)).isTrue();
    }

    @Test
    void levelsAreWrittenOnTheirLines() {
        double[] places = IntStream.range(0, 21).mapToDouble(i -> -1 + 0.1 * i).toArray();
        double[][] z = new double[21][21];
        for (int i = 0; i < 21; i++) {
            for (int j = 0; j < 21; j++) {
                z[i][j] = places[j];
            }
        }
        String svg = Renderer.draw(new Figure.Chart("c", "", "", Axis.linear("x"), Axis.linear("y"),
                List.of(new Series.Contours("", places, places, z, new double[] {-0.55, 0.15, 7}, false)))).svg();
        assertThat(svg.split("class=\"contour\"", -1)).hasSize(3);
        assertThat(svg).contains(">-0.55<", ">0.15<").doesNotContain(">7<");
    }
}
