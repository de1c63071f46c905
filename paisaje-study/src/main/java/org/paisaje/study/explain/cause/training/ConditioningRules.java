package org.paisaje.study.explain.cause.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.check.data.InputCovariance;
import org.paisaje.study.explain.signal.Signals;

/** Causes in inputs whose directions differ in size. */
final class ConditioningRules {
    /** From this share of the variance on, what is linear in the targets matters. */
    private static final double LINEAR = 0.2;
    /** What is left of the targets is told by inputs if they tell so much more of it than chance does. */
    private static final double MOST_OF_IT = 0.4;
    /** Directions of a hundredth of the variance are learned a hundred times more slowly. */
    private static final double SLOW = 100;
    private static final int MOST_ROWS = 4000;

    private ConditioningRules() {}

    /** What is linear in the targets lies partly along directions of the inputs that so many steps do not reach. */
    static Optional<Cause> conditioning(Signals s) {
        Setup setup = s.setup();
        // Which directions are out of reach is asked of a rate that neither destroys nor is far from what the curvature allows.
        boolean rated = setup.rule().usesRate() && !StepRules.normalised(s) && !StepRules.rose(s)
                && !StepRules.killed(s) && !(s.run().ratio() < StepRules.LOW);
        if (!rated || setup.batch() == 1 || setup.steps() < StepRules.FEW) {
            return Optional.empty();
        }
        Optional<InputCovariance> found = InputCovariance.of(setup.train().x(), setup.train().y());
        if (found.isEmpty() || found.get().linear() < LINEAR || found.get().steps() < setup.steps()) {
            return Optional.empty();
        }
        InputCovariance inputs = found.get();
        List<Remedy> remedies = new ArrayList<>();
        if (!setup.standardized()) {
            remedies.add(new Remedy("Standardize the inputs, nothing else.", setup.withStandardizedInputs()));
        }
        remedies.addAll(whitened(setup));
        for (double rate : new double[] {0.003, 0.03}) {
            remedies.add(new Remedy("Use Adam, which gives every weight a rate of its own.",
                    setup.withOptimizer("adam:" + Words.rate(rate))));
        }
        for (int factor = 4; factor <= StepRules.LONGEST && factor < 4 * inputs.steps() / setup.steps(); factor *= 4) {
            remedies.add(new Remedy("Train " + factor + " times as long.", setup.withSteps(factor * setup.steps())));
        }
        return Optional.of(Cause.curable("step.conditioning", Stage.STEP,
                Math.min(20, inputs.steps() / setup.steps()),
                "Directions of the inputs differ so much in size that one rate for all is too small for most of them.",
                "The covariance of the inputs has the condition number " + Words.number(inputs.condition())
                        + ". Along the directions that hold 95 % of what is linear in the targets, descent needs about "
                        + Words.number(Math.rint(inputs.steps())) + " steps for a digit; the run has "
                        + Words.number((double) setup.steps()) + ".",
                remedies));
    }

    /**
     * The errors at the end, in the form of the gradient by the outputs, are linear in the inputs, along directions in which these
     * hardly vary: what first layers learn last, by whatever rule of steps.
     */
    static Optional<Cause> alike(Signals s) {
        Setup setup = s.setup();
        if (!whitens(setup) || setup.steps() < StepRules.FEW || StepRules.killed(s)
                || s.train().left() < Quality.MARGIN) {
            return Optional.empty();
        }
        int[] rows = Reference.spread(setup.train().size(), MOST_ROWS);
        Matrix x = setup.train().x().rows(rows);
        Matrix errors = setup.network().forward(s.attempt().end(), x);
        setup.loss().valueAndGradient(errors, setup.targets(setup.train()).rows(rows), errors);
        Matrix standard = Standardization.of(x).apply(x);
        // Of nearly as many inputs as samples most of any errors is linear by chance: then least squares has to do far better.
        boolean told = s.test().isPresent() && s.reference()
                .filter(best -> best.linearLeft() < 0.5 * s.test().get().left())
                .isPresent();
        Optional<InputCovariance> found = InputCovariance.of(standard, errors)
                .filter(c -> c.linear() > MOST_OF_IT + (told ? 0 : (double) x.columns() / x.rows()))
                .filter(c -> c.effectiveCondition() > SLOW);
        return found.map(inputs -> Cause.curable("step.conditioning", Stage.STEP, 2,
                "What decides are small differences between inputs that nearly repeat each other.",
                Words.percent(inputs.linear())
                        + " of the errors at the end are linear in the inputs, along directions in "
                        + "which their variance is up to " + Words.number(Math.rint(inputs.effectiveCondition()))
                        + " times less than along the widest" + closest(setup, standard)
                        + ". Descent learns such a direction as many times more slowly.",
                whitened(setup)));
    }

    /** The two columns that go together most. */
    private static String closest(Setup setup, Matrix standard) {
        Matrix gram = standard.columnGram();
        int d = gram.rows();
        int first = 0;
        int second = 1;
        for (int i = 0; i < d; i++) {
            for (int j = i + 1; j < d; j++) {
                if (Math.abs(gram.get(i, j)) > Math.abs(gram.get(first, second))) {
                    first = i;
                    second = j;
                }
            }
        }
        double rest = 1 - Math.abs(gram.get(first, second)) / standard.rows();
        return rest < 0.01
                ? " (" + setup.train().input(first) + " and " + setup.train().input(second) + " have a correlation of "
                        + (gram.get(first, second) < 0 ? "-1 + " : "1 - ") + Words.number(rest) + ")"
                : "";
    }

    private static boolean whitens(Setup setup) {
        return setup.network() instanceof Mlp mlp && mlp.inputs() > 1 && !setup.whitened();
    }

    /** In all directions, and, of many, in the widest ones alone: others may be noise. */
    private static List<Remedy> whitened(Setup setup) {
        List<Remedy> result = new ArrayList<>();
        if (whitens(setup)) {
            int d = setup.train().inputs();
            result.add(new Remedy("Whiten the inputs, which makes them uncorrelated.", setup.withWhitenedInputs(d)));
            for (int most : new int[] {30, 10}) {
                if (d > 2 * most) {
                    result.add(new Remedy("Whiten the inputs in their " + most
                            + " widest directions, and leave out the others.", setup.withWhitenedInputs(most)));
                }
            }
        }
        return result;
    }
}
