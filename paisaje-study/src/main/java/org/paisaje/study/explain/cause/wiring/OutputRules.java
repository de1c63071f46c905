package org.paisaje.study.explain.cause.wiring;

import java.util.List;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.network.head.Head;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.OutputCheck;
import org.paisaje.study.explain.signal.Signals;

/** Causes in what stands between the last layer and the loss. */
public final class OutputRules {
    /** A floor is told from this share of what a constant leaves. */
    private static final double NOTICEABLE = 0.02;
    /** Of what a constant leaves: no run does well above such a floor. */
    private static final double HIGH = 0.1;
    private static final double NEARLY_ALL = 0.9;

    private OutputRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("a softmax on one output", OutputRules::single, "wiring.softmax-one-output"),
                Rule.of("softmax or sigmoid twice", OutputRules::twice, "wiring.softmax-twice", "wiring.sigmoid-twice"),
                Rule.of("range of the output activation", OutputRules::range, "wiring.output-range"),
                Rule.of("a dead or saturated output", OutputRules::flat, "wiring.output-dead",
                        "wiring.output-saturated"),
                Rule.of("a loss that is a sum", OutputRules::sum, "wiring.sum-loss").needing(Need.STEPS, Need.RATE));
    }

    private static List<Remedy> plain(Signals s) {
        String name = s.setup().network().head().name();
        return List.of(new Remedy("Take the " + name + " behind the outputs away.", s.setup().withoutHead()));
    }

    private static Optional<Cause> single(Signals s) {
        if (!(s.setup().network().head() instanceof Head.Softmax) || s.setup().network().outputs() > 1) {
            return Optional.empty();
        }
        return Optional.of(Cause.curable("wiring.softmax-one-output", Stage.WIRING, 100,
                "A softmax over one output is always 1, so the network cannot learn anything.",
                "e^f / e^f = 1 whatever f is: the gradient is exactly 0 in all "
                        + Words.count(s.setup().start().length, "weight")
                        + ", and it is 0 at the start and at the end.",
                plain(s)).with(Trait.CERTAIN));
    }

    /** The loss holds the same function already. */
    private static boolean doubled(Signals s) {
        Head head = s.setup().network().head();
        boolean classes = s.setup().loss().compares() == Loss.Compares.CLASSES;
        return classes && s.setup().network().outputs() > (head instanceof Head.Softmax ? 1 : 0)
                && (head instanceof Head.Softmax || head.name().equals("sigmoid"));
    }

    private static Optional<Cause> twice(Signals s) {
        if (!doubled(s)) {
            return Optional.empty();
        }
        OutputCheck check = s.output();
        String name = s.setup().network().head().name();
        int classes = s.setup().network().outputs();
        String formula = name.equals("softmax")
                ? " = ln((e + " + classes + " - 1)/e)"
                : classes == 1 ? " on these classes, ln 2 for each sample of the first" : "";
        return Optional.of(Cause.curable("wiring." + name + "-twice", Stage.WIRING, 5 + 50 * check.floorLeft(),
                "The outputs go through a " + name + " twice: once in the network and once in the loss.",
                "The loss takes outputs before the " + name
                        + ". After one they lie between 0 and 1, and the loss cannot "
                        + "fall below " + Words.number(check.floor().orElse(Double.NaN)) + formula
                        + "; the run ended at " + Words.number(s.train().loss()) + ", and a constant has "
                        + Words.number(s.train().constantLoss()) + ".",
                plain(s)).with(Trait.CERTAIN, check.floorLeft() > HIGH));
    }

    private static Optional<Cause> range(Signals s) {
        OutputCheck check = s.output();
        if (doubled(s) || single(s).isPresent() || check.floorLeft() < NOTICEABLE) {
            return Optional.empty();
        }
        String name = check.head().name();
        String where = s.setup().loss().compares() == Loss.Compares.VALUES
                ? Words.percent(check.outside()) + " of the targets lie elsewhere"
                : "the loss needs outputs of both signs and of any size";
        return Optional.of(Cause.curable("wiring.output-range", Stage.WIRING, 5 + 50 * Math.min(2, check.floorLeft()),
                "The outputs go through a " + name + ", whose values are " + check.range() + ", and " + where + ".",
                "Whatever the weights are, the loss cannot fall below " + Words.number(check.floor().orElse(Double.NaN))
                        + "; answering a constant without the " + name + " gives "
                        + Words.number(check.constant().orElse(Double.NaN)) + ", and the run ended at "
                        + Words.number(s.train().loss()) + ".",
                plain(s)).with(Trait.CERTAIN, check.floorLeft() > HIGH));
    }

    private static Optional<Cause> flat(Signals s) {
        OutputCheck check = s.output();
        boolean single = s.setup().network().head() instanceof Head.Softmax;
        boolean dead = Math.max(check.flatStart(), check.flatEnd()) >= NEARLY_ALL;
        boolean saturated = Math.max(check.saturatedStart(), check.saturatedEnd()) >= NEARLY_ALL;
        if (single || !dead && !saturated || s.quality().well()) {
            return Optional.empty();
        }
        String name = check.head().name();
        boolean early = dead ? check.flatStart() >= NEARLY_ALL : check.saturatedStart() >= NEARLY_ALL;
        double share = dead
                ? Math.max(check.flatStart(), check.flatEnd())
                : Math.max(check.saturatedStart(), check.saturatedEnd());
        return Optional.of(Cause.curable(dead ? "wiring.output-dead" : "wiring.output-saturated", Stage.WIRING,
                dead ? 20 : 4,
                "The " + name + " behind the outputs lets " + (dead ? "no gradient" : "hardly any gradient")
                        + " through"
                        + (early ? " from the start." : " at the end."),
                "On " + Words.percent(share) + " of the outputs its slope is "
                        + (dead
                                ? "exactly 0, so no weight gets a gradient from them."
                                : "below a tenth of the steepest."),
                plain(s)));
    }

    private static Optional<Cause> sum(Signals s) {
        Setup setup = s.setup();
        int n = setup.samplesPerStep();
        boolean rose = s.attempt().diverged() || s.attempt().lastLoss() > 1.02 * s.attempt().firstLoss();
        if (setup.loss().averages() || !setup.rule().usesRate() || n < 4 || !rose && !(s.run().ratio() > 1)) {
            return Optional.empty();
        }
        return Optional.of(Cause.curable("wiring.sum-loss", Stage.WIRING, 4,
                "The loss is a sum over samples, not a mean, so every step is " + Words.count(n, "time") + " as large.",
                "The gradient of a sum over " + Words.count(n, "sample") + " is " + n
                        + " times that of the mean, and a rate of " + Words.rate(setup.rule().rate())
                        + " acts like one of " + Words.number(n * setup.rule().rate()) + " on the mean.",
                List.of(new Remedy("Take the mean over the samples.",
                        setup.withLoss(Loss.parse("half-mean-squared")))))
                .with(Trait.DELIBERATE));
    }
}
