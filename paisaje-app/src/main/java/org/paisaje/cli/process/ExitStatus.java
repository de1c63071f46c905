package org.paisaje.cli.process;

/** The exit statuses of the command line. */
public final class ExitStatus {
    /** Done. */
    public static final int DONE = 0;

    /** A claim came out other than expected, or a run is as {@code --fail-on} says it must not be. */
    public static final int UNEXPECTED_VERDICT = 1;

    /** Bad usage or input, of which nothing was written; or what {@code --fail-on} asks cannot be judged. */
    public static final int BAD_INPUT = 2;

    /** The computation failed; what there was is kept and marked. */
    public static final int FAILED = 3;

    private ExitStatus() {}
}
