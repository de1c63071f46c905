package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Proportions;
import org.paisaje.risk.Risk;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.ConstantPrediction;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.dynamics.GradientNoise;

/** How well the network fits, against a constant and against new data, and how noisy its gradients are. */
final class FitDiagnosis implements Diagnosis {
    private static final double NORMAL_95 = 1.959964;
    private static final long ENTRIES = 16_000_000;
    private static final int MOST_SAMPLES = 1000;
    private static final double INTERPOLATES = 0.01;
    /** A loss above this share of the reference has not fallen. */
    private static final double NOTHING = 0.98;

    @Override
    public String title() {
        return "fit";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        double[] theta = evidence.course().end().theta();
        double loss = evidence.course().end().loss();
        Optional<ConstantPrediction> constant = ConstantPrediction.of(subject.loss(), subject.targets(subject.train()));
        List<Finding> findings = new ArrayList<>();
        findings.add(constant.map(best -> train(evidence.course().diverged(), loss, best.loss()))
                .orElseGet(() -> trainAlone(evidence.course(), loss)));
        if (subject.classes()) {
            findings.add(accuracy("train-accuracy", "training accuracy", subject, subject.train(), theta));
        }
        subject.test().ifPresent(test -> {
            findings.add(test(subject, test, theta, loss));
            if (subject.classes()) {
                findings.add(accuracy("test-accuracy", "test accuracy", subject, test, theta));
            }
        });
        findings.add(size(subject));
        findings.addAll(noise(evidence));
        return new Chapter("fit", "Fit", (evidence.course().diverged()
                ? "the lowest training loss is "
                : "the training loss ends at ") + Words.number(loss)
                + constant.map(best -> ", that of the best constant is " + Words.number(best.loss())).orElse(""),
                findings, List.of());
    }

    private static Finding train(boolean diverged, double loss, double constant) {
        Finding finding = Finding.of("train-loss", "training loss", loss)
                .against(Relation.AT_MOST, constant, "the best constant prediction");
        if (diverged) {
            return finding.judged(Assessment.NOTE, "before divergence", "The lowest loss before the run diverged.");
        }
        if (constant > 1e-12 && loss > NOTHING * constant) {
            return finding.judged(Assessment.TROUBLE, "nothing learned",
                    "The loss is no better than that of a constant: the network has learned nothing from its inputs.");
        }
        return finding.judged(Assessment.FINE, loss < INTERPOLATES * constant ? "nearly interpolates" : "learned",
                "The loss is " + (constant > 1e-12
                        ? Words.percent(loss / constant) + " of that of the best constant."
                        : "that of a constant target."));
    }

    /** Against the start, where the loss does not know its best constant. */
    private static Finding trainAlone(Course course, double loss) {
        Finding finding = Finding.of("train-loss", "training loss", loss)
                .against(Relation.AT_MOST, course.first().loss(),
                        "the loss at the start; that of the best constant is not "
                                + "known for this loss");
        if (course.diverged()) {
            return finding.judged(Assessment.NOTE, "before divergence", "The lowest loss before the run diverged.");
        }
        return loss > NOTHING * course.first().loss()
                ? finding.judged(Assessment.NOTE, "hardly lower", "The loss is hardly lower than at the start.")
                : finding.judged(Assessment.FINE, "lower", "The loss is lower than at the start.");
    }

    private static Finding accuracy(String id, String quantity, Subject subject, Dataset data, double[] theta) {
        Matrix outputs = subject.network().forward(theta, data.x());
        int[] labels = data.labels();
        int[] counts = data.classCounts();
        int right = subject.loss().decision().right(outputs, labels);
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        double chance = (double) most / labels.length;
        Estimate share = Estimate.of(Proportions.wilson(right, labels.length, 0.95));
        return Finding.of(id, quantity, share)
                .against(Relation.AT_LEAST, chance, "always the most frequent class; Wilson interval")
                .judged(share.low() > chance ? Assessment.FINE : Assessment.NOTE,
                        share.low() > chance ? "above chance" : "chance",
                        right + " of " + labels.length + " are right.");
    }

    private static Finding test(Subject subject, Dataset test, double[] theta, double trainLoss) {
        int n = test.size();
        Matrix y = subject.targets(test);
        Matrix outputs = subject.network().forward(theta, test.x());
        double loss = subject.loss().value(outputs, y);
        double factor = subject.loss().averages() ? 1 : 1.0 / n;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double one = subject.loss().value(outputs.rows(i), y.rows(i));
            squares += (one - factor * loss) * (one - factor * loss);
        }
        double error = n < 2 ? 0 : NORMAL_95 * Math.sqrt(squares / (n - 1) / n) / factor;
        Finding finding = Finding.of("test-loss", "test loss", Estimate.within(loss, error))
                .against(Relation.EQUAL, trainLoss, "the training loss: the difference is the generalization gap");
        boolean gap = loss - error > trainLoss * (1 + 1e-6);
        return finding.judged(Assessment.NOTE, gap ? "gap" : "no gap", gap
                ? "New data have a larger loss, beyond what " + Words.count(n, "test sample") + " can blur."
                : "No difference beyond what the number of test samples can blur.");
    }

    private static Finding size(Subject subject) {
        long p = subject.parameters();
        long equations = (long) subject.train().size() * subject.network().outputs();
        return Finding.of("parameters", "parameters", p)
                .against(Relation.AT_LEAST, equations, "n k, enough to interpolate in general")
                .judged(Assessment.NOTE, p >= equations ? "over-parametrised" : "under-parametrised",
                        p >= equations
                                ? "There are at least as many parameters as equations, so the training data can in "
                                        + "general be fitted exactly."
                                : "There are fewer parameters than equations.");
    }

    private static List<Finding> noise(Evidence evidence) {
        Subject subject = evidence.subject();
        String quantity = "noise scale tr S / |g|^2, in samples";
        int n = subject.train().size();
        int m = (int) Math.min(Math.min(n, MOST_SAMPLES), ENTRIES / subject.parameters());
        double norm = evidence.course().end().gradientNorm();
        if (m < 3) {
            return List.of(Finding.unmeasured("noise-scale", quantity, "There are gradients of "
                    + Words.count(Math.max(m, 0), "sample") + "; at least 3 are needed, and must fit the memory."));
        }
        if (norm == 0) {
            return List.of(Finding.unmeasured("noise-scale", quantity,
                    "The gradient over all samples is 0, so the ratio has no value."));
        }
        Risk some = m == n ? subject.risk() : subject.risk().on(Evidence.spread(n, m));
        GradientNoise noise = GradientNoise.of(some.at(evidence.course().end().theta()).perSampleGradients());
        double sum = subject.loss().averages() ? norm : norm / n;
        double scale = noise.scale(sum);
        Estimate measured = Estimate.within(scale, NORMAL_95 * noise.scaleError(sum));
        int batch = subject.fullBatch() ? n : subject.batch();
        Finding finding = Finding.of("noise-scale", quantity, measured)
                .against(Relation.EQUAL, batch,
                        "the batch in use; at equality noise and signal are equal, McCandlish et al. 2018");
        if (batch > 10 * measured.high()) {
            return List.of(finding.judged(Assessment.NOTE, "batch larger than needed",
                    "Samples agree so well that a batch of " + Words.number(Math.ceil(measured.high()))
                            + " has a gradient almost as good."));
        }
        if (!subject.fullBatch() && measured.low() > 10 * batch) {
            return List.of(finding.judged(Assessment.NOTE, "noise dominates",
                    "At the end noise dominates every step; larger batches or a falling rate would go further down."));
        }
        return List.of(finding.judged(Assessment.NOTE, subject.fullBatch() ? "full batch" : "balanced",
                subject.fullBatch()
                        ? "Steps on all samples have no noise; smaller batches than this scale would be dominated by it."
                        : "Signal and noise are of comparable size."));
    }
}
