package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.wiring.WiringRules;
import org.paisaje.study.explain.check.Escape;
import org.paisaje.study.explain.check.Fitting;
import org.paisaje.study.explain.check.RestPoint;
import org.paisaje.study.explain.signal.RunSignals;
import org.paisaje.study.explain.signal.Signals;

/** Causes in the place where a run came to rest. */
public final class LandscapeRules {
    /** A curvature that is called 0: along it the distance grows by the factor e in 10^8 unit steps. */
    private static final double NO_CURVATURE = 1e-8;
    private static final double AT_REST = 1e-3;
    private static final double MUCH = 0.1;
    private static final int LONG = 50;
    private static final int FEW = 8;
    private static final int LONGEST = 64;

    private LandscapeRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("saddle or minimum", LandscapeRules::atRest, "landscape.saddle", "landscape.flat",
                "landscape.local-minimum").needing(Need.FINITE),
                Rule.of("a place from which a few samples cannot be fitted", LandscapeRules::stuck,
                        "landscape.local-minimum", "wiring.capacity").needing(Need.STEPS, Need.FINITE));
    }

    /** The run no longer falls, and not even a few samples can be fitted from there by a method that does not depend on rates. */
    private static Optional<Cause> stuck(Signals s) {
        if (s.run().blockedAtStart().isPresent() || s.train().left() < 0.15 || Math.abs(s.run().falling()) > 0.05
                || atRest(s).isPresent()
                || s.setup().steps() < LONG) {
            return Optional.empty();
        }
        Optional<Fitting> found = s.fitting().get().filter(fit -> fit.end() > MUCH && !fit.whitened());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Fitting fit = found.get();
        List<Remedy> remedies = s.setup().network() instanceof Mlp mlp && !mlp.hiddenWidths().isEmpty()
                ? WiringRules.widened(s.setup(), mlp)
                : List.of();
        String what = fit.samples() + " samples with different inputs, fitted by Gauss-Newton steps from the end, keep "
                + Words.percent(fit.end()) + " of the spread of their targets";
        if (fit.never() && (fit.start() < MUCH || remedies.isEmpty() && fit.obstacle().isEmpty())) {
            return Optional.empty();
        }
        if (fit.never()) {
            return Optional.of(Cause.curable("wiring.capacity", Stage.LANDSCAPE, 1.5,
                    "The network cannot fit even " + fit.samples() + " samples.",
                    what + ", from the start " + Words.percent(fit.start()) + ", and none of " + fit.tries()
                            + " fresh starts does better than a thousandth"
                            + (fit.obstacle().isEmpty() ? "." : ": " + fit.obstacle() + "."),
                    remedies));
        }
        return Optional.of(Cause.curable("landscape.local-minimum", Stage.LANDSCAPE, 2,
                "The run is caught in a local minimum.",
                what + "; from " + (fit.start() <= Fitting.FITTED
                        ? "the start of the run"
                        : fit.fresh() + " of "
                                + fit.tries() + " fresh starts")
                        + " they can be fitted, so the network is able to, and the place is to blame."
                        + (s.run().units() <= FEW
                                ? " With " + Words.count(s.run().units(), "hidden unit")
                                        + " such places are common; wider networks have few."
                                : ""),
                remedies));
    }

    /** With the rate as momentum adds it up; absent for rules that divide by the size of the gradient. */
    static Optional<Escape> escape(Signals s) {
        return s.setup()
                .rule()
                .stability(s.setup().rule().rate())
                .filter(known -> !known.preconditioned())
                .flatMap(known -> Escape.of(RunSignals.some(s.setup()), s.attempt().end(),
                        known.rate() * known.keep() / (1 - known.momentum()), s.setup().seed().named("escape")));
    }

    private static String words(Optional<Escape> escape, double rate, double lowest) {
        String growth = " Along the most negative direction the distance from the saddle grows by the factor e in "
                + Words.number(Math.rint(escape.map(Escape::efold).orElse(1 / (rate * -lowest)))) + " steps";
        return growth + escape.map(known -> known.steps().isPresent()
                ? "; it is " + Words.number(known.distance()) + ", so the loss has fallen by a tenth after about "
                        + Words.number(Math.rint(known.steps().getAsDouble())) + " more."
                : "; it is exactly 0, so descent never leaves: units that are equal stay equal.")
                .orElse(".");
    }

    private static Optional<Cause> atRest(Signals s) {
        RunSignals r = s.run();
        double relative = r.gradientEnd() / Math.max(r.gradientStart(), 1e-300);
        boolean still = r.gradientEnd() * Math.sqrt(s.setup().start().length) < 1e-2 * s.train().loss()
                && Math.abs(r.falling()) < 0.02;
        if (s.attempt().diverged() || relative > AT_REST && !still || s.train().left() < 0.15) {
            return Optional.empty();
        }
        double scale = Math.max(Math.abs(r.sharpnessEnd()), 1e-12);
        Optional<RestPoint> place = s.rest().get();
        boolean down = place.filter(RestPoint::saddle).filter(point -> point.lowest() < -NO_CURVATURE).isPresent()
                || place.filter(RestPoint::minimum).isEmpty() && r.lowestEnd() < -1e-3 * scale
                        && r.lowestEnd() < -NO_CURVATURE;
        boolean flat = !down && r.sharpnessEnd() < 1e-6;
        double lowest = down ? Math.min(r.lowestEnd(), place.map(RestPoint::lowest).orElse(0.0)) : r.lowestEnd();
        double rate = s.setup().rule().rate();
        String kind = down ? "a saddle" : flat ? "a flat place" : "a local minimum";
        List<Remedy> remedies = new ArrayList<>();
        Optional<Escape> escape = down ? escape(s) : Optional.empty();
        if (down && (s.setup().given() || !s.setup().initializer().isEmpty())) {
            remedies.add(new Remedy(
                    s.setup().given()
                            ? "Leave out --weights: draw them at random, farther from the saddle."
                            : "Draw the weights by the default of the network, farther from the saddle.",
                    s.setup().drawn("")));
        }
        if (down && s.setup().rule().usesRate() && s.setup().steps() > 0) {
            double needed = escape.map(Escape::steps)
                    .filter(OptionalDouble::isPresent)
                    .map(OptionalDouble::getAsDouble)
                    .orElse(0.0);
            // As long again for what comes after the saddle.
            int factor = 4;
            while (factor < LONGEST && factor * s.setup().steps() < s.setup().steps() + 2 * needed) {
                factor *= 2;
            }
            remedies.add(new Remedy("Train " + factor + " times as long: there is a way down.",
                    s.setup().withSteps(factor * s.setup().steps())));
        }
        if (s.setup().network() instanceof Mlp mlp && !mlp.hiddenWidths().isEmpty()) {
            remedies.addAll(WiringRules.widened(s.setup(), mlp));
        }
        String why = "The gradient " + (s.setup().steps() == 0 ? "" : "at the end ") + "is "
                + Words.number(r.gradientEnd())
                + (s.setup().steps() == 0 ? "" : ", at the start it was " + Words.number(r.gradientStart()))
                + "; the curvature there lies between " + Words.number(r.lowestEnd())
                + " and " + Words.number(r.sharpnessEnd()) + "."
                + (down
                        ? words(escape, rate, lowest)
                        : " No direction leads down, so more steps change nothing.")
                + place.filter(point -> !flat).map(point -> " " + point.words()).orElse("")
                + (s.run().units() <= 8
                        ? " With " + Words.count(s.run().units(), "hidden unit")
                                + " such places are common; wider networks have few."
                        : "");
        return Optional.of(Cause.curable(down
                ? "landscape.saddle"
                : flat ? "landscape.flat" : "landscape.local-minimum",
                Stage.LANDSCAPE, 2,
                (s.setup().steps() == 0 ? "These weights lie in " : "The run came to rest in ") + kind
                        + ", where the gradient is 0 and the loss is not low.",
                why,
                remedies));
    }
}
