package org.paisaje.study.explain.cause.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.RowOrder;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.EqualRows;
import org.paisaje.study.explain.check.data.Neighbours;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Signals;

/** Causes in the data: labels, scales, ranges. */
public final class DataRules {
    private static final double INFORMED = 0.01;
    /** Standard errors that the best of five methods does not reach by chance in 97 of 100 cases. */
    private static final double CLEAR = 2.5;
    private static final double NOISY = 0.4;
    /** A method that leaves less is said to. */
    private static final double NOISY_BEST = 0.95;
    /** Test data of which so many rows lie elsewhere are other data. */
    private static final double ALL = 0.9;
    private static final double FAR_WORSE = 2;

    private DataRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("one class or target only", DataRules::single, "data.single-class", "data.constant-target"),
                Rule.of("constant inputs", DataRules::constantInputs, "data.constant-inputs"),
                Rule.of("contradicting rows", DataRules::contradictions, "data.contradictions"),
                Rule.of("range of the test data", DataRules::range, "data.test-range").needing(Need.TEST_DATA),
                Rule.of("scale of the inputs", ScaleRules::inputs, "data.input-scale"),
                Rule.of("scale of the targets", ScaleRules::targets, "data.target-scale")
                        .needing(Need.NUMBERS, Need.STEPS),
                Rule.of("values over powers of ten", TailRules::inputs, "data.heavy-tails").needing(Need.REFERENCE),
                Rule.of("targets over powers of ten", TailRules::targets, "data.heavy-tails")
                        .needing(Need.NUMBERS, Need.REFERENCE),
                Rule.of("numbers that stand for classes", ClassNumberRules::numbers, "data.class-numbers")
                        .needing(Need.NUMBERS, Need.SAMPLES),
                Rule.of("amounts taken for classes", ClassNumberRules::amounts, "data.amounts-as-classes")
                        .needing(Need.CLASSES, Need.SAMPLES),
                Rule.of("two units in a column", UnitRules::mixed, "data.units").needing(Need.REFERENCE),
                Rule.of("class shares", DataRules::imbalance, "data.imbalance").needing(Need.CLASSES),
                Rule.of("labels without information", DataRules::information, "data.no-information")
                        .needing(Need.FINITE, Need.SAMPLES),
                Rule.of("noise in the targets", DataRules::noise, "data.noise").needing(Need.REFERENCE, Need.FINITE));
    }

    private static Optional<Cause> single(Signals s) {
        if (s.setup().classes()) {
            int[] counts = s.setup().train().classCounts();
            if (Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
                return Optional.of(Cause.decided("data.single-class", Stage.DATA, 100,
                        "All training samples are of one class, so there is nothing to tell apart.",
                        "A constant is the perfect answer: accuracy means nothing, and the cross-entropy falls for ever.",
                        "Check the labels and how the data were divided."));
            }
            return Optional.empty();
        }
        return s.data().targetSpread() == 0 && s.data().samples() > 1
                ? Optional.of(Cause.decided("data.constant-target", Stage.DATA, 100,
                        "All targets are the same, so there is nothing to learn from the inputs.",
                        "Every target is " + Words.number(s.data().targetMean()) + ".",
                        "Check which column is the target."))
                : Optional.empty();
    }

    private static Optional<Cause> constantInputs(Signals s) {
        return s.data().constant() == s.data().inputs() && s.data().samples() > 1
                ? Optional.of(Cause.decided("data.constant-inputs", Stage.DATA, 100,
                        "All inputs are constant, so the network cannot tell one sample from another.",
                        "None of the " + Words.count(s.data().inputs(), "column") + " of the inputs varies.",
                        "Check how the inputs were read."))
                : Optional.empty();
    }

    private static Optional<Cause> contradictions(Signals s) {
        double forced = s.data().forcedLeft();
        if (s.data().contradicting() == 0 || forced < 0.05) {
            return Optional.empty();
        }
        boolean reached = s.train().left() - forced < Math.max(Quality.MARGIN, 0.5 * forced);
        String loss = s.setup().classes()
                ? "no network can be right on more than the most frequent label of each group"
                : "no network can do better than the mean of each group";
        String head = Words.percent(s.data().contradicting())
                + " of the training rows have the same inputs as another row but a "
                + "different " + (s.setup().classes() ? "label" : "target") + ", so no network can fit them.";
        String why = "With equal inputs " + loss + ", which leaves " + Words.percent(forced)
                + " of the error of a constant; the run left " + Words.percent(s.train().left()) + ". "
                + forcedLoss(s);
        return Optional.of(new Cause("data.contradictions", Stage.DATA, 20 * forced, head, why,
                "Look at the rows with equal inputs: labels are wrong, or an input that tells them apart is missing.",
                reached, List.of()));
    }

    private static String forcedLoss(Signals s) {
        EqualRows equal = EqualRows.of(s.setup().train().x(), s.setup().targets(s.setup().train()), s.setup().loss());
        return (equal.loss().isPresent()
                ? "The loss cannot fall below " + Words.number(equal.loss().getAsDouble()) + "; it ended at "
                        + Words.number(s.train().loss()) + "."
                : "")
                + (s.setup().classes()
                        ? " At most " + Words.percent(equal.accuracy()) + " of the training rows can be right."
                        : "");
    }

    private static Optional<Cause> range(Signals s) {
        if (s.test().isEmpty()) {
            return Optional.empty();
        }
        DataSignals d = s.data();
        double gap = s.test().get().left() - s.train().left();
        boolean worse = gap > 2 * Quality.MARGIN || gap > Quality.MARGIN && gap > FAR_WORSE * s.train().left();
        double noise = 4 / Math.sqrt(s.setup().test().orElseThrow().size());
        boolean out = d.outside() > 0.25 || d.shift() > Math.max(1.5, noise);
        // Classes may be told by the signs of outputs that are far too large.
        boolean elsewhere = d.outside() > ALL
                && s.test().get().loss() > FAR_WORSE * Math.max(s.train().loss(), s.test().get().constantLoss());
        if (!(worse && out) && !elsewhere) {
            return Optional.empty();
        }
        String head = "The test data lie where there are no training data: " + (d.outside() > 0.25
                ? Words.percent(d.outside())
                        + " of the test rows have an input far outside the range of the training rows."
                : "the mean of " + s.setup().train().input(d.shifted()) + " differs by " + Words.number(d.shift())
                        + " standard deviations.");
        String why = "In " + s.setup().train().input(d.shifted()) + " the means differ by " + Words.number(d.shift())
                + " standard deviations. On the training data " + Words.percent(s.train().left())
                + " of the error of a constant is left, on the test data " + Words.percent(s.test().get().left())
                + ": what a network says outside the range it was trained on is not determined by the data.";
        Optional<Double> own = scaledAlike(s);
        if (own.isPresent()) {
            head = "The test inputs are scaled otherwise than the training inputs: in "
                    + s.setup().train().input(d.shifted())
                    + " the means differ by " + Words.number(d.shift()) + " standard deviations.";
            why = "On the training data " + Words.percent(s.train().left())
                    + " of the error of a constant is left, on the "
                    + "test data " + Words.percent(s.test().get().left())
                    + "; with the columns of the test inputs brought to the means and spreads of the training inputs it is "
                    + Words.percent(own.get()) + ".";
            return Optional.of(new Cause("data.test-range", Stage.DATA, Math.max(4 * d.outside(), d.shift()), head, why,
                    "Scale training and test inputs by the same numbers, those of the training data.", true,
                    List.of()));
        }
        return Optional.of(new Cause("data.test-range", Stage.DATA, Math.max(4 * d.outside(), d.shift()), head, why,
                InOrder.order(s.setup()).filter(RowOrder::last).isPresent()
                        ? "The inputs move along the file: train on rows up to the present, on inputs that stay in their range "
                                + "(changes from row to row instead of levels), or, if rows that come later are not to be "
                                + "predicted, draw the test rows (--split 0.2)."
                        : "Take test data from the range of the training data (--split draws them at random), or train on data "
                                + "that cover the range you need.",
                s.train().left() < 0.5, List.of()));
    }

    /** What is left on test inputs whose columns have the means and spreads of the training inputs, where that mends most of it. */
    private static Optional<Double> scaledAlike(Signals s) {
        Dataset test = s.setup().test().orElseThrow();
        if (test.size() < 10 || s.train().left() > 0.5) {
            return Optional.empty();
        }
        Matrix x = Standardization.of(test.x()).apply(test.x());
        DataSignals d = s.data();
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                x.set(i, j, d.means()[j] + d.spreads()[j] * x.get(i, j));
            }
        }
        Score own = Score.of(s.setup(), s.attempt().end(), test.withInputs(x));
        Score as = s.test().orElseThrow();
        boolean better = own.left() < 0.5 * as.left()
                || own.left() < as.left() + Quality.MARGIN && own.loss() < as.loss() / FAR_WORSE;
        return better && own.left() < s.train().left() + 2 * Quality.MARGIN
                ? Optional.of(own.left())
                : Optional.empty();
    }

    private static Optional<Cause> imbalance(Signals s) {
        if (!s.setup().classes() || s.data().majority() < 0.8 || s.setup().balancedClasses()) {
            return Optional.empty();
        }
        Score seen = s.test().orElse(s.train());
        boolean one = seen.largestShare() > 0.97;
        String head = Words.percent(s.data().majority()) + " of the training samples are of "
                + frequent(s.setup().train())
                + (one
                        ? ", and the network answers that class for nearly everything."
                        : ", so the rarer ones hardly count in the loss.");
        String why = "The accuracy of " + Words.percent(seen.accuracy().orElse(0))
                + " is no success: always the same class gives "
                + Words.percent(seen.constantAccuracy()) + ".";
        return Optional.of(Cause.curable("data.imbalance", Stage.TARGETS, one ? 2 : 1.5, head, why,
                List.of(new Remedy("Let every class count the same: repeat the rows of the rarer ones.",
                        s.setup().balanced())))
                .with(Trait.UNEVEN));
    }

    /** The most frequent class by its name, if it has another than its number. */
    private static String frequent(Dataset train) {
        int[] counts = train.classCounts();
        int most = IntStream.range(0, counts.length).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
        String name = train.classes().get(most);
        return name.equals(String.valueOf(most)) ? "one class" : "the class '" + name + "'";
    }

    /** Whether a simple method beats a constant: the best of several may do so by chance on a few test samples. */
    private static boolean told(Signals s) {
        return s.reference().filter(best -> best.left() < 0.85 && best.left() + CLEAR * best.error() < 1).isPresent();
    }

    private static Optional<Cause> information(Signals s) {
        boolean bad = s.test().map(Score::left).orElse(s.train().left()) > 0.85;
        if (s.attempt().diverged() || s.data().samples() < 30 || s.data().chance() <= INFORMED || told(s) || !bad
                || AlternationRules.found(s).isPresent() || OrderRules.found(s).isPresent()
                || AnswerRules.found(s).isPresent()) {
            return Optional.empty();
        }
        String what = s.setup().classes() ? "labels" : "targets";
        if (!s.setup().classes() && numbering(s.setup())) {
            return Optional.of(new Cause("data.no-information", Stage.FIT, 1,
                    "The targets number the rows, so nothing in the inputs tells them.",
                    "They are whole numbers, each occurs once, and they follow each other without gaps, as the number of a row "
                            + "or a key does.",
                    "Check which column is the target.", false, List.of()).with(Trait.VAIN));
        }
        boolean few = s.data().samples() < 5 * s.data().inputs();
        double best = s.reference().map(Reference::left).orElse(1.0);
        String size = Words.count(s.data().samples(), "sample") + " of " + Words.count(s.data().inputs(), "input");
        return Optional.of(new Cause("data.no-information", Stage.FIT, 1, few
                ? "With " + size + " nothing shows how the " + what + " depend on the inputs."
                : "The " + what + " do not seem to depend on the inputs, so there is nothing to generalise.",
                "Of 1,000 shufflings of the " + what + " " + Words.percent(s.data().chance())
                        + " fit the inputs as well as the "
                        + "true ones, and nearest neighbours, least squares and kernel methods predict them "
                        + (best < NOISY_BEST
                                ? "hardly better than a constant (the best of them leaves " + Words.percent(best)
                                        + " of its error, which so few test rows do not tell from chance)."
                                : "no better than a constant.")
                        + (s.train().left() < 0.3
                                ? " What the network has learned of the training data it has learned by heart."
                                : "")
                        + (few ? " A dependence on few of so many inputs would hardly show." : ""),
                (few ? "More samples, or fewer inputs, would be needed. " : "") + "Check that inputs and " + what
                        + " belong to the same rows and were not shuffled apart. A rule such as a "
                        + "parity or a remainder does not show in these tests; inputs that spell it out would be needed.",
                false,
                List.of()).with(Trait.VAIN));
    }

    /** Whether the targets are whole numbers in a row, but for those that may be among the test data. */
    private static boolean numbering(Setup setup) {
        double[] sorted = setup.train().y().data().clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double steps = sorted[n - 1] - sorted[0];
        int all = n + setup.test().map(Dataset::size).orElse(0);
        boolean rising = true;
        for (int i = 0; i < n; i++) {
            rising &= sorted[i] == Math.rint(sorted[i]) && (i == 0 || sorted[i] > sorted[i - 1]);
        }
        return rising && setup.train().outputs() == 1 && !setup.targetsStandardized() && steps < all;
    }

    /**
     * Neither the run nor a simple method does well, and nearest neighbours contradict each other. Where the run falls behind the
     * simple method, that is told only if no remedy helps.
     */
    private static Optional<Cause> noise(Signals s) {
        double possible = s.reference().map(Reference::left).orElse(0.0);
        boolean limited = s.quality() == Quality.LIMITED;
        if (OrderRules.found(s).isPresent() || AnswerRules.found(s).isPresent()) {
            return Optional.empty();
        }
        if (s.quality().done() && s.test().orElse(s.train()).left() > LabelRules.FLIPPED) {
            Optional<Cause> flipped = LabelRules.flipped(s);
            if (flipped.isPresent()) {
                return flipped;
            }
        }
        boolean dependent = told(s) || s.data().chance() <= INFORMED;
        boolean behind = s.quality() == Quality.SHORT || s.quality() == Quality.UNDECIDED && dependent;
        if (!limited && !behind || possible < NOISY) {
            return Optional.empty();
        }
        Dataset train = s.setup().train();
        Matrix x = Standardization.of(train.x()).apply(train.x());
        Optional<Neighbours> found = s.setup().classes()
                ? Neighbours.classes(x, train.labels(), train.classCounts().length)
                : Neighbours.values(x, train.y());
        return found.filter(near -> near.noise().low() > 0.1)
                .map(near -> new Cause("data.noise", Stage.FIT, 1,
                        s.setup().classes()
                                ? "Much of the labels is noise: nearest neighbours have different labels in "
                                        + Words.percent(near.disagreement().value()) + " of the rows."
                                : "Much of the targets is noise: nearest neighbours differ by "
                                        + Words.percent(Math.min(1, near.noise().value())) + " of what targets vary.",
                        (s.setup().classes()
                                ? "If labels were replaced at random, that would be "
                                        + Words.percent(near.noise().value())
                                        + " of them (" + Words.percent(near.noise().low()) + " to "
                                        + Words.percent(near.noise().high()) + ")"
                                : "Half the mean squared difference of neighbours is "
                                        + Words.percent(near.noise().value())
                                        + " of the variance (" + Words.percent(near.noise().low()) + " to "
                                        + Words.percent(near.noise().high()) + ")")
                                + ", a bound from above. "
                                + (limited
                                        ? "The run does about as well as the best simple method, which leaves "
                                        : "The best simple method leaves ")
                                + Words.percent(possible) + " of the error of a constant.",
                        "More or better inputs would be needed, or less noise in the targets.", limited, List.of())
                        .with(Trait.NOISE));
    }
}
