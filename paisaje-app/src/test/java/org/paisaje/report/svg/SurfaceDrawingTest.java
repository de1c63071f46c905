package org.paisaje.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;

final class SurfaceDrawingTest {
    private static final Pattern LABEL = Pattern
            .compile("<text class=\"tick\"[^>]* x=\"([^\"]*)\"[^>]*>([^<]*)</text>");

    /** Names as long as those of directions in the space of weights, on the drawing for narrow screens. */
    @Test
    void noLabelLeavesTheDrawing() {
        double[] ends = {-1, 1};
        var surface = new Figure.Surface("surface", "A surface", "It can be turned.",
                Axis.linear("random direction 1, filter-normalised"),
                Axis.linear("random direction 2, filter-normalised"),
                Axis.linear("training loss"), ends, ends, new double[][] {{0.686, 1}, {1, 1.14}}, List.of());
        Drawing drawing = Renderer.narrow(surface);
        List<MatchResult> labels = LABEL.matcher(drawing.svg()).results().toList();
        assertThat(labels).hasSize(7);
        for (MatchResult label : labels) {
            double half = 3.3 * label.group(2).length();
            assertThat(Double.parseDouble(label.group(1))).as(label.group(2)).isBetween(half, drawing.width() - half);
        }
    }
}
