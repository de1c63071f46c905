package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.check.data.EqualRows;
import org.paisaje.study.explain.check.data.InputCovariance;
import org.paisaje.study.explain.check.data.Neighbours;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.signal.DataSignals;

/** Whether there is anything to learn: samples, classes, the scale of the inputs. */
final class DataDiagnosis implements Diagnosis {
    private static final int NAMED = 4;
    private static final double LARGE_SCALE = 10;

    @Override
    public String title() {
        return "data";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        Dataset train = subject.train();
        List<Finding> findings = new ArrayList<>();
        findings.add(samples(train.size()));
        findings.add(subject.classes() ? classes(train) : targets(train.y()));
        findings.add(scale(train.x()));
        findings.addAll(columns(train));
        findings.addAll(covariance(subject));
        findings.addAll(rows(evidence));
        return new Chapter("data", "Data",
                Words.count(train.size(), "sample") + " of " + Words.count(train.inputs(), "input"), findings,
                List.of());
    }

    private static Finding samples(int n) {
        Finding finding = Finding.of("samples", "training samples", n);
        return n == 1
                ? finding.judged(Assessment.TROUBLE, "one sample", "There is one training sample, so fitting it says "
                        + "nothing about other inputs, and no spread between samples can be measured.")
                : finding;
    }

    private static Finding classes(Dataset train) {
        int[] counts = train.classCounts();
        long present = Arrays.stream(counts).filter(count -> count > 0).count();
        Finding finding = Finding.of("classes", "classes that occur", present)
                .against(Relation.AT_LEAST, 2, "a class can only be told from another");
        if (present >= 2) {
            return finding.judged(Assessment.FINE, "enough", present + " of " + counts.length + " classes occur.");
        }
        return finding.judged(Assessment.TROUBLE, "single class",
                "All training samples are of one class, so a constant is the perfect answer: accuracy is 100 % and "
                        + "means nothing, and the cross-entropy has no minimum, only an infimum at infinite outputs.");
    }

    private static Finding targets(Matrix y) {
        double spread = 0;
        for (int c = 0; c < y.columns(); c++) {
            double[] column = y.column(c);
            double low = Arrays.stream(column).min().orElseThrow();
            double high = Arrays.stream(column).max().orElseThrow();
            spread = Math.max(spread, high - low);
        }
        Finding finding = Finding.of("target-spread", "largest spread of a target", spread);
        return spread > 0 || y.rows() == 1
                ? finding
                : finding.judged(Assessment.TROUBLE, "constant target",
                        "All targets are the same, so a constant is the perfect answer and nothing depends on the inputs.");
    }

    private static List<Finding> columns(Dataset train) {
        Matrix x = train.x();
        List<Finding> findings = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        for (int j = 0; j < x.columns(); j++) {
            double first = x.get(0, j);
            if (Arrays.stream(x.column(j)).allMatch(v -> v == first)) {
                idle.add(train.input(j));
            }
        }
        int constant = idle.size();
        if (x.rows() > 1) {
            findings.add(Finding.of("constant-inputs", "constant inputs, of " + x.columns(), constant)
                    .against(Relation.EQUAL, 0, "a constant input tells nothing that a bias does not")
                    .judged(constant == 0 ? Assessment.FINE : Assessment.NOTE, constant == 0 ? "none" : "idle",
                            constant == 0
                                    ? "Every input varies."
                                    : some(idle) + (constant == 1 ? " only acts" : " only act")
                                            + " like a further bias."));
        }
        int copies = EqualRows.copies(x) - Math.max(0, constant - 1);
        return copies <= 0
                ? findings
                : with(findings, Finding.of("equal-inputs", "inputs that are copies of another one", copies)
                        .against(Relation.EQUAL, 0, "copies add no information")
                        .judged(Assessment.NOTE, "copies",
                                "Copies add nothing but raise the curvature along their sum."));
    }

    /** The first of the names, at the head of a sentence. */
    private static String some(List<String> names) {
        String said = names.size() > NAMED
                ? String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more"
                : names.size() == 1
                        ? names.getFirst()
                        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
        return said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1);
    }

    private static List<Finding> with(List<Finding> findings, Finding one) {
        List<Finding> all = new ArrayList<>(findings);
        all.add(one);
        return all;
    }

    /** What one rate for all directions of the inputs costs. */
    private static List<Finding> covariance(Subject subject) {
        Optional<InputCovariance> found = InputCovariance.of(subject.train().x(), subject.train().y());
        if (found.isEmpty()) {
            return List.of(Finding.unmeasured("input-condition", "condition number of the input covariance",
                    "It is taken for at most 1000 inputs and targets that vary."));
        }
        InputCovariance inputs = found.get();
        double steps = inputs.steps();
        return List.of(Finding.of("input-condition", "condition number of the input covariance", inputs.condition())
                .judged(Assessment.NOTE, "", "Over the directions that vary, a 1 for the bias beside them."),
                Finding.of("input-steps", "steps for a digit of what is linear in the inputs", Math.rint(steps))
                        .against(Relation.AT_MOST, subject.steps(),
                                "the steps of the run; ln 10 times the condition over the directions that hold 95 % of it")
                        .judged(steps > subject.steps() ? Assessment.NOTE : Assessment.FINE,
                                steps > subject.steps() ? "out of reach" : "within reach",
                                Words.percent(inputs.linear())
                                        + " of the variance of the targets is linear in the inputs; gradient descent on a "
                                        + "linear model would need so many steps at its best rate."));
    }

    /** Rows against each other: contradictions, rows in common with the test data, order, information, noise. */
    private static List<Finding> rows(Evidence evidence) {
        Subject subject = evidence.subject();
        Dataset train = subject.train();
        List<Finding> findings = new ArrayList<>();
        if (train.size() < 2) {
            return findings;
        }
        DataSignals signals = evidence.data();
        if (subject.classes()) {
            findings.add(Finding.of("majority", "share of the most frequent class", signals.majority())
                    .judged(signals.majority() > 0.8 ? Assessment.NOTE : Assessment.FINE,
                            signals.majority() > 0.8 ? "uneven" : "even enough",
                            "Always answering it is right so often, without looking at the inputs."));
        }
        EqualRows equal = EqualRows.of(train.x(), subject.targets(train), subject.loss());
        Finding share = Finding.of("contradictions", "rows with equal inputs and other targets", equal.share())
                .against(Relation.EQUAL, 0, "equal inputs get equal outputs");
        findings.add(equal.share() == 0
                ? share.judged(Assessment.FINE, "none", "No row contradicts another.")
                : share.judged(Assessment.NOTE, "contradictions", equal.loss().isPresent()
                        ? "They keep the loss above " + Words.number(equal.loss().getAsDouble())
                                + (subject.classes()
                                        ? " and the accuracy below " + Words.percent(equal.accuracy()) + "."
                                        : ".")
                        : "No network can fit them."));
        if (subject.test().isPresent()) {
            findings.add(Finding.of("common-rows", "test rows that are training rows as well", signals.common())
                    .against(Relation.EQUAL, 0, "test data that were not seen in training")
                    .judged(signals.common() > 0.02 ? Assessment.NOTE : Assessment.FINE,
                            signals.common() > 0.02 ? "in common" : "apart",
                            signals.common() > 0.02
                                    ? "On these rows the test measures memory, not generalisation."
                                    : "The test data are new."));
        }
        findings.add(Finding.of("sorted", "rows sorted by target (1: yes)", signals.sorted() ? 1 : 0)
                .judged(signals.sorted() && !subject.fullBatch() ? Assessment.NOTE : Assessment.FINE,
                        signals.sorted() ? "sorted" : "mixed",
                        signals.sorted()
                                ? "Batches in the order of the file would hold one class at a time. Here every pass is shuffled."
                                : "Batches in the order of the file would be mixed."));
        findings.add(Finding.of("information", "p-value of no dependence of targets on inputs", signals.chance())
                .against(Relation.AT_MOST, 0.01,
                        "1000 shuffles of the targets, y'Ky for the linear, a local and the tangent kernel, times 3")
                .judged(signals.chance() <= 0.01 ? Assessment.FINE : Assessment.NOTE,
                        signals.chance() <= 0.01 ? "dependent" : "none seen",
                        signals.chance() <= 0.01
                                ? "Targets fit these inputs better than shuffled ones do."
                                : "Shuffled targets fit the inputs about as well as the true ones."));
        Matrix x = Standardization.of(train.x()).apply(train.x());
        (subject.classes()
                ? Neighbours.classes(x, train.labels(), train.classCounts().length)
                : Neighbours.values(x, train.y()))
                .ifPresent(near -> findings.add(Finding.of("target-noise", subject.classes()
                        ? "labels replaced at random, at most"
                        : "noise in the targets, share of their variance, at most", near.noise())
                        .judged(Assessment.NOTE, near.noise().low() > 0.2 ? "noisy or rough" : "",
                                (subject.classes()
                                        ? Words.percent(near.disagreement().value())
                                                + " of the rows have another label than their nearest neighbour."
                                        : "Half the mean squared difference of nearest neighbours.")
                                        + " Borders between classes and distance count as noise here, so this is a bound.")));
        return findings;
    }

    /** With inputs of mean square q the first layer's curvature grows like q, and with it the largest stable rate falls. */
    private static Finding scale(Matrix x) {
        double sum = 0;
        for (double value : x.data()) {
            sum += value * value;
        }
        double rms = Math.sqrt(sum / x.data().length);
        Finding finding = Finding.of("input-scale", "root mean square of the inputs", rms)
                .against(Relation.AT_MOST, LARGE_SCALE,
                        "initial weights by the default of the network keep signals at the size of inputs of about 1");
        return rms > LARGE_SCALE
                ? finding.judged(Assessment.NOTE, "large inputs",
                        "The inputs are large; curvature grows with their square and the largest stable rate falls with it.")
                : finding.judged(Assessment.FINE, "fits", "The inputs have a size for which networks start out.");
    }
}
