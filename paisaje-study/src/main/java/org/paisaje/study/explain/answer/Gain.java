package org.paisaje.study.explain.answer;

import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.signal.Signals;

/** Whether one run is better than another, beyond chance. */
final class Gain {
    /** A remedy helps if it takes away this share of what was left. */
    private static final double HELPS = 0.8;
    /** Differences of fewer standard errors may be chance. */
    private static final double ERRORS = 2;
    /** What stands for a run that diverged. */
    private static final double BAD = 1e6;

    private Gain() {}

    /** What is left of the error of a constant, on the test data if there are any. */
    static double merit(Signals s) {
        if (s.attempt().diverged()) {
            return BAD;
        }
        double left = s.test().map(Score::left).orElse(s.train().left());
        return Double.isFinite(left) ? Math.min(BAD, left) : BAD;
    }

    static boolean helps(Signals after, Signals before) {
        double a = merit(after);
        double b = merit(before);
        return a < HELPS * b && a < b - 0.02 && !byChance(after, before);
    }

    /** Whether what fell on the test data did so within chance, and on the training data not at all. */
    private static boolean byChance(Signals after, Signals before) {
        if (before.attempt().diverged() || after.test().isEmpty() || before.test().isEmpty()) {
            return false;
        }
        Score now = after.test().get();
        Score then = before.test().get();
        return then.left() - now.left() < ERRORS * now.chance(then)
                && after.train().left() > HELPS * before.train().left();
    }
}
