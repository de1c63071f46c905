package org.paisaje.study.explain.wiring;

import java.util.Optional;

/** Inputs and targets are shuffled apart. The order is not known, so the number is known up to the spread over orders. */
record ShuffledTargets() implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.labels-shuffled";
    }

    @Override
    public Aspect aspect() {
        return Aspect.TARGETS;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return "targets shuffled against the inputs, within what the order drawn leaves open";
    }

    @Override
    public String advice() {
        return "Shuffle inputs and targets by the same order.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return Optional.of(reading.pairing(Reading.Pairing.RANDOM));
    }
}
