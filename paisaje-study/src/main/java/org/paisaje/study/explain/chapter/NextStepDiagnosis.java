package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.training.Batches;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;

/** What one further step of the optimizer would do to weights that are looked at as they are: made, and held against the quadratic model. */
final class NextStepDiagnosis implements Diagnosis {
    private static final double ROUNDING = 1e-12;

    @Override
    public String title() {
        return "a further step";
    }

    @Override
    public Optional<String> leftOut(Evidence evidence) {
        return evidence.subject().steps() == 0 ? Optional.empty() : Optional.of("");
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        double[] theta = evidence.course().first().theta();
        RiskPoint here = subject.risk().at(theta);
        double[] step = step(subject, theta);
        double[] gradient = here.gradient();
        double[] curved = new double[step.length];
        here.hessian().apply(step, curved);
        double slope = 0;
        double bend = 0;
        double length = 0;
        double size = 0;
        for (int i = 0; i < step.length; i++) {
            slope += gradient[i] * step[i];
            bend += 0.5 * step[i] * curved[i];
            length += step[i] * step[i];
            size += theta[i] * theta[i];
        }
        double[] after = theta.clone();
        for (int i = 0; i < step.length; i++) {
            after[i] += step[i];
        }
        double change = subject.risk().value(after) - here.value();
        List<Finding> findings = new ArrayList<>();
        String quantity = "change of the loss by one step of " + subject.optimizer().text();
        if (!Double.isFinite(change)) {
            findings.add(Finding.unmeasured("next-loss", quantity, "The loss after the step is not finite."));
            return new Chapter("next-step", "A further step", "one step makes the loss infinite", findings, List.of());
        }
        findings.add(Finding.of("next-loss", quantity, change)
                .against(Relation.EQUAL, slope + bend, "g'd + d'Hd / 2 for the step d, the loss to second order")
                .judged(change > ROUNDING * Math.abs(here.value()) ? Assessment.TROUBLE : Assessment.FINE,
                        change > ROUNDING * Math.abs(here.value()) ? "rises" : change < 0 ? "falls" : "stays",
                        "Slope along the step " + Words.number(slope) + ", curvature along it takes back "
                                + Words.number(bend) + "; the loss is " + Words.number(here.value()) + " before."));
        findings.add(Finding.of("next-length", "length of that step, |d| / |theta|",
                Math.sqrt(length / Math.max(size, Double.MIN_NORMAL))));
        return new Chapter("next-step", "A further step", "one step of " + subject.optimizer().text()
                + (change < 0 ? " lowers" : change > 0 ? " raises" : " does not change") + " the loss"
                + (change == 0 ? "" : " by " + Words.number(Math.abs(change))), findings, List.of());
    }

    private static double[] step(Subject subject, double[] theta) {
        Training training = subject.pace()
                .of(Training.with(subject.optimizer()))
                .threads(subject.threads())
                .stop(Stop.after(1));
        if (!subject.fullBatch()) {
            training = training.batches(Batches.of(subject.batch(), subject.seed().named("batches")));
        }
        double[] d = training.run(subject.risk(), theta).theta().clone();
        for (int i = 0; i < d.length; i++) {
            d[i] -= theta[i];
        }
        return d;
    }
}
