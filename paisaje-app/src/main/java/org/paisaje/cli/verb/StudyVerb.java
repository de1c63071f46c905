package org.paisaje.cli.verb;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.CommonOptions;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.cli.process.Failures;
import org.paisaje.cli.process.Interruption;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.report.Folder;
import org.paisaje.report.ResultJson;
import org.paisaje.report.Sarif;
import org.paisaje.report.terminal.ProgressBar;
import org.paisaje.report.terminal.ResultText;
import org.paisaje.study.Ending;
import org.paisaje.study.Listener;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.StudyRunner;
import org.paisaje.study.folder.RunFolder;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What every verb does around its study: the folder is taken before any work, progress is shown, a request to stop is
 * passed on, and the result goes to folder, terminal or JSON.
 *
 * @param <S> the setting of the study
 */
public final class StudyVerb<S> {
    private static final int PROGRESS = 1000;
    /** In a command as {@link #given} writes it. */
    private static final Pattern SEED = Pattern.compile(" --seed[ =]([0-9-]+)");

    private final CommandSpec spec;
    private final CommonOptions common;
    private final Study<S> study;
    private final Supplier<S> setting;
    private boolean resume;
    private boolean parts;
    private boolean alone;
    private static final String ALERTS = "result.sarif";
    private @Nullable Path sarif;
    private boolean alerts;
    private final ResultText printer;

    /** @param setting reads the data and puts the setting together; called after the folder was looked at */
    StudyVerb(CommandSpec spec, CommonOptions common, Study<S> study, Supplier<S> setting) {
        this.spec = spec;
        this.common = common;
        this.study = study;
        this.setting = setting;
        this.printer = new ResultText(spec.commandLine().getOut());
    }

    /** Goes on from what is in the folder of {@code --out}. */
    StudyVerb<S> resuming(boolean goOn) {
        resume = goOn;
        return this;
    }

    /** Prints parts as they become known; one that is alone with what it rests on. */
    StudyVerb<S> telling(boolean single) {
        parts = true;
        alone = single;
        return this;
    }

    /** Writes the alerts of the result for continuous integration into the folder, and to a file as well; null for none. */
    StudyVerb<S> sarif(@Nullable Path file) {
        alerts = true;
        sarif = file;
        return this;
    }

    /** Prints the answer without the tables it rests on. */
    StudyVerb<S> brief(boolean answerOnly) {
        printer.brief(answerOnly);
        return this;
    }

    /** Runs, and returns the exit status. */
    int run() throws IOException {
        Optional<RunFolder.Request> request = request();
        request.ifPresent(RunFolder::check);
        checkSarif();
        S ready = setting.get();
        try (Interruption _ = Interruption.ofThisThread()) {
            try {
                return request.isEmpty()
                        ? conclude(compute(ready, Optional.empty()), Optional.empty())
                        : inFolder(ready, request.get());
            } catch (RuntimeException | IOException e) {
                // Told before the process may end, which after a signal it does when this block is left.
                return failed(e);
            }
        }
    }

    private int failed(Exception e) throws IOException {
        CommandLine command = spec.commandLine();
        CommandLine.IExecutionExceptionHandler handler = command.getExecutionExceptionHandler();
        try {
            if (handler == null || e instanceof CommandLine.ParameterException) {
                throw e;
            }
            return handler.handleExecutionException(e, command, command.getParseResult());
        } catch (IOException | RuntimeException own) {
            throw own;
        } catch (Exception own) {
            throw new IllegalStateException(own);
        }
    }

    private int inFolder(S ready, RunFolder.Request request) throws IOException {
        try (RunFolder folder = RunFolder.open(request)) {
            Result result;
            try {
                result = compute(ready, Optional.of(folder.path()));
                Map<String, String> more = alerts
                        ? Map.of(ALERTS, Sarif.write(result, given(spec), status(result.ending())))
                        : Map.of();
                folder.whole(Folder.at(folder.path())
                        .write(result, given(spec), advised(result), common.figures(), more));
                if (result.ending().kind() != Ending.Kind.INTERRUPTED) {
                    folder.forgetTheWay();
                }
            } catch (IOException | UncheckedIOException e) {
                throw new Failures.Incomplete(Failures.words(e) + (folder.empty()
                        ? ". Nothing was written before"
                        : ". What was written before is in " + folder.path() + ", which does not count as whole"), e);
            }
            return conclude(result, Optional.of(folder.path()));
        }
    }

    private Optional<RunFolder.Request> request() {
        Path out = common.out();
        if (out == null) {
            if (resume || common.figures() || common.overwrite()) {
                throw new IllegalArgumentException(
                        (resume ? "--resume" : common.figures() ? "--figures" : "--overwrite")
                                + " needs a folder; add --out DIR");
            }
            return Optional.empty();
        }
        if (resume && common.overwrite()) {
            throw new IllegalArgumentException("--resume and --overwrite: give one of them");
        }
        if (resume) {
            if (Stream.concat(study.continuation().stream(), Stream.of(RunFolder.MARK))
                    .noneMatch(name -> Files.exists(out.resolve(name)))) {
                throw new IllegalArgumentException(
                        "--resume: there is no run in " + out + " to go on with; start without --resume");
            }
            RunFolder.commandIn(out).ifPresent(before -> requireSeed(before, out));
        }
        RunFolder.Mode mode = resume
                ? RunFolder.Mode.RESUME
                : common.overwrite() ? RunFolder.Mode.REPLACE : RunFolder.Mode.NEW;
        return Optional.of(new RunFolder.Request(out, mode, given(spec), study.continuation()));
    }

    private void requireSeed(String before, Path folder) {
        Matcher given = SEED.matcher(before);
        String then = given.find() ? given.group(1) : CommonOptions.USUAL_SEED;
        if (!then.equals(Long.toString(common.seedNumber()))) {
            throw new IllegalArgumentException("--resume: the run in " + folder + " began with --seed " + then
                    + ", this one has --seed " + common.seedNumber()
                    + "; a run goes on only with the seed it began with");
        }
    }

    /** What cannot be written is refused before any work. */
    private void checkSarif() {
        Path file = sarif;
        if (file == null) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        if (file.toString().isBlank() || Files.isDirectory(file) || parent == null || !Files.isWritable(parent)) {
            throw new IllegalArgumentException(
                    "--sarif " + file + ": a file in a folder that is there and can be written "
                            + "is needed");
        }
    }

    private void sarif(Result result) {
        Path file = sarif;
        if (file != null) {
            String log = Sarif.write(result, given(spec), status(result.ending()));
            AtomicFile.write(file, out -> out.write(log.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Result compute(S setting, Optional<Path> folder) {
        PrintWriter err = spec.commandLine().getErr();
        try (ProgressBar progress = common.progress(study.name(), PROGRESS)) {
            var session = new Session(common.threads(), new Listener() {
                @Override
                public void progress(double share, String note) {
                    progress.at(Math.round(share * PROGRESS), note);
                }

                @Override
                public void remark(String sentence) {
                    progress.clear();
                    err.println("note: " + Failures.bounded(sentence));
                    err.flush();
                }

                @Override
                public void part(Section section) {
                    if (parts && !common.json()) {
                        progress.clear();
                        printer.part(section, alone);
                    }
                }
            }, folder, resume);
            return StudyRunner.run(study, setting, session);
        }
    }

    private int conclude(Result result, Optional<Path> folder) {
        sarif(result);
        PrintWriter out = spec.commandLine().getOut();
        List<String> files = result.files().stream().flatMap(keep -> keep.files().stream()).toList();
        if (common.json()) {
            out.print(ResultJson.write(result, given(spec), folder.isPresent() ? files : List.of()));
            out.flush();
        } else {
            printer.print(result, advised(result), folder.map(path -> "In " + path + ": " + String.join(", ", files)
                    + (files.isEmpty() ? "" : ", ") + "result.json; open " + path.resolve("report.html")
                    + " for the figures."));
        }
        Ending ending = result.ending();
        if (!ending.complete()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(spec.qualifiedName() + ": " + ending.words() + signal(ending) + "."
                    + (ending.remedy().isBlank() ? "" : " " + ending.remedy() + ".")
                    + folder.map(path -> " What there was is in " + path + ", marked as incomplete."
                            + (ending.kind() == Ending.Kind.INTERRUPTED
                                    && study.continuation().stream().anyMatch(file -> Files.exists(path.resolve(file)))
                                            ? " --resume continues it."
                                            : ""))
                            .orElse(""));
            err.flush();
        }
        if (ending.kind() == Ending.Kind.UNJUDGED) {
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + ending.words() + ".");
            spec.commandLine().getErr().flush();
        }
        return status(ending);
    }

    private static String signal(Ending ending) {
        String cause = Interruption.cause();
        return ending.kind() != Ending.Kind.INTERRUPTED || cause.isEmpty() ? "" : " (" + cause + ")";
    }

    private static int status(Ending ending) {
        return switch (ending.kind()) {
            case DONE -> ExitStatus.DONE;
            case UNEXPECTED -> ExitStatus.UNEXPECTED_VERDICT;
            case UNJUDGED -> ExitStatus.BAD_INPUT;
            case FAILED, INTERRUPTED -> ExitStatus.FAILED;
        };
    }

    /** The command line that does what is advised, if options do. */
    private Optional<String> advised(Result result) {
        CommandLine.ParseResult whole = spec.root().commandLine().getParseResult();
        List<String> arguments = (whole == null ? spec.commandLine().getParseResult() : whole).originalArgs();
        return result.changes().isEmpty()
                ? Optional.empty()
                : Optional.of(ChangedCommand.line(ChangedCommand.of(arguments, result.changes())));
    }

    /** The command line that was given, as a shell reads it back. */
    static String given(CommandSpec spec) {
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        return ("./" + spec.root().qualifiedName() + " "
                + String.join(" ", spec.root().commandLine().getParseResult() == null
                        ? parsed.originalArgs().stream().map(StudyVerb::quoted).toList()
                        : spec.root()
                                .commandLine()
                                .getParseResult()
                                .originalArgs()
                                .stream()
                                .map(StudyVerb::quoted)
                                .toList()))
                .strip();
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
