package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.FlowFall;
import org.paisaje.study.explain.check.StepBalance;
import org.paisaje.study.explain.signal.RunSignals;
import org.paisaje.study.explain.signal.Signals;
import org.paisaje.theory.dynamics.Spikes;
import org.paisaje.training.optimizer.StepStability;

/** Causes in the rule of the steps, its rate and the number of steps. */
public final class StepRules {
    /** Rates beyond this are not advised for rules that divide by the size of the gradient. */
    private static final double MOST_NORMALISED = 0.05;
    private static final double STILL_FALLING = 0.02;
    /** A rule whose steps shrink may start with steps so many times as long as those of one whose steps do not. */
    private static final double MOST_AHEAD = 10;
    /** A rate is small below this share of the largest stable one. */
    static final double LOW = 0.15;
    static final int LONGEST = 64;
    /** The strength of steps three times the largest stable one that put units out of action, or lead upwards. */
    private static final double DESTRUCTIVE = 9;
    /** A rate that is so many times too small moves nothing. */
    private static final double NO_MOVEMENT = 1e4;
    /** With fewer steps the budget is to blame, whatever the inputs are. */
    static final int FEW = 50;

    private StepRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("a rate too large", StepRules::tooLarge, "step.too-large").needing(Need.STEPS, Need.RATE),
                Rule.of("jumps of the loss", StepRules::spikes, "step.spikes")
                        .needing(Need.STEPS, Need.RATE, Need.FINITE),
                Rule.of("a rate too small", StepRules::tooSmall, "step.too-small")
                        .needing(Need.STEPS, Need.RATE, Need.FINITE),
                Rule.of("directions out of reach", ConditioningRules::conditioning, "step.conditioning")
                        .needing(Need.STEPS, Need.RATE),
                Rule.of("inputs that nearly repeat each other", ConditioningRules::alike, "step.conditioning")
                        .needing(Need.STEPS, Need.FINITE),
                Rule.of("noise of the batches", StepRules::noise, "step.noise")
                        .needing(Need.STEPS, Need.BATCHES, Need.RATE, Need.FINITE),
                Rule.of("too few steps", StepRules::tooShort, "budget.too-short").needing(Need.STEPS, Need.FINITE));
    }

    static boolean normalised(Signals s) {
        return s.setup()
                .rule()
                .stability(s.setup().rule().rate())
                .map(StepStability::preconditioned)
                .orElse(s.setup().rule().floor().isPresent());
    }

    static boolean rose(Signals s) {
        return s.attempt().diverged() || s.attempt().lastLoss() > 1.02 * s.attempt().firstLoss();
    }

    static boolean killed(Signals s) {
        return s.run().deadAtEnd() - s.run().deadAtStart() >= 0.4 * Math.max(1, s.run().units())
                || s.run().blockedAtEnd().isPresent() && s.run().blockedAtStart().isEmpty()
                || s.run().saturatedAtEnd() - s.run().saturatedAtStart() >= 0.6 * Math.max(1, s.run().units());
    }

    private static Optional<Cause> tooLarge(Signals s) {
        double ratio = s.run().ratio();
        boolean jumps = s.run().jumps() > 2 || s.run().falling() < -0.1;
        if (!s.setup().rule().usesRate() || !rose(s) && !killed(s) && !(ratio > 1) && !jumps) {
            return Optional.empty();
        }
        double rate = s.setup().rule().rate();
        List<Remedy> remedies = new ArrayList<>();
        double bound = ratio > 0 ? rate / ratio : Double.NaN;
        double[] rates = bound < 2 * rate
                ? new double[] {0.5 * bound, 0.1 * bound, 0.02 * bound}
                : new double[] {rate / 10, rate / 100, rate / 1000, rate / 3};
        for (double lower : rates) {
            double rounded = Words.roundedDown(lower);
            remedies.add(new Remedy("Lower the rate to " + Words.rate(rounded) + ".", s.setup().withRate(rounded)));
        }
        String what = s.attempt().diverged()
                ? "The rate of " + Words.rate(rate) + " is too large: the run diverged at step " + s.attempt().made()
                        + "."
                : killed(s)
                        ? "The rate of " + Words.rate(rate) + " is too large: its steps put "
                                + (s.run().deadAtEnd() > s.run().deadAtStart()
                                        ? s.run().deadAtEnd() + " of " + s.run().units()
                                                + " hidden units out of action (dead)."
                                        : s.run().saturatedAtEnd() + " of " + s.run().units()
                                                + " hidden units into saturation.")
                        : rose(s)
                                ? "The rate of " + Words.rate(rate) + " is too large: the loss ended above its start."
                                : "The rate of " + Words.rate(rate) + " is too large: the loss jumps up and down.";
        String why = ratio > 1
                ? "At the start the largest rate that this curvature allows is " + Words.number(bound) + "; you used "
                        + Words.number(ratio) + " times that."
                : course(s) + (ratio > 0
                        ? " At the start the curvature allowed a rate of " + Words.number(bound)
                                + (s.setup().batch() > 0
                                        ? " for steps that see all samples; batches of "
                                                + Words.count(s.setup().batch(), "sample") + " allow less."
                                        : ", later less.")
                        : "") + memory(s);
        double strength = (s.attempt().diverged() ? 5 : rose(s) || killed(s) ? 3 : 1) * (ratio > 1 ? ratio : 1);
        return Optional.of(Cause.curable("step.too-large", Stage.STEP, strength, what, why, remedies)
                .with(Trait.DESTRUCTIVE, strength > DESTRUCTIVE));
    }

    /** A rule that divides by the size of the gradient makes long steps where gradients have become small. */
    private static Optional<Cause> spikes(Signals s) {
        Spikes spikes = s.attempt().spikes();
        if (!normalised(s) || rose(s) || killed(s) || spikes.count() == 0 || spikes.over() && spikes.count() < 3) {
            return Optional.empty();
        }
        double rate = s.setup().rule().rate();
        String name = s.setup().rule().name();
        List<Remedy> remedies = new ArrayList<>();
        for (double lower : new double[] {rate / 10, rate / 3, rate / 30}) {
            double rounded = Words.roundedDown(lower);
            remedies.add(new Remedy("Lower the rate to " + Words.rate(rounded) + ".", s.setup().withRate(rounded)));
        }
        double calmed = s.run().gradientEnd() / Math.max(s.run().gradientStart(), 1e-300);
        return Optional.of(Cause.curable("step.spikes", Stage.STEP, 2,
                "The loss jumped up " + Words.count(spikes.count(), "time") + ", " + s.attempt().highestJump()
                        + " what it had been: the steps of " + name
                        + " become too long where gradients are small.",
                name + " divides the gradient by the root of a mean of its squares. Gradients shrink on the way down"
                        + (calmed < 0.5 ? " (at the end to " + Words.percent(calmed) + " of those at the start)" : "")
                        + ", what it divides by follows, and the same rate of " + Words.rate(rate)
                        + " makes longer and longer steps against the curvature, until the loss jumps and the mean is large again."
                        + (spikes.over()
                                ? ""
                                : " The run ended in such a jump: the loss had been "
                                        + Words.number(spikes.least()) + "."),
                remedies));
    }

    private static String course(Signals s) {
        return "The loss went from " + Words.number(s.attempt().firstLoss()) + " to "
                + Words.number(s.attempt().lastLoss()) + (s.run().jumps() > 1.1
                        ? ", with rises by up to the factor " + Words.number(s.run().jumps()) + " on the way."
                        : ".");
    }

    /** How many steps momentum adds up, where that is many. */
    private static String memory(Signals s) {
        return s.setup()
                .rule()
                .stability(s.setup().rule().rate())
                .filter(known -> known.keep() == 1 && known.momentum() >= 0.95)
                .map(known -> " A momentum of " + Words.number(known.momentum()) + " adds up about "
                        + Words.number(Math.rint(1 / (1 - known.momentum()))) + " steps.")
                .orElse("");
    }

    /** Whether as many steps again at a higher rate have next to nothing left to take off the loss. */
    private static boolean settled(Signals s, double higher) {
        double time = higher * s.setup().meanFactor() * s.setup().steps();
        return FlowFall.of(RunSignals.some(s.setup()), s.attempt().end(), time) < STILL_FALLING
                * s.attempt().lastLoss();
    }

    /** How many times as many steps there are as a steady gradient gets full ones. */
    private static double shrinking(Signals s) {
        return s.setup().steps() / Math.max(1, s.setup().rule().steady(s.setup().steps()));
    }

    /** The largest rate that is advised for rules that divide by the size of the gradient. */
    private static double most(Signals s) {
        return MOST_NORMALISED * Math.clamp(shrinking(s), 1, MOST_AHEAD);
    }

    private static Optional<Cause> tooSmall(Signals s) {
        double ratio = s.run().ratio();
        double rate = s.setup().rule().rate();
        double[] moved = s.run().moved();
        double most = DoubleStream.of(moved).filter(Double::isFinite).max().orElse(0);
        boolean little = most < 0.3 || s.run().falling() > STILL_FALLING;
        if (!s.setup().rule().usesRate() || rose(s) || killed(s) || !(normalised(s)
                ? rate < most(s) && little
                : ratio < LOW && !settled(s, 0.5 * rate / ratio))) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>();
        double[] rates = normalised(s)
                ? new double[] {10 * rate, 100 * rate, 1000 * rate, 3 * rate}
                : new double[] {0.3 * rate / ratio, 0.06 * rate / ratio, 0.7 * rate / ratio};
        for (double higher : rates) {
            double rounded = Words.roundedDown(higher);
            if (rounded > 1.5 * rate && (!normalised(s) || rounded <= most(s))) {
                remedies.add(new Remedy("Raise the rate to " + Words.rate(rounded) + ".", s.setup().withRate(rounded)));
            }
        }
        if (remedies.isEmpty()) {
            return Optional.empty();
        }
        String why = (normalised(s)
                ? "In " + Words.count(s.setup().steps(), "step") + " this rule can move a weight by at most "
                        + Words.number(s.setup()
                                .rule()
                                .reach(rate * s.setup().meanFactor(), s.setup().steps())
                                .orElse(rate * s.setup().steps()))
                        + (shrinking(s) > 1.5
                                ? "; under gradients of one size, whose squares it adds up, it is "
                                        + Words.number(rate * s.setup().meanFactor()
                                                * s.setup().rule().steady(s.setup().steps()))
                                : "")
                        + "."
                : "The curvature at the start allows a rate of " + Words.number(rate / ratio) + ", "
                        + Words.number(1 / ratio) + " times more.")
                + (most < 0.5
                        ? " Over the whole run no layer moved by more than " + Words.percent(most) + " of its size."
                        : "")
                + (s.run().falling() > STILL_FALLING ? " The loss was still falling at the end." : "")
                + (s.run().lowestEnd() < -0.1 * s.run().sharpnessEnd()
                        ? " There is room to fall: the curvature goes down to " + Words.number(s.run().lowestEnd())
                                + ", with " + Words.number(s.run().sharpnessEnd()) + " as its largest."
                        : "");
        double strength = normalised(s) ? 0.3 / Math.max(most, 0.01) : LOW / ratio;
        return Optional.of(Cause.curable("step.too-small", Stage.STEP,
                strength,
                "The rate of " + Words.rate(rate) + " is too small for " + Words.count(s.setup().steps(), "step") + ".",
                why, remedies).with(Trait.CERTAIN, strength > NO_MOVEMENT));
    }

    private static Optional<Cause> noise(Signals s) {
        int batch = s.setup().batch();
        if (batch == 0 || batch > 64 || s.attempt().diverged() || !s.setup().rule().usesRate()
                || s.run().falling() > STILL_FALLING) {
            return Optional.empty();
        }
        double rate = s.setup().rule().rate();
        // The balance is that of plain descent; momentum adds up steps to 1 / (1 - beta) times their size.
        Optional<StepStability> plain = s.setup().rule().stability(rate).filter(known -> !known.preconditioned());
        double sum = plain.map(known -> known.keep() / (1 - known.momentum())).orElse(1.0);
        Optional<StepBalance> balance = plain.isPresent()
                ? StepBalance.of(RunSignals.some(s.setup()), s.attempt().end(), rate * sum, batch)
                : Optional.empty();
        double share = balance.map(StepBalance::noiseShare).orElse(0.0);
        double best = balance.map(StepBalance::bestRate).orElse(Double.NaN) / sum;
        List<Remedy> remedies = new ArrayList<>();
        for (double lower : best > 0 && best < 0.5 * rate
                ? new double[] {best, rate / 10, rate / 100}
                : new double[] {rate / 10, rate / 100}) {
            double rounded = Words.roundedDown(lower);
            remedies.add(new Remedy("Lower the rate to " + Words.rate(rounded) + ".", s.setup().withRate(rounded)));
        }
        return Optional.of(Cause.curable("step.noise", Stage.STEP, share > 1 ? Math.min(3, 1 + share / 10) : 0.8,
                "The rate of " + Words.rate(rate) + " is too large for batches of " + Words.count(batch, "sample")
                        + ": the noise of the steps drowns what they gain.",
                "The loss no longer falls, and a step sees only " + Words.count(batch, "sample") + " of "
                        + s.setup().train().size() + "."
                        + (share > 0
                                ? " At the end a step gains " + Words.number(balance.orElseThrow().gain())
                                        + " along the gradient, and its noise costs "
                                        + Words.number(balance.orElseThrow().noise()) + "."
                                : ""),
                remedies));
    }

    private static Optional<Cause> tooShort(Signals s) {
        boolean few = s.setup().steps() < FEW && s.run().falling() > 0;
        if (rose(s) || s.run().falling() <= STILL_FALLING && !few) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>();
        for (int factor : few ? new int[] {4, 16, LONGEST} : new int[] {4, 16}) {
            remedies.add(new Remedy("Train " + factor + " times as long.",
                    s.setup().withSteps(factor * s.setup().steps())));
        }
        return Optional.of(Cause.curable("budget.too-short", Stage.BUDGET, 1,
                few
                        ? "The run ended too early, after " + Words.count(s.setup().steps(), "step") + "."
                        : "The run ended too early: the loss was still falling.",
                s.run().falling() > STILL_FALLING
                        ? "Over the last fifth of the " + Words.count(s.setup().steps(), "step") + " it fell by "
                                + Words.percent(s.run().falling()) + "."
                        : Words.count(s.setup().steps(), "step") + " are few, and over the last fifth of them the loss "
                                + "hardly fell, by " + Words.percent(s.run().falling()) + ": it had not come far yet.",
                remedies));
    }
}
