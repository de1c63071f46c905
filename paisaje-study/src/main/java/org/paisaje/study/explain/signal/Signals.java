package org.paisaje.study.explain.signal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import org.paisaje.study.explain.check.data.NearCopies;
import org.paisaje.study.explain.check.data.WholeGroups;

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
 * @param nearCopies near-copies of test rows in the training data, if there are some; looked for when first asked for
 * @param wholeGroups how the first run does with whole groups of them held out, if that could be tried; tried when first asked for
 */
public record Signals(Attempt attempt, DataSignals data, RunSignals run, OutputCheck output,
        Lazy<Optional<Fitting>> fitting, Lazy<Optional<RestPoint>> rest, Score train,
        Optional<Score> test, Origin origin, Optional<Reference> reference, DataChecks checks,
        Lazy<Optional<NearCopies>> nearCopies, Lazy<Optional<WholeGroups>> wholeGroups) {
    /** Few samples are fitted to networks of at most so many weights. */
    private static final int MOST_WEIGHTS = 20_000;

    /** Those of a run, of which none can be made again. */
    public static Signals of(Attempt attempt, Lazy<DataSignals> data) {
        return of(attempt, data, setups -> List.of());
    }

    /**
     * Those of a run.
     *
     * @param data what its data say, which is asked for once
     * @param again makes other runs, if all of them can be afforded, else none
     */
    public static Signals of(Attempt attempt, Lazy<DataSignals> data, Function<List<Setup>, List<Attempt>> again) {
        Setup setup = attempt.setup();
        Optional<Score> tested = setup.test().map(held -> Score.of(setup, attempt.end(), held));
        Lazy<Optional<NearCopies>> copies = new Lazy<>(() -> setup.balancedClasses()
                ? Optional.empty()
                : setup.test()
                        .flatMap(held -> NearCopies.of(setup.rawInputs(), setup.raw(held.x()),
                                setup.train().classes().size())));
        return new Signals(attempt, data.get(), RunSignals.of(attempt), output(attempt), fitting(attempt),
                rest(attempt), Score.of(setup, attempt.end(), setup.train()),
                tested, Origin.of(setup), reference(setup), DataChecks.of(setup), copies,
                new Lazy<>(() -> setup.given() || setup.steps() == 0
                        ? Optional.empty()
                        : copies.get()
                                .flatMap(found -> WholeGroups.of(setup, tested.orElseThrow(), found.groups(), again))));
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
                sameData ? checks : DataChecks.of(setup), nearCopies, wholeGroups);
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
