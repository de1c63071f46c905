package org.paisaje.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.random.Seed;
import org.paisaje.report.terminal.ProgressBar;
import org.paisaje.report.terminal.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command takes. Use as {@code @Mixin private CommonOptions common = new CommonOptions();}. */
public final class CommonOptions {
    /** The seed of a run for which none is named. */
    public static final String USUAL_SEED = "1";

    /** Each thread has room of its own, so their number is bounded, on any machine that has fewer processors. */
    private static final int MOST_THREADS = 64;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            order = 101,
            names = "--seed",
            paramLabel = "N",
            defaultValue = USUAL_SEED,
            description = "Root of all randomness (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(order = 102, names = "--out", paramLabel = "DIR", description = "Folder for the results.")
    private @Nullable Path out;

    @Option(order = 103, names = "--overwrite", description = "Replaces the run that the folder of --out holds.")
    private boolean overwrite;

    @Option(order = 104, names = "--figures", description = "Also writes every figure as SVG and PNG; needs --out.")
    private boolean figures;

    @Option(
            order = 105,
            names = "--json",
            description = "The result as JSON on standard output, and nothing else there.")
    private boolean json;

    @Option(order = 106, names = "--quiet", description = "No progress.")
    private boolean quiet;

    @Option(
            order = 107,
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: all processors).")
    private void setThreads(int count) {
        int processors = Runtime.getRuntime().availableProcessors();
        int most = Math.max(MOST_THREADS, 4 * processors);
        if (count < 1 || count > most) {
            String message = "--threads is " + count + (count < 1
                    ? ", at least 1 is needed"
                    : ", at most " + most + " are taken; more than the " + processors
                            + " processors here make nothing faster");
            if (command == null) throw new IllegalArgumentException(message);
            throw new ParameterException(command.commandLine(), message);
        }
        threads = count;
    }

    /** Picocli acts on it; declared here to stand last in help. */
    @SuppressWarnings("unused")
    @Option(
            order = 108,
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    /** See {@link #help}. */
    @SuppressWarnings("unused")
    @Option(
            order = 109,
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print version information and exit.")
    private boolean version;

    /** The number given as {@code --seed}. */
    public long seedNumber() {
        return seed;
    }

    /** The seed that {@code --seed} names. */
    public Seed seed() {
        return Seed.of(seed);
    }

    /** How many threads to use. */
    public int threads() {
        return threads;
    }

    /** The folder for results, or null if none was named. */
    public @Nullable Path out() {
        return out;
    }

    /** Whether a run that is there already is replaced. */
    public boolean overwrite() {
        return overwrite;
    }

    /** Whether every figure is written as a picture of its own. */
    public boolean figures() {
        return figures;
    }

    /** Whether standard output is to carry the result as JSON and nothing else. */
    public boolean json() {
        return json;
    }

    /** Whether to leave progress out. */
    public boolean quiet() {
        return quiet;
    }

    /** A progress report on standard error that respects {@code --quiet}. */
    public ProgressBar progress(String what, long total) {
        return ProgressBar.start(Terminal.ofProcess(), quiet, what, total);
    }
}
