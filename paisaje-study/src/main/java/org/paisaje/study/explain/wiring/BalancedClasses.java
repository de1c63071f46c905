package org.paisaje.study.explain.wiring;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/** Samples weighed inversely to the size of their class in the training data, as {@code class_weight="balanced"}. */
record BalancedClasses() implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.class-weights";
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
        return "samples weighed inversely to the size of their class";
    }

    @Override
    public String advice() {
        return "";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        if (!context.classes() || context.train().outputs() < 2) {
            return Optional.empty();
        }
        int[] counts = context.train().classCounts();
        Criterion told = reading.criterion();
        return Optional.of(reading.by((f, y) -> {
            Matrix elements = told.elements(f, y).copy();
            double[] weights = new double[y.rows()];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                for (int c = 0; c < counts.length; c++) {
                    weights[i] += counts[c] == 0 ? 0 : y.get(i, c) / counts[c];
                }
                sum += weights[i];
            }
            for (int i = 0; i < elements.rows(); i++) {
                for (int j = 0; j < elements.columns(); j++) {
                    elements.set(i, j, elements.get(i, j) * weights[i] * weights.length / sum);
                }
            }
            return elements;
        }));
    }
}
