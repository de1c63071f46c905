package org.paisaje.study.explain.cause.data;

import java.util.List;
import java.util.Optional;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Preparation;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.attempt.TurnedColumns;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.CrossValidation;
import org.paisaje.study.explain.check.data.Rounds;
import org.paisaje.study.explain.signal.Signals;

/** Times and other columns that go round, such as hours and angles, given as one number. */
public final class TimeRules {
    private static final double STRENGTH = 5;

    private TimeRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("times and angles as one number", TimeRules::times, "data.times"));
    }

    private static boolean open(Setup setup) {
        Preparation prepared = setup.prepared();
        return prepared.made().dates().isEmpty() && prepared.made().cyclic().isEmpty()
                && prepared.made().missing().isEmpty() && prepared.asRead();
    }

    private static Optional<Cause> times(Signals s) {
        Setup setup = s.setup();
        Optional<Rounds> found = open(setup) ? s.checks().rounds() : Optional.empty();
        if (found.isEmpty() || !found.get().gain().better()) {
            return Optional.empty();
        }
        Rounds rounds = found.get();
        Optional<Setup> turned = TurnedColumns.of(setup, rounds.dates(), rounds.cyclic());
        if (turned.isEmpty()) {
            return Optional.empty();
        }
        CrossValidation gain = rounds.gain();
        String what = setup.train().inputFirst(rounds.first());
        boolean date = !rounds.dates().isEmpty();
        int more = rounds.dates().size() + rounds.cyclic().size() - 1;
        String head = what + (date
                ? " is a time as one number, from which nothing that a calendar repeats can be read."
                : " goes round, and as one number its last value is farthest from its first.");
        String why = "With sine and cosine of " + (date ? "the time of the day, the week and the year" : "its angle")
                + (more > 0 ? ", and so for " + Words.count(more, "other column") + "," : "") + " " + gain.method()
                + " leaves " + Words.percent(gain.after())
                + " of the variance in five-fold cross-validation, with the numbers "
                + "and their squares " + Words.percent(gain.before()) + ": " + Words.number(gain.errors())
                + " standard errors, and more than " + Words.number(CrossValidation.CLEAR)
                + " come by chance once in a thousand.";
        String todo = date
                ? "Give the network sine and cosine of the time of the day, the week and the year."
                : "Give the network sine and cosine in its place.";
        return Optional.of(Cause.curable("data.times", Stage.DATA, STRENGTH, head, why,
                List.of(new Remedy(todo, turned.get()))).with(Trait.PROVEN));
    }
}
