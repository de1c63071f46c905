package org.paisaje.cli;

/** The exit statuses of the command line. */
public final class ExitStatus {
    /** Done. */
    public static final int DONE = 0;

    /** A claim came out other than expected. */
    public static final int UNEXPECTED_VERDICT = 1;

    /** Bad usage or input; nothing was written. */
    public static final int BAD_INPUT = 2;

    /** The computation failed; what there was is kept and marked. */
    public static final int FAILED = 3;

    private ExitStatus() {}
}
