package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.wiring.WiringRules;
import org.paisaje.study.explain.check.DepthScale;
import org.paisaje.study.explain.check.WidthRate;
import org.paisaje.study.explain.signal.Signals;
import org.paisaje.theory.dynamics.signal.SignalMap;

/** Causes in how depth and width of a network go with its start and its rate. */
public final class ShapeRules {
    /** Networks that are narrower have rates that are usual. */
    private static final int WIDE = 128;
    /** A rate that fits narrower networks only than these was found on none. */
    private static final double USUAL = 16;
    private static final double MOST = 20;

    private ShapeRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("more layers than the start can reach through", ShapeRules::tooDeep, "start.too-deep")
                        .needing(Need.UNTRAINED, Need.DENSE),
                Rule.of("a rate for narrower networks", ShapeRules::width, "step.width")
                        .needing(Need.STEPS, Need.RATE, Need.UNTRAINED, Need.DENSE));
    }

    /** More hidden layers than six depth scales, and differences between inputs are lost on the way. */
    private static Optional<Cause> tooDeep(Signals s) {
        Setup setup = s.setup();
        if (!s.run().zeroLayers().isEmpty() || s.run().blockedAtStart().isPresent() || StartRules.ofSize(s)
                || !(setup.network() instanceof Mlp mlp)) {
            return Optional.empty();
        }
        Optional<DepthScale> measured = DepthScale.of(mlp, setup.start(), setup.train().x());
        if (measured.filter(DepthScale::tooNarrow).isPresent()) {
            return measured.map(scale -> narrow(setup, mlp, scale));
        }
        return measured.filter(DepthScale::lost)
                .map(scale -> Cause.curable("start.too-deep", Stage.START,
                        Math.min(MOST, scale.layers() / scale.trainable()),
                        "The network has " + Words.count(scale.layers(), "hidden layer")
                                + ", and its initial weights carry "
                                + "differences between inputs through about "
                                + Words.number(Math.floor(scale.trainable()))
                                + ".",
                        "With weights of this size chi = " + Words.number(scale.fate().chi())
                                + ": each wide layer multiplies the square of a difference by it; measured is "
                                + Words.number(Math.exp(scale.logChi().estimate()))
                                + ". Behind the last hidden layer inputs differ by "
                                + Words.number(Math.sqrt(scale.change()))
                                + " times what they differ by behind the first.",
                        shallower(s, mlp, scale)));
    }

    /** Layers of few units, of which there are too many for so few. */
    private static Cause narrow(Setup setup, Mlp mlp, DepthScale scale) {
        int narrowest = Collections.min(mlp.hiddenWidths());
        List<Remedy> remedies = new ArrayList<>();
        if (!setup.given()) {
            remedies.addAll(WiringRules.widened(setup, mlp).reversed());
            int[] few = {mlp.inputs(), mlp.hiddenWidths().getFirst(), mlp.hiddenWidths().getLast(), mlp.outputs()};
            remedies.add(new Remedy("Take 2 hidden layers.", setup.withNetwork(mlp.withWidths(few))));
        } else {
            remedies.add(new Remedy("Leave out --weights: draw them at random.", setup.drawn("")));
        }
        return Cause.curable("start.too-deep", Stage.START,
                Math.min(MOST, 2 * scale.crowding() * -Math.log(scale.change()) / SignalMap.TRAINABLE),
                "The network has " + Words.count(scale.layers(), "hidden layer") + ", too many for layers of "
                        + Words.count(narrowest, "unit") + ": what tells inputs apart is lost on the way.",
                "Behind the last hidden layer inputs differ by " + Words.number(Math.sqrt(scale.change()))
                        + " times what they differ by behind the first. Wide layers with weights of this size keep them; in narrow "
                        + "ones chance multiplies them in every layer, and what comes out varies between draws by about the factor "
                        + Words.number(Math.exp(0.5 * Math.sqrt(5 * scale.crowding())))
                        + " up or down, as layers over width says.",
                remedies);
    }

    private static List<Remedy> shallower(Signals s, Mlp mlp, DepthScale scale) {
        Setup setup = s.setup();
        List<Remedy> remedies = new ArrayList<>();
        Activation activation = mlp.activation();
        if (mlp.parametrization() instanceof Parametrization.Standard) {
            SignalMap.edge(activation, 0).ifPresent(edge -> {
                double gain = Words.roundedDown(edge.sigmaW() * 1.0001);
                remedies.add(new Remedy("Draw orthogonal weights with the gain " + Words.number(gain)
                        + ", the edge of chaos of the " + activation.name()
                        + ", where no depth is too large.", setup.drawn("orthogonal(" + Words.rate(gain) + ")")));
            });
        }
        if (setup.given() || !setup.initializer().isEmpty()) {
            remedies.add(new Remedy("Draw the weights by the default of the network.", setup.drawn("")));
        }
        int kept = (int) Math.clamp(Math.floor(scale.trainable()), 1, scale.layers() - 1);
        int[] widths = IntStream.concat(mlp.widths().stream().limit(kept + 1L).mapToInt(Integer::intValue),
                IntStream.of(mlp.outputs())).toArray();
        Setup fewer = setup.withNetwork(mlp.withWidths(widths));
        remedies.add(new Remedy("Take " + Words.count(kept, "hidden layer") + ".",
                setup.given() || setup.initializer().isEmpty() ? fewer : fewer.drawn(setup.initializer())));
        return remedies;
    }

    /** A rate above what the curvature allows that would be right for a network less wide. */
    private static Optional<Cause> width(Signals s) {
        Setup setup = s.setup();
        double ratio = s.run().ratio();
        if (!(ratio > 1) || !(setup.network() instanceof Mlp mlp) || mlp.hiddenWidths().isEmpty()
                || Collections.min(mlp.hiddenWidths()) < WIDE) {
            return Optional.empty();
        }
        double rate = setup.rule().rate();
        return rateOf(setup, mlp)
                .filter(found -> found.power().high() < 0 && found.fitting(rate) >= USUAL
                        && found.fitting(rate) < found.width())
                .map(found -> Cause.curable("step.width", Stage.STEP, 10 * ratio,
                        "The rate of " + Words.rate(rate) + " would suit a network about "
                                + Words.number(Math.rint(found.fitting(rate))) + " units wide; with "
                                + found.width() + " it is too large.",
                        "The largest rate that this curvature allows is " + Words.number(rate / ratio)
                                + ". On copies of the network with narrower layers it grows: it goes with the width like n^"
                                + Words.number(found.power().estimate()) + " ("
                                + Words.number(found.power().low()) + " to " + Words.number(found.power().high())
                                + " at 95 %), and like n^" + Words.number(found.promised())
                                + " for wide layers in theory.",
                        forWidth(s, mlp, rate / ratio)));
    }

    private static List<Remedy> forWidth(Signals s, Mlp mlp, double bound) {
        Setup setup = s.setup();
        double rate = setup.rule().rate();
        List<Remedy> remedies = new ArrayList<>();
        if (mlp.parametrization() instanceof Parametrization.Standard && setup.initializer().isEmpty()) {
            Mlp maximal = mlp.withParametrization(Parametrization.MUP);
            double allowed = rateOf(setup, maximal).map(WidthRate::rate).orElse(rate);
            double taken = Words.roundedDown(Math.min(rate, 0.5 * allowed));
            remedies.add(new Remedy("Take the maximal update parametrization, in which a rate is good at every width, "
                    + "as by param=mup, with the rate " + Words.rate(taken) + ".",
                    setup.withNetwork(maximal).withRate(taken)));
        }
        double lower = Words.roundedDown(0.5 * bound);
        remedies.add(new Remedy("Lower the rate to " + Words.rate(lower) + " at this width.", setup.withRate(lower)));
        return remedies;
    }

    private static Optional<WidthRate> rateOf(Setup setup, Mlp mlp) {
        Initializer how = setup.initializer().isEmpty()
                ? Initializer.standardFor(mlp)
                : Initializer.parse(setup.initializer());
        return WidthRate.of(mlp, how, setup.train().x(), setup.targets(setup.train()), setup.loss(),
                setup.rule().stability(setup.rule().rate()), setup.seed());
    }
}
