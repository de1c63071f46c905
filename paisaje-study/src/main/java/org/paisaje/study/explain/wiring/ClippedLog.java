package org.paisaje.study.explain.wiring;

import java.util.Locale;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/** The logarithm of probabilities that are kept from 0, or have something added. */
record ClippedLog(double floor, boolean added) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.clipped-log";
    }

    @Override
    public Aspect aspect() {
        return Aspect.CRITERION;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return "a logarithm " + (added ? "of p + " : "clipped at ") + text();
    }

    @Override
    public String advice() {
        return "Take the loss of logits (CrossEntropyLoss, BCEWithLogitsLoss, from_logits=True): a clipped logarithm has no gradient where the network is most wrong.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        if (!context.logits()) {
            return Optional.empty();
        }
        return Optional.of(reading.by(context.softmax()
                ? (f, y) -> softmax(f, y)
                : Criterion.entrywise((f, y) -> y > 0
                        ? -log(ActivatedOutputs.sigmoid(f))
                        : -log(ActivatedOutputs.sigmoid(-f)))));
    }

    private double log(double p) {
        return Math.log(added ? p + floor : Math.max(p, floor));
    }

    private Matrix softmax(Matrix f, Matrix y) {
        Matrix p = SoftmaxOutputs.softmax(f);
        Matrix result = Matrix.zeros(f.rows(), 1);
        for (int i = 0; i < f.rows(); i++) {
            double sum = 0;
            for (int c = 0; c < f.columns(); c++) {
                sum -= y.get(i, c) == 0 ? 0 : y.get(i, c) * log(p.get(i, c));
            }
            result.set(i, 0, sum);
        }
        return result;
    }

    private String text() {
        return floor < 1e-30 ? "e^-100" : String.format(Locale.ROOT, "%.0e", floor).replace("e-0", "e-");
    }
}
