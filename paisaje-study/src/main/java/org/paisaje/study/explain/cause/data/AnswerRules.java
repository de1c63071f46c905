package org.paisaje.study.explain.cause.data;

import java.util.List;
import java.util.Optional;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.Marginal;
import org.paisaje.study.explain.check.data.TwoAnswers;
import org.paisaje.study.explain.signal.Signals;

/** Causes in inputs that have more than one right answer. */
public final class AnswerRules {
    /** Where the best simple method leaves less, one answer is most of it. */
    private static final double ROUGH = 0.3;

    private AnswerRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("inputs with two right answers", AnswerRules::two, "data.two-answers")
                .needing(Need.NUMBERS, Need.REFERENCE, Need.FINITE));
    }

    /** What shows them, where no simple method does well. */
    static Optional<TwoAnswers> found(Signals s) {
        return s.setup().classes() || s.attempt().diverged()
                || !(s.reference().map(Reference::left).orElse(0.0) > ROUGH)
                || Marginal.of(s.setup().train()).filter(along -> along.waves(s.train().left())).isPresent()
                        ? Optional.empty()
                        : s.checks().answers().filter(TwoAnswers::shows);
    }

    private static Optional<Cause> two(Signals s) {
        return found(s).map(found -> new Cause("data.two-answers", Stage.FIT, 2,
                "The same inputs have two right answers, and the network gives their mean, which is neither.",
                "The best simple method (" + found.method() + ") leaves " + Words.percent(found.left())
                        + " of the squared error of a constant on training rows that are held out, and what it leaves lies "
                        + "at one distance above or below and hardly ever near 0: given the inputs its kurtosis is "
                        + Words.number(found.kurtosis())
                        + " (two values have 1, noise that is spread evenly 1.8, normal noise 3). The squared error is "
                        + "least at the mean of both.",
                "Add the input that tells which of the two it is (a side, a branch, a group). If there is none, turn the "
                        + "question round and predict the inputs from the targets, or predict what both answers share, as "
                        + "their size. If the inputs do tell which, by a rule such as a parity, so few rows do not show it.",
                true, List.of()).with(Trait.NOISE));
    }
}
