package org.paisaje.claims.explain;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Comparison.Relation;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.kernel.Laziness;

/** Whether training stayed in the linear regime around its start or learned features. */
final class LazinessDiagnosis implements Diagnosis {
    private static final double LAZY = 0.1;
    private static final double RICH = 0.5;
    private static final long ENTRIES = 8_000_000;
    private static final int MOST_SAMPLES = 64;

    @Override
    public String title() {
        return "lazy or rich";
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
        Laziness laziness = Laziness.between(subject.network(), subject.start(), evidence.course().end().theta(), x);
        boolean linear = LowestLoss.linear(subject);
        String origin = linear
                ? "exact: the network is linear in theta"
                : "lazy limit of infinite width, Jacot et al. 2018";
        List<Finding> findings = new ArrayList<>();
        findings.add(
                finding("displacement", "|theta - theta_0| / |theta_0|", laziness.displacement(), "lazy limit", false));
        findings.add(finding("kernel-change", "|K - K_0| / |K_0| on " + Format.count(x.rows(), "sample"),
                laziness.kernelChange(), origin, linear));
        findings.add(finding("linear-error", "linearised model: error / movement", laziness.linearError(), origin,
                linear));
        String word = linear ? "linear" : verdict(Math.max(laziness.kernelChange(), laziness.linearError()));
        return new Chapter("lazy-or-rich", "Lazy or rich", switch (word) {
            case "linear" -> "the network is linear in its parameters, so training is lazy by construction";
            case "lazy" -> "training is lazy: the network stays near its linearisation at the start";
            case "rich" -> "training is rich: the kernel changes, features are learned";
            default -> "training is between lazy and rich";
        }, findings, List.of());
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
}
