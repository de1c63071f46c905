package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
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
import org.paisaje.study.explain.cause.data.LabelRules;
import org.paisaje.study.explain.check.data.LearningCurve;
import org.paisaje.study.explain.signal.Signals;

/** Causes that show in training data against test data. */
public final class FitRules {
    /** What is left on the training data over what is left on the test data, of samples known by heart. */
    private static final double HEART = 0.3;
    /** What is left on the test data where it is worth a word. */
    private static final double NOTICED = 0.15;

    private static final int MOST_COMPARED = 400;

    private FitRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("too few samples", FitRules::few, "fit.few-samples").needing(Need.TEST_DATA, Need.FINITE),
                Rule.of("noise learned by heart", FitRules::noise, "fit.noise").needing(Need.TEST_DATA),
                Rule.of("overfitting", FitRules::overfitting, "fit.overfitting").needing(Need.TEST_DATA));
    }

    private static boolean gap(Signals s) {
        return s.test().isPresent() && s.train().left() < 0.5
                && s.test().get().left() > s.train().left() + 2 * Quality.MARGIN;
    }

    /**
     * The network knows its samples by heart, simple methods do no better on new ones, and they would do clearly worse with half
     * of the samples: with more of them both would go on getting better.
     */
    private static Optional<Cause> few(Signals s) {
        if (s.train().left() > HEART * s.test().orElseThrow().left()) {
            return Optional.empty();
        }
        Setup setup = s.setup();
        Score seen = s.test().orElseThrow();
        int n = setup.train().size();
        boolean gap = seen.left() > Math.max(NOTICED, s.train().left() + 2 * seen.error());
        double whole = s.reference().map(Reference::left).orElse(seen.left());
        if (!gap || whole < seen.left() - Quality.MARGIN) {
            return Optional.empty();
        }
        int inputs = setup.train().inputs();
        if (whole > 1 - Quality.MARGIN || whole > 0.5 && n < inputs) {
            return n < inputs && spread(setup.train().x())
                    ? Optional.of(new Cause("fit.few-samples", Stage.FIT, 2,
                            Words.count(n, "training sample") + " are too few for " + Words.count(inputs, "input")
                                    + ": the network knows them by heart and nothing of new ones.",
                            "With more inputs than samples even a linear function meets any targets exactly, so a good fit "
                                    + "says nothing, and whether the targets are noise or a few inputs decide them cannot be "
                                    + "seen. The network leaves " + Words.percent(s.train().left())
                                    + " of the error of a constant on the training data and "
                                    + Words.percent(seen.left())
                                    + " on the test data.",
                            "Collect more samples, or keep the few inputs of which it is known that they matter (--drop).",
                            false, tamed(s)))
                    : Optional.empty();
        }
        Optional<LearningCurve> curve = s.checks().curve().filter(LearningCurve::falls);
        if (curve.isEmpty()) {
            return Optional.empty();
        }
        boolean done = s.quality().done();
        String what = setup.classes()
                ? Words.percent(1 - seen.accuracy().orElse(0)) + " of new ones wrong"
                : Words.percent(seen.left()) + " of the variance of new ones unexplained";
        return Optional.of(new Cause("fit.few-samples", Stage.FIT, 2,
                Words.count(n, "training sample") + (n == 1 ? " is" : " are")
                        + " too few: the network knows them by heart and " + (setup.classes() ? "gets " : "leaves ")
                        + what + ".",
                "With half of them the best simple method leaves " + Words.percent(curve.get().half())
                        + " of the error of a constant on samples held out, with all of them "
                        + Words.percent(curve.get().whole())
                        + ": more would lower it further. The network leaves " + Words.percent(s.train().left())
                        + " on the training data and " + Words.percent(seen.left())
                        + " on the test data; no other training replaces samples.",
                "Collect more samples, or make some: shifted, turned or noisy copies of those there are, of the training part "
                        + "only.",
                done, done ? List.of() : tamed(s)));
    }

    /** Whether the inputs go in nearly as many directions as there are samples: half of them hold less than 95 % of the variance. */
    private static boolean spread(Matrix x) {
        int n = Math.min(x.rows(), MOST_COMPARED);
        Matrix some = Standardization.of(x.rowRange(0, n)).apply(x.rowRange(0, n));
        double[] values = SymmetricEigen.values(some.gram());
        double all = Arrays.stream(values).sum();
        return Arrays.stream(values).skip(n / 2).sum() < 0.95 * all;
    }

    private static Optional<Cause> noise(Signals s) {
        double best = s.reference().map(Reference::left).orElse(0.0);
        // With fewer samples than inputs noise cannot be told from what simple methods do not find.
        if (!gap(s) || best < 0.4 || few(s).isPresent() || s.setup().train().size() < s.setup().train().inputs()) {
            return Optional.empty();
        }
        String what = s.setup().classes() ? "labels" : "targets";
        return Optional.of(new Cause("fit.noise", Stage.FIT, 1 + best,
                "The network has learned noise by heart: much of the " + what + " cannot be told from the inputs.",
                "It leaves " + Words.percent(s.train().left()) + " of the error of a constant on the training data and "
                        + Words.percent(s.test().get().left()) + " on the test data; the best simple method, "
                        + s.reference().map(Reference::method).orElse("") + ", leaves " + Words.percent(best)
                        + " there." + LabelRules.direction(s),
                "Check the " + what
                        + "; with fewer weights, weight decay or fewer steps the network will do about as well "
                        + "as the simple method.",
                false, tamed(s)));
    }

    private static Optional<Cause> overfitting(Signals s) {
        if (!gap(s)) {
            return Optional.empty();
        }
        return Optional.of(Cause.curable("fit.overfitting", Stage.FIT, 1,
                "The network fits its training data and not the test data: it has "
                        + Words.count(s.setup().start().length, "weight")
                        + " for " + Words.count(s.setup().train().size(), "sample") + ".",
                "It leaves " + Words.percent(s.train().left()) + " of the error of a constant on the training data and "
                        + Words.percent(s.test().get().left()) + " on the test data.",
                tamed(s)));
    }

    /** Penalties, a shorter run, a narrower network. */
    private static List<Remedy> tamed(Signals s) {
        List<Remedy> remedies = new ArrayList<>();
        if (s.reference().filter(Reference::linear).isPresent() && s.setup().network() instanceof Mlp mlp
                && !mlp.hiddenWidths().isEmpty()) {
            remedies.add(new Remedy("Use a linear network: linear least squares does better.", s.setup()
                    .withNetwork(Mlp.linear(mlp.inputs(), mlp.outputs()).withBias(true))));
        }
        Setup setup = s.setup();
        if (setup.train().size() < Reference.MANY_INPUTS * setup.train().inputs()) {
            if (s.reference().filter(Reference::sparse).isPresent() && setup.network() instanceof Mlp mlp
                    && !mlp.hiddenWidths().isEmpty()) {
                penalised(setup.withNetwork(Mlp.linear(mlp.inputs(), mlp.outputs()).withBias(true)),
                        "Use a linear network, and penalise", remedies);
            }
            penalised(setup, "Penalise", remedies);
        }
        for (double lambda : new double[] {0.1, 0.01, 0.001}) {
            setup.rule()
                    .decaying(lambda)
                    .ifPresent(rule -> remedies.add(new Remedy("Let the weights decay, by " + Words.rate(lambda) + ".",
                            setup.withRule(rule))));
        }
        if (s.setup().steps() >= 20) {
            remedies.add(new Remedy("Stop earlier, after a tenth of the steps.",
                    s.setup().withSteps(Math.max(1, s.setup().steps() / 10))));
        }
        if (s.setup().network() instanceof Mlp mlp && mlp.hiddenWidths().stream().anyMatch(width -> width > 8)) {
            int[] widths = mlp.widths().stream().mapToInt(Integer::intValue).toArray();
            for (int l = 1; l + 1 < widths.length; l++) {
                widths[l] = Math.max(4, widths[l] / 8);
            }
            remedies.add(new Remedy("Use a narrower network.", s.setup().withNetwork(mlp.withWidths(widths))));
        }
        return remedies;
    }

    private static void penalised(Setup setup, String what, List<Remedy> remedies) {
        for (double lambda : new double[] {0.01, 0.003, 0.001}) {
            setup.rule()
                    .withL1(lambda)
                    .ifPresent(rule -> remedies.add(new Remedy(what + " the absolute values of the weights by "
                            + Words.rate(lambda) + ", so that those of inputs that do not matter become 0.",
                            setup.withRule(rule))));
        }
    }
}
