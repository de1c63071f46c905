package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Decision;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.stats.Means;
import org.paisaje.math.stats.Moments;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.LinearisedRun;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.WideLimit;
import org.paisaje.theory.kernel.width.TaylorNetwork;

/**
 * What the network learned beyond its kernel: its error on new data beside those of the linearised network trained
 * likewise, of the interpolant with the tangent kernel at the start, and of that with the kernel of infinite width.
 */
final class PredictorDiagnosis implements Diagnosis {
    private static final int MOST_EMPIRICAL = 1500;
    private static final int MOST_INFINITE = 3000;
    /** With shared weights an entry of the kernel of infinite width takes a pass over all pairs of positions. */
    private static final int MOST_SHARED = 300;
    private static final double LEVEL = 0.95;

    @Override
    public String title() {
        return "kernel predictor";
    }

    /** The error of each test sample: 0 or 1 for classes, |f - y|^2 for real targets. */
    private interface Score {
        double[] of(Matrix outputs);
    }

    @Override
    public boolean thorough() {
        return true;
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        if (subject.test().isEmpty() || subject.test().get().size() < 2) {
            return new Chapter("kernel-predictor", "Kernel predictor", "there are no new data to predict", List.of(
                    Finding.unmeasured("network-error", "error on new data",
                            "No test data were given, and errors on training data do not tell predictors apart: "
                                    + "interpolants have none.")),
                    List.of());
        }
        Dataset test = subject.test().get();
        Score own = own(subject, test);
        double[] network = own.of(subject.network().forward(evidence.course().end().theta(), test.x()));
        String unit = subject.classes() ? "test error, " : "mean squared test error, ";
        Estimate mean = mean(network);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of("network-error", unit + "network", mean)
                .judged(Assessment.NOTE, "reference", "On " + Words.count(test.size(), "test sample")
                        + ", with the interval at 95 %; the lines below are compared sample by sample."));
        boolean trained = evidence.trained();
        if (subject.steps() > 0) {
            findings.add(linearised(evidence, unit, network, own, test));
        }
        Fitted fitted = new Fitted(subject, test);
        int few = fitted.samples(MOST_EMPIRICAL);
        findings.add(compared("empirical-error",
                unit + (trained ? "kernel of the loaded weights" : "kernel at the start"), network, () -> fitted
                        .errors(few, (x, z) -> {
                            EmpiricalNtk kernel = EmpiricalNtk.of(subject.network(), subject.start());
                            return z == null ? kernel.trace(x) : kernel.trace(z, x);
                        }),
                "Least-squares interpolant of least norm with the mean of the kernels of the outputs, "
                        + fitted.words(few)));
        int many = fitted.samples(subject.network() instanceof Mlp ? MOST_INFINITE : MOST_SHARED);
        findings.add(compared("infinite-error",
                unit + (trained ? "infinite width, to compare" : "kernel of infinite width"), network, () -> {
                    WideLimit wide = WideLimit.of(subject.network());
                    return fitted.errors(many, (x, z) -> z == null ? wide.ntk(x) : wide.ntk(z, x));
                },
                "Least-squares interpolant of least norm with the tangent kernel of this architecture with random weights, "
                        + fitted.words(many)));
        return new Chapter("kernel-predictor", "Kernel predictor", summary(mean, findings), findings, List.of());
    }

    private static Finding linearised(Evidence evidence, String unit, double[] network, Score own, Dataset test) {
        Subject subject = evidence.subject();
        return compared("linearised-error", unit + "linearised, trained alike", network, () -> {
            LinearisedRun run = evidence.linearised();
            if (run.diverged()) {
                throw new IllegalArgumentException("The linearised network diverged at step " + run.steps() + ".");
            }
            return own.of(TaylorNetwork.first(subject.network(), subject.start()).forward(run.theta(), test.x()));
        }, evidence.linearised().cut()
                ? "It made only the first " + evidence.linearised().steps() + " steps, to save time."
                : "Same rule, steps and batches.");
    }

    private static String summary(Estimate network, List<Finding> findings) {
        double best = findings.stream()
                .skip(1)
                .flatMap(finding -> finding.measured().stream())
                .mapToDouble(Estimate::value)
                .min()
                .orElse(Double.NaN);
        boolean better = findings.stream().anyMatch(finding -> finding.verdict().equals("kernel better"));
        boolean worse = findings.stream()
                .skip(1)
                .filter(finding -> finding.measured().isPresent())
                .allMatch(finding -> finding.verdict().equals("network better"));
        if (Double.isNaN(best)) {
            return "no kernel could be compared";
        }
        return "the network's test error is " + Words.number(network.value()) + ", the best of its kernels has "
                + Words.number(best)
                + (better ? "" : worse ? ": what it learned helps" : ": no more than test samples can blur");
    }

    private static Score own(Subject subject, Dataset test) {
        if (!subject.classes()) {
            Matrix y = subject.targets(test);
            return outputs -> squares(outputs, y);
        }
        int[] labels = test.labels();
        return outputs -> wrong(outputs, labels, subject.loss().decision());
    }

    private static double[] squares(Matrix outputs, Matrix y) {
        double[] errors = new double[y.rows()];
        for (int i = 0; i < errors.length; i++) {
            for (int c = 0; c < y.columns(); c++) {
                double rest = outputs.get(i, c) - y.get(i, c);
                errors[i] += rest * rest;
            }
        }
        return errors;
    }

    private static double[] wrong(Matrix outputs, int[] labels, Decision decision) {
        double[] errors = new double[labels.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = decision.classOf(outputs, i) == labels[i] ? 0 : 1;
        }
        return errors;
    }

    private static Estimate mean(double[] errors) {
        var interval = Means.student(Moments.of(errors), LEVEL);
        return new Estimate(interval.estimate(), Math.min(interval.estimate(), Math.max(0, interval.low())),
                interval.high());
    }

    /** A predictor against the network, sample by sample. */
    private static Finding compared(String id, String quantity, double[] network, Supplier<double[]> errors,
            String how) {
        double[] other;
        try {
            other = errors.get();
        } catch (IllegalArgumentException e) {
            return Finding.unmeasured(id, quantity, String.valueOf(e.getMessage()));
        }
        Moments difference = new Moments();
        double sum = 0;
        for (int i = 0; i < network.length; i++) {
            difference.add(network[i] - other[i]);
            sum += other[i];
        }
        if (!Double.isFinite(sum)) {
            return Finding.unmeasured(id, quantity, "Its outputs are not finite.");
        }
        double own = Moments.of(network).mean();
        Finding finding = Finding.of(id, quantity, mean(other)).against(Relation.EQUAL, own, "the network's own");
        var gap = Means.student(difference, LEVEL);
        String paired = " Network less kernel, paired: " + Words.number(gap.estimate()) + " ["
                + Words.number(gap.low()) + ", " + Words.number(gap.high()) + "]. " + how;
        return gap.low() > 0
                ? finding.judged(Assessment.NOTE, "kernel better",
                        "The kernel predicts better than the network: what the network learned beyond it did not pay."
                                + paired)
                : gap.high() < 0
                        ? finding.judged(Assessment.NOTE, "network better",
                                "The network predicts better than the kernel: it learned features that help." + paired)
                        : finding.judged(Assessment.NOTE, "no difference",
                                "No difference beyond what the number of test samples can blur." + paired);
    }

    /** Between x and itself if z is null, else between z and x. */
    private interface Kernel {
        Matrix of(Matrix x, @Nullable Matrix z);
    }

    /** Least squares with a kernel on some of the training data, predicted on the test data. */
    private record Fitted(Subject subject, Dataset test) {
        /** How many training samples fit the memory, at most that many. */
        int samples(int most) {
            int n = Math.min(subject.train().size(), most);
            while (n > 1 && 4 * MemoryEstimate.ofDoubles(n, Math.max(n, test.size())) > MemoryEstimate.free()) {
                n /= 2;
            }
            return n;
        }

        String words(int samples) {
            int n = subject.train().size();
            return samples == n
                    ? "on all training samples."
                    : "on " + samples + " of the " + n + " training samples, at even distances.";
        }

        double[] errors(int samples, Kernel kernel) {
            Dataset data = subject.train().subset(Evidence.spread(subject.train().size(), samples));
            Matrix targets = subject.classes() ? oneHot(data) : data.y().copy();
            int k = targets.columns();
            double[] means = new double[k];
            for (int i = 0; i < samples; i++) {
                for (int c = 0; c < k; c++) {
                    means[c] += targets.get(i, c) / samples;
                }
            }
            shift(targets, means, -1);
            Matrix outputs = KernelRegression.of(kernel.of(data.x(), null), targets, 0)
                    .predict(kernel.of(data.x(), test.x()));
            shift(outputs, means, 1);
            return subject.classes()
                    ? wrong(outputs, test.labels(), Decision.HALF)
                    : squares(outputs, subject.targets(test));
        }

        private static Matrix oneHot(Dataset data) {
            int[] labels = data.labels();
            Matrix y = Matrix.zeros(labels.length, data.classes().size());
            for (int i = 0; i < labels.length; i++) {
                y.set(i, labels[i], 1);
            }
            return y;
        }

        private static void shift(Matrix a, double[] by, double factor) {
            for (int i = 0; i < a.rows(); i++) {
                for (int c = 0; c < by.length; c++) {
                    a.set(i, c, a.get(i, c) + factor * by[c]);
                }
            }
        }
    }
}
