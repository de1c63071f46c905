package org.paisaje.study.explain.signal;

import java.util.Optional;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Origin;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.check.Fitting;
import org.paisaje.study.explain.check.OutputCheck;
import org.paisaje.study.explain.check.RestPoint;
import org.paisaje.study.explain.check.data.MainDirections;

/**
 * All that causes are read from.
 *
 * @param attempt the run
 * @param data what the data alone say
 * @param run what start, course and end say
 * @param output what stands behind the outputs
 * @param fitting whether a few samples can be fitted at all; measured when first asked for
 * @param rest the critical point at which the run all but rests; searched when first asked for
 * @param train how well the end does on the training data
 * @param test how well it does on the test data, if there are any
 * @param origin where the weights at the start come from
 * @param reference what simple methods get out of the same data, unless there are too few samples
 * @param checks what more can be asked of the data
 */
public record Signals(Attempt attempt, DataSignals data, RunSignals run, OutputCheck output,
        Lazy<Optional<Fitting>> fitting, Lazy<Optional<RestPoint>> rest, Score train,
        Optional<Score> test, Origin origin, Optional<Reference> reference, DataChecks checks) {
    /** Few samples are fitted to networks of at most so many weights. */
    private static final int MOST_WEIGHTS = 20_000;

    /**
     * Those of a run.
     *
     * @param data what its data say, which is asked for once
     */
    public static Signals of(Attempt attempt, Lazy<DataSignals> data) {
        Setup setup = attempt.setup();
        return new Signals(attempt, data.get(), RunSignals.of(attempt), output(attempt), fitting(attempt),
                rest(attempt), Score.of(setup, attempt.end(), setup.train()),
                setup.test().map(held -> Score.of(setup, attempt.end(), held)), Origin.of(setup),
                reference(setup), DataChecks.of(setup));
    }

    /** Those of another run on the same problem; what the data say is measured again only if they changed. */
    public Signals of(Attempt other, boolean sameData) {
        Setup setup = other.setup();
        return new Signals(other, sameData ? data : DataSignals.of(setup), RunSignals.of(other),
                output(other), fitting(other), rest(other), Score.of(setup, other.end(), setup.train()),
                setup.test().map(held -> Score.of(setup, other.end(), held)),
                setup.given() == setup().given() ? origin : Origin.of(setup),
                setup.prepared().sameTargets(setup().prepared())
                        ? reference
                        : reference(setup),
                sameData ? checks : DataChecks.of(setup));
    }

    private static Lazy<Optional<Fitting>> fitting(Attempt attempt) {
        Setup setup = attempt.setup();
        return new Lazy<>(() -> setup.start().length > MOST_WEIGHTS || attempt.diverged()
                ? Optional.empty()
                : Fitting.of(setup.network(), setup.start(), attempt.end(), setup.train().x(),
                        setup.targets(setup.train()), setup.seed().named("few samples")));
    }

    /** Of a network that gives back its inputs, what a linear one of its width can; copying them is no method to be held against. */
    private static Optional<Reference> reference(Setup setup) {
        return MainDirections.of(setup).or(() -> Reference.of(setup.train(), setup.test()));
    }

    private static Lazy<Optional<RestPoint>> rest(Attempt attempt) {
        return new Lazy<>(() -> RestPoint.of(attempt.setup().risk(), attempt.end()));
    }

    private static OutputCheck output(Attempt attempt) {
        Setup setup = attempt.setup();
        return OutputCheck.of(setup.network(), setup.start(), attempt.end(), setup.train().x(),
                setup.targets(setup.train()), setup.loss());
    }

    /** How the run was set up. */
    public Setup setup() {
        return attempt.setup();
    }

    /** Whether the weights at the start are trained ones, of which theory of random weights says nothing. */
    public boolean trained() {
        return origin == Origin.TRAINED;
    }

    /** The quality of the run. */
    public Quality quality() {
        return Quality.of(attempt.diverged(), train, test, reference, data.forcedLeft());
    }
}
