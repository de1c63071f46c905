package org.paisaje.study.explain.cause.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Preparation;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.check.data.PowersOfTen;
import org.paisaje.study.explain.signal.Signals;

/** Inputs and targets over powers of ten with a long tail, of which the logarithm is the better number. */
final class TailRules {
    /** The logarithms must leave so little of what the numbers themselves leave. */
    private static final double MUCH_LESS = 0.5;
    private static final double LESS = 0.7;
    /** Targets that differ by less suit a squared loss. */
    private static final double WIDE = 100;
    /** The largest samples, and the share of the variance that they hold where few outweigh all others. */
    private static final double FEW = 0.02;
    private static final double OUTWEIGH = 0.3;
    private static final int SHOWN = 6;

    private TailRules() {}

    /** The inputs that are so, from 0: in training and test data above 0. */
    private static int[] columns(Setup setup) {
        Preparation prepared = setup.prepared();
        if (setup.mixedColumns() || !setup.codes().isEmpty() || !prepared.logs().isEmpty()) {
            return new int[0];
        }
        Optional<Matrix> test = setup.test()
                .map(data -> prepared.inputs().map(map -> map.inverse(data.x())).orElse(data.x()));
        return IntStream.of(PowersOfTen.columns(setup.rawInputs()))
                .filter(j -> test.filter(x -> Arrays.stream(x.column(j)).anyMatch(v -> v <= 0)).isEmpty())
                .toArray();
    }

    private static List<String> names(Dataset train, int[] columns) {
        return IntStream.of(columns)
                .mapToObj(j -> train.names().isEmpty() ? String.valueOf(j + 1) : train.names().get(j))
                .toList();
    }

    static Optional<Cause> inputs(Signals s) {
        Setup setup = s.setup();
        int[] columns = columns(setup);
        if (columns.length == 0 || s.reference().isEmpty()) {
            return Optional.empty();
        }
        Dataset train = setup.train();
        Setup logs = setup.withLogarithms(names(train, columns));
        Optional<Reference> known = Reference.of(logs.train(), logs.test());
        double plain = s.reference().get().left();
        double own = s.attempt().diverged() ? 1 : s.test().orElse(s.train()).left();
        double reached = known.map(Reference::left).orElse(1.0);
        if (!(reached < MUCH_LESS * Math.min(plain, own)) || reached > Math.min(plain, own) - Quality.MARGIN) {
            return Optional.empty();
        }
        String some = String.join(", ", IntStream.of(columns).limit(SHOWN).mapToObj(train::input).toList())
                + (columns.length > SHOWN ? " and " + (columns.length - SHOWN) + " more" : "");
        Matrix raw = setup.rawInputs();
        double decades = IntStream.of(columns).mapToDouble(j -> PowersOfTen.decades(raw.column(j))).max().orElse(0);
        boolean one = columns.length == 1;
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy("Take the logarithm of " + some + " and standardize.", logs));
        if (tailed(setup)) {
            remedies.add(new Remedy("Take the logarithms of inputs and targets and standardize.",
                    logs.withLogarithmsOfTargets()));
        }
        return Optional.of(Cause.curable("data.heavy-tails", Stage.DATA, Math.max(5, 1 + s.data().inputDeviation()),
                Words.count(columns.length, "input") + (one ? " goes" : " go") + " over up to "
                        + Words.number(Math.rint(10 * decades) / 10)
                        + " powers of ten, so nearly all rows lie in one place (" + some + ").",
                "On the logarithms of " + (one ? "it " : "them ")
                        + known.map(Reference::method).orElse("a simple method")
                        + " leaves " + Words.percent(reached)
                        + " of the error of a constant, on the numbers themselves " + s.reference().get().method()
                        + ", the best simple method there, " + Words.percent(plain) + "; this run leaves "
                        + Words.percent(own) + ". Standardizing shifts and stretches such columns and leaves "
                        + "their long tails.",
                remedies));
    }

    /** Whether the targets have logarithms without a long tail, and few of them outweigh all others. */
    private static boolean tailed(Setup setup) {
        if (setup.classes() || setup.train().outputs() > 1 || setup.prepared().logTargets()) {
            return false;
        }
        Preparation prepared = setup.prepared();
        boolean positive = setup.test()
                .map(data -> prepared.targets().map(map -> map.inverse(data.y())).orElse(data.y()))
                .filter(y -> Arrays.stream(y.data()).anyMatch(v -> v <= 0))
                .isEmpty();
        double[] y = setup.rawTargets().data();
        return positive && PowersOfTen.of(y, WIDE) && share(y) > OUTWEIGH;
    }

    private static int few(int n) {
        return Math.max(1, (int) (FEW * n));
    }

    /** What the few largest hold of the variance. */
    private static double share(double[] y) {
        double mean = Arrays.stream(y).average().orElse(0);
        double[] squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sorted().toArray();
        double top = Arrays.stream(squares, squares.length - few(y.length), squares.length).sum();
        return top / Math.max(Arrays.stream(squares).sum(), 1e-300);
    }

    static Optional<Cause> targets(Signals s) {
        Setup setup = s.setup();
        if (s.quality().well() || !tailed(setup) || s.reference().isEmpty()) {
            return Optional.empty();
        }
        Setup logs = setup.withLogarithmsOfTargets();
        int[] inputs = columns(setup);
        Optional<Setup> both = inputs.length == 0
                ? Optional.empty()
                : Optional.of(logs.withLogarithms(names(setup.train(), inputs)));
        double plain = s.reference().get().left();
        Setup best = both.orElse(logs);
        double reached = Reference.of(best.train(), best.test()).map(Reference::left).orElse(1.0);
        if (reached > LESS * plain) {
            return Optional.empty();
        }
        double[] y = setup.rawTargets().data();
        List<Remedy> remedies = new ArrayList<>();
        both.ifPresent(one -> remedies
                .add(new Remedy("Take the logarithms of targets and inputs and standardize them.", one)));
        remedies.add(new Remedy("Take the logarithm of the targets and standardize it.", logs));
        if (!setup.standardized() && both.isEmpty()) {
            remedies.add(new Remedy("Take the logarithm of the targets, and standardize inputs and targets.",
                    logs.withStandardizedInputs()));
        }
        return Optional.of(Cause.curable("data.heavy-tails", Stage.TARGETS, Math.max(5, 1 + s.data().targetDeviation()),
                "The targets go over " + Words.number(Math.rint(10 * PowersOfTen.decades(y)) / 10)
                        + " powers of ten, so a few large ones outweigh all others in a squared loss.",
                "The " + Words.count(few(y.length), "sample") + " with the most extreme targets, of " + y.length
                        + ", hold "
                        + Words.percent(share(y))
                        + " of their variance, and the network fits those. Of the logarithms of the "
                        + "targets a simple method leaves " + Words.percent(reached)
                        + " of the variance, of the targets "
                        + "themselves " + Words.percent(plain) + ".",
                remedies));
    }
}
