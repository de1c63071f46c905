package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.check.InitialLoss;
import org.paisaje.study.explain.check.OutputCheck;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.training.optimizer.StepStability;

/** Output and loss: what the loss should be at the start, what it cannot fall below, and who holds the gradient. */
final class OutputDiagnosis implements Diagnosis {
    private static final double NEAR = 0.02;

    @Override
    public String title() {
        return "output and loss";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        Matrix y = subject.targets(subject.train());
        OutputCheck check = OutputCheck.of(subject.network(), subject.start(), evidence.course().end().theta(),
                subject.train().x(), y, subject.loss());
        List<Finding> findings = new ArrayList<>();
        findings.add(initial(subject, y));
        double loss = evidence.course().end().loss();
        if (!check.head().none()) {
            findings.add(floor(check, loss));
        }
        check.constant()
                .ifPresent(constant -> {
                    if (!subject.classes() && y.columns() == 1 && Math.abs(loss - constant) < NEAR * constant) {
                        findings.add(broadcast(loss, constant));
                    }
                });
        penalty(evidence).ifPresent(findings::add);
        return new Chapter("output", "Output and loss", check.head().none()
                ? "outputs without an activation, " + subject.loss().name()
                : "outputs behind a " + check.head().name() + ", " + check.range() + "; " + subject.loss().name(),
                findings, List.of());
    }

    private static Finding initial(Subject subject, Matrix y) {
        String quantity = "loss at the start";
        Object named = subject.problem().map(p -> p.setting().get("init")).orElse(null);
        Initializer how = named == null
                ? Initializer.standardFor(subject.network())
                : Initializer.parse(named.toString());
        Optional<InitialLoss> found = InitialLoss.of(subject.network(), how, subject.start(), subject.train().x(), y,
                subject.loss(), subject.seed().named("last layer"));
        if (found.isEmpty()) {
            return Finding.unmeasured("initial-loss", quantity,
                    "The outputs are not those of one dense layer, so nothing is known of their spread.");
        }
        InitialLoss one = found.get();
        double centre = one.expected().orElse(0.5 * (one.low() + one.high()));
        Finding finding = Finding.of("initial-loss", quantity, one.measured())
                .against(Relation.EQUAL,
                        new Estimate(centre, Math.min(one.low(), centre), Math.max(one.high(), centre)),
                        one.expected().isPresent()
                                ? "expectation over random last weights, with the range of 95 % of 120 draws"
                                : "the middle and the range of 95 % of 120 draws of the last weights");
        if (one.measured() > one.high()) {
            return finding.judged(Assessment.NOTE, "high",
                    "The start is worse than last weights drawn in this way make it: they, or what enters them, are "
                            + "larger or biased.");
        }
        return one.measured() < one.low()
                ? finding.judged(Assessment.NOTE, "low", "The start is better than random: these weights were trained.")
                : finding.judged(Assessment.FINE, "as drawn", "As random last weights make it.");
    }

    private static Finding floor(OutputCheck check, double loss) {
        if (check.floor().isEmpty()) {
            return Finding.unmeasured("loss-floor", "lowest loss behind the " + check.head().name(),
                    "It is not known in closed form for these targets.");
        }
        double floor = check.floor().getAsDouble();
        Finding finding = Finding.of("loss-floor", "loss at the end", loss)
                .against(Relation.AT_LEAST, floor, "the lowest loss that outputs " + check.range() + " can have");
        return check.floorLeft() > NEAR
                ? finding.judged(Assessment.TROUBLE, "floor",
                        "The " + check.head().name() + " keeps the loss above " + Words.number(floor)
                                + " whatever the weights are; without it the bound is " + Words.number(check.lowest())
                                + ".")
                : finding.judged(Assessment.FINE, "no floor", "The targets are within reach of the outputs.");
    }

    private static Finding broadcast(double loss, double constant) {
        return Finding.of("broadcast", "loss at the end", loss)
                .against(Relation.EQUAL, constant,
                        "the floor of targets of shape (n, 1) against outputs of shape (n): every output is held against "
                                + "every target")
                .judged(Assessment.NOTE, "that of the mean",
                        "The network answers the mean of the targets. Here shapes are checked; in a program of your own this "
                                + "is also what broadcasting n x 1 against n gives, and there no training helps.");
    }

    /** How large the pull of the weight decay is beside the gradient of the loss. */
    private static Optional<Finding> penalty(Evidence evidence) {
        Optional<StepStability> known = evidence.stability();
        double decay = known.map(s -> s.coupled() + s.decoupled()).orElse(0.0);
        if (decay == 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (double w : evidence.course().end().theta()) {
            sum += w * w;
        }
        double pull = decay * Math.sqrt(sum);
        double gradient = evidence.course().end().gradientNorm();
        double share = pull / Math.max(pull + gradient, 1e-300);
        return Optional.of(Finding.of("penalty-share", "share of the weight decay in the gradient at the end", share)
                .against(Relation.AT_MOST, 0.5, "at one half decay and data pull equally; at rest it is one half")
                .judged(share > 0.9 ? Assessment.TROUBLE : Assessment.NOTE, share > 0.9 ? "decay rules" : "balanced",
                        "The decay pulls with " + Words.number(pull) + ", the loss with " + Words.number(gradient)
                                + "."));
    }
}
