package org.paisaje.study.explain.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.Words;
import org.paisaje.study.explain.answer.Answer.Glance;
import org.paisaje.study.explain.answer.Answer.Mark;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.RunSignals;
import org.paisaje.study.explain.signal.Signals;
import org.paisaje.theory.dynamics.Spikes;

/** The sentences about a run. */
final class Phrases {
    /** Beyond it what an error is compared with is rounding. */
    private static final double LARGEST_RATIO = 1e9;
    /** What a method leaves where only rounding is left. */
    private static final double PERFECT = 1e-5;

    private final Signals s;

    Phrases(Signals signals) {
        this.s = signals;
    }

    private Setup setup() {
        return s.setup();
    }

    private String length() {
        long steps = s.attempt().made();
        double epochs = setup().epochs();
        return setup().batch() > 0 && epochs >= 1 && epochs == Math.rint(epochs) && !s.attempt().diverged()
                ? Words.count((long) epochs, "epoch")
                : Words.count(steps, "step");
    }

    /** Whether weights are looked at as they are. */
    private boolean still() {
        return setup().steps() == 0;
    }

    /** How it turned out, in a short sentence. */
    String outcome() {
        if (still()) {
            return switch (s.quality()) {
                case DIVERGED, NOTHING -> "These weights do no better than a constant.";
                case OVERFITTED -> "These weights fit the training data and do badly on the test data.";
                case SHORT -> "These weights do less well than the data allow.";
                case UNDECIDED -> "These weights do little better than a constant, and so do simple methods.";
                case LIMITED -> "These weights do as well as simple methods, and that is not much.";
                case WELL -> "These weights do well.";
                case UNJUDGED -> "These weights were not judged.";
            };
        }
        return switch (s.quality()) {
            case DIVERGED -> "The run diverged at step " + s.attempt().made() + ".";
            case NOTHING -> "The network has learned next to nothing.";
            case OVERFITTED -> "The network fits its training data and does badly on the test data.";
            case SHORT -> "The network learned less than the data allow.";
            case UNDECIDED -> "The network learned little, and so do simple methods.";
            case LIMITED -> "The run did as well as simple methods, and that is not much.";
            case WELL -> "The run did well.";
            case UNJUDGED -> "The run was not judged.";
        };
    }

    /** The headline of a run in which nothing is wrong. */
    String well() {
        if (s.quality() == Quality.LIMITED) {
            return (still() ? "These weights do" : "The run did") + " as well as simple methods; much of the "
                    + (setup().classes() ? "labels" : "targets") + " cannot be told from these inputs.";
        }
        Score seen = s.test().orElse(s.train());
        String where = s.test().isPresent() ? " on the test data" : " on the training data";
        String what = setup().classes()
                ? Words.percent(seen.accuracy().orElse(0)) + " are right" + where
                : Words.percent(1 - seen.left()) + " of the variance is explained" + where;
        return (still() ? "These weights do well: " : "The run did well: ") + what + s.reference()
                .filter(r -> s.test().isPresent())
                .map(r -> setup().classes() || r.left() > 0.02
                        ? "; the best simple method (" + r.method() + ") leaves " + Words.percent(r.left())
                                + " of the error of a constant answer, the network " + Words.percent(seen.left())
                        : "")
                .orElse("") + ".";
    }

    String happened() {
        if (s.attempt().diverged()) {
            return "The loss grew beyond all bounds; the run stopped at step " + s.attempt().made() + " of "
                    + setup().steps() + ".";
        }
        Score train = s.train();
        StringBuilder words = new StringBuilder(s.trained() && !still()
                ? "The loaded weights had a loss of " + Words.number(s.attempt().firstLoss()) + "; after " + length()
                        + " more it is " + Words.number(train.loss())
                : (still() ? "The loss of these weights is " : "After " + length() + " the loss is ")
                        + Words.number(train.loss()));
        words.append("; answering ")
                .append(setup().classes() ? "the share of the classes" : "the mean of the targets")
                .append(" without looking at the input gives ")
                .append(Words.number(train.constantLoss()))
                .append(". ");
        Score seen = s.test().orElse(train);
        String where = s.test().isPresent() ? "test" : "training";
        if (seen.accuracy().isPresent()) {
            words.append(Words.percent(seen.accuracy().getAsDouble()))
                    .append(" of the ")
                    .append(where)
                    .append(" samples are right; always the same class gives ")
                    .append(Words.percent(seen.constantAccuracy()))
                    .append('.');
        } else if (seen.left() > LARGEST_RATIO) {
            words.append("On the ").append(where).append(" data the mean of the targets makes next to no error.");
        } else if (seen.left() > 1.02) {
            words.append("On the ")
                    .append(where)
                    .append(" data the error is ")
                    .append(Words.number(seen.left()))
                    .append(" times that of the mean.");
        } else if (seen.left() > 0.995) {
            words.append("On the ").append(where).append(" data the error is that of the mean.");
        } else {
            words.append("On the ")
                    .append(where)
                    .append(" data ")
                    .append(Words.percent(seen.left()))
                    .append(" of the variance is left unexplained.");
        }
        if (s.trained() && s.attempt().firstLoss() >= train.constantLoss()) {
            words.append(
                    " The weights that were loaded have singular values that random ones do not have: they were trained, ")
                    .append("but for other data or targets than these, or for inputs on another scale.");
        }
        if (train.accuracy().orElse(0) > train.constantAccuracy() + 0.05 && train.loss() > 1.5 * train.constantLoss()) {
            words.append(" The classes are ranked better than the loss says: the outputs are far too large.");
        }
        Spikes spikes = s.attempt().spikes();
        if (spikes.count() > 0 && !still()) {
            words.append(" On the way the loss jumped up ")
                    .append(Words.count(spikes.count(), "time"))
                    .append(", ")
                    .append(s.attempt().highestJump())
                    .append(" its lowest value so far")
                    .append(spikes.over() ? ", and came back" : ", and the run ended before it came back")
                    .append(s.quality().well() ? "; it did well in spite of that." : ".");
        }
        s.reference()
                .filter(r -> !s.quality().well() && r.left() < Quality.NOTHING_LEFT
                        && r.left() < seen.left() - (s.quality().done() ? 2 : 0.5) * Quality.MARGIN)
                .ifPresent(r -> words
                        .append(" A simple method (")
                        .append(r.method())
                        .append(") does better: ")
                        .append(setup().classes()
                                ? "it leaves " + Words.percent(r.left())
                                        + " of the error of a constant answer, this run "
                                        + Words.percent(seen.left())
                                : "it leaves " + (r.left() < PERFECT ? "next to nothing" : Words.percent(r.left()))
                                        + " of the variance")
                        .append('.'));
        words.append(LaterRows.before(s));
        if (s.data().sorted() && setup().batch() > 0) {
            words.append(" The rows come sorted by ")
                    .append(setup().classes() ? "class" : "target")
                    .append("; here every pass draws them in a new order, in a program of your own shuffling must be on.");
        }
        return words.toString();
    }

    /** What a trial gave. */
    String tried(Trial trial) {
        boolean longer = trial.remedy().setup().steps() > setup().steps();
        String head = longer
                ? "Tried with the same seed and " + Words.count(trial.remedy().setup().steps(), "step") + ": "
                : "Tried with the same seed and budget: ";
        Score before = s.test().orElse(s.train());
        double last = trial.remedy().setup().prepared().rows().last();
        if (last > 0 && setup().prepared().rows().last() == 0) {
            return LaterRows.tried(trial, last, before);
        }
        String where = s.test().isPresent() ? "test" : "training";
        boolean diverged = s.attempt().diverged();
        if (trial.remedy().setup().classes() && !setup().classes()) {
            return head + Words.percent(trial.testAccuracy().orElse(0)) + " of the " + where + " samples are right."
                    + remains(trial);
        }
        if (!trial.remedy().setup().classes() && setup().classes()) {
            return head + Words.percent(trial.left()) + " of the variance of the " + where
                    + " targets is left unexplained." + remains(trial);
        }
        if (trial.remedy().setup().prepared().logTargets() && !setup().prepared().logTargets()) {
            return head + Words.percent(trial.left()) + " of the variance of the logarithms of the " + where
                    + " targets is left unexplained (of the targets themselves it was "
                    + (diverged ? "more than all, as it had diverged" : Words.percent(Math.min(1, before.left())))
                    + ")."
                    + remains(trial);
        }
        if (setup().classes() && s.data().majority() > 0.8) {
            int classes = setup().train().classes().size();
            double constant = 1 - 1.0 / classes;
            return head + "the mean over the classes of the share that is right is "
                    + Words.percent(1 - constant * trial.left())
                    + " on the " + where + " data" + (diverged
                            ? " (it had diverged)"
                            : " (was " + Words.percent(1 - constant * before.left()) + ")")
                    + ", the accuracy "
                    + Words.percent(trial.testAccuracy().orElse(0)) + (diverged
                            ? "."
                            : " (was " + Words.percent(before.accuracy().orElse(0)) + ").")
                    + remains(trial);
        }
        if (setup().classes()) {
            return head + "loss " + Words.number(trial.attempt().lastLoss()) + ", " + where + " accuracy "
                    + Words.percent(trial.testAccuracy().orElse(0)) + (diverged
                            ? " (it had diverged)."
                            : " (was " + Words.percent(before.accuracy().orElse(0)) + ").")
                    + remains(trial);
        }
        return head + Words.percent(trial.left()) + " of the variance of the " + where + " targets is left unexplained"
                + (diverged
                        ? " (it had diverged)."
                        : before.left() > 1.02
                                ? " (the mean of the targets alone did better than the run)."
                                : " (was " + Words.percent(before.left()) + ").")
                + remains(trial);
    }

    private String remains(Trial trial) {
        // Without a column that will be missing the figure is worse, and true.
        if (!trial.remedy().setup().prepared().dropped().equals(setup().prepared().dropped())) {
            return trial.quality().done()
                    ? " That is what the other inputs are good for."
                    : " That is what this network gets out of the other inputs"
                            + (trial.quality() == Quality.UNDECIDED ? "; simple methods do no better." : ".");
        }
        return switch (trial.quality()) {
            case WELL, LIMITED -> "";
            case UNDECIDED -> " Simple methods do no better on these data.";
            default -> " That is better, and not yet as good as the data allow.";
        };
    }

    List<Glance> glance(Optional<Cause> main) {
        List<Glance> result = new ArrayList<>();
        DataSignals d = s.data();
        RunSignals r = s.run();
        boolean bad = d.inputDeviation() > (s.quality().well() ? 3 : 1);
        result.add(new Glance("inputs", mark(main, Stage.DATA, bad ? Mark.NOTE : Mark.OK),
                main.filter(cause -> cause.stage() == Stage.DATA && !cause.rule().endsWith("-scale")).isPresent()
                        ? main.map(cause -> found(cause.rule())).orElseThrow()
                        : bad
                                ? d.spreadRatio() > 30
                                        ? "scales differ by " + Words.number(d.spreadRatio())
                                        : d.offset() > 6 ? "far from zero" : "size about " + Words.number(d.rms())
                                : "size about " + Words.number(d.rms())));
        if (setup().classes()) {
            boolean uneven = d.majority() > 0.8;
            boolean named = main.filter(cause -> cause.rule().equals("data.class-names")
                    || cause.rule().equals("data.test-labels")).isPresent();
            result.add(named
                    ? new Glance("labels", Mark.BAD, "names or numbers of classes")
                    : new Glance("labels",
                            mark(main, Stage.TARGETS, uneven || d.contradicting() > 0 ? Mark.NOTE : Mark.OK),
                            d.contradicting() > 0
                                    ? Words.percent(d.contradicting()) + " contradict each other"
                                    : Words.percent(d.majority())
                                            + (uneven ? " are one class" : " in the largest class")
                                            + (d.sorted() ? ", sorted by class" : "")));
        } else {
            result.add(new Glance("targets", mark(main, Stage.TARGETS, d.targetDeviation() > 1 ? Mark.NOTE : Mark.OK),
                    "spread " + Words.number(d.targetSpread()) + ", mean " + Words.number(d.targetMean())));
        }
        double ratio = s.attempt().firstLoss() / Math.max(s.train().constantLoss(), 1e-300);
        result.add(new Glance(still() ? "weights" : "start",
                mark(main, Stage.START, ratio > 5 ? Mark.NOTE : Mark.OK), "loss "
                        + Words.number(s.attempt().firstLoss()) + ", a constant "
                        + Words.number(s.train().constantLoss())));
        if (still()) {
            return layersAndFit(result, main);
        }
        result.add(new Glance("step", mark(main, Stage.STEP,
                s.attempt().diverged() ? Mark.BAD : r.ratio() > 1 && !s.quality().well() ? Mark.NOTE : Mark.OK),
                Double.isNaN(r.ratio())
                        ? "rate " + Words.rate(setup().rule().rate())
                        : Words.number(r.ratio()) + (r.ratio() > 1 ? " times" : " of") + " its limit at the start"));
        result.add(new Glance("budget",
                mark(main, Stage.BUDGET, r.falling() > 0.1 && !s.quality().well() ? Mark.NOTE : Mark.OK),
                s.attempt().diverged()
                        ? "ended at step " + s.attempt().made()
                        : r.falling() > 0.02
                                ? "loss still falling"
                                : s.quality() == Quality.NOTHING ? "loss does not fall" : "loss no longer falls"));
        return layersAndFit(result, main);
    }

    private static String found(String rule) {
        return switch (rule) {
            case "data.times" -> "a time or angle as one number";
            case "data.missing-codes" -> "a number for missing values";
            case "data.outliers" -> "some values lie apart";
            case "data.contradictions" -> "equal rows, different targets";
            case "data.test-range" -> "test data elsewhere";
            case "data.constant-inputs" -> "nothing varies";
            default -> "part of the cause";
        };
    }

    private List<Glance> layersAndFit(List<Glance> result, Optional<Cause> main) {
        RunSignals r = s.run();
        int dead = r.deadAtEnd();
        int flat = r.saturatedAtEnd();
        result.add(new Glance("layers", dead + flat > 0.5 * Math.max(1, r.units()) ? Mark.NOTE : Mark.OK, r.units() == 0
                ? "no hidden units"
                : dead + " of " + r.units() + " units dead, " + flat + " saturated"));
        result.add(new Glance("wiring", mark(main, Stage.WIRING, Mark.OK), main.filter(c -> c.stage() == Stage.WIRING)
                .isPresent() ? "part of the cause" : "loss and outputs fit"));
        Quality quality = s.quality();
        boolean better = quality.well() && main.isPresent();
        result.add(new Glance("fit", better ? Mark.NOTE : quality.well() ? Mark.OK : Mark.BAD, switch (quality) {
            case WELL -> main.filter(cause -> cause.is(Trait.HOLLOW)).isPresent()
                    ? main.filter(cause -> cause.rule().equals("data.later-rows")).isPresent()
                            ? "good between training rows"
                            : "good, by an input that will be missing"
                    : better && main.filter(cause -> !cause.remedies().isEmpty()).isPresent()
                            ? "good, and better with the advice"
                            : "as good as "
                                    + (main.filter(cause -> cause.stage() == Stage.FIT && !cause.is(Trait.NOISE))
                                            .isPresent()
                                                    ? "so few samples allow"
                                                    : "the data allow");
            case SHORT -> "less than the data allow";
            case OVERFITTED -> "training data only";
            case NOTHING -> s.train().left() > 1.1 ? "worse than a constant" : "no better than a constant";
            case DIVERGED -> "diverged";
            case UNDECIDED, LIMITED -> "little, as by simple methods";
            case UNJUDGED -> "not judged";
        }));
        return result;
    }

    private static Mark mark(Optional<Cause> main, Stage stage, Mark otherwise) {
        return main.filter(cause -> cause.stage() == stage).isPresent() ? Mark.BAD : otherwise;
    }
}
