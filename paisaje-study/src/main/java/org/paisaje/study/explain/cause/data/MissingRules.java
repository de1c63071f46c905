package org.paisaje.study.explain.cause.data;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.data.Dataset;
import org.paisaje.data.source.Sources;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.FilledCodes;
import org.paisaje.study.explain.attempt.Preparation;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.CrossValidation;
import org.paisaje.study.explain.check.data.MissingCodes;
import org.paisaje.study.explain.signal.Signals;

/** Numbers that stand for missing values in many rows, such as a 0 among body weights. */
public final class MissingRules {
    /** The stable name. */
    public static final String ID = "data.missing-codes";

    private static final double STRENGTH = 5;
    private static final int SHOWN = 4;

    private MissingRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("numbers that stand for missing values", MissingRules::codes, ID));
    }

    private static boolean open(Setup setup) {
        Preparation prepared = setup.prepared();
        return prepared.made().missing().isEmpty()
                && (prepared.made().treated().isEmpty() || prepared.made().treated().equals("mean"))
                && prepared.asRead();
    }

    private static Optional<Cause> codes(Signals s) {
        Setup setup = s.setup();
        Optional<MissingCodes> found = open(setup) ? s.checks().codes() : Optional.empty();
        if (found.isEmpty() || !found.get().gain().better()) {
            return Optional.empty();
        }
        MissingCodes codes = found.get();
        CrossValidation gain = codes.gain();
        boolean indicators = FilledCodes.indicated(setup);
        String why = "A size that is so in many rows would come with others near it; a number that stands for a missing "
                + "value lies apart like this, and the network takes it for a size." + also(setup.train(), most(codes))
                + " With the mean in its place and a column that says where, " + gain.method() + " leaves "
                + Words.percent(gain.after())
                + " of the variance in five-fold cross-validation, with the numbers as they are "
                + Words.percent(gain.before()) + ": " + Words.number(gain.errors())
                + " standard errors, and more than " + Words.number(CrossValidation.CLEAR)
                + " come by chance once in a thousand.";
        String todo = "Say that " + (codes.codes().size() == 1 ? "it stands" : "they stand")
                + " for a missing value, and take the mean"
                + (indicators ? " with a column that says where." : ".");
        boolean table = Sources.isTable(setup.train().name()) || Sources.isParquet(setup.train().name());
        List<Remedy> remedies = table
                ? List.of(new Remedy(todo, FilledCodes.of(setup, codes.places(), codes.values())))
                : List.of();
        return Optional.of(new Cause(ID, Stage.DATA, STRENGTH, headline(setup.train(), most(codes).getFirst()), why,
                "Put the mean of the others in its place, and add an input that is 1 where it stood and 0 elsewhere.",
                remedies.isEmpty() && s.quality().done(), remedies).with(Trait.PROVEN));
    }

    private static String headline(Dataset train, MissingCodes.Code code) {
        return Words.percent(code.share()) + " of " + train.input(code.column()) + " are " + Words.number(near(code))
                + ", apart from all others, which lie between " + Words.number(code.low()) + " and "
                + Words.number(code.high()) + ".";
    }

    /** The most frequent ones first. */
    private static List<MissingCodes.Code> most(MissingCodes codes) {
        return codes.codes().stream().sorted(Comparator.comparingDouble(code -> -code.share())).toList();
    }

    /** The value but for rounding, as it comes from standardising and back. */
    private static double near(MissingCodes.Code code) {
        double unit = 1e-9 * Math.max(Math.abs(code.low()), Math.abs(code.high()));
        return Math.abs(code.value()) < unit ? 0 : code.value();
    }

    private static String also(Dataset train, List<MissingCodes.Code> codes) {
        if (codes.size() == 1) {
            return "";
        }
        return " So it is in " + codes.stream()
                .skip(1)
                .limit(SHOWN)
                .map(code -> train.input(code.column()) + " (" + Words.percent(code.share()) + " are "
                        + Words.number(near(code)) + ")")
                .collect(Collectors.joining(", "))
                + (codes.size() > SHOWN + 1 ? " and " + (codes.size() - SHOWN - 1) + " more." : ".");
    }

    /** What is worth knowing where it is not told as a cause; empty for nothing. */
    public static String remark(Signals s) {
        Optional<MissingCodes> found = open(s.setup()) ? s.checks().codes() : Optional.empty();
        return found.map(codes -> {
            CrossValidation gain = codes.gain();
            return headline(s.setup().train(), most(codes).getFirst())
                    + " A number that stands for a missing value looks like this; with the mean in its place and a column "
                    + "that says where, " + gain.method() + " leaves " + Words.percent(gain.after())
                    + " of the variance, as it is "
                    + Words.percent(gain.before()) + (gain.better()
                            ? "; for this network no gain beyond chance was seen."
                            : ", which is no difference to speak of.");
        }).orElse("");
    }
}
