package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.check.Breakdown;
import org.paisaje.study.explain.check.LayerSteps;
import org.paisaje.study.explain.check.StepBalance;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.optimizer.StepStability;

/** What steps gain and what noise takes from them at the end, layer by layer; and how a run broke that did. */
final class NoiseDiagnosis implements Diagnosis {

    @Override
    public String title() {
        return "noise";
    }

    @Override
    public Optional<String> leftOut(Evidence evidence) {
        return evidence.subject().steps() > 0 ? Optional.empty() : Optional.of("no steps were made");
    }

    @Override
    public Chapter examine(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.course().diverged()) {
            findings.addAll(broken(evidence));
            return new Chapter("noise", "When it broke", "the run made again, looked at in every step", findings,
                    List.of());
        }
        findings.addAll(balance(evidence));
        findings.addAll(layers(evidence));
        return new Chapter("noise", "Noise", "what a step gains at the end, and what noise takes from it", findings,
                List.of());
    }

    private static List<Finding> balance(Evidence evidence) {
        Subject subject = evidence.subject();
        String quantity = "noise a step, over what it gains";
        Optional<StepStability> rule = evidence.stability().filter(known -> !known.preconditioned());
        if (subject.fullBatch() || rule.isEmpty()) {
            return List.of(Finding.unmeasured("noise-balance", quantity, subject.fullBatch()
                    ? "Steps on all samples have no noise."
                    : "The second-order balance is that of gradient descent; this rule divides by the size of gradients."));
        }
        // Momentum adds up the steps of one direction to 1 / (1 - beta) times their size.
        double rate = rule.get().rate() * rule.get().keep() / (1 - rule.get().momentum());
        Optional<StepBalance> found = StepBalance.of(evidence.risk(), evidence.course().end().theta(), rate,
                subject.batch());
        if (found.isEmpty()) {
            return List.of(Finding.unmeasured("noise-balance", quantity,
                    "It needs three samples and a loss that is a mean."));
        }
        StepBalance balance = found.get();
        double share = balance.noiseShare();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of("noise-balance", quantity, share)
                .against(Relation.AT_MOST, 1, "eta^2 tr(H S)/(2B) over eta |g|^2: at 1 the loss stays where it is")
                .judged(Assessment.NOTE, share > 1 ? "plateau of noise" : share < 0.1 ? "little noise" : "noticeable",
                        share > 1
                                ? "Noise undoes what the gradient gains: the loss stays at the level of the rate, and falls "
                                        + "with it."
                                : "The gradient gains more than the noise undoes."));
        if (balance.bestRate() > 0 && balance.bestRate() < Double.POSITIVE_INFINITY) {
            findings.add(Finding.of("best-rate", "rate at which a step gains most here", balance.bestRate())
                    .against(Relation.AT_LEAST, rate,
                            "|g|^2/(g'Hg + tr(H S)/B), against the rate in use with its momentum")
                    .judged(Assessment.NOTE, balance.bestRate() < 0.5 * rate ? "rate too large here" : "rate fits",
                            "For the end alone; earlier the best rate was another."));
        }
        return findings;
    }

    /** Signal against noise of a batch: the least is the layer that noise moves most. */
    private static List<Finding> layers(Evidence evidence) {
        List<LayerSteps> all = evidence.layerSteps();
        if (all.isEmpty()) {
            return List.of();
        }
        LayerSteps least = Collections.min(all, Comparator.comparingDouble(LayerSteps::signal));
        double most = all.stream().mapToDouble(LayerSteps::signal).max().orElseThrow();
        return List.of(Finding
                .of("layer-signal", "signal over noise of a batch, least of all layers (" + least.layer() + ")",
                        least.signal())
                .against(Relation.AT_LEAST, 1,
                        "|g|^2 B / tr S of a layer; at 1 signal and noise of a step are equal")
                .judged(Assessment.NOTE, least.signal() < 1 ? "noise leads" : "signal leads",
                        "The largest of all layers is " + Words.number(most) + "."));
    }

    private static List<Finding> broken(Evidence evidence) {
        Subject subject = evidence.subject();
        String quantity = "step at which a number was no longer finite";
        Optional<Breakdown> found = Breakdown.of(subject.network(), subject.risk(), subject.train().x(),
                subject.start(), subject.optimizer(), subject.batch(), evidence.course().outcome().step(),
                subject.seed().named("batches"));
        if (found.isEmpty()) {
            return List.of(Finding.unmeasured("broke-at", quantity, "Making the run again would take long."));
        }
        Breakdown b = found.get();
        String where = (b.layer() > 0 ? " of layer " + b.layer() : "") + (b.unit() > 0 ? ", unit " + b.unit() : "")
                + (b.sample() > 0 ? ", on training sample " + b.sample() : "");
        List<Finding> findings = new ArrayList<>();
        findings.add(b.finite()
                ? Finding.of("broke-at", "largest number in the last step looked at", b.largest())
                        .judged(Assessment.NOTE, "all finite",
                                "The loss grew beyond all bounds, and 300 steps later all numbers were still finite; the largest "
                                        + "is an argument" + where + ".")
                : Finding.of("broke-at", quantity, b.step())
                        .judged(Assessment.TROUBLE, "not finite",
                                "The first was " + b.operation() + (b.operation().startsWith("the loss") ? "" : where)
                                        + ". The largest number before was " + Words.number(b.largest())
                                        + (b.operation().startsWith("the loss")
                                                ? ", an argument" + where + "."
                                                : ".")));
        if (b.steps() >= 2) {
            Finding growth = Finding.of("broke-growth", "growth of the steps before it broke, a step", b.growth());
            double sharp = evidence.curvatures()
                    .stream()
                    .map(Evidence.Curvature::effective)
                    .filter(Sharpness.Measured.class::isInstance)
                    .map(Sharpness.Measured.class::cast)
                    .mapToDouble(Sharpness.Measured::value)
                    .findFirst()
                    .orElse(Double.NaN);
            findings.add(evidence.stability()
                    .filter(known -> sharp > 0)
                    .map(known -> growth.against(Relation.EQUAL, known.growth(sharp),
                            "the growth of the sharpest mode with the curvature of the start"))
                    .orElse(growth)
                    .judged(Assessment.NOTE, "", "The median over the last " + b.steps()
                            + " steps that grew; as the curvature changes on the way, so does the growth."));
        }
        return findings;
    }
}
