package org.paisaje.study.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;

/** Whether there is anything to learn: samples, classes, the scale of the inputs. */
final class DataDiagnosis implements Diagnosis {
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
