package org.paisaje.study.explain.wiring;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.paisaje.math.linalg.Matrix;

/** Another measure altogether; {@code classes} tells whether it is one of classes, the others are of real targets. */
record OtherCriterion(String what, Optional<UnaryOperator<Matrix>> before, Criterion criterion,
        boolean classes) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.other-loss";
    }

    @Override
    public Aspect aspect() {
        return Aspect.CRITERION;
    }

    @Override
    public boolean fault() {
        return false;
    }

    @Override
    public String words() {
        return what;
    }

    @Override
    public String advice() {
        return "";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return classes == context.logits()
                ? Optional.of(before.map(map -> reading.through(map)).orElse(reading).by(criterion))
                : Optional.empty();
    }

    /** Those that are looked for. */
    static List<Hypothesis> all() {
        return List.of(
                new OtherCriterion("the absolute error", Optional.empty(),
                        Criterion.entrywise((f, y) -> Math.abs(f - y)), false),
                new OtherCriterion("the smooth absolute error (Huber with 1)", Optional.empty(),
                        Criterion.entrywise((f, y) -> {
                            double r = Math.abs(f - y);
                            return r < 1 ? 0.5 * r * r : r - 0.5;
                        }), false),
                new OtherCriterion("the squared error of the probabilities", Optional.of(f -> f.columns() == 1
                        ? mapped(f)
                        : SoftmaxOutputs.softmax(f)), Criterion.squared(), true),
                new OtherCriterion("the squared error of the outputs", Optional.empty(), Criterion.squared(), true),
                new OtherCriterion("a binary cross-entropy for each class", Optional.empty(),
                        Criterion.entrywise((f, y) -> (y > 0 ? 0 : f) + Math.log1p(Math.exp(-Math.abs(f)))
                                + Math.max(-f, 0)),
                        true));
    }

    private static Matrix mapped(Matrix f) {
        Matrix p = f.copy();
        for (int i = 0; i < p.data().length; i++) {
            p.data()[i] = ActivatedOutputs.sigmoid(f.data()[i]);
        }
        return p;
    }
}
