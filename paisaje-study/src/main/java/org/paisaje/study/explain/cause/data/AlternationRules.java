package org.paisaje.study.explain.cause.data;

import java.util.List;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.Alternation;
import org.paisaje.study.explain.signal.Signals;

/** Targets that turn from each row to its neighbours, as a parity or a remainder does. */
public final class AlternationRules {
    private AlternationRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("targets that turn between neighbours", AlternationRules::alternation, "data.alternation")
                        .needing(Need.FINITE, Need.SAMPLES));
    }

    /** What neighbours say, where a run has found next to nothing and they say that targets turn. */
    static Optional<Alternation> found(Signals s) {
        double left = s.test().map(Score::left).orElse(s.train().left());
        if (s.attempt().diverged() || left < Quality.NOTHING_LEFT) {
            return Optional.empty();
        }
        Dataset train = s.setup().train();
        return Alternation
                .of(Standardization.of(train.x()).apply(train.x()),
                        s.setup().classes() ? train.oneHot().y() : train.y())
                .filter(Alternation::shows);
    }

    private static Optional<Cause> alternation(Signals s) {
        boolean classes = s.setup().classes();
        String what = classes ? "label" : "target";
        return found(s).map(found -> new Cause("data.alternation", Stage.FIT, 2,
                "The " + what
                        + " turns from each row to its nearest neighbours, faster than a network learns by itself.",
                "Over " + Words.count(found.rows(), "different input") + " the correlation between the " + what
                        + " of a row and those of its nearest other inputs is " + Words.number(found.correlation())
                        + ", " + Words.number(-found.deviations())
                        + " standard deviations below the 0 of " + what
                        + "s that do not depend on the inputs. So they do "
                        + "depend on them, but as a parity, a remainder or a code does: near inputs have different "
                        + what + "s, and a network starts with functions that change slowly.",
                "Give it inputs that show the rule: a remainder instead of the number, digits or bits as columns of their own, "
                        + "sines and cosines of the right period, the product of bits written as -1 and 1.",
                false, List.of()).with(Trait.VAIN));
    }
}
