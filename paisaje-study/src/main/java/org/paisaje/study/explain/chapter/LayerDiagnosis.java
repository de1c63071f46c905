package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.paisaje.network.Architecture;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.check.LayerSteps;
import org.paisaje.study.explain.check.data.Enclosure;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.JacobianCondition;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.dynamics.dead.DeadUnits;

/** Signals through depth: norms of activations and gradients, dead and saturated units, the Jacobian. */
final class LayerDiagnosis implements Diagnosis {
    private static final int JACOBIANS = 32;
    /** Multiplications that it may take to tell units that are dead for certain; less than a second. */
    private static final long WORK = 200_000_000;
    private static final double MANY = 0.5;
    private static final double ROUNDING = 1e-12;
    /** Within this factor: the gradients of a few steps scatter. */
    private static final double AS_PREDICTED = 2;
    private static final double VANISHED = 1e-3;

    @Override
    public String title() {
        return "layers";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        Milestone first = evidence.course().first();
        var before = evidence.outputSlope(first);
        var after = evidence.outputSlope(evidence.course().end());
        List<LayerSignal> start = LayerSignals.of(first.network(), first.theta(), before.x(), before.gradient());
        List<LayerSignal> end = LayerSignals.of(subject.network(), evidence.course().end().theta(), after.x(),
                after.gradient());
        List<LayerSignal> hidden = end.stream().filter(LayerSignal::hidden).toList();
        List<LayerSignal> hiddenAtStart = start.stream().filter(LayerSignal::hidden).toList();
        List<Finding> findings = new ArrayList<>();
        int n = after.x().rows();
        Optional<DeadUnits> certain = total(hidden, LayerSignal::dead) == 0
                ? Optional.empty()
                : DeadUnits.around(subject.network(), evidence.course().end().theta(), after.x(), WORK);
        if (hidden.isEmpty()) {
            findings.add(Finding.of("hidden-layers", "layers with a nonlinearity", 0)
                    .judged(Assessment.NOTE, "linear", "The network is linear in its input: no unit can die."));
        } else {
            findings.add(dead(evidence, hiddenAtStart, hidden, n, certain));
            if (hidden.stream().anyMatch(signal -> signal.saturated() > 0)) {
                findings.add(saturated(hidden));
            }
            boolean random = !evidence.trained();
            findings.add(activation(start, random));
            findings.add(gradient(start, random));
        }
        findings.add(constantOutputs(evidence, end));
        Enclosure.beyond(subject.network(), subject.train())
                .ifPresent(found -> findings.add(enclosed(found, subject.network(), hidden)));
        if (Math.min(evidence.subject().network().outputs(), evidence.subject().network().inputs()) > 1) {
            findings.add(jacobian(evidence));
        }
        List<Figure> figures = new ArrayList<>(figures(evidence, start, end));
        figures.add(LayerTable.of(subject.network(), evidence.course().end().theta(), after.x(), end, certain));
        LayerTable.ofSteps(evidence.layerSteps()).ifPresent(figures::add);
        furthest(evidence).ifPresent(findings::add);
        return new Chapter("layers", "Layers", summary(hidden), findings, figures);
    }

    private static int total(List<LayerSignal> layers, ToIntFunction<LayerSignal> count) {
        return layers.stream().mapToInt(count).sum();
    }

    private static String summary(List<LayerSignal> hidden) {
        if (hidden.isEmpty()) {
            return "there is no hidden layer with a nonlinearity";
        }
        int units = total(hidden, LayerSignal::width);
        return total(hidden, LayerSignal::dead) + " of " + units + " hidden units are dead, "
                + total(hidden, LayerSignal::saturated) + " saturated";
    }

    private static Finding dead(Evidence evidence, List<LayerSignal> start, List<LayerSignal> end, int n,
            Optional<DeadUnits> certain) {
        int units = total(end, LayerSignal::width);
        int dead = total(end, LayerSignal::dead);
        int before = total(start, LayerSignal::dead);
        String sampling = " On " + Words.count(n, "sample") + " silence means less than " + Words.percent(
                Math.min(1, 3.0 / n)) + " at 95 % (rule of three)." + certain.map(DeadUnits::describe).orElse("");
        Finding finding = Finding.of("dead-units", "dead units, of " + units
                + (evidence.subject().steps() == 0 ? "" : " (" + before + " at the start)"), dead)
                .against(Relation.EQUAL, 0, "no unit should be silent on all samples");
        boolean killed = dead - before >= MANY * units || blocked(end).isPresent() && blocked(start).isEmpty();
        String cause = killed ? evidence.overshoot().map(LayerDiagnosis::describe).orElse("") : "";
        if (blocked(end).isPresent()) {
            LayerSignal layer = blocked(end).get();
            boolean atOnce = blocked(start).isPresent();
            return finding.judged(Assessment.TROUBLE, "all dead",
                    "The " + layer.width() + " units of hidden layer " + (layer.index() + 1)
                            + " (layers." + layer.index()
                            + ") are all dead, so no gradient reaches the weights up to it"
                            + (atOnce ? ", and so it was from the start." : "; they died during training." + cause)
                            + " The network is a constant that only its later layers can shift."
                            + certain.map(DeadUnits::describe).orElse(""));
        }
        if (dead >= MANY * units) {
            return finding.judged(killed ? Assessment.TROUBLE : Assessment.NOTE, "many dead",
                    Words.percent((double) dead / units) + " of the hidden units are dead, " + Words.percent(
                            (double) before / units) + " were at the start." + cause + sampling);
        }
        return finding.judged(dead == 0 ? Assessment.FINE : Assessment.NOTE, dead == 0 ? "alive" : "some dead",
                (dead == 0 ? "Every hidden unit learns from some sample." : "Dead units only waste width.")
                        + sampling);
    }

    private static Optional<LayerSignal> blocked(List<LayerSignal> hidden) {
        return hidden.stream().filter(signal -> signal.dead() == signal.width()).findFirst();
    }

    private static String describe(Evidence.Overshoot overshoot) {
        return " The step was too large for them: at step " + overshoot.step() + " the sharpness was "
                + Words.number(overshoot.sharpness()) + ", and the rate allows "
                + Words.number(overshoot.threshold()) + ".";
    }

    private static Finding saturated(List<LayerSignal> hidden) {
        int units = total(hidden, LayerSignal::width);
        int count = total(hidden, LayerSignal::saturated);
        Finding finding = Finding.of("saturated-units", "saturated units, of " + units, count)
                .against(Relation.EQUAL, 0, "slope below a tenth of the steepest on 95 % of the samples");
        return count >= MANY * units
                ? finding.judged(Assessment.TROUBLE, "saturated",
                        "Most hidden units are saturated: their slopes are so flat that gradients hardly pass.")
                : finding.judged(Assessment.NOTE, "some saturated", "A few units are saturated.");
    }

    private static Finding activation(List<LayerSignal> start, boolean random) {
        LayerSignal last = start.stream().filter(LayerSignal::hidden).reduce((a, b) -> b).orElseThrow();
        Finding finding = Finding.of("activation-start", "last hidden activations at the start, rms",
                last.activation());
        if (!random || last.expectedActivation().isEmpty()) {
            return finding;
        }
        double expected = last.expectedActivation().getAsDouble();
        double ratio = expected == 0 ? 1 : last.activation() / expected;
        return finding
                .against(Relation.EQUAL, expected,
                        "random weights of this size in layers without end in width, Poole et al. 2016")
                .judged(Assessment.NOTE, Math.abs(Math.log(ratio)) < 0.35 ? "as expected" : "off by chance",
                        "Random weights in layers of this width deviate by about "
                                + Words.percent(1 / Math.sqrt(last.width())) + " for each layer.");
    }

    private static Finding gradient(List<LayerSignal> start, boolean random) {
        List<LayerSignal> hidden = start.stream().filter(LayerSignal::hidden).toList();
        LayerSignal first = hidden.getFirst();
        LayerSignal last = hidden.getLast();
        double expected = 1;
        boolean known = random;
        for (LayerSignal signal : start) {
            if (signal.index() > first.index() && signal.index() <= last.index()) {
                known &= signal.expectedGain().isPresent();
                expected *= signal.expectedGain().orElse(1);
            }
        }
        if (last.gradient() == 0) {
            return Finding.of("gradient-ratio", "gradient first / last hidden layer, start", 0)
                    .judged(Assessment.NOTE, "no gradient",
                            "No gradient arrives at the last hidden layer at the start.");
        }
        double ratio = first.gradient() / last.gradient();
        Finding finding = Finding.of("gradient-ratio", "gradient first / last hidden layer, start", ratio);
        Finding held = known
                ? finding.against(Relation.EQUAL, expected, "random weights of this size, Schoenholz et al. 2017")
                : finding;
        if (ratio < VANISHED) {
            return held.judged(Assessment.TROUBLE, "vanishing",
                    "Gradients vanish on the way to the first layer, by the factor " + Words.number(ratio) + ".");
        }
        if (ratio > 1 / VANISHED) {
            return held.judged(Assessment.TROUBLE, "exploding",
                    "Gradients explode on the way to the first layer, by the factor " + Words.number(ratio) + ".");
        }
        return held.judged(Assessment.FINE, "arrives", "Gradients reach the first layer.");
    }

    private static Finding constantOutputs(Evidence evidence, List<LayerSignal> end) {
        LayerSignal output = end.getLast();
        Finding finding = Finding.of("constant-outputs", "constant outputs, of " + output.width(), output.constant());
        if (evidence.subject().train().size() == 1) {
            return finding.judged(Assessment.NOTE, "one sample",
                    "One sample cannot show whether outputs depend on it.");
        }
        if (output.constant() < output.width()) {
            return finding.judged(Assessment.FINE, "depend on x", "The outputs depend on the input.");
        }
        boolean atZero = Arrays.stream(evidence.subject().start()).allMatch(weight -> weight == 0);
        return finding.judged(Assessment.TROUBLE, "constant", "The network is a constant: no output depends on the "
                + "input" + (atZero
                        ? ", because all weights start at 0 and symmetry keeps the hidden layers there."
                        : "."));
    }

    /** A class inside the other that layers as narrow as the inputs cannot cut out. */
    private static Finding enclosed(Enclosure found, Architecture network, List<LayerSignal> hidden) {
        return Finding
                .of("enclosed-class", "units of the widest hidden layer, for a class inside the other",
                        hidden.stream().mapToInt(LayerSignal::width).max().orElse(0))
                .against(Relation.AT_LEAST, network.inputs() + 1,
                        "one more than inputs, so that a layer can lift the class out, Johnson 2019")
                .judged(Assessment.NOTE, "too narrow",
                        "No weights answer " + found.inner() + " on all of " + found.inner()
                                + " and nowhere on " + found.outer()
                                + ", which lies around it: some samples stay wrong.");
    }

    private static Finding jacobian(Evidence evidence) {
        Subject subject = evidence.subject();
        JacobianCondition condition = JacobianCondition.of(subject.network(), evidence.course().end().theta(),
                evidence.someInputs(JACOBIANS, 1, JACOBIANS));
        int n = condition.values().length;
        String quantity = "condition of df/dx, median of " + Words.count(n, "sample");
        double median = condition.quantile(0.5);
        if (!Double.isFinite(median)) {
            return Finding.unmeasured("jacobian-condition", quantity, condition.deficient() + " of " + n
                    + " Jacobians have no full rank: some outputs cannot be moved independently by the input.");
        }
        double low = condition.quantile(0.25);
        double high = condition.quantile(0.75);
        return Finding.of("jacobian-condition", quantity,
                new Estimate(median, low, Double.isFinite(high) ? high : Double.POSITIVE_INFINITY))
                .against(Relation.AT_LEAST, 1, "1 is dynamical isometry, Saxe et al. 2014")
                .judged(Assessment.NOTE,
                        median < 10 ? "well conditioned" : median < 1e4 ? "middling" : "ill conditioned",
                        "The interval holds the middle half of the samples.");
    }

    /** The layer whose steps differ most from what rate and noise predict. */
    private static Optional<Finding> furthest(Evidence evidence) {
        return evidence.layerSteps()
                .stream()
                .filter(one -> one.moved().orElse(0) > 0 && one.predicted().orElse(0) > 0 && one.weights() > 0)
                .max(Comparator.comparingDouble(LayerDiagnosis::apart))
                .map(one -> {
                    double factor = Math.exp(apart(one));
                    return Finding
                            .of("layer-step", "a step moves the weights of layer " + one.layer() + " by the share",
                                    one.moved().getAsDouble() / one.weights())
                            .against(Relation.EQUAL, one.predicted().getAsDouble() / one.weights(),
                                    "rate times gradient and noise, over the weights; the layer that differs most")
                            .judged(Assessment.NOTE, factor < AS_PREDICTED ? "as predicted" : "otherwise",
                                    factor < AS_PREDICTED
                                            ? "All layers move as their gradients and the noise of the batches say."
                                            : "The steps before were of another size than those at the end: by the factor "
                                                    + Words.number(factor) + ".");
                });
    }

    private static double apart(LayerSteps one) {
        return Math.abs(Math.log(one.moved().getAsDouble() / one.predicted().getAsDouble()));
    }

    private static List<Figure> figures(Evidence evidence, List<LayerSignal> start, List<LayerSignal> end) {
        var activations = new ArrayList<Series>();
        var gradients = new ArrayList<Series>();
        boolean still = evidence.subject().steps() == 0;
        draw(still ? "these weights" : "start", true, start, activations, gradients);
        if (!still) {
            draw("end", false, end, activations, gradients);
        }
        boolean random = !evidence.trained();
        if (random) {
            expected(start, activations, gradients);
        }
        String lines = random ? " Lines: random weights of the size at the start in very wide layers." : "";
        var charts = new Pictures();
        if (!activations.isEmpty()) {
            charts.add(new Figure.Chart("activations", "Forward", "", Axis.linear("layer"), Axis.log("activation, rms"),
                    activations), "root mean square of the activations after each layer.");
        }
        if (!gradients.isEmpty()) {
            charts.add(new Figure.Chart("gradients", "Backward", "", Axis.linear("layer"), Axis.log("gradient, rms"),
                    gradients), "root mean square of the gradients of the samples' losses there.");
        }
        return charts.of("layers", "Signals through depth",
                lines + " A layer without a point has the value 0, but for rounding.");
    }

    private static void draw(String name, boolean large, List<LayerSignal> part, List<Series> activations,
            List<Series> gradients) {
        var a = new Points();
        var g = new Points();
        double largest = part.stream().mapToDouble(LayerSignal::activation).max().orElse(0);
        part.stream()
                .filter(signal -> signal.activation() > ROUNDING * largest)
                .forEach(signal -> a.addPositive(signal.index() + 1, signal.activation()));
        part.forEach(signal -> g.addPositive(signal.index() + 1, signal.gradient()));
        if (a.size() > 0) {
            activations.add(drawn(name, a, large));
        }
        if (g.size() > 0) {
            gradients.add(drawn(name, g, large));
        }
    }

    private static void expected(List<LayerSignal> start, List<Series> activations, List<Series> gradients) {
        var theory = new Points();
        start.forEach(signal -> theory.addPositive(signal.index() + 1, signal.expectedActivation().orElse(0)));
        if (theory.size() > 1) {
            activations.add(new Series.Line("random weights", Role.THEORY, theory.x(), theory.y()));
        }
        var backward = new Points();
        double level = start.getLast().gradient();
        for (int l = start.size() - 1; l >= 0; l--) {
            backward.addPositive(l + 1, level);
            level *= start.get(l).expectedGain().orElse(0);
        }
        if (backward.size() > 1) {
            gradients.add(new Series.Line("random weights", Role.THEORY, backward.x(), backward.y()));
        }
    }

    /** The start as large discs, the end as small ones, so that both are seen where they agree. */
    private static Series drawn(String name, Points points, boolean large) {
        return large
                ? new Series.Marks(name, Role.MEASURED, points.x(), points.y(), Series.Mark.DISC)
                : new Series.Points(name, Role.MEASURED, points.x(), points.y());
    }
}
