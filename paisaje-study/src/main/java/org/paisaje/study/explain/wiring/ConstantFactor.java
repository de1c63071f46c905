package org.paisaje.study.explain.wiring;

import java.util.Locale;
import java.util.Optional;

/** The number is a constant times the loss, for no reason that is known. */
record ConstantFactor(double factor) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.factor";
    }

    @Override
    public Aspect aspect() {
        return Aspect.PENALTY;
    }

    @Override
    public boolean fault() {
        return false;
    }

    @Override
    public String words() {
        return "a factor of " + String.format(Locale.ROOT, "%.6g", factor) + " (which fits all checkpoints)";
    }

    @Override
    public String advice() {
        return "";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        Reduction told = reading.reduction();
        return told.root()
                ? Optional.empty()
                : Optional.of(reading.reduced(new Reduction(factor * told.factor(), told.meanOutputs(), told.samples(),
                        told.batch(), false)));
    }
}
