package org.paisaje.cli.option;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.study.explain.baseline.Baseline;
import org.paisaje.study.explain.run.RunFacts;
import org.paisaje.study.explain.run.RunSubject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options by which a run that is over is explained. A mixin. */
public final class RunOptions {
    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "Explains a run that is over from the checkpoints in its folder, and from its log if there is one; nothing is trained. --data, --net, --loss, --optimizer and --batch say what is known of it.")
    private @Nullable Path run;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The log of that run, if it is not the one in its folder: .csv, .jsonl, .json or a TensorBoard event file.")
    private @Nullable Path log;

    @Option(
            names = "--baseline",
            paramLabel = "RUN|shuffled",
            description = "Holds the run against another one on the same data: the last checkpoint in a folder, or the same network trained alike with the targets shuffled, which can only be learned by heart.")
    private @Nullable String baseline;

    /** What the run is held against, if anything. */
    public Optional<Baseline> baseline() {
        return Optional.ofNullable(baseline).map(Baseline::parse);
    }

    /** Whether a run that is over is to be explained. */
    public boolean given() {
        if (log != null && run == null) {
            throw new IllegalArgumentException("--log belongs to a run that is over; add --run DIR");
        }
        return run != null;
    }

    /** The run with what is known of it. */
    public RunSubject subject(CommandSpec spec, ProblemOptions problem, Optional<String> loss, CommonOptions common) {
        var facts = new RunFacts(Objects.requireNonNull(run), Optional.ofNullable(log), problem.networkText(), loss,
                said(spec, "--optimizer"), said(spec, "--batch"));
        return facts.subject(raw -> problem.builder(common.seedNumber(), raw), said(spec, "--data").isPresent(),
                common.threads());
    }

    private static <T> Optional<T> said(CommandSpec spec, String option) {
        return Optional.ofNullable(spec.commandLine().getParseResult().<T>matchedOptionValue(option, null));
    }
}
