package org.paisaje.study.explain.cause.data;

import java.util.List;
import java.util.Optional;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.NearCopies;
import org.paisaje.study.explain.check.data.WholeGroups;
import org.paisaje.study.explain.signal.Signals;

/** Causes in rows that come in groups, which the split into training and test data tears apart. */
public final class GroupRules {
    /** At this level whole groups held out are clearly worse. */
    private static final double LEVEL = 1e-3;
    /** Smaller shares are told as this one. */
    private static final double FEW = 1e-3;

    private GroupRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("near-copies of test rows in the training data", GroupRules::nearCopies,
                "data.near-copies").needing(Need.TEST_DATA, Need.FINITE, Need.GROUPS_TRIED));
    }

    private static Optional<Cause> nearCopies(Signals s) {
        return s.nearCopies()
                .get()
                .flatMap(copies -> s.wholeGroups().get().flatMap(both -> torn(copies, both, "")));
    }

    /**
     * The cause, if whole groups are clearly harder.
     *
     * @param under what the runs were made with besides, a sentence; empty for nothing
     */
    public static Optional<Cause> torn(NearCopies copies, WholeGroups both, String under) {
        // A figure that is bad anyway deceives nobody.
        if (both.mixed() > Quality.NOTHING_LEFT || both.apart() < both.mixed() + Quality.MARGIN
                || both.chance() > LEVEL) {
            return Optional.empty();
        }
        String left = " of the error of a constant is left";
        return Optional.of(Cause.decided("data.near-copies", Stage.DATA, 3,
                Words.percent(copies.share())
                        + " of the test rows have near-copies among the training rows, so the test says nothing about "
                        + "new things.",
                "The near-copies of such a row lie up to " + Words.number(copies.within())
                        + " away from it and all other rows from " + Words.number(copies.beyond())
                        + " on (medians), a gap that " + (copies.bound() < FEW ? "fewer than " : "at most ")
                        + Words.percent(Math.max(FEW, copies.bound()))
                        + " of the rows would show by chance. So rows come in groups, " + copies.several()
                        + " with several rows. With whole groups held out, the same seed, budget and number of training rows, "
                        + Words.percent(both.apart()) + left + " ("
                        + Words.count(both.groups(), "group") + " held out in " + Words.count(both.runs(), "run")
                        + "); with the split as it is " + Words.percent(both.mixed()) + "." + under,
                "Divide the data before rows are copied with noise, or keep all rows of one thing (a patient, an image and its "
                        + "variants) in one part: --group COLUMN does so where a column names the thing. If new rows will be "
                        + "of the same things, the test is right as it is.")
                .with(Trait.FOREMOST)
                .with(Trait.HOLLOW));
    }
}
