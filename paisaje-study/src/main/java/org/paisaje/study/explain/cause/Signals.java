package org.paisaje.study.explain.cause;

import java.util.Optional;

/**
 * All that causes are read from.
 *
 * @param attempt the run
 * @param data what the data alone say
 * @param run what start, course and end say
 * @param train how well the end does on the training data
 * @param test how well it does on the test data, if there are any
 * @param reference what simple methods get out of the same data, unless there are too few samples
 */
record Signals(Attempt attempt, DataSignals data, RunSignals run, Score train, Optional<Score> test,
        Optional<Reference> reference) {

    /** Random weights hardly ever have a loss below this share of that of a constant. */
    private static final double BETTER = 0.9;

    static Signals of(Attempt attempt) {
        Setup setup = attempt.setup();
        return new Signals(attempt, DataSignals.of(setup), RunSignals.of(attempt),
                Score.of(setup, attempt.end(), setup.train()),
                setup.test().map(data -> Score.of(setup, attempt.end(), data)),
                Reference.of(setup.train(), setup.test()));
    }

    /** Those of another run on the same problem; what the data say is measured again only if they changed. */
    Signals of(Attempt other, boolean sameData) {
        Setup setup = other.setup();
        return new Signals(other, sameData ? data : DataSignals.of(setup), RunSignals.of(other),
                Score.of(setup, other.end(), setup.train()),
                setup.test().map(held -> Score.of(setup, other.end(), held)), reference);
    }

    Setup setup() {
        return attempt.setup();
    }

    /** Whether the weights at the start were read and do better than a constant: then they are trained ones. */
    boolean trained() {
        return setup().given() && attempt.firstLoss() < BETTER * train.constantLoss();
    }

    /** The quality of the run. */
    Quality quality() {
        return Quality.of(attempt, train, test, reference, data.forcedLeft());
    }
}
