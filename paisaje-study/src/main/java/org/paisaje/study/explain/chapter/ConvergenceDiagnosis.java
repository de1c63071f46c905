package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.ConstantPrediction;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.dynamics.Plateau;
import org.paisaje.theory.landscape.PolyakLojasiewicz;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.ProbeSeries;
import org.paisaje.training.optimizer.StepStability;

/** How fast the loss falls, against what the gradients along the path guarantee, and where it does not fall. */
final class ConvergenceDiagnosis implements Diagnosis {
    private static final int BLOCKS = 8;
    private static final double PLATEAU_SHARE = 0.15;
    private static final int DENSE = 500;
    /** An excess below this share of the first is taken for rounding. */
    private static final double ROUNDING = 1e-10;
    private static final double PLATEAU_FALL = 0.01;
    /** A loss below this share of that of a constant is near its end rather than on a plateau. */
    private static final double DONE = 0.02;

    @Override
    public String title() {
        return "convergence";
    }

    @Override
    public Optional<String> leftOut(Evidence evidence) {
        return evidence.subject().steps() > 0 ? Optional.empty() : Optional.of("no steps were made");
    }

    @Override
    public Chapter examine(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.course().diverged()) {
            findings.add(Finding.unmeasured("rate", "fitted rate", "The run diverged; there is no rate."));
            return new Chapter("convergence", "Convergence", "the loss did not converge", findings, List.of());
        }
        Optional<Fit> rate = fitted(evidence.course().loss(), evidence.lowestLoss().value());
        rate.ifPresentOrElse(value -> findings.add(rate(evidence, value)),
                () -> findings.add(Finding.unmeasured("rate", "fitted rate, per step",
                        "There are too few points with a positive loss to fit a rate.")));
        findings.add(constant(evidence));
        findings.addAll(plateaus(evidence));
        String what = evidence.lowestLoss().exact() ? "the excess over the lowest loss" : "the loss";
        long flat = findings.stream().filter(finding -> finding.id().startsWith("plateau-")).count();
        String summary = rate.map(value -> what + " falls by the factor "
                + Words.number(Math.exp(-1000 * value.rate().value())) + " in 1000 steps").orElse("no rate was fitted")
                + (flat == 0 ? "" : ", with " + Words.count(flat, "plateau"));
        return new Chapter("convergence", "Convergence", summary, findings, List.of());
    }

    /**
     * A rate with the steps it was fitted over.
     *
     * @param rate the fall of the logarithm of the excess per step
     * @param from the first step
     * @param to the last step
     */
    record Fit(Estimate rate, long from, long to) {}

    /**
     * The decay of the logarithm of the excess over {@code lowest} in the second half of the part in which rounding does not
     * show, from the spread between blocks of it.
     */
    static Optional<Fit> fitted(ProbeSeries loss, double lowest) {
        double[] excess = Arrays.stream(loss.values()).map(value -> value - lowest).toArray();
        int n = excess.length;
        while (n > 0 && !(excess[n - 1] > ROUNDING * excess[0])) {
            n--;
        }
        int from = n / 2;
        int blocks = Math.min(BLOCKS, (n - 1 - from) / 2);
        if (blocks < 2) {
            return Optional.empty();
        }
        double[] slopes = new double[blocks];
        for (int b = 0; b < blocks; b++) {
            int i = from + b * (n - 1 - from) / blocks;
            int j = from + (b + 1) * (n - 1 - from) / blocks;
            if (!(excess[i] > 0 && excess[j] > 0)) {
                return Optional.empty();
            }
            slopes[b] = Math.log(excess[i] / excess[j]) / (loss.steps()[j] - loss.steps()[i]);
        }
        double mean = Math.log(excess[from] / excess[n - 1]) / (loss.steps()[n - 1] - loss.steps()[from]);
        double average = Arrays.stream(slopes).average().orElseThrow();
        double spread = Arrays.stream(slopes).map(s -> (s - average) * (s - average)).sum();
        double half = new TDistribution(blocks - 1).inverseCumulativeProbability(0.975)
                * Math.sqrt(spread / (blocks - 1) / blocks);
        return Optional.of(new Fit(Estimate.within(mean, half), loss.steps()[from], loss.steps()[n - 1]));
    }

    private static Finding rate(Evidence evidence, Fit fit) {
        Estimate fitted = fit.rate();
        Finding finding = Finding.of("rate", "fitted rate of the second half, per step", fitted);
        Subject subject = evidence.subject();
        if (!subject.optimizer().stability(subject.optimizer().rate()).map(StepStability::plain).orElse(false)
                || !subject.fullBatch()) {
            return finding.judged(fitted.high() < 0 ? Assessment.NOTE : Assessment.FINE,
                    fitted.high() < 0 ? "rising" : fitted.low() <= 0 ? "no clear fall" : "falling",
                    "The guarantee by the Polyak-Lojasiewicz constant is for gradient descent on all samples.");
        }
        double sum = guaranteed(evidence, fit.from(), fit.to());
        double guaranteed = sum < Math.ulp(1.0) ? 0 : sum;
        String note = "The Polyak-Lojasiewicz constants along the path guarantee " + Words.number(guaranteed)
                + " per step.";
        return finding.against(Relation.AT_LEAST, guaranteed,
                "mean of -log(1 - 2 eta mu_t (1 - eta lambda_t / 2)), mu_t = |g|^2 / 2(L - L*)")
                .judged(
                        fitted.high() >= guaranteed ? Assessment.FINE : Assessment.NOTE,
                        guaranteed == 0 ? "no guarantee" : fitted.high() >= guaranteed ? "as guaranteed" : "slower",
                        guaranteed == 0
                                ? "The sharpness is at or above 2 / eta, or the gradient vanishes: nothing is guaranteed."
                                : note);
    }

    /** The mean guaranteed rate over the milestones in a stretch of the run. */
    private static double guaranteed(Evidence evidence, long from, long to) {
        double lowest = evidence.lowestLoss().value();
        double sum = 0;
        int count = 0;
        for (Evidence.Curvature curvature : evidence.curvatures()) {
            Milestone at = curvature.at();
            if (at.step() >= from && at.step() <= to
                    && curvature.effective() instanceof Sharpness.Measured sharpness) {
                sum += PolyakLojasiewicz.at(at.step(), at.gradientNorm(), at.loss(), lowest)
                        .map(mu -> PolyakLojasiewicz.guaranteedRate(mu.value(), sharpness.value() + sharpness.bound(),
                                at.rate()))
                        .orElse(0.0);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The constant itself, the smallest along the path where the excess is more than rounding. */
    private static Finding constant(Evidence evidence) {
        double lowest = evidence.lowestLoss().value();
        double least = ROUNDING * (evidence.course().first().loss() - lowest);
        Optional<PolyakLojasiewicz.Point> found = evidence.course()
                .milestones()
                .stream()
                .filter(at -> at.loss() - lowest > least)
                .map(at -> PolyakLojasiewicz.at(at.step(), at.gradientNorm(), at.loss(), lowest))
                .flatMap(Optional::stream)
                .min((a, b) -> Double.compare(a.value(), b.value()));
        if (found.isEmpty()) {
            return Finding.unmeasured("pl-constant", "Polyak-Lojasiewicz constant",
                    "The loss is at its lowest value everywhere.");
        }
        double value = found.get().value();
        String excess = evidence.lowestLoss().exact() ? "(L - L*)" : "L";
        Finding finding = Finding.of("pl-constant",
                "smallest |g|^2 / 2" + excess + ", at step " + found.get().step(), value);
        Optional<Double> slowest = slowest(evidence);
        Finding held = slowest.isPresent()
                ? finding.against(Relation.AT_LEAST, slowest.get(),
                        "the smallest nonzero eigenvalue of H, constant here")
                : finding.against(Relation.AT_LEAST, 0,
                        "positive along the whole path: at least geometric convergence");
        return value > 0
                ? held.judged(Assessment.FINE, "positive",
                        "The loss falls at least geometrically along this path as long as the step is stable.")
                : held.judged(Assessment.NOTE, "zero", "At that step the gradient vanishes above the lower bound 0.");
    }

    /** Where the risk is a quadratic of few parameters, its smallest nonzero eigenvalue. */
    private static Optional<Double> slowest(Evidence evidence) {
        int p = evidence.subject().parameters();
        if (!evidence.lowestLoss().exact() || p > DENSE) {
            return Optional.empty();
        }
        double[] values = SymmetricEigen.values(evidence.end().denseHessian());
        return Arrays.stream(values).filter(value -> value > p * Math.ulp(values[p - 1])).boxed().findFirst();
    }

    private static List<Finding> plateaus(Evidence evidence) {
        ProbeSeries loss = evidence.course().loss();
        double lowest = evidence.lowestLoss().value();
        double reference = ConstantPrediction
                .of(evidence.subject().loss(), evidence.subject().targets(evidence.subject().train()))
                .map(ConstantPrediction::loss)
                .orElse(evidence.course().first().loss());
        List<Finding> result = new ArrayList<>();
        for (Plateau plateau : Plateau.find(loss.steps(), loss.values(), PLATEAU_SHARE, PLATEAU_FALL)) {
            if (plateau.level() - lowest > DONE * (reference - lowest) && result.size() < 3) {
                result.add(cause(evidence, plateau, result.size() + 1));
            }
        }
        return result;
    }

    /** Whether the loss never rises on a plateau. */
    private static boolean falls(ProbeSeries loss, Plateau plateau) {
        double before = Double.POSITIVE_INFINITY;
        for (int i = 0; i < loss.size(); i++) {
            if (loss.steps()[i] >= plateau.from() && loss.steps()[i] <= plateau.to()) {
                if (loss.values()[i] > before) {
                    return false;
                }
                before = loss.values()[i];
            }
        }
        return true;
    }

    private static Finding cause(Evidence evidence, Plateau plateau, int number) {
        Milestone at = evidence.course()
                .milestones()
                .stream()
                .filter(m -> m.step() <= plateau.to())
                .reduce((a, b) -> b)
                .orElseThrow();
        Finding finding = Finding.of("plateau-" + number, "gradient on plateau, steps " + plateau.from()
                + " to " + plateau.to(), at.gradientNorm());
        var slope = evidence.outputSlope(at);
        boolean blocked = LayerSignals.of(at.network(), at.theta(), slope.x(), slope.gradient())
                .stream()
                .anyMatch(signal -> signal.hidden() && signal.dead() == signal.width());
        if (blocked) {
            return finding.judged(Assessment.TROUBLE, "dead units",
                    "The loss stays because no gradient gets through a whole layer.");
        }
        if (at.gradientNorm() == 0) {
            return finding.judged(Assessment.TROUBLE, "zero gradient",
                    "The loss stays because the gradient is exactly 0: a critical point, reached by symmetry or by "
                            + "weights that are all zero.");
        }
        double step = at.rate() * at.gradientNorm() * at.gradientNorm() * (plateau.to() - plateau.from());
        Sharpness bottom = Sharpness.of(evidence.risk().hessian(at.theta()).negated(),
                evidence.subject().seed().named("plateau"));
        if (bottom instanceof Sharpness.Measured low && low.value() > 10 * low.bound() && low.value() > 1e-10) {
            return finding.judged(Assessment.NOTE, "negative curvature",
                    "The Hessian has the eigenvalue " + Words.number(-low.value())
                            + " there: a saddle or a ridge, with a way down that is hardly sloped yet.");
        }
        return step < plateau.level()
                ? finding.judged(Assessment.NOTE, "small gradient",
                        "The gradient is small and no curvature is negative: "
                                + "a flat valley or a minimum; gradient descent could gain at most "
                                + Words.number(step)
                                + " there at this rate.")
                : falls(evidence.course().loss(), plateau)
                        ? finding.judged(Assessment.NOTE, "slow and steady",
                                "The loss falls at every look, only slowly; it does not oscillate.")
                        : finding.judged(Assessment.NOTE, "oscillation",
                                "The gradient is not small: what a step gains, the curvature takes back.");
    }
}
