package org.paisaje.study.explain.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.paisaje.study.Assessment;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.chapter.Diagnosis;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.Sharpness;

/** The sharpness along the checkpoints, where what the rule allows is not known, and why it is not. */
final class CheckpointSteps implements Diagnosis {
    private final String unit;
    private final boolean told;

    /**
     * A diagnosis.
     *
     * @param unit what the places of checkpoints count
     * @param told whether the rule was told, so that only its state is missing
     */
    CheckpointSteps(String unit, boolean told) {
        this.unit = unit;
        this.told = told;
    }

    @Override
    public String title() {
        return "step size";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        double largest = 0;
        for (Evidence.Curvature curvature : evidence.curvatures()) {
            if (curvature.effective() instanceof Sharpness.Measured(double value, double bound, boolean _)) {
                points.add(new double[] {curvature.at().step(), value, Math.max(value - bound, 1e-3 * value),
                    value + bound});
                largest = Math.max(largest, value);
            }
        }
        if (!points.isEmpty()) {
            double[] end = points.getLast();
            findings.add(Finding.of("sharpness-end", "sharpness at " + unit + " " + (long) end[0],
                    new Estimate(end[1], Math.min(end[1], end[2]), end[3]))
                    .judged(Assessment.NOTE, "", largest > 0
                            ? "Plain gradient descent would be stable up to a rate of 2 over the largest sharpness seen, "
                                    + number(2 / largest) + "."
                            : "No direction has positive curvature."));
        }
        findings.add(told
                ? Finding.unmeasured("largest-rate", "largest stable rate", "This rule divides by running means of "
                        + "squared gradients. They are part of its state, which the checkpoints do not hold, so what it "
                        + "allows at these weights cannot be known.")
                : Finding.unmeasured("largest-rate", "largest stable rate",
                        "The rule of the steps was not told; with --optimizer, as sgd:0.1 or adam:1e-3, more can be "
                                + "said."));
        points.removeIf(point -> point[1] <= 0);
        List<Figure> figures = new ArrayList<>();
        if (!points.isEmpty()) {
            figures.add(new Figure.Chart("step-size", "Sharpness along the run",
                    "The largest eigenvalue of the Hessian of the loss at the checkpoints, with its error bound."
                            + evidence.sampling(),
                    Axis.linear(unit), Axis.log("sharpness"), List.of(new Series.Intervals("measured", Role.MEASURED,
                            column(points, 0), column(points, 1), column(points, 2), column(points, 3)))));
        }
        return new Chapter("step-size", "Step size", told
                ? "the state of the optimizer is not in the checkpoints"
                : "the optimizer was not told", findings, figures);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static double[] column(List<double[]> points, int c) {
        return points.stream().mapToDouble(point -> point[c]).toArray();
    }
}
