package org.paisaje.study.explain.wiring;

import java.util.Optional;

/** The number is that of other samples than its name says. */
record OnPart(Part part, Part told) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.part";
    }

    @Override
    public Aspect aspect() {
        return Aspect.PART;
    }

    @Override
    public boolean fault() {
        return part == Part.TEST && told == Part.TRAIN || part == Part.TRAIN && told == Part.TEST;
    }

    @Override
    public String words() {
        return "the samples of " + part.words();
    }

    @Override
    public String advice() {
        return fault() ? "Check which loader the loop goes over where this number is logged." : "";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return context.data(part).isPresent() && part != reading.part()
                ? Optional.of(reading.on(part))
                : Optional.empty();
    }
}
