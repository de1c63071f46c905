package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.check.BornDead;
import org.paisaje.study.explain.check.DepthScale;
import org.paisaje.study.explain.check.Fitting;
import org.paisaje.study.explain.check.LayerStart;
import org.paisaje.study.explain.check.WidthRate;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;

/** The weights at the start, and whether the network can fit anything from there. */
final class StartDiagnosis implements Diagnosis {
    private static final int SAMPLES = 200;
    private static final int MOST_WEIGHTS = 60_000;
    /** Signals survive some six depth scales (Schoenholz et al. 2017). */
    private static final double TRAINABLE = 6;
    private static final double DIGIT = 1e-3;
    /** The mean square of a thousand normal weights varies by 4 to 5 per cent. */
    private static final double NEAR = 0.05;

    private final boolean quick;

    /**
     * Settings.
     *
     * @param quick whether a few samples are fitted only where a cause asks for it
     */
    StartDiagnosis(boolean quick) {
        this.quick = quick;
    }

    @Override
    public String title() {
        return "start";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        Architecture network = subject.network();
        int[] rows = Evidence.spread(subject.train().size(), Math.min(SAMPLES, subject.train().size()));
        Matrix x = subject.train().x().rows(rows);
        List<Finding> findings = new ArrayList<>();
        if (network.inRow()) {
            layers(network, LayerStart.of(network, subject.start(), x), findings);
            if (!evidence.trained()) {
                DepthScale.of(network, subject.start(), x).ifPresent(scale -> findings.add(depth(scale)));
            }
        }
        if (network instanceof Mlp mlp && !evidence.trained() && subject.steps() > 0) {
            WidthRate.of(mlp, initializer(subject), x, subject.targets(subject.train()).rows(rows), subject.loss(),
                    subject.optimizer().stability(subject.optimizer().rate()), subject.seed())
                    .ifPresent(found -> findings.add(width(found)));
        }
        BornDead.of(network, initializer(subject), x, subject.seed().named("born"))
                .ifPresent(born -> findings.add(born(born)));
        findings.add(fitting(evidence));
        findings.add(used(evidence, x));
        return new Chapter("start", "Start", "weights at the start, and whether a few samples can be fitted from them",
                findings, List.of());
    }

    private static void layers(Architecture network, List<LayerStart> layers, List<Finding> findings) {
        int parallel = layers.subList(0, layers.size() - 1).stream().mapToInt(LayerStart::parallel).sum();
        if (layers.size() > 1) {
            findings.add(Finding.of("parallel-units", "hidden units in the direction of another one", parallel)
                    .against(Relation.EQUAL, 0, "rows of weights and bias up to a positive factor, compared exactly")
                    .judged(parallel == 0 ? Assessment.FINE : Assessment.NOTE, parallel == 0 ? "none" : "parallel",
                            parallel == 0
                                    ? "All units start in different directions."
                                    : "Behind ReLUs such units see the same; with equal outgoing weights they stay equal."));
        }
        layers.stream()
                .filter(layer -> layer.rank() >= 0 && layer.rank() < layer.possible())
                .findFirst()
                .ifPresent(layer -> findings.add(
                        Finding.of("start-rank", "rank of the weights of layer " + layer.index(), layer.rank())
                                .against(Relation.EQUAL, layer.possible(), "full rank, which random weights have")
                                .judged(Assessment.NOTE, "rank lost",
                                        "What the layer passes on lies in fewer directions than it could.")));
        OptionalDouble chi = LayerStart.meanAmplification(layers);
        int depth = layers.size() - 1;
        if (chi.isEmpty() || depth < 2) {
            return;
        }
        double value = chi.getAsDouble();
        double reach = TRAINABLE * LayerStart.depthScale(value);
        findings.add(Finding.of("amplification", "chi, growth of small differences a layer, in squares", value)
                .against(Relation.EQUAL, 1, "the critical size, where signals and gradients keep their size; "
                        + "the critical gain of " + network.activation().name() + " is "
                        + Words.number(network.activation().criticalGain(1e-8)))
                .judged(Math.abs(Math.log(value)) < 0.2 ? Assessment.FINE : Assessment.NOTE,
                        Math.abs(Math.log(value)) < NEAR ? "critical" : value < 1 ? "ordered" : "chaotic",
                        value < 1
                                ? "Differences between inputs shrink from layer to layer."
                                : "Differences between inputs grow from layer to layer."));
        findings.add(Finding.of("trainable-depth", "hidden layers", depth)
                .against(Relation.AT_MOST, reach, "6/|ln chi|, the depth that signals survive, Schoenholz et al. 2017")
                .judged(depth <= reach ? Assessment.FINE : Assessment.NOTE, depth <= reach ? "within" : "too deep",
                        depth <= reach
                                ? "Signals of this start reach through all layers."
                                : "Signals of this start do not reach through all layers."));
    }

    /** What the layers do to differences between inputs, measured and by theory. */
    private static Finding depth(DepthScale scale) {
        double measured = Math.exp(scale.logChi().estimate());
        double theory = scale.fate().chi();
        return Finding.of("depth-scale", "squares of differences between inputs, factor a layer",
                new Estimate(measured, Math.exp(scale.logChi().low()), Math.exp(scale.logChi().high())))
                .against(Relation.EQUAL, theory, "chi of wide layers with weights of this size, Schoenholz et al. 2017")
                .judged(scale.lost() ? Assessment.NOTE : Assessment.FINE, scale.lost() ? "lost" : "carried",
                        scale.lost()
                                ? "The depth scale is " + Words.number(scale.fate().depthScale())
                                        + " layers: about " + Words.number(Math.floor(scale.trainable()))
                                        + " can be trained, and the network has " + scale.layers() + "."
                                : "Behind the last hidden layer inputs differ by "
                                        + Words.number(Math.sqrt(scale.change()))
                                        + " times what they differ by behind the first.");
    }

    /** With what power of the width the largest stable rate goes. */
    private static Finding width(WidthRate found) {
        boolean depends = found.power().high() < -0.25 || found.power().low() > 0.25;
        return Finding.of("width-rate", "power of the width in the largest stable rate at the start",
                Estimate.of(found.power()))
                .against(Relation.EQUAL, found.promised(), "wide layers in this parametrization, Yang and Hu 2021")
                .judged(depends ? Assessment.NOTE : Assessment.FINE, depends ? "depends" : "any width",
                        depends
                                ? "A rate that is good here is not at another width; with param=mup it would be."
                                : "A rate that is good here is about as good at other widths.");
    }

    private static Initializer initializer(Subject subject) {
        Object named = subject.problem().map(p -> p.setting().get("init")).orElse(null);
        return named == null ? Initializer.standardFor(subject.network()) : Initializer.parse(named.toString());
    }

    private static Finding born(BornDead born) {
        Finding finding = Finding.of("born-dead", "share of starts that are constant on the data", born.measured());
        if (born.bound().isPresent()) {
            finding = finding.against(Relation.AT_MOST, born.bound().getAsDouble(),
                    "1 - prod (1 - 2^-width) over the hidden layers, Lu et al. 2019");
        }
        boolean rare = born.measured().value() < 0.05;
        return finding.judged(rare ? Assessment.FINE : Assessment.NOTE, rare ? "rare" : "frequent",
                rare
                        ? "Weights drawn anew nearly always let the inputs through."
                        : "Weights drawn anew often make a constant network; wider layers do so rarely.");
    }

    /** Section "can it fit at all". */
    private Finding fitting(Evidence evidence) {
        Subject subject = evidence.subject();
        String quantity = "left of a few samples after Gauss-Newton steps from the start";
        if (quick) {
            return Finding.unmeasured("few-samples", quantity,
                    "A quick look fits them only where the run did badly.");
        }
        if (subject.parameters() > MOST_WEIGHTS) {
            return Finding.unmeasured("few-samples", quantity,
                    "The network has more than " + Words.count(MOST_WEIGHTS, "weight") + ".");
        }
        return Fitting.of(subject.network(), subject.start(), evidence.course().end().theta(), subject.train().x(),
                subject.targets(subject.train()), subject.seed().named("few samples"))
                .map(fit -> Finding.of("few-samples", quantity, fit.start())
                        .against(Relation.AT_MOST, Fitting.FITTED, "0: " + fit.samples() + " samples ask for "
                                + fit.samples() * subject.network().outputs() + " numbers, the network has "
                                + subject.parameters() + " weights")
                        .judged(fit.start() <= Fitting.FITTED ? Assessment.FINE : Assessment.NOTE,
                                fit.start() <= Fitting.FITTED
                                        ? "can fit"
                                        : fit.never() ? "cannot fit" : fit.whitened() ? "inputs alike" : "caught",
                                fit.start() <= Fitting.FITTED
                                        ? "Capacity and wiring suffice: what fails later is the way of training."
                                        : fit.never()
                                                ? "Nor from " + fit.tries() + " fresh starts"
                                                        + (fit.obstacle().isEmpty() ? "." : ": " + fit.obstacle() + ".")
                                                : fit.whitened()
                                                        ? "From uncorrelated inputs (--whiten) they can be: that inputs "
                                                                + "nearly repeat each other stands in the way."
                                                        : fit.fresh() + " of " + fit.tries()
                                                                + " fresh starts can: this start is to blame."))
                .orElseGet(() -> Finding.unmeasured("few-samples", quantity,
                        "There are fewer than three different samples, or their targets are equal."));
    }

    /** Whether outputs depend on inputs at the end. */
    private static Finding used(Evidence evidence, Matrix x) {
        double[] theta = evidence.course().end().theta();
        Matrix f = evidence.subject().network().forward(theta, x);
        int k = f.columns();
        double spread = 0;
        double size = 0;
        for (int c = 0; c < k; c++) {
            double[] column = f.column(c);
            double mean = 0;
            for (double v : column) {
                mean += v / column.length;
            }
            for (double v : column) {
                spread += (v - mean) * (v - mean) / column.length;
                size += v * v / column.length;
            }
        }
        double share = size > 0 && Double.isFinite(size) ? Math.sqrt(spread / size) : 0;
        return Finding.of("inputs-used", "spread of the outputs between samples, of their size, at the end", share)
                .judged(share < DIGIT ? Assessment.NOTE : Assessment.FINE, share < DIGIT ? "inputs unused" : "used",
                        share < DIGIT
                                ? "The outputs are all but the same for every input."
                                : "The outputs depend on the inputs.");
    }
}
