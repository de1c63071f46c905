package org.paisaje.study.explain.answer;

import java.util.Optional;
import java.util.function.BiFunction;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.signal.Signals;

/** How a run and what is advised do on the last rows of a file instead of drawn ones. */
final class LaterRows {
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

    private static Optional<Double> left(Setup setup, BiFunction<Setup, String, Optional<Attempt>> run) {
        return run.apply(setup, "the last rows as test data")
                .filter(attempt -> !attempt.diverged())
                .map(attempt -> Score.of(setup, attempt.end(), setup.test().orElseThrow()).left());
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
