package org.paisaje.study.explain.wiring;

import java.util.Optional;
import org.paisaje.data.Standardization;

/** Inputs of mean 0 and variance 1 by the statistics of a part, each part by its own, or not standardised at all. */
record StandardizedInputs(Optional<Part> by) implements Hypothesis {
    @Override
    public String rule() {
        return by.isEmpty() ? "wiring.inputs-not-standardized" : "wiring.inputs-standardized-by";
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
        return by.map(part -> "inputs standardised by the statistics of " + part.words())
                .orElse("inputs that are not standardised");
    }

    @Override
    public String advice() {
        return by.isEmpty()
                ? "Standardise the inputs wherever the network is used, by the statistics of the training part."
                : "Standardise all inputs by the statistics of the training part, which is all that is known in use.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        if (by.isEmpty()) {
            return context.told().equals(InputMap.RAW)
                    ? Optional.empty()
                    : Optional.of(reading.given(InputMap.RAW));
        }
        if (by.get() == Part.TRAIN && !context.told().equals(InputMap.RAW)) {
            return Optional.empty();
        }
        return context.data(by.get()).map(data -> {
            Standardization standard = Standardization.of(data.x());
            return reading.given(InputMap.RAW.then(words(), standard::apply));
        });
    }
}
