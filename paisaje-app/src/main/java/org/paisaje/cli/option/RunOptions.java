package org.paisaje.cli.option;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.Architecture;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.explain.baseline.Baseline;
import org.paisaje.study.explain.run.FinishedRun;
import org.paisaje.study.explain.run.RunSubject;
import org.paisaje.study.explain.run.ToldRun;
import org.paisaje.training.optimizer.Optimizers;
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

    /** What is known of the run. */
    public RunSubject subject(CommandSpec spec, ProblemOptions problem, @Nullable String loss, CommonOptions common) {
        var given = spec.commandLine().getParseResult();
        Path folder = Objects.requireNonNull(run);
        ToldRun told = ToldRun.of(folder);
        String network = problem.networkText().or(() -> told.text("net")).orElse("");
        boolean own = !given.hasMatchedOption("--data") && told.known();
        ProblemBuilder one = own
                ? told.builder(false)
                : problem.builder(common.seedNumber(), false);
        ProblemBuilder raw = own ? told.builder(true) : problem.builder(common.seedNumber(), true);
        Optional<String> named = Optional.ofNullable(loss).or(() -> told.text("loss"));
        named.ifPresent(name -> {
            one.loss(name);
            raw.loss(name);
        });
        FinishedRun finished = FinishedRun.read(folder,
                network.isEmpty() ? Optional.empty() : Optional.of(Architecture.parse(network)),
                Optional.ofNullable(log), one::inferred);
        Optional<String> rule = given.hasMatchedOption("--optimizer")
                ? Optional.of(given.matchedOption("--optimizer").getValue())
                : told.text("optimizer").or(finished::rule);
        int batch = given.hasMatchedOption("--batch")
                ? given.matchedOption("--batch").getValue()
                : told.text("batch").map(Integer::parseInt).orElse(-1);
        double[] first = finished.snapshots().getFirst().theta();
        return new RunSubject(finished, one.network(finished.network()).start(first).build(),
                raw.network(finished.network()).start(first).build(), rule.map(Optimizers::parse), batch,
                common.threads());
    }
}
