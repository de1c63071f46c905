package org.paisaje.study.explain.wiring;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/** Labels that are smoothed: a share of each is spread over all classes. */
record SmoothedLabels(double share) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.label-smoothing";
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
        return "labels smoothed by " + share;
    }

    @Override
    public String advice() {
        return "";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        Criterion told = reading.criterion();
        return context.softmax()
                ? Optional.of(reading.by((f, y) -> {
                    Matrix smooth = y.copy();
                    Arrays.setAll(smooth.data(), i -> (1 - share) * y.data()[i] + share / y.columns());
                    return told.elements(f, smooth);
                }))
                : Optional.empty();
    }
}
