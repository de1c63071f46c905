package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.path.Barrier;

/** The loss along the curves. */
public final class ConnectFigures {
    private ConnectFigures() {}

    /** Training loss along every curve, with the chord of the first. */
    public static Figure losses(List<LossLine> lines) {
        List<Series> series = new ArrayList<>();
        for (LossLine line : lines) {
            series.add(new Series.Line(line.words(), Role.MEASURED, line.train().places(), line.train().losses()));
        }
        Barrier first = lines.getFirst().train();
        series.add(new Series.Line("chord", Role.REFERENCE, new double[] {0, 1},
                new double[] {first.start(), first.end()}));
        return new Figure.Chart("losses", "The loss between the networks",
                "Training loss along curves from the first network (s = 0) to the second (s = 1). A barrier is what a curve "
                        + "rises above the chord. Alignment changes no function: only the way between the two.",
                Axis.linear("s"), Axis.linear("training loss"), series);
    }
}
