package org.paisaje.study.explain.signal;

import java.util.Optional;
import org.paisaje.study.explain.attempt.HeldOut;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.check.data.LaterPart;
import org.paisaje.study.explain.check.data.LearningCurve;
import org.paisaje.study.explain.check.data.MissingCodes;
import org.paisaje.study.explain.check.data.Rounds;
import org.paisaje.study.explain.check.data.SerialResiduals;
import org.paisaje.study.explain.check.data.TwoAnswers;

/** What is asked of data only where it matters: each is measured when first asked for, and once. */
public final class DataChecks {
    private final Lazy<Optional<LearningCurve>> curve;
    private final Lazy<Optional<MissingCodes>> codes;
    private final Lazy<Optional<Rounds>> rounds;
    private final Lazy<Optional<SerialResiduals>> order;
    private final Lazy<Optional<LaterPart>> later;
    private final Lazy<Optional<TwoAnswers>> answers;

    private DataChecks(Setup setup) {
        curve = new Lazy<>(() -> LearningCurve.of(setup.train(), setup.test()));
        codes = new Lazy<>(() -> MissingCodes.of(setup));
        rounds = new Lazy<>(() -> Rounds.of(setup));
        Lazy<Optional<HeldOut>> residuals = new Lazy<>(() -> HeldOut.of(setup.train()));
        order = new Lazy<>(
                () -> SerialResiduals.of(setup.train(), residuals::get, setup.seed().named("order of rows")));
        later = new Lazy<>(() -> LaterPart.of(setup));
        answers = new Lazy<>(() -> TwoAnswers.of(setup.train(), residuals::get));
    }

    /** Those of the data of a setup. */
    static DataChecks of(Setup setup) {
        return new DataChecks(setup);
    }

    /** What simple methods get out of half of the samples. */
    public Optional<LearningCurve> curve() {
        return curve.get();
    }

    /** The numbers that seem to stand for missing values. */
    public Optional<MissingCodes> codes() {
        return codes.get();
    }

    /** The columns that are times or go round. */
    public Optional<Rounds> rounds() {
        return rounds.get();
    }

    /** Whether what simple methods leave depends on the order of the rows. */
    public Optional<SerialResiduals> order() {
        return order.get();
    }

    /** How they do on the last rows of the file. */
    public Optional<LaterPart> later() {
        return later.get();
    }

    /** Whether they leave one of two answers. */
    public Optional<TwoAnswers> answers() {
        return answers.get();
    }
}
