package org.paisaje.study.explain.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All hypotheses that are looked for. Each is a class of its own or one value of a family. */
final class Hypotheses {
    private Hypotheses() {}

    /** For a run, and a series that its name says to be of a part. */
    static List<Hypothesis> all(Context context, Part told) {
        List<Hypothesis> all = new ArrayList<>();
        for (Part part : Part.values()) {
            if (part != told) {
                all.add(new OnPart(part, told));
            }
        }
        all.add(new ScaledInputs(255, 0, "inputs 255 times larger, as where they were not divided by 255"));
        all.add(new ScaledInputs(1 / 255.0, 0,
                "inputs 255 times smaller, as where they were divided by 255 once more"));
        all.add(new ScaledInputs(2, -1, "inputs moved from 0..1 to -1..1"));
        all.add(new ScaledInputs(0.5, 0.5, "inputs moved from -1..1 to 0..1"));
        all.add(new StandardizedInputs(Optional.empty()));
        for (Part part : Part.values()) {
            all.add(new StandardizedInputs(Optional.of(part)));
        }
        all.addAll(ReorderedInputs.all());
        all.add(new SoftmaxOutputs());
        all.add(new ActivatedOutputs("sigmoid", ActivatedOutputs::sigmoid, true));
        all.add(new ActivatedOutputs("a sigmoid", ActivatedOutputs::sigmoid, false));
        all.add(new ActivatedOutputs("tanh", Math::tanh, false));
        all.add(new ActivatedOutputs("a ReLU", f -> Math.max(0, f), false));
        all.addAll(RelabelledTargets.all());
        all.add(RelabelledTargets.byAppearance(context));
        all.add(new ShiftedRows(1));
        all.add(new ShiftedRows(-1));
        all.add(new ShuffledTargets());
        all.add(new BroadcastTargets());
        for (double floor : new double[] {1e-15, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3}) {
            all.add(new ClippedLog(floor, false));
            all.add(new ClippedLog(floor, true));
        }
        all.add(new ClippedLog(Math.exp(-100), false));
        for (double share : new double[] {0.05, 0.1, 0.2}) {
            all.add(new SmoothedLabels(share));
        }
        all.add(new BalancedClasses());
        all.addAll(OtherCriterion.all());
        all.addAll(OtherReduction.all(context));
        if (context.decay() > 0) {
            for (double factor : new double[] {0.5 * context.decay(), context.decay()}) {
                all.add(new PenaltyIncluded(factor, "parameters", false, false));
                all.add(new PenaltyIncluded(factor, "weights", false, false));
            }
        }
        return List.copyOf(all);
    }
}
