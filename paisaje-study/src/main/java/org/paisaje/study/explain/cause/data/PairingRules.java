package org.paisaje.study.explain.cause.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.check.data.NearCopies;
import org.paisaje.study.explain.signal.Signals;

/** Causes in which targets go with which inputs. */
public final class PairingRules {
    /** Nothing goes with the inputs where simple methods leave more, and something does where they leave less. */
    private static final double NOTHING = 0.85;
    private static final double SOMETHING = 0.6;
    /** Of rows some of which were drawn for the test, so that not all find the one that they belong to. */
    private static final double MUCH = 0.75;
    /** Standard errors by which the two lie apart at least. */
    private static final double CLEAR = 4;
    /** Where the errors are a mixture of rows that found theirs and rows that did not, which makes them vary more. */
    private static final double MIXED = 2.5;
    private static final int FARTHEST = 3;
    private static final double STRENGTH = 5;
    /** Test targets that are so nearly a linear function of the answers are the same in other units. */
    private static final double LINEAR = 0.8;
    private static final double INSIDE = 0.25;

    private PairingRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("targets of another row", PairingRules::shifted, "data.rows-shifted")
                        .needing(Need.REFERENCE, Need.SAMPLES),
                Rule.of("test targets that go otherwise with the inputs", PairingRules::testTargets,
                        "data.test-targets").needing(Need.TEST_DATA, Need.REFERENCE, Need.SAMPLES, Need.FINITE));
    }

    /** The targets go with the inputs of a row some places away, and with those of their own row not at all. */
    private static Optional<Cause> shifted(Signals s) {
        Dataset train = s.setup().train();
        if (s.reference().map(Reference::left).orElse(0.0) < NOTHING || s.quality().done()
                || s.setup().balancedClasses()) {
            return Optional.empty();
        }
        // By rows held out of the training data alone: those of a test file may be at fault themselves.
        double own = Reference.of(train, Optional.empty()).map(Reference::left).orElse(0.0);
        if (own < NOTHING) {
            return Optional.empty();
        }
        for (int by = 1; by <= FARTHEST; by++) {
            for (int sign : new int[] {-1, 1}) {
                Optional<Reference> other = Reference.of(paired(train, sign * by), Optional.empty())
                        .filter(found -> found.left() < MUCH && found.left() + MIXED * found.error() < own);
                if (other.isPresent()) {
                    return Optional.of(told(s, by, sign < 0 ? "before" : "after", own, other.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Cause told(Signals s, int by, String where, double own, Reference other) {
        String what = s.setup().classes() ? "label" : "target";
        String row = by == 1 ? "the row " + where + " it" : "the row " + by + " places " + where + " it";
        return Cause.decided("data.rows-shifted", Stage.DATA, STRENGTH,
                "The " + what + " of a row goes with the inputs of " + row + ", and not with its own.",
                "From the inputs of " + row + " a simple method (" + other.method() + ") leaves "
                        + Words.percent(other.left())
                        + " of the error of a constant, from those of its own row the best simple method leaves "
                        + Words.percent(own) + "."
                        + (s.setup().test().isPresent()
                                ? " Rows that were drawn for the test count as gaps here, so the truth is clearer still."
                                : ""),
                "Move the column of the " + what + "s by " + Words.count(by, "row")
                        + " against the inputs: look for a headline, a sorting or a shift that one of the two went "
                        + "through alone. If the rows are times and the inputs act that late, give each row the inputs of that time.");
    }

    /** The inputs of each row with the targets so many rows after it. */
    private static Dataset paired(Dataset data, int by) {
        int n = data.size() - Math.abs(by);
        int[] inputs = IntStream.range(0, n).map(i -> by < 0 ? i : i + by).toArray();
        int[] targets = IntStream.range(0, n).map(i -> by < 0 ? i - by : i).toArray();
        return data.subset(inputs).withTargets(data.y().rows(targets));
    }

    /** Held out of the training data, rows are predicted well; the test rows, which lie in the same place, are not. */
    private static Optional<Cause> testTargets(Signals s) {
        Setup setup = s.setup();
        double seen = s.test().orElseThrow().left();
        Reference best = s.reference().orElseThrow();
        if (s.train().left() > 0.5 || seen < NOTHING || best.left() < NOTHING || s.data().outside() > INSIDE) {
            return Optional.empty();
        }
        Optional<Reference> inside = Reference.of(setup.train(), Optional.empty());
        if (inside.isEmpty() || inside.get().left() > SOMETHING
                || inside.get().left() + CLEAR * Math.hypot(inside.get().error(), best.error()) > best.left()) {
            return Optional.empty();
        }
        // Rows that are held out singly are easy where others are near-copies of them, and test rows of new groups are not.
        Matrix raw = setup.rawInputs();
        int[] half = IntStream.range(0, raw.rows()).filter(i -> i % 2 == 0).toArray();
        int[] other = IntStream.range(0, raw.rows()).filter(i -> i % 2 == 1).toArray();
        if (NearCopies.of(raw.rows(half), raw.rows(other), setup.train().classes().size()).isPresent()) {
            return Optional.empty();
        }
        String what = setup.classes() ? "labels" : "targets";
        Dataset test = setup.test().orElseThrow();
        String why = "Of training rows that are held out a simple method (" + inside.get().method() + ") leaves "
                + Words.percent(inside.get().left())
                + " of the error of a constant; of the test rows, whose inputs lie in the "
                + "same range, no simple method leaves less than " + Words.percent(best.left()) + ", and the network "
                + Words.percent(seen) + ".";
        Optional<double[]> line = setup.classes() ? Optional.empty() : line(setup, s.attempt().end(), test);
        if (line.isPresent()) {
            double[] ab = line.get();
            return Optional.of(Cause.decided("data.test-targets", Stage.TARGETS, STRENGTH,
                    "The test targets are in other units than the training targets: about " + Words.number(ab[1])
                            + " times the answers of the network"
                            + (Math.abs(ab[0]) > 0.1 * Math.abs(ab[1]) ? " plus " + Words.number(ab[0]) : "") + ".",
                    why + " As that line of the answers " + Words.percent(ab[2]) + " of their variance is explained.",
                    "Give training and test targets in the same units, scaled by the same numbers."));
        }
        return Optional.of(Cause.decided("data.test-targets", Stage.TARGETS, STRENGTH,
                "The " + what + " of the test rows do not go with their inputs as those of the training rows do.",
                why, "Check that inputs and " + what
                        + " of the test data belong to the same rows, and that both parts mean the same by them: one of the "
                        + "two was sorted, shuffled or cut alone, or stems from elsewhere."));
    }

    /** Intercept, slope and explained share of test targets as a line of the answers, in the units of the setup; of one output. */
    private static Optional<double[]> line(Setup setup, double[] theta, Dataset test) {
        Matrix answers = setup.network().forward(theta, test.x());
        if (answers.columns() != 1) {
            return Optional.empty();
        }
        double[] f = answers.data();
        double[] y = test.y().data();
        double meanF = Score.means(answers)[0];
        double meanY = Score.means(test.y())[0];
        double ff = 0;
        double fy = 0;
        double yy = 0;
        for (int i = 0; i < f.length; i++) {
            ff += (f[i] - meanF) * (f[i] - meanF);
            fy += (f[i] - meanF) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        double share = fy * fy / Math.max(ff * yy, 1e-300);
        double slope = fy / Math.max(ff, 1e-300);
        return share > LINEAR ? Optional.of(new double[] {meanY - slope * meanF, slope, share}) : Optional.empty();
    }
}
