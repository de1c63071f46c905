package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.cause.wiring.WiringRules;
import org.paisaje.study.explain.check.BornDead;
import org.paisaje.study.explain.signal.Signals;
import org.paisaje.theory.dynamics.LayerSignal;

/** Causes in the weights at the start. */
public final class StartRules {
    private static final double MANY = 0.3;
    private static final double FAINT = 0.05;
    private static final double FAR = 4;
    /** Outputs at the start that are larger than that hold the size of all layers together. */
    private static final double OUTPUT = 30;
    private static final double MOST_STRENGTH = 100;
    /** A variance at which the critical gain is that of the slope at 0, to six digits. */
    private static final double SMALL = 1e-8;
    /** Between these gains the usual weights lose the signal and weights with the gain keep it. */
    private static final double MODERATE = 3;
    private static final double LARGE = 10;
    private static final double GROWN = 30;
    /** Below this no factor for each layer can be told. */
    private static final double NOTHING = 1e-30;

    private StartRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("zero weights", StartRules::zeros, "start.zero-weights").needing(Need.IN_ROW),
                Rule.of("equal units", StartRules::equal, "start.equal-units").needing(Need.IN_ROW),
                Rule.of("weights of one sign", StartRules::oneSign, "start.one-sign")
                        .needing(Need.IN_ROW, Need.UNTRAINED),
                Rule.of("dead units at the start", StartRules::dead, "start.dead"),
                Rule.of("size of the initial weights", StartRules::size, "start.too-large", "start.too-small")
                        .needing(Need.UNTRAINED, Need.IN_ROW, Need.STANDARD),
                Rule.of("signals that grow from layer to layer", StartRules::growing, "start.exploding")
                        .needing(Need.UNTRAINED),
                Rule.of("saturation at the start", StartRules::saturated, "start.saturated"),
                Rule.of("vanishing or exploding gradients", StartRules::gradients, "start.vanishing",
                        "start.exploding").needing(Need.UNTRAINED, Need.IN_ROW, Need.STEPS));
    }

    private static String source(Signals s) {
        return s.setup().given()
                ? "Leave out --weights: draw them at random."
                : "Draw the weights by the default of the network.";
    }

    private static List<Remedy> redrawn(Signals s) {
        return List.of(new Remedy(source(s), s.setup().drawn("")));
    }

    private static Optional<Cause> zeros(Signals s) {
        List<Integer> zero = s.run().zeroLayers();
        int depth = s.setup().network().layerShapes().size();
        if (zero.isEmpty() || depth == 1 || zero.size() == 1 && zero.getFirst() == depth) {
            return Optional.empty();
        }
        String which = (zero.size() == 1 ? "layer " : "layers ") + zero.toString().replaceAll("[\\[\\]]", "");
        return Optional.of(Cause.curable("start.zero-weights", Stage.START, 50,
                "The weights of " + which + " all start at 0, and from there no gradient can move them apart.",
                "With weights of 0 the signal ends there; all units of a layer see and do the same, so they get the same gradient or none.",
                redrawn(s)));
    }

    private static Optional<Cause> equal(Signals s) {
        int equal = s.run().equalUnits();
        int units = s.run().units();
        return equal == 0 || equal < 0.3 * units || s.setup().network().layerShapes().size() == 1
                ? Optional.empty()
                : Optional.of(Cause.curable("start.equal-units", Stage.START, 40,
                        equal + " of " + units + " hidden units start as exact copies of another one and stay so.",
                        "Units with equal weights get equal gradients at every step: the layer works like one with "
                                + Words.count(Math.max(1, units - equal), "unit") + ".",
                        redrawn(s)));
    }

    private static Optional<Cause> oneSign(Signals s) {
        List<Integer> layers = s.run().oneSign();
        return layers.isEmpty()
                ? Optional.empty()
                : Optional.of(Cause.curable("start.one-sign", Stage.START, 30,
                        "All initial weights of layer " + layers.getFirst() + " have the same sign"
                                + (s.run().saturatedAtStart() > MANY * s.run().units()
                                        ? ", so every unit is saturated before the first step."
                                        : ", so the sums of many inputs become very large."),
                        s.run().saturatedAtStart() + " of " + s.run().units()
                                + " hidden units are saturated at the start, and "
                                + s.run().deadAtStart() + " are dead. The outputs start at about "
                                + Words.number(s.run().outputStart()) + ".",
                        redrawn(s)));
    }

    private static Optional<Cause> dead(Signals s) {
        int units = s.run().units();
        boolean blocked = s.run().blockedAtStart().isPresent();
        if (!blocked && s.run().deadAtStart() < 0.5 * Math.max(1, units)) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>();
        if (s.setup().given() || !s.setup().initializer().isEmpty()) {
            remedies.addAll(redrawn(s));
        }
        if (s.setup().network() instanceof Mlp mlp) {
            if (!s.setup().given()) {
                remedies.addAll(WiringRules.widened(s.setup(), mlp));
            }
            remedies.add(new Remedy("Use leaky ReLUs, whose slope is never 0.",
                    s.setup().withNetwork(mlp.withActivation(Activation.leakyRelu(0.1)))));
        }
        return Optional.of(Cause.curable("start.dead", Stage.START, blocked ? 20 : 2, blocked
                ? "All units of hidden layer " + s.run().blockedAtStart().get()
                        + " are dead from the start, so no gradient reaches the weights before it."
                : s.run().deadAtStart() + " of " + units + " hidden units are dead from the start.",
                (s.setup().network().activation().gate()
                        ? "A unit whose argument is negative for all samples has slope 0 and does not learn."
                        : "A unit that gives one number for all samples, with slope 0, does not learn.")
                        + (blocked && !s.setup().given() ? born(s.setup()) : ""),
                remedies)
                .with(Trait.CERTAIN, blocked)
                .with(Trait.BLOCKING, blocked));
    }

    /** How often networks drawn like this one are constant. */
    private static String born(Setup setup) {
        Initializer how = setup.initializer().isEmpty()
                ? Initializer.standardFor(setup.network())
                : Initializer.parse(setup.initializer());
        return BornDead.of(setup.network(), how, setup.train().x(), setup.seed().named("born"))
                .map(found -> " Of networks drawn like this one " + Words.percent(found.measured().value())
                        + " are constant on these data from the start"
                        + (found.bound().isPresent()
                                ? ", by theory at most " + Words.percent(found.bound().getAsDouble())
                                        + ": a layer of N ReLUs is silent at an input with probability 2^-N, whatever the size of the weights."
                                : "."))
                .orElse("");
    }

    private static Optional<Cause> size(Signals s) {
        Architecture network = s.setup().network();
        if (!s.setup().inRow() || !(network.parametrization() instanceof Parametrization.Standard)
                || !s.run().zeroLayers().isEmpty()) {
            return Optional.empty();
        }
        Initializer usual = Initializer.standardFor(network);
        double farthest = 1;
        int at = 0;
        List<LayerShape> shapes = network.layerShapes();
        for (LayerShape shape : shapes) {
            double sum = 0;
            int count = shape.inputs() * shape.outputs();
            for (int i = shape.weight(); i < shape.weight() + count; i++) {
                sum += s.setup().start()[i] * s.setup().start()[i];
            }
            double expected = usual.deviation(shape);
            double ratio = Math.sqrt(sum / count) / expected;
            double noise = 1 + 3 / Math.sqrt(2.0 * count);
            ratio = ratio > 1 ? Math.max(1, ratio / noise) : Math.min(1, ratio * noise);
            if (ratio > 0 && Math.abs(Math.log(ratio)) > Math.abs(Math.log(farthest))) {
                farthest = ratio;
                at = shape.index() + 1;
            }
        }
        if (farthest < FAR && farthest > 1 / FAR || shapes.size() == 1) {
            return Optional.empty();
        }
        boolean large = farthest > 1;
        return Optional.of(Cause.curable(large ? "start.too-large" : "start.too-small", Stage.START,
                large
                        ? Math.max(farthest / FAR,
                                s.data().inputDeviation() > 1
                                        ? 0
                                        : Math.min(MOST_STRENGTH, s.run().outputStart() / OUTPUT))
                        : 1 / farthest / FAR,
                s.setup().given()
                        ? "The loaded weights of layer " + at + " are " + Words.number(large ? farthest : 1 / farthest)
                                + " times " + (large ? "larger" : "smaller") + " than drawn ones are."
                        : "The initial weights of layer " + at + " are " + Words.number(large ? farthest : 1 / farthest)
                                + " times too " + (large ? "large" : "small") + ".",
                large
                        ? "For this activation the default size keeps signals as they are; larger ones grow from layer to layer and "
                                + "saturate or kill units: at the start " + s.run().saturatedAtStart() + " of "
                                + s.run().units() + " are saturated, and the outputs are about "
                                + Words.number(s.run().outputStart()) + "."
                        : "With weights near 0 all outputs and most gradients are near 0: the start is next to a saddle, from which "
                                + "descent needs long to get away." + escape(s),
                redrawn(s)).with(Trait.DELIBERATE));
    }

    /** Outputs far from 1 because every layer makes signals larger, as in deep residual networks with whole steps. */
    private static Optional<Cause> growing(Signals s) {
        List<LayerSignal> hidden = s.run().start().stream().filter(LayerSignal::hidden).toList();
        if (hidden.size() < 3 || s.setup().network() instanceof Mlp || s.data().inputDeviation() > FAR) {
            return Optional.empty();
        }
        double first = hidden.getFirst().activation();
        double growth = hidden.getLast().activation() / Math.max(first, 1e-300);
        if (!(first > 0) || growth < GROWN) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>();
        if (s.setup().given() || !s.setup().initializer().isEmpty()) {
            remedies.addAll(redrawn(s));
        }
        if (s.setup().network() instanceof Residual residual && residual.blocks() > 2) {
            double step = Words.roundedDown(1.0 / residual.blocks());
            remedies.add(new Remedy("Give each block the step " + Words.rate(step)
                    + ", one over the number of blocks, as by step=" + Words.rate(step) + ".",
                    s.setup().withNetwork(residual.withStep(step))));
        }
        remedies.add(new Remedy("Draw orthogonal weights.", s.setup().drawn("orthogonal")));
        return Optional.of(Cause.curable("start.exploding", Stage.START, Math.min(50, growth / GROWN),
                "Signals grow by the factor " + Words.number(growth) + " on the way through "
                        + Words.count(hidden.size(), "layer") + ", so the outputs start at about "
                        + Words.number(s.run().outputStart()) + ".",
                "Each layer makes them about "
                        + Words.number(Math.pow(growth, 1.0 / (hidden.size() - 1)))
                        + " times larger; the loss at the start is " + Words.number(s.attempt().firstLoss())
                        + ", a constant would have " + Words.number(s.train().constantLoss())
                        + ". Gradients grow alike, and no rate suits such weights.",
                remedies));
    }

    /** How long, where the run has not left yet. */
    private static String escape(Signals s) {
        return s.quality() == Quality.NOTHING
                ? LandscapeRules.escape(s)
                        .map(known -> " After " + Words.count(s.attempt().made(), "step")
                                + " it is still there: the distance from the saddle grows by the factor e in "
                                + Words.number(Math.rint(known.efold())) + " steps"
                                + (known.steps().isPresent()
                                        ? ", and the loss would have fallen by a tenth after about "
                                                + Words.number(Math.rint(known.steps().getAsDouble())) + " more."
                                        : "."))
                        .orElse("")
                : "";
    }

    private static Optional<Cause> saturated(Signals s) {
        int units = s.run().units();
        if (s.run().saturatedAtStart() < MANY * Math.max(1, units)) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>();
        if (!s.setup().standardized()) {
            remedies.add(new Remedy("Standardize the inputs, nothing else.", s.setup().withStandardizedInputs()));
        }
        remedies.addAll(redrawn(s));
        return Optional.of(Cause.curable("start.saturated", Stage.START,
                3 + (double) s.run().saturatedAtStart() / units, s.run().saturatedAtStart() + " of " + units
                        + " hidden units are saturated before the first step, so gradients hardly pass.",
                "On 95 % of the samples their slope is below a tenth of the steepest: inputs or initial weights are too large.",
                remedies));
    }

    /** Whether the size of the initial weights, or what it does to gradients, is a cause by itself. */
    static boolean ofSize(Signals s) {
        return size(s).isPresent() || gradients(s).isPresent();
    }

    private static Optional<Cause> gradients(Signals s) {
        double ratio = s.run().gradientRatio().orElse(1);
        double[] moved = s.run().moved();
        double first = moved[0];
        boolean still = moved.length > 2 && first < 0.1 * moved[moved.length - 1] && first < 0.02;
        boolean vanishing = ratio < FAINT && still || ratio < 1e-3;
        boolean exploding = ratio > 1 / FAINT;
        Architecture network = s.setup().network();
        if (size(s).isPresent() || s.run().blockedAtStart().isPresent() || !vanishing && !exploding
                || network.layerShapes().stream().anyMatch(LayerShape::hasSkip)) {
            return Optional.empty();
        }
        Activation activation = network.activation();
        long hidden = s.run().start().stream().filter(LayerSignal::hidden).count();
        double each = Math.pow(Math.max(ratio, 1e-300), 1.0 / Math.max(1, hidden - 1));
        List<Remedy> remedies = new ArrayList<>();
        // Weights of usual size that were given are those of a default, which would be drawn again.
        boolean usual = vanishing && s.setup().given();
        if (!usual && (s.setup().given() || !s.setup().initializer().isEmpty())) {
            remedies.addAll(redrawn(s));
        }
        if (vanishing) {
            double gain = Math.rint(activation.criticalGain(SMALL));
            if (gain > MODERATE && gain < LARGE) {
                remedies.add(new Remedy("Draw orthogonal weights with the gain " + (long) gain + " that the slope 1/"
                        + (long) gain + " of the " + activation.name() + " needs.",
                        s.setup().drawn("orthogonal(" + (long) gain + ")")));
            } else {
                remedies.add(new Remedy("Draw orthogonal weights.", s.setup().drawn("orthogonal")));
            }
            if (!activation.gate() && network instanceof Mlp mlp) {
                remedies.add(new Remedy("Use ReLUs, whose slope does not shrink gradients.",
                        s.setup().withNetwork(mlp.withActivation(Activation.RELU))));
            }
        } else {
            remedies.add(new Remedy("Draw orthogonal weights.", s.setup().drawn("orthogonal")));
        }
        if (usual) {
            remedies.addAll(redrawn(s));
        }
        return Optional.of(Cause.curable(vanishing ? "start.vanishing" : "start.exploding", Stage.START,
                vanishing ? FAINT / Math.max(ratio, 1e-12) : ratio * FAINT,
                "Gradients " + (vanishing ? "vanish" : "explode") + " on the way to the first layer, by the factor "
                        + Words.number(ratio) + ".",
                (ratio > NOTHING
                        ? "On the way back each layer makes them about " + Words.number(vanishing ? 1 / each : each)
                                + " times " + (vanishing ? "smaller" : "larger")
                                + ", so one rate cannot suit the first layers and the last. "
                        : "") + "Over the whole run the first layer moved by " + Words.percent(first)
                        + " of its size, the last by "
                        + Words.percent(moved[moved.length - 1]) + ".",
                remedies));
    }
}
