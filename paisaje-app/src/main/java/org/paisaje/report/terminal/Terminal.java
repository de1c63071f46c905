package org.paisaje.report.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two output streams of the process and what they lead to.
 *
 * @param out standard output: results
 * @param err standard error: progress and messages
 * @param outInteractive whether a person reads {@code out} on a terminal
 * @param errInteractive whether a person reads {@code err} on a terminal
 * @param colour whether results may carry ANSI colours
 * @param columns the width to keep to, at most {@value #WIDEST}
 */
public record Terminal(
        PrintWriter out, PrintWriter err, boolean outInteractive, boolean errInteractive, boolean colour, int columns) {

    /** No line is made wider than this, however wide the window. */
    public static final int WIDEST = 100;

    private static final int NARROWEST = 40;

    /**
     * The terminal of this process. The launcher tells by {@code PAISAJE_STDOUT_TTY} and {@code PAISAJE_STDERR_TTY}
     * whether the streams are terminals; without them they are taken for files. {@code NO_COLOR} is respected.
     */
    public static Terminal ofProcess() {
        return of(System.getenv(), writer(System.out), writer(System.err));
    }

    /** A program started without a locale is given ASCII for its streams; what reads them understands UTF-8. */
    private static PrintWriter writer(PrintStream stream) {
        Charset charset = stream.charset();
        return new PrintWriter(stream, true,
                charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset);
    }

    /** The terminal that the environment variables {@code environment} describe. */
    static Terminal of(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        boolean outInteractive = environment.containsKey("PAISAJE_STDOUT_TTY");
        // A dumb terminal cannot go back in a line, so that progress is told it as to a file.
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        boolean errInteractive = environment.containsKey("PAISAJE_STDERR_TTY") && !dumb;
        boolean colour = outInteractive && environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb;
        return new Terminal(out, err, outInteractive, errInteractive, colour, columns(environment.get("COLUMNS")));
    }

    private static int columns(@Nullable String stated) {
        try {
            return stated == null ? WIDEST : Math.clamp(Integer.parseInt(stated), NARROWEST, WIDEST);
        } catch (NumberFormatException _) {
            return WIDEST;
        }
    }

    /**
     * Points {@link System#err} at the descriptor that the launcher names in {@code PAISAJE_STDERR_FD}. Descriptor 2 is
     * then a pipe on which only the JVM and native code speak. Without that variable nothing happens.
     */
    public static void restoreStandardError() {
        String descriptor = System.getenv("PAISAJE_STDERR_FD");
        if (descriptor == null) return;
        try {
            Constructor<FileDescriptor> open = FileDescriptor.class.getDeclaredConstructor(int.class);
            open.setAccessible(true);
            var stream = new FileOutputStream(open.newInstance(Integer.parseInt(descriptor)));
            Charset charset = Charset.forName(
                    System.getProperty("stderr.encoding", Charset.defaultCharset().name()));
            System.setErr(new PrintStream(stream, true, charset));
        } catch (ReflectiveOperationException | RuntimeException _) {
            // Descriptor 2 still reaches the same place, through the launcher's filter.
            return;
        }
    }
}
