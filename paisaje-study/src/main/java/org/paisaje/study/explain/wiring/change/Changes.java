package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All changes that are looked for. */
public final class Changes {
    private Changes() {}

    /** For a run, and a series that its name says to be of a part. */
    public static List<Change> all(Context context, Part told) {
        List<Change> all = new ArrayList<>();
        for (Part part : Part.values()) {
            if (part != told) {
                all.add(on(part, told));
            }
        }
        all.addAll(InputChanges.all());
        all.addAll(UsedData.inputs(context));
        all.addAll(StatisticsChanges.all(context, told));
        all.addAll(OutputChanges.all());
        all.addAll(TargetChanges.all(context));
        all.addAll(UsedData.targets(context));
        all.addAll(CriterionChanges.all());
        all.addAll(CriterionChanges.broadcast(context, told));
        all.addAll(ReductionChanges.all(context));
        all.addAll(Penalties.all(context));
        return List.copyOf(all);
    }

    /** The number is that of other samples than its name says. */
    private static Change on(Part part, Part told) {
        boolean fault = part == Part.TEST && told == Part.TRAIN || part == Part.TRAIN && told == Part.TEST;
        return new Change("wiring.part", Aspect.PART, fault, "the samples of " + part.words(),
                fault ? "Check which loader the loop goes over where this number is logged." : "",
                (reading, context) -> context.data(part).isPresent() && part != reading.part()
                        ? Optional.of(reading.on(part))
                        : Optional.empty());
    }
}
