package org.paisaje.study.explain.cause.data;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.check.Marginal;
import org.paisaje.study.explain.signal.Signals;

/** Causes in what columns and rows stand for: codes for names, copies of the target, rows in training and test data. */
public final class ColumnRules {
    private static final double ROUGH = 0.1;
    /** Half the ratio that is expected where there is no order. */
    private static final double DISORDERED = 0.5;
    private static final double COPIED = 0.2;
    /** A column with as many values as that share of the different rows tells rows apart. */
    private static final double TELLING = 0.5;
    private static final double SAME = 1e-6;
    /** Names of more than so many kinds do not have the same number of values by accident. */
    private static final int MOST_ALIKE = 8;

    private ColumnRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("codes taken for numbers", ColumnRules::codes, "data.codes").needing(Need.DENSE, Need.FINITE),
                Rule.of("rows in training and test data", ColumnRules::copies, "data.copies")
                        .needing(Need.TEST_DATA, Need.FINITE),
                Rule.of("an input that is the target", ColumnRules::leak, "data.leak").needing(Need.FINITE));
    }

    private static Optional<Cause> codes(Signals s) {
        Setup setup = s.setup();
        double left = s.test().orElse(s.train()).left();
        Optional<Marginal> found = left < ROUGH || !setup.codes().isEmpty() || setup.periods() > 0
                ? Optional.empty()
                : Marginal.of(setup.train());
        if (found.isEmpty() || found.get().values() == 0 || found.get().disorder() < DISORDERED
                || found.get().rough() < ROUGH || left < 0.5 * found.get().rough()
                || !Marginal.whole(setup.train().x().column(found.get().column()))
                || !(setup.network() instanceof Mlp) || oneScale(setup.train().x(), found.get().column())) {
            return Optional.empty();
        }
        Marginal one = found.get();
        Dataset train = setup.train();
        String column = train.names().isEmpty()
                ? String.valueOf(one.column() + 1)
                : train.names().get(one.column());
        return Optional.of(Cause.curable("data.codes", Stage.DATA, 5 + 10 * one.rough(),
                train.inputFirst(one.column()) + " looks like a code for names: its " + one.values()
                        + " values stand in no order, and the network takes them for sizes.",
                "The means of the targets for neighbouring values differ " + Words.number(one.disorder())
                        + " times as much as those of any two values would, and they hold "
                        + Words.percent(one.rough())
                        + " of the variance. Along a number a network would have to bend at each of them; with a column of 0 and 1 "
                        + "for each it needs one weight.",
                List.of(new Remedy("Give each value of " + train.input(one.column()) + " a column of its own.",
                        setup.withCodes(List.of(column))))));
    }

    /** Whether many columns have the range of this one, as brightnesses of pixels or answers of a questionnaire do. */
    private static boolean oneScale(Matrix x, int column) {
        double largest = Arrays.stream(x.column(column)).max().orElse(0);
        return IntStream.range(0, x.columns())
                .filter(j -> Arrays.stream(x.column(j)).max().orElse(0) == largest)
                .count() > MOST_ALIKE;
    }

    private static DoubleBuffer row(Matrix x, int i) {
        return DoubleBuffer.wrap(x.row(i));
    }

    private static Optional<Cause> copies(Signals s) {
        Dataset train = s.setup().train();
        Dataset test = s.setup().test().orElseThrow();
        double share = s.data().common();
        if (share < COPIED || s.setup().balancedClasses()) {
            return Optional.empty();
        }
        Set<DoubleBuffer> rows = new HashSet<>();
        IntStream.range(0, train.size()).forEach(i -> rows.add(row(train.x(), i)));
        long most = IntStream.range(0, train.inputs())
                .mapToLong(j -> Arrays.stream(train.x().column(j)).distinct().count())
                .max()
                .orElse(0);
        // Where inputs have few values, equal rows come by themselves.
        if (most < TELLING * rows.size()) {
            return Optional.empty();
        }
        int[] fresh = IntStream.range(0, test.size()).filter(i -> !rows.contains(row(test.x(), i))).toArray();
        Optional<Double> own = fresh.length < 10
                ? Optional.empty()
                : Optional.of(Score.of(s.setup(), s.attempt().end(), test.subset(fresh)).left());
        double all = s.test().orElseThrow().left();
        // A figure that is bad anyway deceives nobody.
        if (all > Quality.NOTHING_LEFT || own.isPresent() && own.get() < all + Quality.MARGIN) {
            return Optional.empty();
        }
        return Optional.of(Cause.decided("data.copies", Stage.DATA, 2 + 5 * share,
                Words.percent(share)
                        + " of the test rows are training rows as well, so the test says little about new data.",
                "What was learned by heart counts as right there: on all test rows " + Words.percent(all)
                        + " of the error of a constant is left, " + own
                                .map(left -> "on the " + fresh.length + " new ones among them " + Words.percent(left)
                                        + ".")
                                .orElse("and too few of them are new to judge by."),
                "Leave out copies of rows before the data are divided, or keep all copies of a row in one part."));
    }

    private static Optional<Cause> leak(Signals s) {
        Dataset train = s.setup().train();
        if (train.inputs() < 2 || train.outputs() > 1 || s.setup().periods() > 0) {
            return Optional.empty();
        }
        // A run that fails does not fail because one input says it all.
        if (!s.quality().well() || train.size() < 30 || s.setup().classes()
                || s.data().decidingCorrelation() < 1 - SAME) {
            return Optional.empty();
        }
        int column = s.data().deciding();
        return Optional.of(Cause.decided("data.leak", Stage.DATA, 3,
                train.inputFirst(column) + " is the target in other units: the network only has to copy it.",
                "Their correlation is 1 to " + Words.number(Math.max(1 - s.data().decidingCorrelation(), 1e-16))
                        + ", as of a number that was computed from the target. Where the target is not known yet, this input will be "
                        + "missing too.",
                "If " + train.input(column) + " is not known before the target is, leave it out (--drop)."));
    }
}
