package org.paisaje.study.explain.cause.data;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.Marginal;
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
    /** With fewer rows, or fewer of a class, numbers go together by accident. */
    private static final int FEWEST = 30;
    private static final int FEW_OF_A_CLASS = 5;
    /** Names of more than so many kinds do not have the same number of values by accident. */
    private static final int MOST_ALIKE = 8;

    private ColumnRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("codes taken for numbers", ColumnRules::codes, "data.codes").needing(Need.DENSE, Need.FINITE),
                Rule.of("rows in training and test data", ColumnRules::copies, "data.copies")
                        .needing(Need.TEST_DATA, Need.FINITE),
                Rule.of("an input that is the target", ColumnRules::leak, "data.leak"));
    }

    private static Optional<Cause> codes(Signals s) {
        Setup setup = s.setup();
        double left = s.test().orElse(s.train()).left();
        Optional<Marginal> found = left < ROUGH || !setup.codes().isEmpty() || setup.periods() > 0
                ? Optional.empty()
                : Marginal.of(setup.train());
        if (found.isEmpty() || found.get().values() == 0 || found.get().disorder() < DISORDERED
                || found.get().rough() < ROUGH || left < 0.5 * found.get().rough()
                || !Marginal.whole(setup.rawInputs().column(found.get().column()))
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
        if (train.inputs() < 2 || train.size() < FEWEST || s.setup().periods() > 0 || !s.setup().codes().isEmpty()) {
            return Optional.empty();
        }
        boolean classes = s.setup().classes();
        int column = classes ? copyOfLabels(train) : s.data().deciding();
        boolean found = classes ? column >= 0 : train.outputs() == 1 && s.data().decidingCorrelation() >= 1 - SAME;
        if (!found) {
            return Optional.empty();
        }
        boolean well = s.quality().well();
        // Of a run that falls short an input that alone goes with the target may be all that there is to learn.
        if (!well && !classes && without(s.setup(), column) > Quality.NOTHING_LEFT - Quality.MARGIN) {
            return Optional.empty();
        }
        String input = train.input(column);
        String todo = "If " + input + " is not known before the " + (classes ? "label" : "target")
                + " is, leave it out (--drop).";
        Cause cause = new Cause("data.leak", Stage.DATA, 3, train.inputFirst(column) + (classes
                ? " is the label in other words: the network only has to read it off."
                : " is the target in other units: the network only has to copy it."),
                (classes
                        ? "Each of its " + train.classCounts().length + " values occurs with one class only, in all "
                                + Words.count(train.size(), "row") + ","
                        : "Their correlation is 1 to "
                                + Words.number(Math.max(1 - s.data().decidingCorrelation(), 1e-16))
                                + ",")
                        + " as of something that was made from the " + (classes ? "label" : "target")
                        + ". Where that is not known yet, this input will be missing too."
                        + (well ? "" : " That the run fell short in spite of it has another reason."),
                todo, well, List.of());
        return Optional.of(cause.with(Trait.FOREMOST));
    }

    /** What the best simple method leaves without a column. */
    private static double without(Setup setup, int column) {
        UnaryOperator<Dataset> less = data -> {
            int[] kept = IntStream.range(0, data.inputs()).filter(j -> j != column).toArray();
            Matrix x = Matrix.zeros(data.size(), kept.length);
            for (int i = 0; i < x.rows(); i++) {
                for (int j = 0; j < kept.length; j++) {
                    x.set(i, j, data.x().get(i, kept[j]));
                }
            }
            return data.withInputs(x);
        };
        return Reference.of(less.apply(setup.train()), setup.test().map(less)).map(Reference::left).orElse(1.0);
    }

    /** The column whose values go with the classes one for one; -1 if there is none. */
    private static int copyOfLabels(Dataset train) {
        int[] labels = train.labels();
        int[] counts = train.classCounts();
        if (Arrays.stream(counts).anyMatch(count -> count < FEW_OF_A_CLASS)) {
            return -1;
        }
        for (int j = 0; j < train.inputs(); j++) {
            double[] values = train.x().column(j);
            Map<Double, Integer> known = new HashMap<>();
            boolean one = true;
            for (int i = 0; i < values.length && one; i++) {
                Integer before = known.putIfAbsent(values[i], labels[i]);
                one = known.size() <= counts.length && (before == null || before == labels[i]);
            }
            if (one && known.size() == counts.length) {
                return j;
            }
        }
        return -1;
    }
}
