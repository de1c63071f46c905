package org.paisaje.study.explain.answer;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.signal.Signals;

/** Remedies, each on top of the one before, and what the run with all of them shows. */
record TrialChain(List<Trial> steps, Signals signals) {
    double left() {
        return Gain.merit(signals);
    }

    /** With a remedy more, of which a run was made. */
    TrialChain with(Cause cause, Remedy remedy, Attempt run) {
        Signals after = signals.of(run, remedy.setup().train().equals(signals.setup().train()));
        List<Trial> more = new ArrayList<>(steps);
        more.add(new Trial(cause, remedy, after.quality(), Gain.merit(after),
                after.test().map(Score::accuracy).orElse(after.train().accuracy()), run));
        return new TrialChain(List.copyOf(more), after);
    }

    /** Whether its last remedy is one against that cause. */
    boolean of(Cause cause) {
        return !steps.isEmpty() && steps.getLast().cause().rule().equals(cause.rule());
    }

    /** Whether the loss is below that of a constant too: right answers with outputs far too large are no cure. */
    boolean sound() {
        Score score = signals.test().orElse(signals.train());
        return score.loss() <= score.constantLoss();
    }
}
