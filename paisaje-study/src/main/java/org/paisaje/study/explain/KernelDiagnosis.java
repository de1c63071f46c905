package org.paisaje.study.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.flow.TangentModes;

/** The spectrum of the tangent kernel at the start: the rates it predicts for the run, and those that the run had. */
final class KernelDiagnosis implements Diagnosis {
    private static final double SHARE = 0.9;
    /** Between these ratios of rates a run is said to follow its kernel. */
    private static final double CLOSE_LOW = 0.8;
    private static final double CLOSE_HIGH = 1.25;
    private static final double TENTH = 0.1;

    @Override
    public String title() {
        return "modes of the kernel";
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
        String fine = fine(subject, run);
        findings.add(fastest(run, fine));
        boolean followed = run.steps().size() > 1;
        if (followed) {
            findings.add(rates(run));
            findings.add(left(run));
        }
        findings.add(budget(subject, run));
        findings.add(slow(subject, run));
        return new Chapter("kernel-modes", "Kernel modes", summary(run, followed), findings,
                List.of(figure(subject, run, fine)));
    }

    /** What is exact and what is not, in words. */
    private static String fine(Subject subject, KernelModes run) {
        String words = "";
        if (run.modes().samples() < subject.train().size()) {
            words += " Modes are those of " + run.modes().samples() + " of the " + subject.train().size()
                    + " samples, at even distances: slow ones are only seen in part.";
        }
        if (subject.loss().squareFactor(1) == 0) {
            words += " The curvature of the loss in the outputs is held at its value at the start besides, which is "
                    + "exact to first order; as samples become right it shrinks, and the true rates with it.";
        }
        if (!run.decay().exact()) {
            words += " The rates are those of gradient descent at rate " + Words.number(subject.optimizer().rate())
                    + "; " + subject.optimizer().text() + " moves otherwise.";
        } else if (!subject.fullBatch()) {
            words += " Minibatches have these rates in the mean.";
        }
        return words;
    }

    private static Finding fastest(KernelModes run, String fine) {
        double[] values = run.modes().eigenvalues();
        double top = values[0];
        double bound = run.decay().after(1).largestStableRate(1, 1);
        double effective = run.decay().rate() * top;
        Finding finding = Finding.of("kernel-top", "eta lambda_1 / n at the start", effective)
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

    private static Finding left(KernelModes run) {
        double measured = run.measuredShares()[run.steps().size() - 1];
        double predicted = run.predictedShares()[run.steps().size() - 1];
        Finding finding = Finding.of("residual-left", "share of the squared residual left", measured);
        if (!Double.isFinite(predicted)) {
            return finding.judged(Assessment.NOTE, "bounded",
                    "With the kernel of the start the fastest mode would have "
                            + "grown beyond all bounds.");
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

    private static Finding budget(Subject subject, KernelModes run) {
        int number = run.holding(SHARE);
        double needed = run.decay().toTenth(run.modes().eigenvalues()[number - 1]);
        String quantity = "steps for 90 % of the residual, mode " + number;
        if (!Double.isFinite(needed)) {
            return Finding.unmeasured("kernel-budget", quantity, "The " + number + " fastest modes hold 90 % of the "
                    + "residual at the start, and the last of them has rate 0, or grows at this rate: the kernel of the "
                    + "start never gets there.");
        }
        Finding finding = Finding.of("kernel-budget", quantity, Math.ceil(needed))
                .against(Relation.AT_MOST, subject.steps(), "the steps of this run");
        String what = "The " + number + " fastest modes hold 90 % of the residual at the start. Mode " + number
                + " needs about n ln 10 / (eta lambda) = " + Words.number(Math.ceil(needed))
                + " steps to a tenth; you ran "
                + subject.steps() + ".";
        double left = run.measuredShares()[run.steps().size() - 1];
        if (needed <= subject.steps()) {
            return finding.judged(Assessment.FINE, "within the budget", what);
        }
        if (left < TENTH) {
            return finding.judged(Assessment.NOTE, "not needed",
                    "The run did without: it left its kernel and got there faster. " + what);
        }
        return finding.judged(Assessment.NOTE, "too slow", what);
    }

    private static Finding slow(Subject subject, KernelModes run) {
        double[] values = run.modes().eigenvalues();
        int first = 0;
        while (first < values.length && run.decay().toTenth(values[first]) <= subject.steps()) {
            first++;
        }
        double held = run.heldFrom(first + 1);
        String quantity = "modes too slow for " + Words.count(subject.steps(), "step") + ", of " + values.length;
        Finding finding = Finding.of("slow-modes", quantity, values.length - first);
        return finding.judged(held > TENTH ? Assessment.NOTE : Assessment.FINE, "hold " + Words.percent(held),
                "They do not fall to a tenth with the kernel at the start, and hold " + Words.percent(held)
                        + " of the squared residual there.");
    }

    private static String summary(KernelModes run, boolean followed) {
        double[] measured = run.measuredShares();
        double[] predicted = run.predictedShares();
        if (!followed) {
            return "the run did not get far enough to compare rates";
        }
        int last = measured.length - 1;
        return "the kernel at the start " + (Double.isFinite(predicted[last])
                ? "leaves " + Words.percent(predicted[last]) + " of the squared residual"
                : "would have let it grow") + ", the run left " + Words.percent(measured[last]);
    }

    private static Figure figure(Subject subject, KernelModes run, String fine) {
        double[] values = run.modes().eigenvalues();
        var predicted = new Points();
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                predicted.addPositive(i + 1, Math.abs(run.decay().decay(values[i])));
            }
        }
        var measured = new Points();
        run.rates().forEach(rate -> measured.addPositive(rate.index(), rate.measured()));
        List<Series> spectrum = new ArrayList<>();
        spectrum.add(new Series.Line("predicted", Role.THEORY, predicted.x(), predicted.y()));
        if (measured.size() > 0) {
            spectrum.add(new Series.Points("measured", Role.MEASURED, measured.x(), measured.y()));
        }
        double needed = Math.log(10) / subject.steps();
        spectrum.add(new Series.Line("a tenth at the end", Role.REFERENCE, new double[] {1, values.length},
                new double[] {needed, needed}));
        List<Figure.Chart> charts = new ArrayList<>();
        charts.add(new Figure.Chart("rates", "Rates of the modes", "", Axis.log("mode"), Axis.log("rate per step"),
                spectrum));
        if (run.steps().size() > 1) {
            decay(run).ifPresent(charts::add);
        }
        return new Figure.Panels("kernel-modes", "What the kernel at the start predicts, and what came",
                "Left: the rate at which the residual should fall along each eigenvector of the tangent kernel at the start, "
                        + "and the rate at which it fell; a mode below the grey line is not down to a tenth at the end. "
                        + "Right: the squared residual." + fine,
                charts);
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
