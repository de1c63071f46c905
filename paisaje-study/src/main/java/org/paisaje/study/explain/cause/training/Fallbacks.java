package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.cause.wiring.WiringRules;
import org.paisaje.study.explain.signal.Signals;

/** Causes without signals of their own, that show only in that their remedy helps. */
public final class Fallbacks {
    /** The names of these causes. */
    public static final List<String> IDS = List.of("step.too-small", "step.too-large", "step.conditioning",
            "wiring.bottleneck",
            "budget.too-short");

    /** A rate this far below the largest that is stable at the start has room. */
    private static final double ROOM = 0.5;
    private static final String UNSEEN = "No measured signal pointed there; that the remedy helps when it is tried is the "
            + "evidence.";

    private Fallbacks() {}

    /** What can be tried where no signal points anywhere. */
    public static List<Cause> of(Signals s) {
        List<Cause> result = new ArrayList<>();
        Setup setup = s.setup();
        double rate = setup.rule().rate();
        boolean rated = setup.rule().usesRate();
        if (rated && !s.attempt().diverged()) {
            double ratio = s.run().ratio();
            result.add(unseen("step.too-small", Stage.STEP, "The rate of " + Words.rate(rate) + " is too small for "
                    + Words.count(setup.steps(), "step") + ".",
                    ratio < ROOM
                            ? "The curvature at the start would allow a rate " + Words.number(1 / ratio)
                                    + " times as large, and a larger one helped when it was tried."
                            : UNSEEN,
                    rates(setup, "Raise", 10 * rate, 3 * rate)));
        }
        if (rated) {
            result.add(unseen("step.too-large", Stage.STEP, "The rate of " + Words.rate(rate) + " is too large.",
                    rates(setup, "Lower", 0.1 * rate, 0.01 * rate)));
        }
        // Rules that divide by the size of gradients give every weight a rate of its own already.
        if (setup.rule().floor().isEmpty()) {
            result.add(unseen("step.conditioning", Stage.STEP,
                    "Directions of very different curvature: one rate for all weights is too small for most of them.",
                    List.of(new Remedy("Use Adam, which gives every weight a rate of its own.",
                            setup.withOptimizer("adam:0.003")),
                            new Remedy("Use Adam, which gives every weight a rate of its own.",
                                    setup.withOptimizer("adam:0.03")))));
        }
        if (setup.network() instanceof Mlp mlp) {
            result.add(unseen("wiring.bottleneck", Stage.WIRING, "The network is too small for these data.",
                    larger(setup, mlp)));
        }
        if (!s.attempt().diverged()) {
            result.add(unseen("budget.too-short", Stage.BUDGET, "The run ended too early.",
                    List.of(new Remedy("Train 4 times as long.", setup.withSteps(4 * setup.steps())))));
        }
        return result;
    }

    /** Wider, and with one hidden layer a second one. */
    private static List<Remedy> larger(Setup setup, Mlp mlp) {
        List<Remedy> result = new ArrayList<>(WiringRules.widened(setup, mlp));
        if (mlp.hiddenWidths().size() == 1) {
            result.add(new Remedy("Use two hidden layers of 64 units.",
                    setup.withNetwork(mlp.withWidths(mlp.inputs(), 64, 64, mlp.outputs()))));
        }
        return result;
    }

    private static List<Remedy> rates(Setup setup, String verb, double... rates) {
        List<Remedy> result = new ArrayList<>();
        for (double rate : rates) {
            double rounded = Words.roundedDown(rate);
            result.add(new Remedy(verb + " the rate to " + Words.rate(rounded) + ".", setup.withRate(rounded)));
        }
        return result;
    }

    private static Cause unseen(String rule, Stage stage, String headline, List<Remedy> remedies) {
        return unseen(rule, stage, headline, UNSEEN, remedies);
    }

    private static Cause unseen(String rule, Stage stage, String headline, String why, List<Remedy> remedies) {
        return Cause.curable(rule, stage, 0.1, headline, why, remedies).with(Trait.UNMEASURED);
    }
}
