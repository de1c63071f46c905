package org.paisaje.study.explain.cause.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.RowOrder;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.LaterPart;
import org.paisaje.study.explain.check.data.SerialResiduals;
import org.paisaje.study.explain.signal.Signals;

/** Causes in the order in which rows stand in their file. */
public final class OrderRules {
    /** Of a run that leaves less there is little to find. */
    private static final double ROUGH = 0.1;
    /** More than half of what is left goes with the order. */
    private static final double MOSTLY = 0.5;
    private static final double STRONG = 4;
    private static final double WEAK = 2;
    /** Of test targets that lie outside of the training targets that share is told. */
    private static final double TOLD = 0.1;

    private OrderRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("targets that depend on the order of the rows", OrderRules::order, "data.row-order")
                        .needing(Need.FINITE, Need.SAMPLES),
                Rule.of("later rows that are other than drawn ones", OrderRules::later, "data.later-rows")
                        .needing(Need.FINITE, Need.SAMPLES, Need.TEST_DATA));
    }

    /** What the residuals in the order of the file say, where it is known and they depend on it. */
    static Optional<SerialResiduals> found(Signals s) {
        double left = s.test().map(Score::left).orElse(s.train().left());
        boolean fresh = s.setup().prepared().rows().added().isEmpty();
        return left < ROUGH || !fresh || s.attempt().diverged() || InOrder.order(s.setup()).isEmpty()
                ? Optional.empty()
                : s.checks().order().filter(SerialResiduals::shows);
    }

    private static Optional<Cause> order(Signals s) {
        return found(s).map(found -> {
            Setup setup = s.setup();
            String what = setup.classes() ? "labels" : "targets";
            double share = Math.max(found.neighbours(), found.parts());
            String head = found.slow()
                    ? "The " + what + " change along the file in a way that the inputs do not tell."
                    : "The " + what
                            + " of neighbouring rows of the file are alike in a way that the inputs do not tell.";
            String why = "Of training rows that are held out a simple method (" + found.method() + ") leaves "
                    + Words.percent(found.left())
                    + " of the squared error of a constant. What it leaves of a row and of the next "
                    + "one in the file has the correlation " + Words.number(found.neighbours()) + ", and "
                    + Words.percent(Math.max(0, found.parts()))
                    + " of it goes with the tenth of the file that the row lies in; "
                    + "of files in random order at most one in 1,000 shows as much. So something changes from row to row, "
                    + "as time, a place, a person or a device does, and no input holds it." + test(setup);
            List<Remedy> remedies = remedies(setup, found.slow());
            return new Cause("data.row-order", Stage.DATA, share > MOSTLY ? STRONG : WEAK, head, why,
                    "Add an input that tells what changes along the file: the time, the place, the device or, where it is known "
                            + "in time, the " + what.substring(0, what.length() - 1) + " of the row before.",
                    remedies.isEmpty(), remedies);
        });
    }

    /** A run that does well on rows drawn from between the training rows, where nothing does on later ones. */
    private static Optional<Cause> later(Signals s) {
        double left = s.test().orElseThrow().left();
        if (left > MOSTLY || !s.setup().prepared().rows().added().isEmpty() || found(s).isPresent()) {
            return Optional.empty();
        }
        return s.checks().later().filter(LaterPart::shows).flatMap(part -> InOrder.byOrder(s.setup()).map(last -> {
            String share = Words.percent(last.prepared().rows().last());
            return new Cause("data.later-rows", Stage.DATA, STRONG,
                    "The run does well on rows drawn from between the training rows, and not on rows that come later in the "
                            + "file.",
                    "A simple method (" + part.drawn().method() + ") leaves " + Words.percent(part.drawn().left())
                            + " of the error of a constant on the drawn test rows; on the last " + share
                            + " of the rows, learned from those before, no simple method leaves less than "
                            + Words.percent(part.later().left())
                            + ". Rows in any order would be as hard at the end as elsewhere. "
                            + (part.before() < Math.min(MOSTLY, part.later().left())
                                    ? "Neighbouring rows are alike, as days of a series or records of one person are, so a row that "
                                            + "stands between two training rows is read off from them. Answering the "
                                            + (s.setup().classes() ? "label" : "target") + " of the row before leaves "
                                            + Words.percent(part.before())
                                            + " on the last rows: a forecast is worth something if it does better than that."
                                    : "So what the rows follow changes along the file."),
                    "If later rows are to be predicted, judge by the last rows (--split last:"
                            + Words.rate(last.prepared().rows().last()) + ").",
                    false,
                    List.of(new Remedy("If later rows are to be predicted, judge by the last rows of the file.", last)))
                    .with(Trait.FOREMOST)
                    .with(Trait.HOLLOW);
        }));
    }

    private static List<Remedy> remedies(Setup setup, boolean slow) {
        List<Remedy> remedies = new ArrayList<>();
        String what = setup.classes() ? "label" : "target";
        InOrder.withPlace(setup)
                .ifPresent(more -> remedies
                        .add(new Remedy(
                                "Add a column with the number of the row, or the time that it stands for, as an input.",
                                more)));
        InOrder.withBefore(setup)
                .ifPresent(more -> remedies.add(new Remedy("Add the " + what
                        + " of the row before as an input, if it is known by then: neighbouring rows share something that no "
                        + "input holds.", more)));
        return slow ? remedies : remedies.reversed();
    }

    /** How the test targets lie to the training targets, and what a random part of the rows hides. */
    private static String test(Setup setup) {
        Optional<Dataset> test = setup.test();
        RowOrder order = InOrder.order(setup).orElseThrow();
        if (test.isPresent() && order.together() && !order.last()) {
            return " Test rows that are drawn at random lie between training rows, so the test hides how rows after the last one "
                    + "would do.";
        }
        if (test.isEmpty() || setup.classes() || setup.train().outputs() > 1) {
            return "";
        }
        double[] y = setup.rawTargets().data();
        double[] z = setup.prepared()
                .targets()
                .map(map -> map.inverse(test.get().y()))
                .orElse(test.get().y())
                .data();
        double low = Arrays.stream(y).min().orElse(0);
        double high = Arrays.stream(y).max().orElse(0);
        double outside = (double) Arrays.stream(z).filter(v -> v < low || v > high).count() / z.length;
        double own = Arrays.stream(y).average().orElse(0);
        double other = Arrays.stream(z).average().orElse(0);
        double spread = Math.sqrt(Arrays.stream(y).map(v -> (v - own) * (v - own)).average().orElse(0));
        return outside < TOLD && Math.abs(other - own) < spread
                ? ""
                : " The test targets lie elsewhere: their mean is "
                        + Words.number(other) + ", that of the training targets "
                        + Words.number(own) + ", and " + Words.percent(outside)
                        + " of them are outside of the range from " + Words.number(low) + " to " + Words.number(high)
                        + ".";
    }
}
