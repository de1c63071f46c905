package org.paisaje.report.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.paisaje.report.NumberText;

/**
 * How far a long computation has come, on standard error: a bar with the time that is left on a terminal, a plain line
 * after a second and then every few seconds elsewhere. Reporting costs a look at the clock; may be called from any thread.
 */
public final class ProgressBar implements AutoCloseable {
    /** Before this share is done the time that is left is a guess that misleads. */
    private static final double LEAST_TOLD = 0.01;
    private static final long BAR_INTERVAL = 100_000_000L;
    private static final long FIRST_LINE = 1_000_000_000L;
    private static final long LINE_INTERVAL = 5_000_000_000L;
    private static final int BAR_WIDTH = 24;
    private static final String ERASE_LINE = "\r\033[K";

    private enum Form {
        BAR,
        LINES,
        NONE
    }

    private final PrintWriter err;
    private final Form form;
    private final int columns;
    private final String what;
    private final long total;
    private final LongSupplier clock;
    private final long start;
    private volatile long nextReport;
    private boolean closed;

    private ProgressBar(PrintWriter err, Form form, int columns, String what, long total, LongSupplier clock) {
        this.err = err;
        this.form = form;
        this.columns = columns;
        this.what = what;
        this.total = total;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.nextReport = start + (form == Form.LINES ? FIRST_LINE : BAR_INTERVAL);
    }

    /**
     * Begins a report.
     *
     * @param terminal where to report
     * @param quiet whether to say nothing
     * @param what the name of the computation, a word or two
     * @param total the number of steps it takes
     * @throws IllegalArgumentException if {@code total} is not positive
     */
    public static ProgressBar start(Terminal terminal, boolean quiet, String what, long total) {
        return start(terminal, quiet, what, total, System::nanoTime);
    }

    static ProgressBar start(Terminal terminal, boolean quiet, String what, long total, LongSupplier clock) {
        if (total <= 0) {
            throw new IllegalArgumentException("start: total is " + total + ", a positive number of steps is needed");
        }
        Form form = quiet ? Form.NONE : terminal.errInteractive() ? Form.BAR : Form.LINES;
        return new ProgressBar(terminal.err(), form, terminal.columns(), what, total, clock);
    }

    /**
     * Reports that {@code done} steps are done.
     *
     * @param done the number of steps, from the beginning
     * @param note something short to show beside, such as the present loss; may be empty
     */
    public void at(long done, String note) {
        if (form == Form.NONE || clock.getAsLong() - nextReport < 0) return;
        show(done, note);
    }

    /** Removes the bar; plain lines stay. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        if (form == Form.BAR) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    /** Removes the bar until the next report, so that something else can be printed. */
    public synchronized void clear() {
        if (form == Form.BAR && !closed) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private synchronized void show(long done, String note) {
        long now = clock.getAsLong();
        if (closed || now - nextReport < 0) return;
        nextReport = now + interval();
        String line = line(done, note, now - start);
        if (form == Form.BAR) {
            err.print(ERASE_LINE + line);
            err.flush();
        } else {
            err.println(line);
        }
    }

    private long interval() {
        return form == Form.BAR ? BAR_INTERVAL : LINE_INTERVAL;
    }

    private String line(long done, String note, long elapsed) {
        double share = Math.clamp((double) done / total, 0.0, 1.0);
        String left = share >= LEAST_TOLD ? NumberText.duration((long) (elapsed / share) - elapsed) + " left" : "";
        var line = new StringBuilder(what).append(' ');
        if (form == Form.BAR) {
            int full = (int) (share * BAR_WIDTH);
            line.append('[').append("=".repeat(full)).append(" ".repeat(BAR_WIDTH - full)).append("] ");
        }
        line.append(String.format(Locale.ROOT, "%3.0f %%", 100 * share));
        for (String part : new String[] {left, note}) {
            if (!part.isEmpty()) line.append("  ").append(part);
        }
        // One column is kept free: a terminal may break the line after the last.
        return line.length() < columns ? line.toString() : line.substring(0, columns - 1);
    }
}
