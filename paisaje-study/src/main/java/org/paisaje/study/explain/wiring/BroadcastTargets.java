package org.paisaje.study.explain.wiring;

import java.util.Optional;

/** Outputs of shape n x 1 meet targets of shape n: each output is held against every target. */
record BroadcastTargets() implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.broadcast";
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
        return "outputs of shape n x 1 against targets of shape n, which holds every output against every target";
    }

    @Override
    public String advice() {
        return "Give outputs and targets one shape (outputs.squeeze(1), or targets.unsqueeze(1)): held against every target, the best a network can do is their mean.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return context.network().outputs() == 1
                ? Optional.of(reading.pairing(Reading.Pairing.ALL))
                : Optional.empty();
    }
}
