package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Pace;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.signal.Signals;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.StepStability;

/** Causes in what makes steps shorter than the rate says: a schedule, a bound on gradients, what is added to a divisor. */
public final class PaceRules {
    /** A schedule that leaves this share of the rate on average is as harmless as half a cosine. */
    private static final double USUAL = 0.3;
    /** Below this share of the largest rate nothing moves. */
    private static final double NOTHING = 0.01;
    /** Gradients that are this many times as long as the bound are cut at most steps. */
    private static final double CUT = 3;

    private static final Pattern MEAN = Pattern.compile("(momentum|beta1|beta2|alpha)=([0-9.eE+-]+)");
    /** Momentum over a quarter of the run is beyond the usual, and a mean of squares over more than three runs. */
    private static final double GRADIENTS = 0.25;
    private static final double SQUARES = 3;
    private static final double MOST = 60;

    private PaceRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("a schedule that takes the rate away", PaceRules::schedule, "step.schedule")
                        .needing(Need.STEPS, Need.RATE, Need.FINITE),
                Rule.of("gradients cut too short", PaceRules::clip, "step.clip")
                        .needing(Need.STEPS, Need.RATE, Need.FINITE),
                Rule.of("momentum longer than the run", PaceRules::memory, "step.memory")
                        .needing(Need.STEPS, Need.RATE),
                Rule.of("a floor under what gradients are divided by", PaceRules::floor, "step.epsilon")
                        .needing(Need.STEPS, Need.RATE, Need.FINITE));
    }

    private static Optional<Cause> schedule(Signals s) {
        Setup setup = s.setup();
        double[] factors = setup.factors();
        double mean = setup.meanFactor();
        double peak = Arrays.stream(factors).max().orElse(1);
        if (setup.pace().constant() || mean >= USUAL) {
            return Optional.empty();
        }
        int last = factors.length - 1;
        while (last > 0 && factors[last] < NOTHING * peak) {
            last--;
        }
        long until = setup.steps() * (last + 1) / factors.length;
        boolean early = until < 0.7 * setup.steps();
        boolean rising = factors[factors.length - 1] >= peak;
        double rate = setup.rule().rate();
        String head = rising
                ? "The warm-up is longer than the run: after " + Words.count(setup.steps(), "step")
                        + " the rate has only come to " + Words.rate(Words.roundedDown(peak * rate)) + " of "
                        + Words.rate(rate) + "."
                : early
                        ? "The schedule takes the rate to nothing too early: from step " + until + " of "
                                + setup.steps() + " on it is below a hundredth of its largest value."
                        : "The schedule takes the rate down too fast: on average only " + Words.percent(mean)
                                + " of it is left.";
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy("Keep the rate as it is: leave out --schedule.",
                setup.withPace(setup.pace().with(Schedule.constant()))));
        remedies.add(new Remedy("Let the rate fall over the whole run.",
                setup.withPace(setup.pace().with(Schedule.cosine(setup.steps())))));
        return Optional.of(Cause.curable("step.schedule", Stage.STEP, 3 * USUAL / Math.max(mean, 1e-3), head,
                "All steps together are as long as " + Words.number(Math.rint(mean * setup.steps()))
                        + " steps at the rate of " + Words.rate(rate) + "; there are "
                        + setup.steps() + ". The schedule is " + setup.pace().schedule().text()
                        + "; count whether it means steps or epochs.",
                remedies));
    }

    private static Optional<Cause> clip(Signals s) {
        Setup setup = s.setup();
        double bound = setup.pace().clip();
        boolean divided = setup.rule()
                .stability(setup.rule().rate())
                .map(StepStability::preconditioned)
                .orElse(setup.rule().floor().isPresent());
        double shortest = Math.min(s.run().gradientStart(), s.run().gradientEnd());
        // A rule that divides by the size of gradients makes up for a factor that all of them share.
        if (!setup.pace().clips() || divided || !(shortest > CUT * bound)) {
            return Optional.empty();
        }
        double whole = Words.roundedDown(2 * s.run().gradientStart());
        List<Remedy> remedies = List.of(
                new Remedy("Cut gradients at " + Words.rate(whole) + ".",
                        setup.withPace(new Pace(setup.pace().schedule(), whole))),
                new Remedy("Leave --clip out.", setup.withPace(setup.pace().unclipped())));
        return Optional.of(Cause.curable("step.clip", Stage.STEP, shortest / bound,
                "Gradients are cut to the length " + Words.rate(bound) + ", and all of them are far longer.",
                "The gradient over all samples has the length " + Words.number(s.run().gradientStart())
                        + " at the start and " + Words.number(s.run().gradientEnd())
                        + " at the end, so no step was longer than " + Words.number(bound * setup.peakRate())
                        + ": the bound, not the gradient, says how far the weights move.",
                remedies));
    }

    /** Means over so many of the last steps that the run ends before they have forgotten its beginning. */
    private static Optional<Cause> memory(Signals s) {
        Setup setup = s.setup();
        Matcher found = MEAN.matcher(setup.rule().text());
        while (found.find()) {
            String name = found.group(1);
            // A mean of squares is brought to size from the first step on, and only forgets slowly.
            boolean squares = name.equals("beta2") || name.equals("alpha");
            String usual = name.equals("beta2") ? "0.999" : name.equals("alpha") ? "0.99" : "0.9";
            double kept = Double.parseDouble(found.group(2));
            double share = 1 / (1 - kept) / setup.steps() / (squares ? SQUARES : GRADIENTS);
            if (kept > Double.parseDouble(usual) && share > 1) {
                return Optional.of(memory(setup, name, usual, kept, share, squares));
            }
        }
        return Optional.empty();
    }

    private static Cause memory(Setup setup, String name, String usual, double kept, double share, boolean squares) {
        Setup shorter = setup.withOptimizer(setup.rule().text()).withSetting(name, usual);
        String less = "Take the usual " + name + " of " + usual;
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy(less + ".", shorter));
        for (double factor : new double[] {3, 10, 0.1}) {
            double rate = Words.roundedDown(factor * setup.rule().rate());
            remedies.add(new Remedy(less + " and " + (factor > 1 ? "raise" : "lower") + " the rate to "
                    + Words.rate(rate) + ".", shorter.withRate(rate)));
        }
        long length = Math.round(1 / (1 - kept));
        String steps = Words.count(length, "step");
        return Cause.curable("step.memory", Stage.STEP, Math.min(MOST, 3 * share),
                "A " + name + " of " + Words.rate(kept) + " remembers the gradients of about " + steps
                        + (length > setup.steps() ? ", more than the " : ", much of the ") + setup.steps()
                        + " of the run.",
                squares
                        ? "Gradients are divided by the root of the mean of their squares over that time. It still holds the large "
                                + "ones of the start, so steps stay as short as those made them."
                        : "Each gradient goes on pushing for about " + steps
                                + " after it was measured, so the weights run past where the loss is low and swing back, and "
                                + "the run ends before the swings have died down.",
                remedies).with(Trait.FITTED_TOO);
    }

    private static Optional<Cause> floor(Signals s) {
        Setup setup = s.setup();
        OptionalDouble floor = setup.rule().floor();
        double usual = s.run().gradientStart() / Math.sqrt(setup.start().length);
        if (floor.isEmpty() || !setup.optimizer().contains("eps=") || !(floor.getAsDouble() > usual)) {
            return Optional.empty();
        }
        return Optional
                .of(Cause.curable("step.epsilon", Stage.STEP, CUT * floor.getAsDouble() / Math.max(usual, 1e-300),
                        "The eps of " + Words.rate(floor.getAsDouble()) + " is larger than the gradients, so "
                                + setup.rule().name() + " no longer divides by their size.",
                        "A gradient has about " + Words.number(usual)
                                + " for a weight at the start. What is left is plain descent at the rate "
                                + Words.number(setup.rule().rate() / floor.getAsDouble()) + ", not steps of about "
                                + Words.rate(setup.rule().rate()) + " for every weight.",
                        List.of(new Remedy("Take the usual eps of 1e-8.", setup.withSetting("eps", "1e-8")))));
    }
}
