package org.paisaje.claims.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;
import org.paisaje.claims.Comparison.Relation;
import org.paisaje.claims.Estimate;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.dynamics.Plateau;
import org.paisaje.theory.landscape.PolyakLojasiewicz;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.GradientDescent;
import org.paisaje.training.Series;

/** How fast the loss falls, against what the gradients along the path guarantee, and where it does not fall. */
final class ConvergenceDiagnosis implements Diagnosis {
    private static final int BLOCKS = 8;
    private static final double PLATEAU_SHARE = 0.15;
    private static final double PLATEAU_FALL = 0.01;
    /** A loss below this share of that of a constant is near its end rather than on a plateau. */
    private static final double DONE = 0.02;

    @Override
    public String title() {
        return "convergence";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.course().diverged()) {
            findings.add(Finding.unmeasured("rate", "fitted rate", "The run diverged; there is no rate."));
            return new Chapter("convergence", "Convergence", "the loss did not converge", findings, List.of());
        }
        Optional<Estimate> rate = fitted(evidence.course().loss());
        rate.ifPresentOrElse(value -> findings.add(rate(evidence, value)),
                () -> findings.add(Finding.unmeasured("rate", "fitted rate, per step",
                        "There are too few points with a positive loss to fit a rate.")));
        findings.add(constant(evidence));
        findings.addAll(plateaus(evidence));
        long flat = findings.stream().filter(finding -> finding.id().startsWith("plateau-")).count();
        String summary = rate.map(value -> "the loss falls by the factor "
                + Format.number(Math.exp(-1000 * value.value())) + " in 1000 steps").orElse("no rate was fitted")
                + (flat == 0 ? "" : ", with " + Format.count(flat, "plateau"));
        return new Chapter("convergence", "Convergence", summary, findings, List.of());
    }

    /** The decay of the logarithm of the loss over the second half, from the spread between blocks of it. */
    static Optional<Estimate> fitted(Series loss) {
        int n = loss.size();
        int from = n / 2;
        int blocks = Math.min(BLOCKS, (n - 1 - from) / 2);
        if (blocks < 2) {
            return Optional.empty();
        }
        double[] slopes = new double[blocks];
        for (int b = 0; b < blocks; b++) {
            int i = from + b * (n - 1 - from) / blocks;
            int j = from + (b + 1) * (n - 1 - from) / blocks;
            if (!(loss.values()[i] > 0 && loss.values()[j] > 0)) {
                return Optional.empty();
            }
            slopes[b] = Math.log(loss.values()[i] / loss.values()[j]) / (loss.steps()[j] - loss.steps()[i]);
        }
        int i = from;
        double mean = Math.log(loss.values()[i] / loss.values()[n - 1]) / (loss.steps()[n - 1] - loss.steps()[i]);
        double average = Arrays.stream(slopes).average().orElseThrow();
        double spread = Arrays.stream(slopes).map(s -> (s - average) * (s - average)).sum();
        double half = new TDistribution(blocks - 1).inverseCumulativeProbability(0.975)
                * Math.sqrt(spread / (blocks - 1) / blocks);
        return Optional.of(Estimate.within(mean, half));
    }

    private static Finding rate(Evidence evidence, Estimate fitted) {
        Finding finding = Finding.of("rate", "fitted rate of the second half, per step", fitted);
        Subject subject = evidence.subject();
        if (!(subject.optimizer() instanceof GradientDescent) || !subject.fullBatch()) {
            return finding.judged(fitted.high() < 0 ? Assessment.NOTE : Assessment.FINE,
                    fitted.high() < 0 ? "rising" : fitted.low() <= 0 ? "no clear fall" : "falling",
                    "The guarantee by the Polyak-Lojasiewicz constant is for gradient descent on all samples.");
        }
        double guaranteed = guaranteed(evidence);
        String note = "The Polyak-Lojasiewicz constants along the path guarantee " + Format.number(guaranteed)
                + " per step.";
        return finding.against(Relation.AT_LEAST, guaranteed,
                "mean of -log(1 - 2 eta mu_t (1 - eta lambda_t / 2)), mu_t = |g|^2 / 2L")
                .judged(
                        fitted.high() >= guaranteed ? Assessment.FINE : Assessment.NOTE,
                        guaranteed == 0 ? "no guarantee" : fitted.high() >= guaranteed ? "as guaranteed" : "slower",
                        guaranteed == 0
                                ? "The sharpness is at or above 2 / eta, where the descent lemma guarantees nothing."
                                : note);
    }

    /** The mean guaranteed rate over the milestones of the second half, in proportion to the steps they stand for. */
    static double guaranteed(Evidence evidence) {
        long half = evidence.course().end().step() / 2;
        double sum = 0;
        int count = 0;
        for (Evidence.Curvature curvature : evidence.curvatures()) {
            Milestone at = curvature.at();
            if (at.step() >= half && curvature.plain() instanceof Sharpness.Measured sharpness) {
                sum += PolyakLojasiewicz.at(at.step(), at.gradientNorm(), at.loss(), 0)
                        .map(mu -> PolyakLojasiewicz.guaranteedRate(mu.value(), sharpness.value() + sharpness.bound(),
                                at.rate()))
                        .orElse(0.0);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The constant itself, the smallest along the path. */
    private static Finding constant(Evidence evidence) {
        Optional<PolyakLojasiewicz.Point> least = evidence.course()
                .milestones()
                .stream()
                .map(at -> PolyakLojasiewicz.at(at.step(), at.gradientNorm(), at.loss(), 0))
                .flatMap(Optional::stream)
                .min((a, b) -> Double.compare(a.value(), b.value()));
        if (least.isEmpty()) {
            return Finding.unmeasured("pl-constant", "Polyak-Lojasiewicz constant",
                    "The loss is at its lower bound 0 everywhere.");
        }
        double value = least.get().value();
        Finding finding = Finding.of("pl-constant",
                "smallest |g|^2 / 2L, at step " + least.get().step(), value)
                .against(Relation.AT_LEAST, 0, "positive along the whole path means linear convergence to loss 0");
        return value > 0
                ? finding.judged(Assessment.FINE, "positive",
                        "The loss falls at least geometrically along this path as long as the step is stable.")
                : finding.judged(Assessment.NOTE, "zero",
                        "At that step the gradient vanishes above the lower bound 0.");
    }

    private static List<Finding> plateaus(Evidence evidence) {
        Series loss = evidence.course().loss();
        double reference = ConstantPrediction.of(evidence.subject().loss(),
                evidence.subject().targets(evidence.subject().train())).loss();
        List<Finding> result = new ArrayList<>();
        for (Plateau plateau : Plateau.find(loss.steps(), loss.values(), PLATEAU_SHARE, PLATEAU_FALL)) {
            if (plateau.level() > DONE * reference && result.size() < 3) {
                result.add(cause(evidence, plateau, result.size() + 1));
            }
        }
        return result;
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
        var slope = evidence.outputSlope(at.theta(), 1000);
        boolean blocked = LayerSignals.of(evidence.subject().network(), at.theta(), slope.x(), slope.gradient())
                .stream()
                .anyMatch(signal -> signal.hidden() && signal.dead() == signal.width());
        if (blocked) {
            return finding.judged(Assessment.TROUBLE, "dead units",
                    "The loss stays because a whole layer passes no gradient.").urgent(6);
        }
        if (at.gradientNorm() == 0) {
            return finding.judged(Assessment.TROUBLE, "zero gradient",
                    "The loss stays because the gradient is exactly 0: a critical point, reached by symmetry or by "
                            + "weights that are all zero.")
                    .advising("Start from random weights: from this point no gradient method moves.")
                    .urgent(6);
        }
        double step = at.rate() * at.gradientNorm() * at.gradientNorm() * (plateau.to() - plateau.from());
        Sharpness bottom = Sharpness.of(new Negated(evidence.risk().hessian(at.theta())),
                evidence.subject().seed().named("plateau"));
        if (bottom instanceof Sharpness.Measured low && low.value() > 10 * low.bound() && low.value() > 1e-10) {
            return finding.judged(Assessment.NOTE, "negative curvature",
                    "The Hessian has the eigenvalue " + Format.number(-low.value())
                            + " there: a saddle or a ridge, with a way down that is hardly sloped yet.");
        }
        return step < plateau.level()
                ? finding.judged(Assessment.NOTE, "small gradient",
                        "The gradient is small and no curvature is negative: "
                                + "a flat valley or a minimum; gradient descent could gain at most "
                                + Format.number(step)
                                + " there at this rate.")
                : finding.judged(Assessment.NOTE, "oscillation",
                        "The gradient is not small: what a step gains, the curvature takes back.");
    }
}
