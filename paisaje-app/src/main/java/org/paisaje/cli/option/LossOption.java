package org.paisaje.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import picocli.CommandLine.Option;

/** The option that names the loss. A mixin. */
public final class LossOption {
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "The loss (default: cross-entropy for classes, else squared).")
    private @Nullable String loss;

    /** The loss as it was typed, if it was. */
    public Optional<String> text() {
        return Optional.ofNullable(loss);
    }

    /** The problem with this loss. */
    public Problem build(ProblemBuilder builder) {
        String named = loss;
        return (named == null ? builder : builder.loss(named)).build();
    }
}
