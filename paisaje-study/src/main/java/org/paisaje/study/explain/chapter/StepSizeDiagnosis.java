package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.optimizer.StepStability;
import org.paisaje.training.optimizer.StepStability.Regime;

/** The step size against the sharpness along the run: which of the three regimes, and the largest rate that is stable. */
final class StepSizeDiagnosis implements Diagnosis {
    /** Within these factors of the threshold a run is said to be at the edge of stability. */
    private static final double EDGE_LOW = 0.8;
    private static final double EDGE_HIGH = 1.3;
    /** Below this share of what the curvature allows a step is said to be small. */
    private static final double SMALL = 0.1;

    @Override
    public String title() {
        return "step size";
    }

    /** A sharpness that was measured. */
    private record Reading(long step, Estimate value) {}

    @Override
    public Chapter examine(Evidence evidence) {
        Optional<StepStability> stability = evidence.stability();
        List<Reading> readings = readings(evidence);
        List<Figure> figures = figures(evidence, readings, stability);
        if (stability.isEmpty()) {
            return new Chapter("step-size", "Step size", "the optimizer chooses its own steps",
                    readings.isEmpty()
                            ? List.of()
                            : List.of(Finding.of("sharpness-end",
                                    "sharpness at the end", readings.getLast().value())),
                    figures);
        }
        if (readings.isEmpty() && evidence.subject().steps() == 0) {
            List<Finding> plain = evidence.curvatures().getFirst().effective() instanceof Sharpness.Measured found
                    ? List.of(Finding.of("sharpness-end", "sharpness of these weights",
                            Estimate.within(found.value(), found.bound()))
                            .judged(Assessment.NOTE, "no bound", stability.get().rule()
                                    + " divides by means of earlier gradients; before any step there is no bound on its rate."))
                    : List.of();
            return new Chapter("step-size", "Step size", "before the first step this rule has no bound", plain,
                    figures);
        }
        if (readings.isEmpty()) {
            return new Chapter("step-size", "Step size", "the sharpness could not be measured",
                    List.of(Finding.unmeasured("sharpness-end", "sharpness",
                            "A product with the Hessian was not finite.")),
                    figures);
        }
        return judged(evidence, stability.get(), readings, figures);
    }

    private static List<Reading> readings(Evidence evidence) {
        List<Reading> result = new ArrayList<>();
        long last = evidence.course().diverged() ? Long.MAX_VALUE : evidence.course().end().step();
        for (Evidence.Curvature curvature : evidence.usable()) {
            if (curvature.at().step() <= last
                    && curvature.effective() instanceof Sharpness.Measured(double value, double bound, boolean _)) {
                result.add(new Reading(curvature.at().step(), Estimate.within(value, bound)));
            }
        }
        return result;
    }

    private static Chapter judged(Evidence evidence, StepStability stability, List<Reading> readings,
            List<Figure> figures) {
        Reading first = readings.getFirst();
        Reading end = readings.stream()
                .filter(reading -> reading.step() <= evidence.course().end().step())
                .reduce((a, b) -> b)
                .orElse(first);
        Reading top = readings.stream()
                .filter(r -> r.step() <= end.step())
                .reduce(first, (a, b) -> b.value().value() > a.value().value() ? b : a);
        String kind = stability.preconditioned() ? "preconditioned sharpness" : "sharpness";
        String origin = stability.formula();
        List<Finding> findings = new ArrayList<>();
        Finding start = regime(
                Finding.of("sharpness-start", kind + (first.step() == 0 ? " at the start" : " at step " + first.step()),
                        first.value()),
                stability,
                first.value(), origin);
        boolean settled = stability.regime(first.value().value()) == Regime.UNSTABLE && !rose(evidence.course())
                && stability.regime(end.value().value()) != Regime.UNSTABLE;
        if (end.step() > first.step()) {
            findings.add(settled
                    ? start.judged(Assessment.NOTE, "unstable, settled", stability.preconditioned()
                            ? "Early the preconditioner holds few gradients and is tiny where these vanished; a picture "
                                    + "in which it stands still says little yet."
                            : "It began above the threshold; the sharpest mode grew "
                                    + "until the run found a flatter place, a catapult (Lewkowycz et al. 2020).")
                    : start);
            findings.add(regime(Finding.of("sharpness-largest", "largest " + kind + ", at step " + top.step(),
                    top.value()), stability, top.value(), origin));
        }
        findings.add(end(evidence, stability, end, first, kind, origin));
        findings.add(largestRate(evidence, stability, first, end));
        boolean early = stability.regime(first.value().value()) == Regime.UNSTABLE && rose(evidence.course());
        boolean passing = stability.regime(top.value().value()) == Regime.UNSTABLE
                && stability.regime(end.value().value()) != Regime.UNSTABLE;
        String summary = "the step is "
                + (early
                        ? "too large"
                        : word(evidence, stability, end.value().value())
                                + (passing ? " at the end, after a time above what this curvature allows" : ""));
        return new Chapter("step-size", "Step size", summary, findings, figures);
    }

    private static Finding regime(Finding finding, StepStability stability, Estimate value, String origin) {
        Regime regime = stability.regime(value.value());
        String words = switch (regime) {
            case SMOOTH -> "smooth";
            case OSCILLATING -> "oscillating";
            case UNSTABLE -> "unstable";
        };
        String sentence = switch (regime) {
            case SMOOTH -> "Every mode decays without changing sign (first regime of document 004, A.1.2.1).";
            case OSCILLATING -> "The sharpest mode changes sign at every step and decays (second regime).";
            case UNSTABLE -> "The sharpest mode grows (third regime).";
        };
        return finding.against(Relation.AT_MOST, stability.stable(), origin).judged(Assessment.NOTE, words, sentence);
    }

    private static boolean rose(Course course) {
        return course.diverged() || course.milestones().getLast().loss() > course.first().loss();
    }

    private static boolean atEdge(StepStability stability, double sharpness) {
        double ratio = sharpness / stability.stable();
        return ratio >= EDGE_LOW && ratio <= EDGE_HIGH;
    }

    private static String word(Evidence evidence, StepStability stability, double sharpness) {
        if (evidence.course().diverged()) {
            return "too large";
        }
        if (atEdge(stability, sharpness)) {
            return "at the edge of stability";
        }
        return switch (stability.regime(sharpness)) {
            case SMOOTH -> sharpness < SMALL * stability.stable()
                    ? "stable, and small beside what this curvature allows"
                    : "stable and smooth";
            case OSCILLATING -> "stable, the sharpest mode oscillating";
            case UNSTABLE -> "above what this curvature allows";
        };
    }

    private static Finding end(Evidence evidence, StepStability stability, Reading end, Reading first, String kind,
            String origin) {
        double value = end.value().value();
        Finding finding = regime(
                Finding.of("sharpness-end",
                        kind + (evidence.subject().steps() == 0
                                ? " of these weights"
                                : (evidence.course().diverged() ? " at step " : " at the end, step ") + end.step()),
                        end.value()),
                stability,
                end.value(), origin);
        Course course = evidence.course();
        double worst = Math.max(value, first.value().value());
        if (rose(course) && stability.regime(worst) == Regime.UNSTABLE) {
            return finding.judged(Assessment.TROUBLE, "unstable", "The step is too large: the " + kind + " is "
                    + Words.number(worst) + " and " + stability.rule() + " at rate " + Words.number(stability.rate())
                    + " allows at most " + Words.number(stability.stable()) + "."
                    + (course.diverged() ? "" : " The loss ended above its start."));
        }
        if (course.diverged()) {
            return finding.judged(Assessment.TROUBLE, "diverged", "The loss passed all bounds although the " + kind
                    + " at the points looked at is within what " + stability.rule()
                    + " allows; steps in between met larger curvature.");
        }
        if (!atEdge(stability, value)) {
            return finding;
        }
        String note = evidence.subject().fullBatch()
                ? "The sharpness hovers at the threshold: training is at the edge of stability, where the loss falls "
                        + "over long times but not at every step (Cohen et al. 2021)."
                : "The sharpness is near the threshold of the full batch; noise makes minibatches stop below it.";
        return finding.judged(Assessment.NOTE, "edge of stability", note);
    }

    private static Finding largestRate(Evidence evidence, StepStability stability, Reading first, Reading end) {
        boolean rose = rose(evidence.course());
        Estimate sharpest = rose && first.value().value() > end.value().value() ? first.value() : end.value();
        double most = stability.largestRate(sharpest.value());
        if (!Double.isFinite(most)) {
            return Finding.unmeasured("largest-rate", "largest stable rate",
                    "No direction has positive curvature, so curvature sets no bound.");
        }
        double low = stability.largestRate(sharpest.high());
        double slowest = stability.largestRate(sharpest.low());
        double high = Double.isFinite(slowest) ? slowest : most;
        Finding finding = Finding
                .of("largest-rate", "largest stable rate", new Estimate(most, low, Math.max(most, high)))
                .against(Relation.AT_LEAST, stability.rate(), "the rate in use");
        double ratio = stability.rate() / most;
        if (rose && ratio > 1) {
            return finding.judged(Assessment.TROUBLE, "rate too large",
                    "The rate in use is " + Words.number(ratio) + " times the largest stable one.");
        }
        if (ratio > 1) {
            return finding.judged(Assessment.NOTE, "at the edge",
                    "The rate in use exceeds what the quadratic model allows and the run goes on: beyond the model the "
                            + "third derivative lowers the sharpness again (Damian, Nichani and Lee 2023).");
        }
        if (ratio < SMALL) {
            return finding.judged(Assessment.NOTE, "room above", "The rate could be "
                    + Words.number(Math.floor(1 / ratio)) + " times larger before the sharpest mode grows."
                    + (evidence.subject().fullBatch() ? "" : " Noise of minibatches allows less."));
        }
        return finding.judged(Assessment.FINE, "well chosen",
                "The rate is within a factor of ten of the largest stable one.");
    }

    private static List<Figure> figures(Evidence evidence, List<Reading> readings, Optional<StepStability> stability) {
        var charts = new Pictures();
        var loss = evidence.course().loss();
        var points = new Points();
        for (int i = 0; i < loss.size(); i++) {
            points.addPositive(loss.steps()[i], loss.values()[i]);
        }
        if (points.size() > 1) {
            charts.add(new Figure.Chart("loss", "Loss", "", Axis.linear("step"), Axis.log("loss"),
                    List.of(new Series.Line("loss over all samples", Role.MEASURED, points.x(), points.y()))),
                    "the loss over all training samples.");
        }
        var values = new Points();
        readings.forEach(reading -> values.addPositive(reading.step(), reading.value().value(),
                reading.value().low(), reading.value().high()));
        if (values.size() > 0 && evidence.subject().steps() > 0) {
            List<Series> series = new ArrayList<>();
            series.add(new Series.Intervals("measured", Role.MEASURED, values.x(), values.y(), values.low(),
                    values.high()));
            stability.ifPresent(known -> {
                double to = Math.max(1, values.x()[values.size() - 1]);
                series.add(new Series.Line("largest stable", Role.THEORY, new double[] {0, to},
                        new double[] {known.stable(), known.stable()}));
                if (known.smooth() > 0) {
                    series.add(new Series.Line("largest without oscillation", Role.REFERENCE, new double[] {0, to},
                            new double[] {known.smooth(), known.smooth()}));
                }
            });
            charts.add(new Figure.Chart("sharpness", "Sharpness", "", Axis.linear("step"), Axis.log(
                    stability.map(StepStability::preconditioned).orElse(false)
                            ? "sharpness, preconditioned"
                            : "sharpness"),
                    series),
                    "the largest eigenvalue of the Hessian at the points looked at, with its error bound"
                            + (stability.isEmpty()
                                    ? "."
                                    : ", and the largest that the optimizer allows at its rate; above that line the loss "
                                            + "grows along the sharpest direction.")
                            + evidence.sampling());
        }
        return charts.of("step-size", "Loss and sharpness along the run", "");
    }
}
