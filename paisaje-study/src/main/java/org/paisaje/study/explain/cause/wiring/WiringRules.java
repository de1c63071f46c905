package org.paisaje.study.explain.cause.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.check.data.Marginal;
import org.paisaje.study.explain.signal.Oscillation;
import org.paisaje.study.explain.signal.RunSignals;
import org.paisaje.study.explain.signal.Signals;

/** Causes in how network, loss and penalties are put together. */
public final class WiringRules {
    /** So many periods along an input are more than a usual network learns in passing. */
    private static final double LEAST = 5;
    /** With more inputs the distance between samples says little. */
    private static final int FEW_INPUTS = 6;
    /** How many times the units the turns must be, which are counted to about a half. */
    private static final double CLEARLY = 1.5;
    private static final Pattern DECAY = Pattern.compile("[:,]decay=([^,]*)");

    private WiringRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("missing biases", WiringRules::noBias, "wiring.no-bias").needing(Need.DENSE),
                Rule.of("weight decay", WiringRules::decay, "wiring.weight-decay").needing(Need.STEPS),
                Rule.of("a linear network", WiringRules::linear, "wiring.linear").needing(Need.DENSE, Need.REFERENCE),
                Rule.of("a bottleneck", WiringRules::bottleneck, "wiring.bottleneck").needing(Need.DENSE),
                Rule.of("fast oscillation", WiringRules::frequency, "wiring.frequency")
                        .needing(Need.FEW_INPUTS, Need.DENSE));
    }

    private static Optional<Cause> noBias(Signals s) {
        if (!(s.setup().network() instanceof Mlp mlp) || mlp.hasBias() || mlp.bias()) {
            return Optional.empty();
        }
        double mean = s.setup().classes()
                ? 0
                : Math.abs(s.data().targetMean()) / Math.max(s.data().targetSpread(), 1e-300);
        double noticeable = Math.max(0.3, 4 / Math.sqrt(s.data().samples()));
        if (mean < noticeable && s.data().offset() < noticeable) {
            return Optional.empty();
        }
        Architecture with = mlp.withBias(true);
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy("Give the network biases.", s.setup().withNetwork(with)));
        if (!s.setup().standardized()) {
            remedies.add(new Remedy("Give the network biases and standardize the inputs.",
                    s.setup().withStandardizedInputs().withNetwork(with)));
        }
        return Optional.of(Cause.curable("wiring.no-bias", Stage.WIRING, 1 + mean,
                "The network has no biases, so its output is 0 where the inputs are 0.",
                "The targets have the mean " + Words.number(s.data().targetMean()) + " and spread over "
                        + Words.number(s.data().targetSpread()) + ".",
                remedies));
    }

    private static Optional<Cause> decay(Signals s) {
        Matcher found = DECAY.matcher(s.setup().optimizer());
        double decay = found.find() ? Double.parseDouble(found.group(1)) : 0;
        if (!(decay > 0)) {
            return Optional.empty();
        }
        Setup without = s.setup().withoutDecay();
        String value = Words.rate(decay);
        double shrunk = s.run().normGrowth();
        return Optional.of(Cause.curable("wiring.weight-decay", Stage.WIRING, shrunk < 0.7 ? 5 : 1,
                "The weight decay of " + value + " pulls the weights to zero faster than the data can move them.",
                "The weights ended at " + Words.percent(shrunk) + " of their size at the start.",
                List.of(new Remedy("Leave the weight decay out.", without))));
    }

    private static Optional<Cause> linear(Signals s) {
        if (!(s.setup().network() instanceof Mlp mlp)
                || !mlp.activation().identity() && mlp.depth() > 1) {
            return Optional.empty();
        }
        double best = s.reference().map(Reference::left).orElse(0.0);
        double linear = s.reference().map(Reference::linearLeft).orElse(1.0);
        if (linear < best + Quality.MARGIN) {
            return Optional.empty();
        }
        int hidden = 64;
        Mlp wider = Mlp.of(Activation.TANH, mlp.inputs(), hidden, mlp.outputs());
        // What a linear function can do is done: nothing but another network helps further.
        boolean reached = s.test().orElse(s.train()).left() <= linear + Quality.MARGIN / 2;
        return Optional.of(Cause.curable("wiring.linear", Stage.WIRING, (reached ? 4 : 2) + linear - best,
                "The network is linear in its inputs, and the targets are not.",
                "The best linear function leaves " + Words.percent(linear) + " of the error of a constant, "
                        + s.reference().map(Reference::method).orElse("a nonlinear method") + " " + Words.percent(best)
                        + ".",
                nonlinear(s.setup().withNetwork(wider))));
    }

    /** With the rate that there is, and where the curvature of the new network does not bear that one, with lower ones. */
    private static List<Remedy> nonlinear(Setup wider) {
        String words = "Add a hidden layer with a nonlinearity";
        List<Remedy> result = new ArrayList<>();
        result.add(new Remedy(words + ".", wider));
        double rate = wider.rule().rate();
        double bound = RunSignals.largestRate(wider);
        for (double share : new double[] {0.7, 0.2}) {
            double lower = Words.roundedDown(share * bound);
            if (lower < rate && lower > 0) {
                result.add(new Remedy(words + " and lower the rate to " + Words.rate(lower) + ".",
                        wider.withRate(lower)));
            }
        }
        return result;
    }

    private static Optional<Cause> bottleneck(Signals s) {
        if (!(s.setup().network() instanceof Mlp mlp) || mlp.hiddenWidths().isEmpty()) {
            return Optional.empty();
        }
        int narrowest = mlp.hiddenWidths().stream().mapToInt(Integer::intValue).min().orElseThrow();
        Optional<Cause> bends = bends(s, mlp);
        if (bends.isPresent()) {
            return bends;
        }
        int needed = Math.min(8, Math.max(2, mlp.outputs()));
        if (narrowest > 1 && narrowest >= needed) {
            return Optional.empty();
        }
        return Optional.of(Cause.curable("wiring.bottleneck", Stage.WIRING, narrowest == 1 ? 4 : 1.2,
                "A hidden layer has only " + Words.count(narrowest, "unit")
                        + ": all that the network knows of an input goes through "
                        + (narrowest == 1 ? "one number." : "so few numbers."),
                "The hidden widths are " + mlp.hiddenWidths() + (s.run().blockedAtEnd().isPresent()
                        ? ", and hidden layer " + s.run().blockedAtEnd().get() + " is silent on all samples."
                        : "."),
                widened(s.setup(), mlp)));
    }

    /** One hidden layer of fewer units than the targets turn along a line: each unit bends the answer there once. */
    private static Optional<Cause> bends(Signals s, Mlp mlp) {
        if (mlp.hiddenWidths().size() > 1 || s.data().inputs() > FEW_INPUTS || s.train().left() < 0.2
                || !monotone(mlp.activation())) {
            return Optional.empty();
        }
        int units = mlp.hiddenWidths().getFirst();
        double along = Marginal.of(s.setup().train())
                .filter(found -> found.rough() > 0.1 && found.disorder() < (found.values() > 0 ? 0.5 : 0.8))
                .map(Marginal::periods)
                .orElse(0.0);
        double turns = 2 * Math.max(along, Oscillation.over(s.setup().train()));
        // Faster waves are out of reach of wider layers too.
        return turns < CLEARLY * units || turns > 4 * LEAST
                ? Optional.empty()
                : Optional.of(Cause.curable("wiring.bottleneck", Stage.WIRING, 2 + turns / units,
                        "The network is too small for these data: one hidden layer of " + Words.count(units, "unit")
                                + ".",
                        "Along a line through the inputs the targets turn about " + Words.number(Math.round(turns))
                                + " times, and each unit of the one hidden layer can bend the answer there once.",
                        widened(s.setup(), mlp)));
    }

    /** Whether the function is one step or bend and no wave, as far as its slopes between -8 and 8 tell. */
    private static boolean monotone(Activation activation) {
        return DoubleStream.iterate(-8, z -> z <= 8, z -> z + 0.125).allMatch(z -> activation.first(z) >= -0.2);
    }

    /** The network with hidden layers of at least 16 and of at least 64 units. */
    public static List<Remedy> widened(Setup setup, Mlp mlp) {
        List<Remedy> result = new ArrayList<>();
        for (int least : new int[] {16, 64}) {
            int[] widths = mlp.widths().stream().mapToInt(Integer::intValue).toArray();
            boolean changed = false;
            for (int l = 1; l + 1 < widths.length; l++) {
                changed |= widths[l] < least;
                widths[l] = Math.max(widths[l], least);
            }
            if (changed) {
                result.add(new Remedy("Use hidden layers of at least " + least + " units.",
                        setup.withNetwork(mlp.withWidths(widths))));
            }
        }
        return result;
    }

    private static Optional<Cause> frequency(Signals s) {
        if (s.train().left() < 0.1 || s.setup().mixedColumns() || !(s.setup().network() instanceof Mlp)) {
            return Optional.empty();
        }
        boolean one = s.data().inputs() == 1;
        double over = s.train().left() < 0.2 ? 0 : Oscillation.over(s.setup().train());
        Optional<Marginal> along = Marginal.of(s.setup().train())
                .filter(found -> found.waves(s.train().left()) && found.periods() >= LEAST);
        boolean fast = over >= (one ? LEAST : 2);
        if (!fast && along.isEmpty()) {
            return Optional.empty();
        }
        boolean column = along.isPresent() && (!fast || along.get().periods() > over);
        double periods = column ? along.get().periods() : over;
        int harmonics = (int) Math.min(128, Math.ceil(2.2 * periods));
        String input = one
                ? "the input"
                : column ? s.setup().train().input(along.get().column()) : "the inputs";
        return Optional.of(Cause.curable("wiring.frequency", Stage.WIRING,
                one || column ? periods / LEAST : periods / 2,
                "The targets go up and down " + (one || column ? "" : "about ") + Words.number(Math.round(periods))
                        + " times over the range of " + input
                        + "; networks learn slow parts first and do not get to such fast ones.",
                (column
                        ? "What is left of the targets along " + input
                                + " when slow parts are taken away crosses 0 "
                                + Words.count(Math.round(2 * periods), "time") + " and holds "
                                + Words.percent(along.get().rough()) + " of their variance"
                        : one
                                ? "Along the input the targets cross their mean "
                                        + Words.count(Math.round(2 * periods), "time")
                                : "Samples that are " + Words.number(0.88 / periods)
                                        + " standard deviations apart have targets that differ as much as any two")
                        + ". By the tangent kernel the time to learn a wave grows as a power of its frequency.",
                List.of(new Remedy(
                        "Give the network sines and cosines of the input" + (one ? "" : "s") + " beside the input"
                                + (one ? "" : "s") + ", up to " + harmonics + " periods over " + (one ? "its" : "their")
                                + " range.",
                        s.setup().withPeriodicInputs(harmonics)))));
    }
}
