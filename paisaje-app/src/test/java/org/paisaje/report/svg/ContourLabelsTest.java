package org.paisaje.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Levels are written where they cover nothing. */
final class ContourLabelsTest {
    private static final double HALF_HEIGHT = 8;

    private static List<double[]> upright(double x) {
        return List.of(new double[] {x, 0}, new double[] {x, 300});
    }

    /** Lines 40 pixels apart all have their level near their middles, those 10 pixels apart none; a mark and a run are left free. */
    @Test
    void wordsCoverNoOtherLine() {
        var labels = new ContourLabels(0, 400, 0, 300);
        for (int k = 0; k < 5; k++) {
            labels.line(k, upright(40 + 40 * k));
        }
        for (int k = 5; k < 9; k++) {
            labels.line(k, upright(250 + 10 * k));
        }
        labels.avoid(80, 150);
        labels.avoid(List.of(new double[] {100, 150}, new double[] {140, 150}));
        List<double[]> placed = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            double[] at = labels.place(k, "0.5").orElseThrow();
            assertThat(at[0]).isEqualTo(40 + 40 * k);
            assertThat(placed).noneMatch(other -> Math.abs(other[0] - at[0]) < 46
                    && Math.abs(other[1] - at[1]) < 2 * HALF_HEIGHT);
            placed.add(at);
        }
        assertThat(placed.getFirst()[1]).isBetween(140.0, 160.0);
        assertThat(Math.abs(placed.get(1)[1] - 150)).isGreaterThan(HALF_HEIGHT);
        assertThat(Math.abs(placed.get(2)[1] - 150)).isGreaterThan(HALF_HEIGHT);
        for (int k = 6; k < 8; k++) {
            assertThat(labels.place(k, "0.5")).isEmpty();
        }
        assertThat(labels.place(99, "0.5")).isEmpty();
    }

    /** The words stay within the frame. */
    @Test
    void wordsStayInside() {
        var labels = new ContourLabels(0, 400, 0, 300);
        labels.line(0, upright(5));
        labels.line(1, List.of(new double[] {0, 3}, new double[] {390, 3}, new double[] {390, 290}));
        assertThat(labels.place(0, "0.5")).isEmpty();
        assertThat(labels.place(1, "0.5")).isEmpty();
    }
}
