package org.paisaje.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.cli.process.Failures;
import org.paisaje.cli.process.Interruption;
import org.paisaje.cli.verb.CheckCommand;
import org.paisaje.cli.verb.ClaimsCommand;
import org.paisaje.cli.verb.ConnectCommand;
import org.paisaje.cli.verb.ExplainCommand;
import org.paisaje.cli.verb.InitializeCommand;
import org.paisaje.cli.verb.KernelCommand;
import org.paisaje.cli.verb.LandscapeCommand;
import org.paisaje.cli.verb.PropagateCommand;
import org.paisaje.cli.verb.RegionsCommand;
import org.paisaje.cli.verb.SpectrumCommand;
import org.paisaje.cli.verb.TrainCommand;
import org.paisaje.math.linalg.BackendChoice;
import org.paisaje.report.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. A new verb is one more class in {@code subcommands}. */
@Command(
        name = "paisaje",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            HelpCommand.class,
            ExplainCommand.class,
            CheckCommand.class,
            ClaimsCommand.class,
            TrainCommand.class,
            KernelCommand.class,
            InitializeCommand.class,
            SpectrumCommand.class,
            RegionsCommand.class,
            LandscapeCommand.class,
            ConnectCommand.class,
            PropagateCommand.class},
        description = "The optimization theory of neural networks, executable.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:done",
            " 1:a claim came out other than expected",
            " 2:bad usage or input; nothing was written",
            " 3:the computation failed or could not be written; what there was is kept",
            " 130, 143:stopped by Ctrl-C or a signal; what there was is kept and marked"
        })
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command line and ends the process with its exit status. */
    public static void main(String[] args) {
        int status;
        try {
            Terminal.restoreStandardError();
            status = Interruption.status(run(Terminal.ofProcess(), List.of(), Main::isPipe, args));
        } catch (OutOfMemoryError _) {
            // A heap that does not even hold the classes of the command line.
            System.err.println("paisaje: " + Failures.outOfMemory());
            status = ExitStatus.FAILED;
        }
        if (status != ExitStatus.DONE) {
            System.exit(status);
        }
        // All other threads are daemons. To ask for an exit would load the logging of the JDK, which may record exits.
    }

    /**
     * Runs the command line.
     *
     * @param terminal where results and messages go
     * @param args the arguments, the verb first
     * @return the exit status, see {@link ExitStatus}
     */
    public static int run(Terminal terminal, String... args) {
        return run(terminal, List.of(), args);
    }

    /** The same with further verbs. */
    static int run(Terminal terminal, List<Object> verbs, String... args) {
        return run(terminal, verbs, () -> false, args);
    }

    private static int run(Terminal terminal, List<Object> verbs, BooleanSupplier piped, String... args) {
        var failures = new Failures(System.getenv("PAISAJE_DEBUG") != null);
        CommandLine line = commandLine(args.length > 0 && verbs.isEmpty() ? args[0] : "");
        verbs.forEach(line::addSubcommand);
        line.setExpandAtFiles(false)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(terminal.columns())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
        HelpCommand.addLists(line);
        line.getSubcommands().values().forEach(verb -> verb.getCommandSpec().versionProvider(new Version()));
        try {
            BackendChoice.check();
            int status = line.execute(args);
            if (terminal.out().checkError() && !piped.getAsBoolean()) {
                terminal.err().println("paisaje: standard output cannot be written; is the disk full?");
                return status == ExitStatus.DONE || status == ExitStatus.UNEXPECTED_VERDICT
                        ? ExitStatus.FAILED
                        : status;
            }
            return status;
        } catch (IllegalArgumentException | OutOfMemoryError | StackOverflowError | LinkageError
                | AssertionError failure) {
            return failures.handle(failure, "paisaje", terminal.err());
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /** Whether standard output is a pipe, which fails only where its reader has had enough, as head has. */
    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
        } catch (IOException _) {
            return false;
        }
    }

    /** With the one verb that is asked for, if it is one: to look at the options of all takes a third of a start. */
    private static CommandLine commandLine(String first) {
        for (Class<?> verb : Main.class.getAnnotation(Command.class).subcommands()) {
            Command command = verb.getAnnotation(Command.class);
            if (command.name().equals(first) && !command.helpCommand()) {
                return new CommandLine(new Root()).addSubcommand(verb);
            }
        }
        return new CommandLine(new Main());
    }

    /** The root of a command line whose verb is known. */
    @Command(name = "paisaje")
    private static final class Root {}

    @Override
    public void run() {
        if (spec != null) spec.commandLine().usage(spec.commandLine().getOut());
    }
}
