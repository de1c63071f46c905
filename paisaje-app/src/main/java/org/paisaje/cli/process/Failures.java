package org.paisaje.cli.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.paisaje.registry.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one message on standard error and an exit status; a stack trace only if asked for. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int LONGEST = 1500;

    private final boolean debug;

    public Failures(boolean debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + bounded(mistake instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, command.getCommandSpec())
                : plain(mistake)));
        err.println("See '" + name + " --help'.");
        trace(mistake, err);
        return ExitStatus.BAD_INPUT;
    }

    /** What is not known, and what may have been meant. */
    private static String unmatched(UnmatchedArgumentException mistake, CommandSpec command) {
        String word = mistake.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            String option = word.replaceFirst("=.*", "");
            return "there is no option " + option + Spelling.suggestion(option, command.optionsMap().keySet());
        }
        if (!command.subcommands().isEmpty() && command.parent() == null) {
            return "there is no verb " + word + Spelling.suggestion(word, command.subcommands().keySet())
                    + "; there are "
                    + String.join(", ", command.subcommands().keySet());
        }
        return "'" + word
                + "' stands where an option is expected; options begin with --, and a value with blanks in quotes";
    }

    /** The words of the parser without those of Java. */
    private static String plain(ParameterException mistake) {
        return decapitalized(text(mistake).replaceFirst("^[Ee]rror: ", "")
                .replaceFirst("[Mm]issing required argument \\(specify one of these\\): ", "give one of ")
                .replaceFirst("option option", "option")
                .replaceFirst("are mutually exclusive \\(specify only one\\)", "exclude each other; give one of them"))
                .replaceFirst("cannot convert '(?s:.*)' to interface java.nio.file.Path .*$",
                        "this locale cannot write such a name; LC_ALL=C.UTF-8 can")
                .replaceFirst("is not an? (int|long)$", "is not a whole number that fits")
                .replaceFirst("is not a (double|float)$", "is not a number; the decimal mark is a point, as in 0.25");
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return handle(failure, command.getCommandSpec().qualifiedName(), command.getErr());
    }

    /** What is said where memory is out. */
    public static String outOfMemory() {
        return "not enough memory; the limit is " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB (raise it with PAISAJE_JAVA_OPTS=-Xmx8g)";
    }

    /** Reports {@code failure} of the command {@code name} and returns the exit status. */
    public int handle(Throwable failure, String name, PrintWriter err) {
        trace(failure, err);
        return switch (failure) {
            case Incomplete kept -> say(err, name, text(kept), ExitStatus.FAILED);
            case UncheckedIOException io when io.getCause() != null -> own(io)
                    ? say(err, name, text(io), ExitStatus.BAD_INPUT)
                    : handle(io.getCause(), name, err);
            case IOException io -> say(err, name, describe(io), ExitStatus.BAD_INPUT);
            case IllegalArgumentException mistake -> say(err, name, text(mistake), ExitStatus.BAD_INPUT);
            case OutOfMemoryError _ -> say(err, name, outOfMemory(), ExitStatus.FAILED);
            default -> say(
                    err,
                    name,
                    "internal error: " + failure + (debug ? "" : " (PAISAJE_DEBUG=1 shows where)"),
                    ExitStatus.FAILED);
        };
    }

    /** A computation that could not keep what it made; the message says what is there. */
    public static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Incomplete(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What went wrong with files, in words that name the file. */
    public static String words(Exception failure) {
        return switch (failure) {
            case UncheckedIOException io when io.getCause() != null && !own(io) -> describe(io.getCause());
            case IOException io -> describe(io);
            default -> text(failure);
        };
    }

    /** Whether the message is more than the cause repeated. */
    private static boolean own(UncheckedIOException io) {
        return !String.valueOf(io.getCause()).equals(io.getMessage());
    }

    private void trace(Throwable failure, PrintWriter err) {
        if (debug) failure.printStackTrace(err);
    }

    private static int say(PrintWriter err, String name, String message, int status) {
        // The operation that complains may have the name of the verb: once is enough.
        String verb = name.substring(name.lastIndexOf(' ') + 1) + ": ";
        err.println(name + ": " + bounded(message.startsWith(verb) ? message.substring(verb.length()) : message));
        err.flush();
        return status;
    }

    /** One line without control characters, cut where it is long: messages may quote what is in files. */
    public static String bounded(String message) {
        String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST) + "... (" + line.length() + " characters in all)";
    }

    private static String describe(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case FileNotFoundException missing -> text(missing);
            case AccessDeniedException denied -> denied.getFile() + ": access denied";
            case FileAlreadyExistsException exists -> exists.getFile() + ": exists already";
            case FileSystemException other -> other.getFile() + ": "
                    + (other.getReason() == null ? spaced(other) : other.getReason().toLowerCase(Locale.ROOT));
            default -> text(failure);
        };
    }

    /** {@code NotDirectoryException} in words. */
    private static String spaced(Exception failure) {
        return failure.getClass()
                .getSimpleName()
                .replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }

    private static String decapitalized(String message) {
        boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
        return word ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
    }
}
