package org.paisaje.study.explain.answer;

import java.util.Optional;
import java.util.function.BiFunction;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.check.data.LaterPart;
import org.paisaje.study.explain.signal.Signals;

/** How a run and what is advised do on the last rows of a file instead of drawn ones. */
final class LaterRows {
    /** A run that leaves less is good enough to say no more of it. */
    private static final double LITTLE = 0.01;
    /** What leaves less than that share of another does better, and not by a hair. */
    private static final double CLEARLY = 0.8;

    private LaterRows() {}

    /**
     * The answer with that, where its cause lies in the order of the rows.
     *
     * @param run makes a run that is told so, unless there is no time left for it
     */
    static Answer told(Answer answer, Signals s, BiFunction<Setup, String, Optional<Attempt>> run) {
        if (!answer.rule().equals("data.row-order")) {
            return answer;
        }
        Optional<Double> own = InOrder.byOrder(s.setup()).flatMap(setup -> left(setup, run));
        if (own.isEmpty()) {
            return answer;
        }
        Optional<Double> advised = answer.chosen().isEmpty()
                ? Optional.empty()
                : InOrder.byOrder(answer.chosen().getLast().remedy().setup()).flatMap(setup -> left(setup, run));
        double share = (double) s.setup().test().orElseThrow().size()
                / (s.setup().test().get().size() + s.setup().train().size());
        return answer.trying("With the last " + Words.percent(share)
                + " of the rows as test data, instead of as many drawn at "
                + "random, the run leaves " + words(own.get())
                + " (here " + brief(s.test().orElseThrow().left()) + ")"
                + advised.map(left -> ", and as advised " + brief(left)).orElse("") + "." + (advised.orElse(0.0) < 1
                        ? ""
                        : " So what the inputs lack is found, and yet it makes no forecast: what a network says beyond the last "
                                + "row is not determined by the rows before."));
    }

    /** What a run gives on the last rows, beside the run as it was. */
    static String tried(Trial trial, double share, Score drawn) {
        return "Tried with the same seed and budget: on the last " + Words.percent(share)
                + " of the rows the run leaves "
                + words(trial.left()) + " (on drawn ones " + brief(drawn.left()) + ").";
    }

    private static Optional<Double> left(Setup setup, BiFunction<Setup, String, Optional<Attempt>> run) {
        return run.apply(setup, "the last rows as test data")
                .filter(attempt -> !attempt.diverged())
                .map(attempt -> Score.of(setup, attempt.end(), setup.test().orElseThrow()).left());
    }

    /** Of a run that is judged by the last rows, what answering the target of the row before leaves, where that is less. */
    static String before(Signals s) {
        double own = s.test().map(Score::left).orElse(0.0);
        return own < LITTLE
                ? ""
                : LaterPart.before(s.setup())
                        .filter(left -> left < CLEARLY * own && left < 1)
                        .map(left -> " Answering the " + (s.setup().classes() ? "label" : "target")
                                + " of the row before it in the file would leave " + brief(left) + " there, this run "
                                + brief(own)
                                + ": a forecast is worth something if it does better than that.")
                        .orElse("");
    }

    private static String brief(double left) {
        return left > 1.02 ? Words.number(left) + " times" : Words.percent(left);
    }

    /** What is left in words. */
    static String words(double left) {
        return left > 1.02
                ? Words.number(left) + " times the error of a constant"
                : Words.percent(left) + " of the error of a constant";
    }
}
