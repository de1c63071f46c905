package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.LinearisedRun;
import org.paisaje.study.explain.evidence.LowestLoss;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.Laziness;

/**
 * Whether training stayed in the linear regime around its start or learned features: the tangent kernel along the run,
 * and the linearised network trained beside the real one.
 */
final class LazinessDiagnosis implements Diagnosis {
    private static final double LAZY = 0.1;
    private static final double RICH = 0.5;
    private static final long ENTRIES = 8_000_000;
    private static final int MOST_SAMPLES = 64;
    private static final String LIMIT = "lazy limit of infinite width, Jacot et al. 2018";

    @Override
    public String title() {
        return "lazy or rich";
    }

    /** How far the network was from its start at a step. */
    private record Reading(long step, Laziness value) {}

    @Override
    public boolean thorough() {
        return true;
    }

    @Override
    public Optional<String> leftOut(Evidence evidence) {
        return evidence.subject().steps() > 0 ? Optional.empty() : Optional.of("no steps were made");
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        if (evidence.course().end().step() == 0) {
            return new Chapter("lazy-or-rich", "Lazy or rich", "the run diverged before it got anywhere", List.of(
                    Finding.unmeasured("displacement", "|theta - theta_0| / |theta_0|",
                            "The loss was lowest at the start, so there is no end to compare it with.")),
                    List.of());
        }
        Matrix x = evidence.someInputs(MOST_SAMPLES, subject.parameters(), ENTRIES);
        List<Reading> readings = readings(evidence, x);
        Laziness end = readings.getLast().value();
        LinearisedRun beside = evidence.linearised();
        boolean linear = LowestLoss.linear(subject);
        String origin = linear
                ? "exact: the network is linear in theta"
                : evidence.trained() ? "the network linearised at the loaded weights" : LIMIT;
        List<Finding> findings = new ArrayList<>();
        findings.add(finding("displacement", "|theta - theta_0| / |theta_0|", end.displacement(),
                evidence.trained() ? "no movement" : "lazy limit", false));
        findings.add(finding("kernel-change", "|K - K_0| / |K_0| on " + Words.count(x.rows(), "sample"),
                end.kernelChange(), origin, linear));
        if (!linear) {
            left(readings).ifPresent(findings::add);
        }
        findings.add(finding("linear-error", "linearised model: error / movement", end.linearError(), origin, linear));
        findings.add(beside(beside, origin, linear));
        double furthest = Math.max(Math.max(end.kernelChange(), end.linearError()), beside.largest());
        String word = linear ? "linear" : verdict(furthest);
        return new Chapter("lazy-or-rich", "Lazy or rich", switch (word) {
            case "linear" -> "the network is linear in its parameters, so training is lazy by construction";
            case "lazy" -> "training is lazy: the network stays near its linearisation at the start";
            case "rich" -> "training is rich: " + (verdict(end.kernelChange()).equals("rich")
                    ? "the kernel changes, features are learned"
                    : "the network leaves its linearisation");
            default -> "training is between lazy and rich";
        }, findings, linear ? List.of() : figures(evidence, readings, beside, x.rows()));
    }

    private static List<Reading> readings(Evidence evidence, Matrix x) {
        Subject subject = evidence.subject();
        Laziness.Origin origin = Laziness.from(subject.network(), subject.start(), x);
        List<Reading> result = new ArrayList<>();
        for (Milestone milestone : evidence.course().milestones()) {
            if (milestone.step() <= evidence.course().end().step()) {
                result.add(new Reading(milestone.step(), origin.at(milestone.theta())));
            }
        }
        return result;
    }

    private static String verdict(double change) {
        return change < LAZY ? "lazy" : change > RICH ? "rich" : "between";
    }

    private static Finding finding(String id, String quantity, double value, String origin, boolean exact) {
        if (!Double.isFinite(value)) {
            return Finding.unmeasured(id, quantity,
                    "The reference is 0 at the start, as with weights that are all zero, so there is no ratio.");
        }
        Finding finding = Finding.of(id, quantity, value).against(Relation.EQUAL, 0, origin);
        if (exact) {
            return finding.judged(Assessment.FINE, "linear", "Zero but for rounding, as it must be.");
        }
        String word = verdict(value);
        return finding.judged(Assessment.NOTE, word, "Below " + LAZY + " is called lazy, above " + RICH + " rich.");
    }

    /** When the kernel left the neighbourhood of its start; absent if it did not. */
    private static Optional<Finding> left(List<Reading> readings) {
        for (int i = 1; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            double change = reading.value().kernelChange();
            if (change > LAZY && Double.isFinite(change)) {
                long before = readings.get(i - 1).step();
                return Optional.of(Finding
                        .of("lazy-until", "step at which |K - K_0| exceeds " + LAZY + " |K_0|",
                                new Estimate(reading.step(), before, reading.step()))
                        .against(Relation.AT_LEAST, readings.getLast().step(), "the whole run, in the lazy limit")
                        .judged(Assessment.NOTE, "leaves lazy",
                                "Until here the kernel of the start describes training; the kernel was looked at "
                                        + "at steps " + before + " and " + reading.step() + "."));
            }
        }
        return Optional.empty();
    }

    private static Finding beside(LinearisedRun run, String origin, boolean linear) {
        String id = "linear-training";
        String quantity = "linearised net trained beside: gap / movement";
        if (run.points().isEmpty()) {
            return Finding.unmeasured(id, quantity, "The outputs were not finite.");
        }
        Finding finding = Finding.of(id, quantity, run.largest()).against(Relation.EQUAL, 0, origin);
        if (linear) {
            return finding.judged(Assessment.FINE, "linear", "Zero but for rounding, as it must be.");
        }
        String where = " The largest |f - f_lin| over " + (run.cut() ? "the first " : "")
                + Words.count(run.steps(), "step") + ", divided by the largest |f - f_0|, on "
                + Words.count(run.x().rows(), "training sample") + "; same rule, same batches.";
        if (run.diverged()) {
            return finding.judged(Assessment.NOTE, "diverged",
                    "The linearised network diverges at step " + run.steps() + ", the real one moves to where it is "
                            + "less curved." + where);
        }
        return finding.judged(Assessment.NOTE, verdict(run.largest()),
                "Below " + LAZY + " the linearised network explains the run, above " + RICH + " it does not." + where);
    }

    private static List<Figure> figures(Evidence evidence, List<Reading> readings, LinearisedRun beside, int samples) {
        var kernel = new Points();
        var moved = new Points();
        for (Reading reading : readings) {
            if (reading.step() > 0) {
                kernel.addPositive(reading.step(), reading.value().kernelChange());
                moved.addPositive(reading.step(), reading.value().displacement());
            }
        }
        var gap = new Points();
        double signal = beside.signal();
        beside.points()
                .stream()
                .filter(point -> point.step() > 0)
                .forEach(
                        point -> gap.addPositive(point.step(), signal == 0 ? 0 : point.gap() / signal));
        List<Series> series = new ArrayList<>();
        line(series, "kernel: |K - K_0| / |K_0|", kernel);
        line(series, "linearised net beside: |f - f_lin| / max |f - f_0|", gap);
        line(series, "parameters: |theta - theta_0| / |theta_0|", moved);
        if (series.isEmpty()) {
            return List.of();
        }
        double last = Math.max(2, evidence.course().end().step());
        series.add(
                new Series.Line("lazy below " + LAZY + ", rich above " + RICH, Role.REFERENCE, new double[] {1, last},
                        new double[] {LAZY, LAZY}));
        series.add(new Series.Line("", Role.REFERENCE, new double[] {1, last}, new double[] {RICH, RICH}));
        return List.of(new Figure.Chart("kernel-drift", "Away from the start",
                "The tangent kernel on " + Words.count(samples, "sample") + ", the gap between the network and its "
                        + "linearisation at the start trained beside it, and the parameters, along the run. "
                        + (evidence.trained() ? "" : "In the limit of infinite width all are 0; ")
                        + (evidence.trained() ? "The grey lines are at " : "the grey lines are at ") + LAZY
                        + ", below which a run is called lazy, "
                        + "and at " + RICH + ", above which it is called rich.",
                Axis.log("step"), Axis.log("relative change"), series));
    }

    private static void line(List<Series> series, String name, Points points) {
        if (points.size() > 1) {
            series.add(new Series.Line(name, Role.MEASURED, points.x(), points.y()));
        }
    }
}
