package org.paisaje.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A problem, its loss and how a network is trained on it, for the verbs that take all three. A mixin. */
public final class FittedProblem {
    @Mixin
    private ProblemOptions problem = new ProblemOptions();

    @Mixin
    private LossOption loss = new LossOption();

    @Mixin
    private FitOptions fit;

    @Option(
            order = 100,
            names = "--resume",
            description = "Goes on with the run in the folder of --out that was stopped, or with more epochs; give the same options.")
    private boolean resume;

    /** With the usual way of training. */
    public FittedProblem() {
        this(new FitOptions());
    }

    /** With another way of training where nothing is said. */
    public FittedProblem(FitOptions fit) {
        this.fit = fit;
    }

    /** Whether to go on with what is in the folder. */
    public boolean resume() {
        return resume;
    }

    /** Whether weights were given. */
    public boolean hasWeights() {
        return problem.hasWeights();
    }

    /** The network as it was named, if it was. */
    public Optional<String> networkText() {
        return problem.networkText();
    }

    /** The problem without its loss, with these hidden widths where no network is named. */
    public ProblemBuilder builder(long seed, int... hidden) {
        return problem.builder(seed).hidden(hidden);
    }

    /** The network of the first of these files, where no network is named. */
    public void infer(ProblemBuilder builder, List<Path> files) {
        if (networkText().isEmpty() && !files.isEmpty()) {
            Path file = files.getFirst();
            Weights.Inferred inferred = builder.inferred(file);
            inferred.notes().forEach(note -> builder.remark(file + ": " + note));
            builder.network(inferred.network());
        }
    }

    /** The problem with the loss that was named, or the usual one. */
    public Problem build(ProblemBuilder builder) {
        return loss.build(builder);
    }

    /** How the network is trained. */
    public FitOptions fit() {
        return fit;
    }
}
