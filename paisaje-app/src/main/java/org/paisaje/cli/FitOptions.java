package org.paisaje.cli;

import org.jspecify.annotations.Nullable;
import org.paisaje.study.Problem;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.Optimizer;
import org.paisaje.training.Optimizers;
import org.paisaje.training.Schedule;
import picocli.CommandLine.Option;

/** The options that say how a network is trained, but for the number of epochs. A mixin. */
final class FitOptions {
    private static final int USUAL_BATCH = 32;

    @Option(
            names = "--optimizer",
            paramLabel = "RULE",
            defaultValue = "adam:1e-3",
            description = "The rule of the steps, as sgd:0.1 (default: ${DEFAULT-VALUE}).")
    private String optimizer = "adam:1e-3";

    @Option(
            names = "--schedule",
            paramLabel = "SCHEDULE",
            defaultValue = "constant",
            description = "Of the rate, as cosine:1000 (default: ${DEFAULT-VALUE}).")
    private String schedule = "constant";

    @Option(names = "--clip", paramLabel = "NORM", description = "Scales longer gradients down to this norm.")
    private double clip = Double.POSITIVE_INFINITY;

    @Option(names = "--batch", paramLabel = "N", description = "Samples for each step; 0 for all (default: 32).")
    private @Nullable Integer batch;

    /**
     * The setting for a problem.
     *
     * @param epochs as asked for; null for the usual ones
     * @param usual epochs if nothing is asked for
     * @param usualFull likewise, where each step takes all samples
     */
    FitSetting of(Problem problem, @Nullable Long epochs, long usual, long usualFull) {
        Optimizer rule = Optimizers.parse(optimizer);
        Integer asked = batch;
        int size = asked != null ? asked : rule.prefersFullBatch() ? 0 : Math.min(USUAL_BATCH, problem.train().size());
        return new FitSetting(problem, rule, Schedule.parse(schedule), clip,
                epochs != null ? epochs : size == 0 ? usualFull : usual, size);
    }
}
