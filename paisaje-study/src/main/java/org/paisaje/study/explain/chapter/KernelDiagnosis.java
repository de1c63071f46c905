package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.flow.TangentModes;

/** The spectrum of the tangent kernel at the start: the rates it predicts for the run, and those that the run had. */
public final class KernelDiagnosis implements Diagnosis {
    /** Between these ratios of rates a run is said to follow its kernel. */
    private static final double CLOSE_LOW = 0.8;
    private static final double CLOSE_HIGH = 1.25;

    @Override
    public String title() {
        return "modes of the kernel";
    }

    @Override
    public boolean thorough() {
        return true;
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        int samples = KernelModes.samples(subject);
        if (samples == 0) {
            return new Chapter("kernel-modes", "Kernel modes", "the kernel does not fit the memory",
                    List.of(Finding.unmeasured("mode-rate", "rates of the modes", "The kernel of one sample with its "
                            + subject.network().outputs() + " outputs takes "
                            + Words.number(1e-9 * TangentModes.bytes(1, subject.network().outputs()))
                            + " GB with its decomposition, more than is free.")),
                    List.of());
        }
        KernelModes run = KernelModes.of(evidence, samples);
        if (run.modes().eigenvalues()[0] == 0 || KernelModes.squares(run.modes().start()) == 0) {
            return new Chapter("kernel-modes", "Kernel modes", "nothing can move at the start",
                    List.of(Finding.unmeasured("mode-rate", "rates of the modes", "The kernel or the residual at the "
                            + "start is 0.")),
                    List.of());
        }
        List<Finding> findings = new ArrayList<>();
        String fine = fine(evidence, run);
        findings.add(fastest(run, fine));
        boolean predicts = predicts(evidence);
        if (predicts) {
            if (run.steps().size() > 1) {
                findings.add(rates(run));
            }
            findings.add(left(run));
            findings.add(budget(run));
        }
        return new Chapter("kernel-modes", "Kernel modes", predicts
                ? summary(run)
                : "the fastest mode of the kernel of these weights has eta lambda / n = "
                        + Words.number(run.decay().rate() * run.modes().eigenvalues()[0]),
                findings, figure(evidence, run, fine));
    }

    /** Whether the kernel at the start is a prediction: there is a run from random weights to predict. */
    private static boolean predicts(Evidence evidence) {
        return evidence.subject().steps() > 0 && !evidence.trained();
    }

    /** What is exact and what is not, in words. */
    private static String fine(Evidence evidence, KernelModes run) {
        Subject subject = evidence.subject();
        String words = "";
        if (run.modes().samples() < subject.train().size()) {
            words += " The kernel is that of " + run.modes().samples() + " of the "
                    + Words.count(subject.train().size(), "sample") + ", at even distances"
                    + (predicts(evidence)
                            ? "; it is held against a run of " + Words.count(run.length(), "step")
                                    + " from the same start on these samples alone."
                            : ".");
        }
        if (evidence.trained()) {
            words += " The loaded weights are trained: what their kernel says holds for small steps from them.";
        }
        if (subject.loss().squareFactor(1) == 0) {
            words += " The curvature of the loss in the outputs is held at its value at the start besides, which is "
                    + "exact to first order; as samples become right it shrinks, and the true rates with it.";
        }
        if (!run.decay().exact()) {
            words += " The rates are those of gradient descent at rate " + Words.number(subject.optimizer().rate())
                    + "; " + subject.optimizer().text() + " moves otherwise.";
        } else if (!subject.fullBatch() && run.modes().samples() == subject.train().size()) {
            words += " Minibatches have these rates in the mean.";
        }
        return words;
    }

    private static Finding fastest(KernelModes run, String fine) {
        double[] values = run.modes().eigenvalues();
        double top = values[0];
        double bound = run.decay().after(1).largestStableRate(1, 1);
        double effective = run.decay().rate() * top;
        Finding finding = Finding.of("kernel-top", "eta lambda_1 / n of the kernel", effective)
                .against(Relation.AT_MOST, bound, "above it the fastest mode grows");
        String spread = "Of " + values.length + " modes the fastest has lambda / n = " + Words.number(top)
                + ", the median " + Words.number(values[values.length / 2]) + "." + fine;
        return effective > bound
                ? finding.judged(Assessment.NOTE, "grows", spread)
                : finding.judged(Assessment.NOTE, effective > 0.5 * bound ? "oscillates" : "decays", spread);
    }

    private static Finding rates(KernelModes run) {
        String quantity = "rates of the modes, measured / predicted";
        double[] ratios = run.rates()
                .stream()
                .mapToDouble(rate -> rate.measured() / rate.predicted())
                .sorted()
                .toArray();
        if (ratios.length == 0) {
            return Finding.unmeasured("mode-rate", quantity,
                    "No mode that holds part of the residual decays enough in this run, or slowly enough to be seen.");
        }
        double median = ratios[ratios.length / 2];
        Estimate measured = new Estimate(median, ratios[ratios.length / 4], ratios[3 * ratios.length / 4]);
        Finding finding = Finding.of("mode-rate", quantity, measured)
                .against(Relation.EQUAL, 1, "gradient descent with the kernel at the start, Jacot et al. 2018");
        String what = " Median and quartiles of " + Words.count(ratios.length, "mode") + ", each read off after about "
                + "the time in which it should fall by the factor e.";
        if (median > CLOSE_HIGH) {
            return finding.judged(Assessment.NOTE, "faster", "The residual falls faster than the kernel at the start "
                    + "lets it: the kernel grows where it is needed." + what);
        }
        return median < CLOSE_LOW
                ? finding.judged(Assessment.NOTE, "slower", "The residual falls more slowly than the kernel at the "
                        + "start says." + what)
                : finding.judged(Assessment.FINE, "as predicted", "The modes decay as the kernel at the start says."
                        + what);
    }

    /** What is left of the residual, and what the kernel predicts: the one place from which both lines and the summary speak. */
    private static Finding left(KernelModes run) {
        double measured = run.measuredShares()[run.steps().size() - 1];
        double predicted = run.left(run.steps().getLast());
        Finding finding = Finding.of("residual-left", "share of the squared residual left", measured);
        if (run.grows()) {
            return finding.judged(Assessment.NOTE, "would grow",
                    "At this rate the fastest modes of the kernel at the start grow, so it predicts no convergence at all.");
        }
        finding = finding.against(Relation.EQUAL, predicted, "what the kernel at the start leaves");
        return measured < 0.5 * predicted
                ? finding.judged(Assessment.NOTE, "ahead of kernel",
                        "Training went further than its kernel at the start would have gone.")
                : measured > 2 * predicted
                        ? finding.judged(Assessment.NOTE, "behind kernel",
                                "Training went less far than its kernel at the start would have gone.")
                        : finding.judged(Assessment.NOTE, "as the kernel", "Within a factor of two.");
    }

    private static Finding budget(KernelModes run) {
        String quantity = "steps until a tenth of it is left, by the kernel";
        long made = run.length();
        long needed = run.stepsTo(KernelModes.TENTH);
        String slow = " After " + Words.count(made, "step") + " modes that hold " + Words.percent(run.slow(made))
                + " of the squared residual at the start are not down to a tenth.";
        if (needed < 0) {
            return Finding.unmeasured("kernel-budget", quantity, run.grows()
                    ? "At this rate the fastest modes of the kernel at the start grow."
                    : "Modes whose rate is 0 hold more than a tenth: the kernel of the start never gets there." + slow);
        }
        Finding finding = Finding.of("kernel-budget", quantity, needed)
                .against(Relation.AT_MOST, made, "the steps of this run");
        if (needed <= made) {
            return finding.judged(Assessment.FINE, "within the budget", slow.strip());
        }
        return run.measuredShares()[run.steps().size() - 1] < KernelModes.TENTH
                ? finding.judged(Assessment.NOTE, "not needed",
                        "The run did without: it left its kernel and got there faster." + slow)
                : finding.judged(Assessment.NOTE, "too slow",
                        "With the kernel of the start, the run is too short to fit the data." + slow);
    }

    private static String summary(KernelModes run) {
        double[] measured = run.measuredShares();
        return "the kernel at the start " + (run.grows()
                ? "would have let the squared residual grow"
                : "leaves " + Words.percent(run.left(run.steps().getLast())) + " of the squared residual")
                + ", the run left " + Words.percent(measured[measured.length - 1]);
    }

    private static List<Figure> figure(Evidence evidence, KernelModes run, String fine) {
        double[] values = run.modes().eigenvalues();
        var predicted = new Points();
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                predicted.addPositive(i + 1, Math.abs(run.decay().decay(values[i])));
            }
        }
        boolean predicts = predicts(evidence);
        var measured = new Points();
        if (predicts) {
            run.rates().forEach(rate -> measured.addPositive(rate.index(), rate.measured()));
        }
        List<Series> spectrum = new ArrayList<>();
        spectrum.add(new Series.Line(predicts ? "predicted" : "of the kernel", Role.THEORY, predicted.x(),
                predicted.y()));
        if (measured.size() > 0) {
            spectrum.add(new Series.Points("measured", Role.MEASURED, measured.x(), measured.y()));
        }
        if (predicts) {
            double needed = 0.5 * Math.log(10) / run.length();
            spectrum.add(new Series.Line("a tenth at the end", Role.REFERENCE, new double[] {1, values.length},
                    new double[] {needed, needed}));
        }
        var charts = new Pictures();
        charts.add(new Figure.Chart("rates", "Rates of the modes", "", Axis.log("mode"), Axis.log("rate per step"),
                spectrum),
                predicts
                        ? "the rate at which the residual should fall along each eigenvector of the tangent kernel at the "
                                + "start, and the rate at which it fell; along a mode below the grey line more than a tenth of "
                                + "the squared residual is left at the end."
                        : "the rate at which gradient descent lets the residual fall along each eigenvector of the "
                                + "tangent kernel of these weights.");
        if (predicts && run.steps().size() > 1) {
            decay(run).ifPresent(chart -> charts.add(chart, "the squared residual along the run."));
        }
        return charts.of("kernel-modes", predicts
                ? "What the kernel at the start predicts, and what came"
                : "The tangent kernel of these weights", fine);
    }

    private static Optional<Figure.Chart> decay(KernelModes run) {
        double[] shares = run.measuredShares();
        double[] theory = run.predictedShares();
        var predicted = new Points();
        var measured = new Points();
        double floor = 1e-3 * Arrays.stream(shares).filter(share -> share > 0).min().orElse(1);
        for (int m = 1; m < shares.length; m++) {
            double step = run.steps().get(m);
            measured.addPositive(step, shares[m]);
            if (theory[m] > floor && theory[m] < 1e3) {
                predicted.addPositive(step, theory[m]);
            }
        }
        List<Series> series = new ArrayList<>();
        if (predicted.size() > 1) {
            series.add(new Series.Line("predicted", Role.THEORY, predicted.x(), predicted.y()));
        }
        if (measured.size() > 0) {
            series.add(new Series.Points("measured", Role.MEASURED, measured.x(), measured.y()));
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure.Chart("residual", "Residual", "", Axis.log("step"),
                        Axis.log("share of the squared residual"), series));
    }
}
