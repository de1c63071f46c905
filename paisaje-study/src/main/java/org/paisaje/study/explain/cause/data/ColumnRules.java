package org.paisaje.study.explain.cause.data;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Columns;
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
    private static final double NEARLY = 0.01;
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
        Optional<Marginal> found = left < ROUGH || !setup.codes().isEmpty() || setup.mixedColumns()
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

    /** Whether most test rows whose inputs occur in training have the number there that they have: a copy has, another case seldom. */
    private static boolean sameTargets(Dataset train, Dataset test) {
        Map<DoubleBuffer, Set<DoubleBuffer>> known = new HashMap<>();
        for (int i = 0; i < train.size(); i++) {
            known.computeIfAbsent(row(train.x(), i), _ -> new HashSet<>()).add(row(train.y(), i));
        }
        int[] shared = IntStream.range(0, test.size()).filter(i -> known.containsKey(row(test.x(), i))).toArray();
        long same = Arrays.stream(shared)
                .filter(i -> known.getOrDefault(row(test.x(), i), Set.of()).contains(row(test.y(), i)))
                .count();
        return 2 * same > shared.length;
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
        if (most < TELLING * rows.size() || !s.setup().classes() && !sameTargets(train, test)) {
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
        if (train.inputs() < 2 || train.size() < FEWEST || s.setup().mixedColumns() || !s.setup().codes().isEmpty()) {
            return Optional.empty();
        }
        boolean classes = s.setup().classes();
        int column = classes ? copyOfLabels(train) : s.data().deciding();
        boolean found = classes ? column >= 0 : train.outputs() == 1 && s.data().decidingCorrelation() >= 1 - SAME;
        if (!found) {
            return rounded(s).or(() -> numbered(s));
        }
        boolean well = s.quality().well();
        // Of a run that falls short an input that alone goes with the target may be all that there is to learn.
        if (!well && !classes && without(s.setup(), column) > Quality.NOTHING_LEFT - Quality.MARGIN) {
            return Optional.empty();
        }
        return Optional.of(hollow(s, column, train.inputFirst(column) + (classes
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
                "If " + train.input(column) + " is not known before the " + (classes ? "label" : "target")
                        + " is, leave it out (--drop)."));
    }

    /** A column without which the figures are worse, and true. */
    private static Cause hollow(Signals s, int column, String head, String why, String todo) {
        List<Remedy> remedies = s.setup()
                .withoutColumn(column)
                .map(less -> List.of(new Remedy(todo.replace(" (--drop)", ""), less)))
                .orElseGet(List::of);
        return new Cause("data.leak", Stage.DATA, 3, head, why, todo, s.quality().well(), remedies)
                .with(Trait.FOREMOST)
                .with(Trait.HOLLOW);
    }

    /** A column that holds the target, rounded. */
    private static Optional<Cause> rounded(Signals s) {
        Dataset train = s.setup().train();
        double[] y = s.setup().rawTargets().data();
        if (s.setup().classes() || train.outputs() != 1 || !s.quality().well()
                || s.data().decidingCorrelation() < 1 - NEARLY) {
            return Optional.empty();
        }
        double[] x = s.setup().rawInputs().column(s.data().deciding());
        for (double unit = 1e-4; unit < 1e5; unit *= 10) {
            double grid = unit;
            boolean coarse = IntStream.range(0, y.length).anyMatch(i -> Math.abs(y[i] - x[i]) > 0.1 * grid);
            if (coarse && IntStream.range(0, y.length)
                    .allMatch(i -> Math.abs(y[i] - x[i]) <= 0.501 * grid
                            && Math.abs(x[i] / grid - Math.rint(x[i] / grid)) < SAME)) {
                int column = s.data().deciding();
                return Optional.of(hollow(s, column,
                        train.inputFirst(column) + " is the target, rounded to " + Words.rate(grid)
                                + ": the network only has to copy it.",
                        "In all " + Words.count(train.size(), "row")
                                + " it is the multiple of that which is nearest to the target. Where the target is not known "
                                + "yet, this input will be missing too.",
                        "If " + train.input(column) + " is not known before the target is, leave it out (--drop)."));
            }
        }
        return Optional.empty();
    }

    /** Rows that were sorted by target before they were numbered: the number tells it. */
    private static Optional<Cause> numbered(Signals s) {
        Dataset train = s.setup().train();
        if (!s.data().sorted() || !s.quality().well() || s.reference().isEmpty()) {
            return Optional.empty();
        }
        Matrix raw = s.setup().rawInputs();
        int all = train.size() + s.setup().test().map(Dataset::size).orElse(0);
        for (int j = 0; j < raw.columns(); j++) {
            double[] x = raw.column(j);
            boolean counts = x[x.length - 1] - x[0] < all + 1 && IntStream.range(0, x.length)
                    .allMatch(i -> Math.abs(x[i] - Math.rint(x[i])) < SAME && (i == 0 || x[i] > x[i - 1] + SAME));
            if (counts) {
                double left = without(s.setup(), j);
                return left > s.reference().get().left() + Quality.MARGIN
                        ? Optional.of(hollow(s, j,
                                train.inputFirst(j) + " numbers the rows, and the rows are sorted by "
                                        + (s.setup().classes() ? "class" : "target") + ": the number gives it away.",
                                "From it the best simple method leaves " + Words.percent(s.reference().get().left())
                                        + " of the error of a constant, without it " + Words.percent(left)
                                        + ". New rows have no such number, or one that says nothing.",
                                "Leave " + train.input(j) + " out (--drop)."))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** What the best simple method leaves without a column. */
    private static double without(Setup setup, int column) {
        return Reference.of(Columns.without(setup.train(), column),
                setup.test().map(data -> Columns.without(data, column))).map(Reference::left).orElse(1.0);
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
