package org.paisaje.cli.option;

import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Optimizers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say by which rule steps are made and from how many samples. A mixin. */
public final class RuleOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "RULE",
            description = "The rule of the steps, as sgd:0.1 (default: ${DEFAULT-VALUE}).")
    private String optimizer;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Samples for each step; 0 for all (default: ${DEFAULT-VALUE}).")
    private int batch;

    /**
     * With the values that hold where nothing is said.
     *
     * @param optimizer the usual rule
     * @param batch the usual samples for each step
     */
    public RuleOptions(String optimizer, int batch) {
        this.optimizer = optimizer;
        this.batch = batch;
    }

    public Optimizer optimizer() {
        return Optimizers.parse(optimizer);
    }

    /** Samples for each step as it was said or is usual, 0 for all. */
    public int batch() {
        return batch;
    }

    /** The same, where nothing was said all samples for a rule that prefers them and no more than there are. */
    public int batch(CommandSpec spec, int samples) {
        return spec.commandLine().getParseResult().hasMatchedOption("--batch")
                ? batch
                : optimizer().prefersFullBatch() ? 0 : Math.min(batch, samples);
    }
}
