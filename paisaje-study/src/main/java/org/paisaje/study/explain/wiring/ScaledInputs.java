package org.paisaje.study.explain.wiring;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/** All inputs are multiplied by one factor, and moved. */
record ScaledInputs(double factor, double offset, String what) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.inputs-scale";
    }

    @Override
    public Aspect aspect() {
        return Aspect.INPUTS;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return what;
    }

    @Override
    public String advice() {
        return "Give the network inputs scaled as the data are here, in training and in use alike, or name the data as they were used.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return Optional.of(reading.given(context.told().then(what, x -> {
            Matrix scaled = x.copy();
            for (int i = 0; i < scaled.data().length; i++) {
                scaled.data()[i] = factor * scaled.data()[i] + offset;
            }
            return scaled;
        })));
    }
}
