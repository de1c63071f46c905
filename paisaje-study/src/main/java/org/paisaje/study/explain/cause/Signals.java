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
 * @param origin where the weights at the start come from
 * @param reference what simple methods get out of the same data, unless there are too few samples
 */
record Signals(Attempt attempt, DataSignals data, RunSignals run, Score train, Optional<Score> test,
        Origin origin, Optional<Reference> reference) {

    static Signals of(Attempt attempt) {
        Setup setup = attempt.setup();
        return new Signals(attempt, DataSignals.of(setup), RunSignals.of(attempt),
                Score.of(setup, attempt.end(), setup.train()),
                setup.test().map(data -> Score.of(setup, attempt.end(), data)), Origin.of(setup),
                Reference.of(setup.train(), setup.test()));
    }

    /** Those of another run on the same problem; what the data say is measured again only if they changed. */
    Signals of(Attempt other, boolean sameData) {
        Setup setup = other.setup();
        return new Signals(other, sameData ? data : DataSignals.of(setup), RunSignals.of(other),
                Score.of(setup, other.end(), setup.train()),
                setup.test().map(held -> Score.of(setup, other.end(), held)),
                setup.given() == setup().given() ? origin : Origin.of(setup), reference);
    }

    Setup setup() {
        return attempt.setup();
    }

    /** Whether the weights at the start are trained ones, of which theory of random weights says nothing. */
    boolean trained() {
        return origin == Origin.TRAINED;
    }

    /** The quality of the run. */
    Quality quality() {
        return Quality.of(attempt, train, test, reference, data.forcedLeft());
    }
}
